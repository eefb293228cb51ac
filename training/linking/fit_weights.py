"""Fit the weights of acts told in two texts: table [two_texts] of src/tocsin/register/pairweights.toml.

python training/linking/fit_weights.py gva_dev.jsonl.gz

The pairs are those that the register's own keys bring together and no veto parts, of the mentions that
articles are about. A logistic regression with a weak pull towards the weights set by hand ([one_text]); what
local crime cannot teach about wars (acts told on other days, in other countries) stays as it was set. Of the
articles only these weights are kept, rounded to two decimals. The tables [hybrid] and [one_text] are set by
hand and left as they are: too few hybrid acts are labelled to fit them.
"""

import argparse
import re
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tocsin.evaluation.linking_gold import choose_main, find_common_type, read_articles
from tocsin.evaluation.scoring import load_gold
from tocsin.reading.reader import Reader
from tocsin.register.comparing import find_veto
from tocsin.register.edges import find_met
from tocsin.register.features import Feature, list_features
from tocsin.register.pairweights import ONE_TEXT, TABLE, TWO_TEXTS, load_tables

PULL, PULL_OF_BIAS, PINNED = 1.0, 0.01, 1e7
# A text that dates nothing and comes days later is of another strike; crime has too few strikes to know.
KEPT_BY_HAND = frozenset(
    {"date.undated_week", "date.undated_month", "date.long_apart", "place.other_country"}
)
# Chosen for the best pair F on the same articles: 0.0 71.6, 0.6 74.7, 0.8 75.9, 0.9 75.7 (without the pins).
LEAN = 0.8
ROUNDS = 40
# No pair of two texts has these.
ABSENT = ("nearness.sentence", "nearness.document", "type.same", "type.kin", "type.other_subtype")

Floats = NDArray[np.float64]


def gather_pairs(path: Path) -> tuple[list[tuple[Feature, ...]], Floats]:
    """Return the features of pairs of articles and whether the two tell of one incident."""
    items = load_gold(path)
    readings = read_articles(items, Reader(everything=True))
    kind = find_common_type(readings)
    made = [(choose_main(reading, kind), item) for reading, item in zip(readings, items, strict=True)]
    made.sort(key=lambda pair: (pair[0].key, pair[0].id))
    mentions = [mention for mention, _ in made]
    met = [pair for pair in find_met(mentions) if find_veto(mentions[pair[0]], mentions[pair[1]]) is None]
    same = [made[one][1]["incident"] == made[two][1]["incident"] for one, two in met]
    return [list_features(mentions[one], mentions[two]) for one, two in met], np.array(same, dtype=float)


def fit(pairs: list[tuple[Feature, ...]], same: Floats) -> dict[str, float]:
    """Return the weights that make the labels likeliest, pulled towards those set by hand."""
    prior = {name: value for name, value in load_tables()[ONE_TEXT].items() if name != "lean"}
    names = sorted({name for pair in pairs for name, _ in pair} | set(prior) - {"bias"})
    place = {name: number for number, name in enumerate(names)}
    table = np.zeros((len(pairs), len(names) + 1))
    table[:, -1] = 1.0
    for row, pair in enumerate(pairs):
        for name, value in pair:
            table[row, place[name]] = value
    start = np.array([prior.get(name, 0.0) for name in names] + [prior["bias"]])
    pull = np.array([PINNED if name in KEPT_BY_HAND else PULL for name in names] + [PULL_OF_BIAS])
    weights = start.copy()
    for _ in range(ROUNDS):
        likely = 1 / (1 + np.exp(-np.clip(table @ weights, -30, 30)))
        slope = table.T @ (same - likely) - pull * (weights - start)
        bend = (table * (likely * (1 - likely))[:, None]).T @ table + np.diag(pull)
        weights = weights + np.linalg.solve(bend, slope)
    return dict(zip([*names, "bias"], weights.tolist(), strict=True))


def write_table(weights: dict[str, float]) -> None:
    """Put the weights in place of the old table; the other tables stay as they are."""
    kept = {name: value for name, value in sorted(weights.items()) if name not in (*ABSENT, "bias")}
    lines = [f'"{name}" = {value:.2f}' for name, value in kept.items()]
    body = "\n".join([f"[{TWO_TEXTS}]", f'"bias" = {weights["bias"]:.2f}', f'"lean" = {LEAN}', *lines])
    text = TABLE.read_text("utf-8")
    TABLE.write_text(re.sub(rf"\[{TWO_TEXTS}\].*\Z", body + "\n", text, flags=re.DOTALL), "utf-8")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=Path)
    pairs, same = gather_pairs(parser.parse_args().articles)
    write_table(fit(pairs, same))
    print(f"{len(pairs)} pairs, {int(same.sum())} of one incident")
