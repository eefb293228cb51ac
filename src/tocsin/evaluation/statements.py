"""Statements: who said what, on files in the form of PolNeAR or with whole chains of voices."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from tocsin.evaluation.attributed import Attributed, Words, pair_contents, share_source
from tocsin.evaluation.base import Item
from tocsin.evaluation.chains import (
    WRONG_FIGURES,
    figure_chains,
    has_chains,
    list_attributions,
    tally_chains,
)
from tocsin.evaluation.quotes_baseline import find_by_expressions
from tocsin.model import Document, Reading, Span, Statement
from tocsin.model.ids import make_document_id

if TYPE_CHECKING:
    from tocsin.reading.reader import Reader

# Classes of cues by the beginning of any word of the cue; the first that fits is taken.
CUE_CLASSES: tuple[tuple[str, str], ...] = (
    ("according to", r"accord"),
    ("reportedly", r"reportedly|allegedly|apparently|supposedly"),
    ("deny, refuse", r"den(?:y|ie)|refus|reject|dismiss|disput|rul(?:e|ed|ing) out|declin"),
    ("accuse, allege", r"alleg|accus|blam|charg|claim|suspect"),
    (
        "threaten, warn, plan",
        r"threat|warn|plan|intend|want|vow|promis|pledg|urg|demand|call(?:s|ed|ing)? (?:on|for)",
    ),
    ("believe, expect", r"believ|th(?:ink|ought)|know|knew|fear|expect|hop|feel|felt|see"),
    ("say", r"sa(?:y|id)|t(?:ell|old)|writ|wrote|tweet|report|add|stat|explain|not|argu|announc"),
)
CUE_PATTERNS = tuple((name, re.compile(rf"\b(?:{words})", re.IGNORECASE)) for name, words in CUE_CLASSES)
PRONOUN = re.compile(r"^(?:I|we|you|he|she|it|they|who|that|which|many|some|others|one)$", re.IGNORECASE)
ANONYMOUS = re.compile(
    r"\b(?:sources?|officials?|aides?|people|persons?|advisers?|insiders?|diplomats?)\b", re.IGNORECASE
)
NAMED = re.compile(r"(?:^|\s)(?!The\b|A\b|An\b|One\b|Some\b|Many\b)[A-Z]\w")
CUE_NAMES = (*(name for name, _ in CUE_CLASSES), "other", "none")
SOURCE_NAMES = ("named", "pronoun", "anonymous", "other", "none")
FORMS = ("direct", "mixed", "indirect")
VIEWS = ("all", "quoted")


class StatementsTask:
    """Finds who said what; figures equal those of the scorer that goes with PolNeAR's form."""

    name = "statements"
    summary = "who said what: content, speaker and cue, in raw text"
    lower_is_better = frozenset({"false statements", *WRONG_FIGURES})

    def predict(self, items: Sequence[Item], reader: "Reader") -> list[Item]:
        """Read each text; give the outermost attributions, or all where the gold has chains."""
        documents = [_make_document(item) for item in items]
        chained = any(has_chains(item) for item in items)
        readings = (reader.read_parsed(document, passages) for document, passages in reader.parse(documents))
        return [
            {
                "doc_id": item["doc_id"],
                "attributions": list_attributions(reading) if chained else list_outermost(reading),
            }
            for item, reading in zip(items, readings, strict=True)
        ]

    def baselines(self, items: Sequence[Item], predictions: Sequence[Item]) -> dict[str, list[Item]]:
        """Return what regular expressions find."""
        found: list[Item] = [
            {"doc_id": item["doc_id"], "attributions": find_by_expressions(item["text"])} for item in items
        ]
        return {"regular expressions": found}

    def tally(self, item: Item, prediction: Item) -> Counter[str]:
        """Count contents paired, speakers right, contents exact; in all and in quoted speech alone."""
        words = Words(item["text"])
        tally: Counter[str] = Counter()
        if has_chains(item) or any("chain" in raw for raw in prediction["attributions"]):
            tally += tally_chains(words, item["attributions"], prediction["attributions"])
        gold = [made for raw in item["attributions"] if (made := words.attribute(raw))]
        found = [made for raw in prediction["attributions"] if (made := words.attribute(raw))]
        tally += _tally_view("all", gold, found)
        tally += _tally_view("quoted", *([x for x in side if x.form != "indirect"] for side in (gold, found)))
        tally += _tally_classes(item["text"], gold, found)
        return tally

    def figures(self, total: Counter[str]) -> dict[str, float]:
        """Return F1 of linked, matched and exact content, recall by class; chains where the gold has them."""
        figures = {
            "linked precision": _share(total["all linked"], total["all found"]),
            "linked recall": _share(total["all linked"], total["all gold"]),
        }
        for view, prefix in zip(VIEWS, ("", "quoted "), strict=True):
            for count in ("linked", "matched", "exact"):
                figures[f"{prefix}{FIGURE_NAMES[count]} F1"] = _f1(
                    total[f"{view} {count}"], total[f"{view} gold"], total[f"{view} found"]
                )
        figures["speaker right, given content"] = _share(total["all linked"], total["all matched"])
        for group in _list_groups():
            figures[f"linked recall, {group}"] = _share(total[f"{group} linked"], total[f"{group} gold"])
        if total["chains gold"]:
            figures |= figure_chains(total)
        return figures


FIGURE_NAMES = {"linked": "linked", "matched": "content matched", "exact": "content exact"}


def list_outermost(reading: Reading) -> list[dict[str, Any]]:
    """Return a reading's attributions in PolNeAR's form, the outermost of each chain only.

    Its guide forbids nesting: what stands in another's words is no attribution there.
    """
    # "Reuters reported, citing officials" is one statement of two voices; only its chain has the outer one.
    alone = [one for one in reading.statements if len(one.attributions) == 1]
    heard = {_locate(one) for one in alone}
    outermost = [*alone, *(one for one in reading.statements if _locate(one) not in heard)]
    return [
        {
            "content": [[span.start, span.end] for span in one.content],
            "source": _pair(one.attributions[0].speaker),
            "cue": _pair(one.attributions[0].cue),
        }
        for one in outermost
        if not any(_holds(other, one) for other in outermost)
    ]


def _locate(statement: Statement) -> tuple[Span | None, Span | None]:
    first = statement.attributions[0]
    return first.cue, first.speaker


def _holds(outer: Statement, inner: Statement) -> bool:
    """Whether a wider content holds the inner one's cue: "he said he believed" is one there."""
    place = (inner.attributions[0].cue or inner.content[0]).start
    return _measure(outer) > _measure(inner) and any(span.start <= place < span.end for span in outer.content)


def _measure(statement: Statement) -> int:
    return sum(span.end - span.start for span in statement.content)


def _pair(span: Span | None) -> list[list[int]]:
    return [[span.start, span.end]] if span is not None else []


def _tally_view(view: str, gold: Sequence[Attributed], found: Sequence[Attributed]) -> Counter[str]:
    pairs = pair_contents([x.content_words for x in gold], [x.content_words for x in found])
    contents = Counter(x.content for x in found)
    exact = sum((Counter(x.content for x in gold) & contents).values())
    linked = sum(share_source(gold[i], found[j]) for i, j in pairs)
    counts = {"gold": len(gold), "found": len(found), "matched": len(pairs), "linked": linked, "exact": exact}
    return Counter({f"{view} {name}": count for name, count in counts.items()})


def _tally_classes(text: str, gold: Sequence[Attributed], found: Sequence[Attributed]) -> Counter[str]:
    pairs = pair_contents([x.content_words for x in gold], [x.content_words for x in found])
    linked = {i for i, j in pairs if share_source(gold[i], found[j])}
    tally: Counter[str] = Counter()
    for index, one in enumerate(gold):
        for group in _classify(text, one):
            tally[f"{group} gold"] += 1
            tally[f"{group} linked"] += index in linked
    return tally


def _classify(text: str, one: Attributed) -> Iterator[str]:
    cue = " ".join(text[start:end] for start, end in one.cue)
    source = " ".join(text[start:end] for start, end in one.source)
    yield one.form
    yield f"cue {_classify_cue(cue)}"
    yield f"source {_classify_source(source)}"


def _classify_cue(cue: str) -> str:
    if not cue:
        return "none"
    return next((name for name, pattern in CUE_PATTERNS if pattern.search(cue)), "other")


def _classify_source(source: str) -> str:
    if not source:
        return "none"
    if PRONOUN.match(source):
        return "pronoun"
    if NAMED.search(source):
        return "named"
    return "anonymous" if ANONYMOUS.search(source) else "other"


def _list_groups() -> Iterator[str]:
    yield from FORMS
    yield from (f"cue {name}" for name in CUE_NAMES)
    yield from (f"source {name}" for name in SOURCE_NAMES)


def _make_document(item: Item) -> Document:
    day = item.get("date")
    published_at = datetime.fromisoformat(day).replace(tzinfo=UTC) if day else None
    text: str = item["text"]
    document_id = make_document_id(source_id=None, url=None, text=text)
    return Document(id=document_id, external_id=item["doc_id"], text=text, published_at=published_at)


def _f1(right: int, gold: int, found: int) -> float:
    return 2 * right / (gold + found) if gold + found else 0.0


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 0.0
