"""The frozen challenge set: is an act that is only talked of ever counted, is one that took place found?"""

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from tocsin.evaluation.base import Item
from tocsin.evaluation.gold_events import make_document
from tocsin.model import EpistemicStatus
from tocsin.model.codec import encode_reading

if TYPE_CHECKING:
    from tocsin.reading.reader import Reader


class ChallengeTask:
    """Reads invented sentences end to end: counted acts among talk, found and counted acts among deeds."""

    name = "challenge"
    summary = "acts counted among talk (must be none), acts found among deeds"
    lower_is_better = frozenset({"talk counted", "acts of talk counted"})

    def predict(self, items: Sequence[Item], reader: "Reader") -> list[Item]:
        """Read each sentence as one document and return the reading with the gold's id."""
        documents = [make_document({**item, "date": item["published"]}) for item in items]
        readings = (reader.read_parsed(document, passages) for document, passages in reader.parse(documents))
        return [
            {"id": item["id"], **encode_reading(reading)}
            for item, reading in zip(items, readings, strict=True)
        ]

    def baselines(self, items: Sequence[Item], predictions: Sequence[Item]) -> dict[str, list[Item]]:
        """Return the same events from a coder blind to status and to history."""
        blind = {"status": EpistemicStatus.HAPPENED.value, "background": False}
        lines: list[Item] = [
            {**line, "events": [{**event, **blind} for event in line["events"]]} for line in predictions
        ]
        return {"same events, status ignored": lines}

    def tally(self, item: Item, prediction: Item) -> Counter[str]:
        """Count the marked acts at which an event stands, and at which a counted one does."""
        total: Counter[str] = Counter()
        side = "talk" if "kind" in item else "deeds"
        for index, act in enumerate(item["acts"]):
            # A foiled plot has two words for one event; the other one is as good.
            spans = [act, *(item.get("alt", []) if index == 0 else [])]
            standing = [event for event in prediction["events"] if _stands_at(event, spans)]
            total[side] += 1
            total[f"{side} found"] += bool(standing)
            total[f"{side} counted"] += any(_is_counted(event) for event in standing)
        return total

    def figures(self, total: Counter[str]) -> dict[str, float]:
        """Return the figures of talk, of deeds, or of both, as the gold has them; never one for both."""
        found: dict[str, float] = {}
        if total["talk"]:
            found["acts of talk counted"] = float(total["talk counted"])
            found["talk counted"] = total["talk counted"] / total["talk"]
            found["talk found"] = total["talk found"] / total["talk"]
        if total["deeds"]:
            found["deeds found"] = total["deeds found"] / total["deeds"]
            found["deeds counted"] = total["deeds counted"] / total["deeds"]
        return found


def _stands_at(event: Any, spans: Sequence[Sequence[int]]) -> bool:
    start, end = event["trigger"]
    return any(start < stop and begin < end for begin, stop in spans)


def _is_counted(event: Any) -> bool:
    return EpistemicStatus(event["status"]).counts and not event["background"]
