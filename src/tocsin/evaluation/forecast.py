"""Forecasts of counts, from rolling origins, beside naive ones: whole distributions, scored properly."""

import csv
import gzip
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from tocsin.errors import InputError
from tocsin.evaluation.base import Item
from tocsin.warning.forecasting import BASELINES, MONTH, PERIODS, Memory, draw_counts, scores
from tocsin.warning.forecasting.memory import Floats

if TYPE_CHECKING:
    from tocsin.reading.reader import Reader

COLUMNS = {
    "iso3": ("fatalities", 1.0),
    "country_id": ("fatalities_sb", 1.0),
    "initiator": ("incidents", 2.0),
    "unit": ("count", 2.0),
}
"""The column that names units: the column that counts, and how slow a memory such counts want."""
STEPS = PERIODS[MONTH]
DRAWS = 1000
SEED = 7
EVERY = 3
"""An origin every three months, so that fewer forecasts share their outcomes."""
ORIGINS = 11
"""The origins are the last so many that leave six months to score: 2016-12 to 2019-06 in the UCDP file."""
LEAST_HISTORY = 12
ACTIVE_MONTHS = 12
PIT_BINS = 10


class ForecastTask:
    """Forecasts 1 to 6 months ahead from rolling origins; one item a unit, its months in order."""

    name = "forecast"
    summary = "counts 1 to 6 months ahead, from rolling origins, as draws"
    lower_is_better = frozenset({"log1p CRPS", "CRPS", "ignorance", "Brier of any", "interval score"})

    def load_items(self, path: Path) -> list[Item]:
        """Read a table of unit, month, count; a month that is not there counts nothing."""
        rows = _read_rows(path)
        key = next((name for name in COLUMNS if rows and name in rows[0]), None)
        if key is None or "month" not in rows[0] or COLUMNS[key][0] not in rows[0]:
            forms = "; ".join(f"{name}, month, {count}" for name, (count, _) in COLUMNS.items())
            raise InputError(f"gold file {str(path)!r}: wanted a CSV with columns {forms}")
        column, scale = COLUMNS[key]
        months = _list_months(rows, path)
        place = {month: number for number, month in enumerate(months)}
        units: dict[str, list[float]] = {}
        for number, row in enumerate(rows, start=2):
            try:
                units.setdefault(row[key], [0.0] * len(months))[place[row["month"]]] += float(row[column])
            except (TypeError, ValueError) as error:
                raise InputError(
                    f"gold file {str(path)!r}, line {number}: {column} is {row[column]!r}; wanted a number"
                ) from error
        return [
            {"unit": unit, "months": months, "counts": counts, "scale": scale}
            for unit, counts in sorted(units.items())
        ]

    def predict(self, items: Sequence[Item], reader: "Reader | None" = None) -> list[Item]:
        """Return draws for each unit, origin and step; all units are fitted together at each origin."""

        def draw(known: Floats, step: int) -> Floats:
            memory = Memory(scale=items[0]["scale"])
            return draw_counts(known, step=step, seed=SEED, memory=memory, draws=DRAWS)

        return _roll(items, draw)

    def baselines(self, items: Sequence[Item], predictions: Sequence[Item]) -> dict[str, list[Item]]:
        """Return the naive forecasts, from the same origins."""
        return {
            name: _roll(items, lambda known, _, draw=draw: draw(known, DRAWS, SEED))
            for name, draw in BASELINES
        }

    def list_lines(self, prediction: Item) -> Iterator[Item]:
        """Yield one line a forecast, in the form that `--predictions` writes."""
        for forecast in prediction["forecasts"]:
            samples = [int(value) for value in forecast["draws"]]
            line = {"unit": prediction["unit"], "origin": forecast["origin"], "h": forecast["step"]}
            yield {**line, "samples": samples}

    def tally(self, item: Item, prediction: Item) -> Counter[str]:
        """Add up scores over the forecasts of one unit."""
        tally: Counter[str] = Counter()
        draws = np.stack([forecast["draws"] for forecast in prediction["forecasts"]])
        counts = np.asarray(item["counts"])
        ends = np.array([forecast["end"] for forecast in prediction["forecasts"]])
        steps = np.array([forecast["step"] for forecast in prediction["forecasts"]])
        came = counts[ends + steps]
        chances = (draws > 0).mean(axis=1)
        sums: Mapping[str, Floats] = {
            "log1p": scores.score_crps_log1p(draws, came),
            "crps": scores.score_crps(draws, came),
            "ignorance": scores.score_ignorance(draws, came),
            "brier": scores.score_brier(chances, came > 0),
            "interval": scores.score_interval(draws, came),
        }
        _add(tally, {"all": float(len(came)), **{name: float(value.sum()) for name, value in sums.items()}})
        active = np.array([counts[max(0, end + 1 - ACTIVE_MONTHS) : end + 1].any() for end in ends])
        held = {level: scores.is_covered(draws, came, level=level)[active].sum() for level in (0.5, 0.9)}
        pit = (
            scores.spread_pit(draws[active], came[active], bins=PIT_BINS).sum(axis=0) if active.any() else ()
        )
        _add(tally, {"active": float(active.sum()), "held 50": float(held[0.5]), "held 90": float(held[0.9])})
        _add(tally, {f"pit {number}": float(value) for number, value in enumerate(pit)})
        quiet = {"quiet": ~active, "onsets": ~active & (came > 0)}
        _add(tally, {name: float(mask.sum()) for name, mask in quiet.items()})
        _add(tally, {"onsets expected": float(chances[~active].sum())})
        return tally

    def figures(self, total: Counter[str]) -> dict[str, float]:
        """Return mean scores, coverage and PIT of active units, and how onsets were foreseen."""
        number, active = total["all"] or 1, total["active"] or 1
        pit = [total[f"pit {place}"] * PIT_BINS / active for place in range(PIT_BINS)]
        return {
            "log1p CRPS": total["log1p"] / number,
            "CRPS": total["crps"] / number,
            "ignorance": total["ignorance"] / number,
            "Brier of any": total["brier"] / number,
            "interval score": total["interval"] / number,
            "50 % covered": total["held 50"] / active,
            "90 % covered": total["held 90"] / active,
            "lowest PIT bin": min(pit),
            "highest PIT bin": max(pit),
            "onset observed": total["onsets"] / (total["quiet"] or 1),
            "onset ratio": total["onsets expected"] / (total["onsets"] or 1),
        }


def _roll(items: Sequence[Item], draw: Any) -> list[Item]:
    counts = np.array([item["counts"] for item in items])
    months = items[0]["months"]
    found: list[list[Item]] = [[] for _ in items]
    for end in _list_ends(len(months)):
        known = counts[:, : end + 1]
        for step in range(1, STEPS + 1):
            for row, draws in zip(found, draw(known, step), strict=True):
                row.append({"origin": months[end], "end": end, "step": step, "draws": draws})
    return [{"unit": item["unit"], "forecasts": row} for item, row in zip(items, found, strict=True)]


def _list_ends(periods: int) -> list[int]:
    last = periods - 1 - STEPS
    ends = [last - EVERY * back for back in range(ORIGINS)]
    return sorted(end for end in ends if end >= LEAST_HISTORY - 1)


def _read_rows(path: Path) -> list[dict[str, str]]:
    try:
        packed = path.read_bytes()
        text = gzip.decompress(packed) if path.suffix == ".gz" else packed
        return list(csv.DictReader(text.decode("utf-8").splitlines()))
    except (OSError, EOFError, ValueError) as error:
        raise InputError(f"gold file {str(path)!r} cannot be read ({error}); wanted a CSV") from error


def _list_months(rows: Sequence[Mapping[str, str]], path: Path) -> list[str]:
    """Return every month from the first to the last named, those without a row too."""
    try:
        named = sorted({(int(row["month"][:4]), int(row["month"][5:7])) for row in rows})
    except (TypeError, ValueError) as error:
        raise InputError(f"gold file {str(path)!r}: a month is no YYYY-MM ({error})") from error
    first, last = (year * 12 + month - 1 for year, month in (named[0], named[-1]))
    if last - first + 1 < LEAST_HISTORY + STEPS:
        raise InputError(
            f"gold file {str(path)!r} has {last - first + 1} months; wanted {LEAST_HISTORY + STEPS} or more"
        )
    return [f"{number // 12:04}-{number % 12 + 1:02}" for number in range(first, last + 1)]


def _add(tally: Counter[str], sums: Mapping[str, float]) -> None:
    for name, value in sums.items():
        tally[name] += value  # type: ignore[assignment]
