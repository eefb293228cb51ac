"""Positions on tracked questions: found, and with the right holder, posture and modality."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tocsin.evaluation.base import Item
from tocsin.evaluation.chains import fold_voice
from tocsin.evaluation.gold_events import read_moment
from tocsin.languages import load_language
from tocsin.model import Document, Position
from tocsin.model.ids import make_document_id
from tocsin.ontology import find_question, load_questions
from tocsin.register import list_positions

if TYPE_CHECKING:
    from tocsin.reading.reader import Reader

# The gold's questions are the examples that ship, by number.
QUESTIONS = {"q1": "act-first", "q2": "talks", "q3": "support"}
OPEN = frozenset({"could", "should", "considered"})
FIRM = frozenset({"done", "decided"})
PARTS = ("holder", "posture", "modality", "speaks_for")


class PositionsTask:
    """Finds who holds which position on three questions, in raw text."""

    name = "positions"
    summary = "positions on tracked questions: holder, posture, modality"
    lower_is_better = frozenset({"could or should shown as will or did"})

    def predict(self, items: Sequence[Item], reader: "Reader") -> list[Item]:
        """Read each text and list the positions on each question."""
        words = load_language("en").postures
        shipped = load_questions()
        predictions: list[Item] = []
        documents = [_make_document(item) for item in items]
        for item, (document, passages) in zip(items, reader.parse(documents), strict=True):
            reading = reader.read_parsed(document, passages)
            lines = [
                _encode(position, number)
                for number, name in QUESTIONS.items()
                for position in list_positions([reading], find_question(shipped, name), words)
            ]
            predictions.append({"id": item["id"], "positions": lines})
        return predictions

    def baselines(self, items: Sequence[Item], predictions: Sequence[Item]) -> dict[str, list[Item]]:
        """Return the same positions, all of them taken for decided."""
        blind: list[Item] = [
            {**line, "positions": [{**one, "modality": "decided"} for one in line["positions"]]}
            for line in predictions
        ]
        return {"same positions, modality ignored": blind}

    def tally(self, item: Item, prediction: Item) -> Counter[str]:
        """Count gold positions met by one of ours on the same question, and which parts of it are right."""
        tally = Counter(gold=len(item["positions"]), listed=len(prediction["positions"]))
        for gold in item["positions"]:
            met = [one for one in prediction["positions"] if _meets(gold, one)]
            if not met:
                continue
            best = max(met, key=lambda one: sum(_is_right(gold, one, part) for part in PARTS[:3]))
            right = {part: _is_right(gold, best, part) for part in PARTS}
            tally["found"] += 1
            tally.update({part: int(value) for part, value in right.items()})
            tally["all three"] += all(right[part] for part in PARTS[:3])
            tally["open"] += gold["modality"] in OPEN
            tally["open as firm"] += gold["modality"] in OPEN and best["modality"] in FIRM
        meeting = (one for one in prediction["positions"] if any(_meets(g, one) for g in item["positions"]))
        tally["listed met"] = sum(1 for _ in meeting)
        return tally

    def figures(self, total: Counter[str]) -> dict[str, float]:
        """Return the share found, the share right of those found by part, and talk shown as decision."""
        return {
            "positions found": _share(total["found"], total["gold"]),
            "listed that meet gold": _share(total["listed met"], total["listed"]),
            "holder right": _share(total["holder"], total["found"]),
            "posture right": _share(total["posture"], total["found"]),
            "modality right": _share(total["modality"], total["found"]),
            "all three right": _share(total["all three"], total["found"]),
            "speaks for right": _share(total["speaks_for"], total["found"]),
            "could or should shown as will or did": _share(total["open as firm"], total["open"]),
        }


def _encode(position: Position, number: str) -> dict[str, Any]:
    return {
        "question": number,
        "content": [[position.span.start, position.span.end]],
        "holder": position.holder,
        "speaks_for": position.speaks_for,
        "posture": position.posture,
        "modality": position.modality,
    }


def _meets(gold: Mapping[str, Any], found: Mapping[str, Any]) -> bool:
    (span,) = found["content"]
    return gold["question"] == found["question"] and any(
        start < span[1] and span[0] < end for start, end in gold["content"]
    )


def _is_right(gold: Mapping[str, Any], found: Mapping[str, Any], part: str) -> bool:
    if part != "holder":
        return bool(gold[part] == found[part])
    names = {fold_voice(name) for name in (gold["holder"], *gold["holder_accept"])}
    return fold_voice(found["holder"] or "author") in names


def _make_document(item: Item) -> Document:
    text: str = item["text"]
    return Document(
        id=make_document_id(source_id=None, url=None, text=text),
        external_id=item["id"],
        text=text,
        title=item.get("title"),
        publisher=item.get("publisher"),
        published_at=read_moment(item),
    )


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
