"""When: what time expressions mean, told where they stand and when the text was written; and finding them."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

from tocsin.evaluation.base import Item
from tocsin.model import Document
from tocsin.model.ids import make_document_id
from tocsin.reading.dates import DateMention, find_date_mentions, write_timex

if TYPE_CHECKING:
    from tocsin.reading.reader import Reader

# A value that names a stretch of the calendar: a day, week, month, quarter, half, season or year.
CALENDAR = re.compile(r"\d{4}(-(\d\d|W\d\d|Q\d|H\d|SU|WI|SP|FA))?(-\d\d)?(T.*)?")
POINTS = frozenset({"DATE", "TIME"})
DAY_LENGTH = len("2024-11-21")


class TimesTask:
    """Values of the gold's time expressions, and what is found in raw text."""

    name = "times"
    summary = "TIMEX3 values of gold expressions (day part), and expressions found in raw text"
    lower_is_better: frozenset[str] = frozenset()

    def predict(self, items: Sequence[Item], reader: "Reader") -> list[Item]:
        """Return a value for each gold expression of a document, and what is found in its raw text."""
        documents = [_make_document(item) for item in items]
        lines: list[Item] = []
        for item, (_, passages) in zip(items, reader.parse(documents), strict=True):
            spans = [(one["start"], one["end"]) for one in item["timex"]]
            values: dict[tuple[int, int], str | None] = {}
            found: list[Item] = []
            for passage in passages:
                given = find_date_mentions(passage, reader.language, given=spans)
                values |= {_range(mention): _value(mention) for mention in given}
                for mention in find_date_mentions(passage, reader.language):
                    start, end = _range(mention)
                    found.append({"start": start, "end": end, "value": _value(mention)})
            timex = [{"start": start, "end": end, "pred": values.get((start, end))} for start, end in spans]
            lines.append({"id": item["id"], "timex": timex, "found": found})
        return lines

    def baselines(self, items: Sequence[Item], predictions: Sequence[Item]) -> dict[str, list[Item]]:
        """Return the day of writing for every expression, on the expressions that we find."""
        lines: list[Item] = []
        for item, line in zip(items, predictions, strict=True):
            day = item["dct"][:DAY_LENGTH]
            timex = [{**one, "pred": day} for one in line["timex"]]
            lines.append({**line, "timex": timex, "found": [{**one, "value": day} for one in line["found"]]})
        return {"the day of writing, always": lines}

    def tally(self, item: Item, prediction: Item) -> Counter[str]:
        """Count right values given the spans, and what is found in raw text and how much of it is right."""
        tally: Counter[str] = Counter()
        found = prediction["found"]
        for true, one in zip(item["timex"], prediction["timex"], strict=True):
            wanted = wanted_value(true)
            if wanted is None:
                continue
            met = next((other for other in found if _meet(other, true)), None)
            is_day = len(wanted) == DAY_LENGTH
            tally["gold"] += 1
            tally["answered"] += one["pred"] is not None
            tally["right"] += one["pred"] == wanted
            tally["days"] += is_day
            tally["days right"] += is_day and one["pred"] == wanted
            tally["gold met"] += met is not None
            tally["gold met right"] += met is not None and met["value"] == wanted
        tally["found"] = len(found)
        tally["found met"] = sum(any(_meet(one, true) for true in item["timex"]) for one in found)
        return tally

    def figures(self, total: Counter[str]) -> dict[str, float]:
        """Return shares over the gold's calendar-valued DATE and TIME expressions, by their day part.

        `exact value` and `day value` are told where the expression stands, the others are not. `found recall`
        asks for a found expression that overlaps, `found right` for one with the gold's value too; `found
        precision` is the share of found expressions that overlap a gold TIMEX3 of any type.
        """
        return {
            "exact value": _share(total["right"], total["gold"]),
            "exact of answered": _share(total["right"], total["answered"]),
            "day value": _share(total["days right"], total["days"]),
            "found precision": _share(total["found met"], total["found"]),
            "found recall": _share(total["gold met"], total["gold"]),
            "found right": _share(total["gold met right"], total["gold"]),
        }


def wanted_value(timex: Item) -> str | None:
    """Return the day part of a gold value that stands in the calendar; None for "now", durations and sets."""
    value = timex["value"] or ""
    if timex["type"] not in POINTS or not CALENDAR.fullmatch(value):
        return None
    return value.partition("T")[0]


def _make_document(item: Item) -> Document:
    text: str = item["text"]
    day = date.fromisoformat(item["dct"][:DAY_LENGTH])
    published_at = datetime(day.year, day.month, day.day, tzinfo=UTC)
    document_id = make_document_id(source_id=None, url=None, text=text)
    return Document(id=document_id, external_id=item["id"], text=text, published_at=published_at)


def _range(mention: DateMention) -> tuple[int, int]:
    return mention.span.start, mention.span.end


def _value(mention: DateMention) -> str | None:
    return None if mention.named is None else write_timex(mention.named)


def _meet(one: Any, other: Any) -> bool:
    return bool(one["start"] < other["end"] and other["start"] < one["end"])


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
