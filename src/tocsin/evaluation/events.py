"""Which relation a sentence tells between a marked pair of actors, as the reader codes the sentence whole."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tocsin.evaluation.base import Item
from tocsin.model import Document
from tocsin.model.codec import encode_reading
from tocsin.model.ids import make_document_id
from tocsin.ontology.plover import load_plover

if TYPE_CHECKING:
    from tocsin.reading.reader import Reader

MARK = re.compile(r"</?[st]>")
# The gold of PLV joins what PLOVER keeps apart, and calls it material cooperation.
JOINED = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}
QUAD_OF_YIELD = 2
# Quads above this are conflict.
LAST_COOPERATION = 2
NOTHING = "none"
Range = tuple[int, int]


class EventsTask:
    """Reads sentences with a marked pair of actors; scores the event that joins them, else the nearest."""

    name = "events"
    summary = "event types of marked actor pairs (PLV: 15 roots, 4 quads, conflict or not)"
    lower_is_better: frozenset[str] = frozenset({"nothing found"})

    def predict(self, items: Sequence[Item], reader: "Reader") -> list[Item]:
        """Read each sentence; `root` is the type of the event that stands for the marked pair."""
        documents = [_make_document(item) for item in items]
        readings = (reader.read_parsed(document, passages) for document, passages in reader.parse(documents))
        lines: list[Item] = []
        for item, reading in zip(items, readings, strict=True):
            encoded = encode_reading(reading)
            _, source, target = unmark(item["marked_sentence"])
            event = choose_event(encoded["events"], source, target)
            lines.append({"id": item["sentence_id"], **encoded, "root": _root_of(event)})
        return lines

    def baselines(self, items: Sequence[Item], predictions: Sequence[Item]) -> dict[str, list[Item]]:
        """Return the type of the first event, whoever takes part, and one type for all."""
        first = [{**line, "root": _root_of(next(_typed(line["events"]), None))} for line in predictions]
        commonest = Counter(item["gold_root"] for item in items).most_common(1)[0][0]
        return {
            "first event of the sentence": list(first),
            f"always {commonest}": [{**line, "root": commonest} for line in predictions],
        }

    def tally(self, item: Item, prediction: Item) -> Counter[str]:
        """Count gold, predicted and right labels at the three levels."""
        gold, found = item["gold_root"], prediction["root"] or NOTHING
        gold_quad, quad = str(item["gold_penta"]), _quad_of(found)
        pairs = {
            "root": (gold, found),
            "quad": (gold_quad, quad),
            "binary": (_side_of(gold_quad), _side_of(quad)),
        }
        tally = Counter({"items": 1, "none": found == NOTHING})
        for level, (true, label) in pairs.items():
            tally[f"{level} gold {true}"] += 1
            tally[f"{level} found {label}"] += 1
            tally[f"{level} right {true}"] += true == label
        return tally

    def figures(self, total: Counter[str]) -> dict[str, float]:
        """Return macro-F1 of root, quad and binary, root accuracy, and the share with no event at all."""
        right = sum(count for key, count in total.items() if key.startswith("root right "))
        return {
            "root macro-F1": _macro_f1(total, "root"),
            "quad macro-F1": _macro_f1(total, "quad"),
            "binary macro-F1": _macro_f1(total, "binary"),
            "root accuracy": right / total["items"] if total["items"] else 0.0,
            "nothing found": total["none"] / total["items"] if total["items"] else 0.0,
        }


def unmark(marked: str) -> tuple[str, Range | None, Range | None]:
    """Return the sentence without its marks, and where the source and the target stood."""
    starts: dict[str, int] = {}
    spans: dict[str, Range] = {}
    text, last = "", 0
    for mark in MARK.finditer(marked):
        text += marked[last : mark.start()]
        last, key = mark.end(), mark.group().strip("</>")
        if "/" not in mark.group():
            starts.setdefault(key, len(text))
        elif key in starts:
            spans.setdefault(key, (starts[key], len(text)))
    return text + marked[last:], spans.get("s"), spans.get("t")


def choose_event(events: Sequence[Any], source: Range | None, target: Range | None) -> Any | None:
    """Choose the event whose actor and recipient overlap the pair best; among equals the nearest trigger."""

    def rank(event: Any) -> tuple[int, int]:
        met = _meets(event["actors"], source) + _meets(event["recipients"], target)
        swapped = _meets(event["actors"], target) + _meets(event["recipients"], source)
        return -max(2 * met, swapped), _gap(event["trigger"], source)

    return min(_typed(events), key=rank, default=None)


def _typed(events: Sequence[Any]) -> Any:
    return (event for event in events if event["event_type"] is not None)


def _meets(parties: Sequence[Any], span: Range | None) -> bool:
    return span is not None and any(_gap(party["span"], span) < 0 for party in parties)


def _gap(one: Sequence[int], two: Range | None) -> int:
    return max(one[0], two[0]) - min(one[1], two[1]) if two is not None else 0


def _root_of(event: Mapping[str, Any] | None) -> str | None:
    return None if event is None else JOINED.get(event["event_type"], event["event_type"])


def _quad_of(root: str) -> str:
    if root == "YIELD":
        return str(QUAD_OF_YIELD)
    types = load_plover().event_types
    return str(types[root].quad) if root in types else NOTHING


def _side_of(quad: str) -> str:
    if not quad.isdigit():
        return NOTHING
    return "conflict" if int(quad) > LAST_COOPERATION else "cooperation"


def _macro_f1(total: Counter[str], level: str) -> float:
    labels = [key.removeprefix(f"{level} gold ") for key in total if key.startswith(f"{level} gold ")]
    scores = [
        2
        * total[f"{level} right {label}"]
        / (total[f"{level} gold {label}"] + total[f"{level} found {label}"])
        for label in labels
    ]
    return sum(scores) / len(scores) if scores else 0.0


def _make_document(item: Item) -> Document:
    text, _, _ = unmark(item["marked_sentence"])
    document_id = make_document_id(source_id=None, url=None, text=text)
    return Document(id=document_id, external_id=str(item["sentence_id"]), text=text)
