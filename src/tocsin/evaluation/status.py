"""Whether gold events happened, by our label and score, at the words that the gold marks."""

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from tocsin.evaluation.base import Item
from tocsin.evaluation.gold_events import GoldEvent, find_token, is_counted, list_gold_events, parse_items
from tocsin.model import EpistemicStatus, Reading
from tocsin.model.codec import encode, encode_reading
from tocsin.reading.passage import Passage
from tocsin.reading.statements import find_statements
from tocsin.reading.status import judge_status

if TYPE_CHECKING:
    from tocsin.reading.reader import Reader

HAPPENED = EpistemicStatus.HAPPENED.value
SURE = 3.0
# Tallies are whole numbers: scores are added up in thousandths.
PARTS = 1000
SCORES = ("pred", "factuality")


class StatusTask:
    """Judges gold events: label and holder where the gold has labels, score where it has scores."""

    name = "status"
    summary = "whether events happened, at gold triggers"
    lower_is_better = frozenset({"talk as deed", "MAE", "MAE with label"})

    def predict(self, items: Sequence[Item], reader: "Reader") -> list[Item]:
        """Return the statements of each item, and its gold events with our judgement of each."""
        return [
            _predict_item(item, Reading(document=document), passages, reader)
            for item, document, passages in parse_items(items, reader)
        ]

    def baselines(self, items: Sequence[Item], predictions: Sequence[Item]) -> dict[str, list[Item]]:
        """Return what one answer for all scores: the commonest label; everything happened, surely."""
        labels = Counter(event.label for item in items for event in list_gold_events(item) if event.label)
        blind = {"label": HAPPENED, "pred": SURE, "factuality": SURE, "holders": []}
        found = {"status ignored, score 3": [_answer(line, blind) for line in predictions]}
        commonest = labels.most_common(1)
        if commonest and commonest[0][0] != HAPPENED:
            found["commonest label"] = [
                _answer(line, {**blind, "label": commonest[0][0]}) for line in predictions
            ]
        return found

    def tally(self, item: Item, prediction: Item) -> Counter[str]:
        """Count labels and holders right, and the sums that correlation and error are made of."""
        total: Counter[str] = Counter()
        for gold, found in zip(list_gold_events(item), prediction["events"], strict=True):
            if gold.label is not None:
                _tally_label(total, gold, found)
            if gold.score is not None:
                total["scores"] += 1
                for name in SCORES:
                    _tally_score(total, name, gold.score, found[name])
        return total

    def figures(self, total: Counter[str]) -> dict[str, float]:
        """Return the figures of labels, of scores, or of both, as the gold has them."""
        found: dict[str, float] = {}
        if total["labels"]:
            found |= _figure_labels(total)
        if total["scores"]:
            found |= _figure_scores(total, "pred", "")
            found |= _figure_scores(total, "factuality", " with label")
        return found


def _predict_item(item: Item, reading: Reading, passages: Sequence[Passage], reader: "Reader") -> Item:
    statements = {passage.offset: find_statements(passage, reader.language) for passage in passages}
    events: list[dict[str, Any]] = []
    for gold in list_gold_events(item):
        passage, token = find_token(gold, passages)
        judged = judge_status(passage, token, statements[passage.offset], reader.language)
        line = {"trigger": encode(passage.span_of(token)), **encode(judged)}
        events.append({"event": token.i, "pred": line.pop("learned"), "label": line["status"], **line})
    found = encode_reading(reading)
    found["statements"] = [encode(one) for part in statements.values() for one in part]
    # The gold form with one event a line has it at the top: so has what we say of it.
    top = {key: events[0][key] for key in ("event", "pred", "label")} if "event" in item else {}
    return {"id": item.get("id"), **found, "events": events, **top}


def _answer(line: Item, answer: Item) -> Item:
    return {**line, "events": [{**event, **answer} for event in line["events"]]}


def _tally_label(total: Counter[str], gold: GoldEvent, found: Item) -> None:
    true, guessed = str(gold.label), found["label"]
    total["labels"] += 1
    total["right"] += true == guessed
    total[f"gold {true}"] += 1
    total[f"found {guessed}"] += 1
    total[f"both {true}"] += true == guessed
    total["counted"] += is_counted(guessed)
    total["counted gold"] += is_counted(true)
    total["counted right"] += is_counted(true) and is_counted(guessed)
    if gold.by_author is not None:
        by_author = all(holder["kind"] == "author" for holder in found["holders"])
        total["holders"] += 1
        total["holders right"] += by_author == gold.by_author


def _figure_labels(total: Counter[str]) -> dict[str, float]:
    labels = [label.value for label in EpistemicStatus if total[f"gold {label.value}"]]
    found = {
        "status accuracy": _share(total["right"], total["labels"]),
        "macro-F1": _mean(
            _f1(total[f"both {label}"], total[f"gold {label}"], total[f"found {label}"]) for label in labels
        ),
        "talk as deed": _share(total["counted"] - total["counted right"], total["counted"]),
        "counted recall": _share(total["counted right"], total["counted gold"]),
    }
    if total["holders"]:
        found["author or other"] = _share(total["holders right"], total["holders"])
    return found


def _tally_score(total: Counter[str], name: str, true: float, guessed: float) -> None:
    y, p = round(PARTS * true), round(PARTS * guessed)
    sums = {"y": y, "p": p, "yy": y * y, "pp": p * p, "yp": y * p, "error": abs(y - p)}
    for key, value in sums.items():
        total[f"{name} {key}"] += value
    for kind, classify in (("class", _class_of), ("happened", _is_positive)):
        one, two = classify(true), classify(guessed)
        total[f"{name} {kind} gold {one}"] += 1
        total[f"{name} {kind} found {two}"] += 1
        total[f"{name} {kind} both {one}"] += one == two


def _class_of(score: float) -> str:
    return "fact" if score >= 1 else "counterfact" if score <= -1 else "open"


def _is_positive(score: float) -> str:
    return "yes" if score > 0 else "no"


def _figure_scores(total: Counter[str], name: str, note: str) -> dict[str, float]:
    def f1(kind: str, label: str) -> float:
        return _f1(*(total[f"{name} {kind} {part} {label}"] for part in ("both", "gold", "found")))

    return {
        f"r{note}": _correlate(total, name),
        f"MAE{note}": _share(total[f"{name} error"], PARTS * total["scores"]),
        f"3-class macro-F1{note}": _mean(f1("class", label) for label in ("fact", "open", "counterfact")),
        f"not-happened F1{note}": f1("happened", "no"),
    }


def _correlate(total: Counter[str], name: str) -> float:
    n, y, p = total["scores"], total[f"{name} y"], total[f"{name} p"]
    spread = (n * total[f"{name} yy"] - y * y) * (n * total[f"{name} pp"] - p * p)
    return (n * total[f"{name} yp"] - y * p) / math.sqrt(spread) if spread > 0 else 0.0


def _mean(values: Iterable[float]) -> float:
    listed = list(values)
    return sum(listed) / len(listed) if listed else 0.0


def _f1(both: int, gold: int, found: int) -> float:
    return 2 * both / (gold + found) if gold + found else 0.0


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
