"""Events, their types and their status on texts annotated with tocsin's own scheme."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tocsin.evaluation.base import Item
from tocsin.evaluation.bench_settings import make_setting_figures, tally_setting
from tocsin.model import Document, EpistemicStatus
from tocsin.model.codec import encode_reading
from tocsin.model.ids import make_document_id

if TYPE_CHECKING:
    from tocsin.reading.reader import Reader


class BenchTask:
    """Finds events in raw text; figures as the contract names them, section 4."""

    name = "bench"
    summary = "events, types, threat types and status in raw text"
    lower_is_better = frozenset({"talk as deed", "false-event rate"})

    def predict(self, items: Sequence[Item], reader: "Reader") -> list[Item]:
        """Read each text and return the reading with the gold's id."""
        documents = [_make_document(item) for item in items]
        readings = (reader.read_parsed(document, passages) for document, passages in reader.parse(documents))
        return [
            {"id": item["id"], **encode_reading(reading)}
            for item, reading in zip(items, readings, strict=True)
        ]

    def baselines(self, items: Sequence[Item], predictions: Sequence[Item]) -> dict[str, list[Item]]:
        """Return the same events from a coder blind to status: whatever is talked about happened."""
        blind: list[Item] = [
            {**line, "events": [{**event, "status": EpistemicStatus.HAPPENED} for event in line["events"]]}
            for line in predictions
        ]
        return {"same events, status ignored": blind}

    def tally(self, item: Item, prediction: Item) -> Counter[str]:
        """Count matches by trigger overlap, right types, and what was counted that should not have been."""
        gold, found = item["events"], prediction["events"]
        pairs = match_events(gold, found)
        met: dict[int, Item] = {index: gold[place] for place, index in pairs}
        tally = Counter(gold=len(gold), found=len(found), matched=len(pairs))
        for index, true in met.items():
            tally["typed"] += true["event_type"] == found[index]["event_type"]
            tally["status right"] += true["status"] == found[index]["status"]
            tally.update(tally_setting(true, found[index]))
            threat = true["threat_type"]
            tally["threat right"] += threat is not None and threat == found[index]["threat_type"]
            for side in ("actors", "recipients"):
                wanted = _countries_of(true.get(side, ()))
                tally[f"{side} with country"] += bool(wanted)
                tally[f"{side} right"] += bool(wanted) and wanted == _countries_of(found[index].get(side, ()))
        tally["threat gold"] = sum(event["threat_type"] is not None for event in gold)
        tally["threat found"] = sum(event["threat_type"] is not None for event in found)
        tally["counted gold"] = sum(_counts(event) for event in gold)
        for index, event in enumerate(found):
            if _counts(event):
                other = met.get(index)
                tally["counted"] += 1
                tally["counted met"] += other is not None
                tally["counted talk"] += other is not None and not _counts(other)
                tally["counted right"] += other is not None and _counts(other)
        return tally

    def figures(self, total: Counter[str]) -> dict[str, float]:
        """Return the figures by their names in the contract, and the countries of the parties.

        `actor country` and `recipient country`: of matched events whose gold names a country on that side,
        the share where exactly the gold's set of countries is found; one too many is as wrong as one missing.
        """
        return {
            "trigger F1": _f1(total["matched"], total["gold"], total["found"]),
            "typed F1": _f1(total["typed"], total["gold"], total["found"]),
            "threat F1": _f1(total["threat right"], total["threat gold"], total["threat found"]),
            "status accuracy": _share(total["status right"], total["matched"]),
            "talk as deed": _share(total["counted talk"], total["counted met"]),
            "false-event rate": _share(total["counted"] - total["counted right"], total["counted"]),
            "counted recall": _share(total["counted right"], total["counted gold"]),
            "actor country": _share(total["actors right"], total["actors with country"]),
            "recipient country": _share(total["recipients right"], total["recipients with country"]),
            **make_setting_figures(total),
        }


def match_events(gold: Sequence[Item], found: Sequence[Item]) -> list[tuple[int, int]]:
    """Pair gold and found events one to one by trigger overlap, longest overlap first."""
    overlaps = sorted(
        (-_overlap(one["trigger"], two["trigger"]), i, j)
        for i, one in enumerate(gold)
        for j, two in enumerate(found)
        if _overlap(one["trigger"], two["trigger"]) > 0
    )
    pairs: list[tuple[int, int]] = []
    for _, i, j in overlaps:
        if all(i != left and j != right for left, right in pairs):
            pairs.append((i, j))
    return pairs


def _make_document(item: Item) -> Document:
    day = item.get("date")
    published_at = datetime.fromisoformat(day).replace(tzinfo=UTC) if day else None
    text: str = item["text"]
    document_id = make_document_id(source_id=item.get("source"), url=None, text=text)
    return Document(id=document_id, external_id=item["id"], text=text, published_at=published_at)


def _overlap(one: Sequence[int], two: Sequence[int]) -> int:
    return min(one[1], two[1]) - max(one[0], two[0])


def _countries_of(parties: Sequence[Item]) -> frozenset[str]:
    return frozenset(party["country"] for party in parties if party["country"])


def _counts(event: Any) -> bool:
    return EpistemicStatus(event["status"]).counts


def _f1(right: int, gold: int, found: int) -> float:
    return 2 * right / (gold + found) if gold + found else 0.0


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
