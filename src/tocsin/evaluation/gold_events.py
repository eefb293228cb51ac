"""The gold of the status task, in any of its three forms, as one: an event word and what is known of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from spacy.tokens import Doc, Token

from tocsin.errors import InputError
from tocsin.evaluation.base import Item
from tocsin.model import Document, EpistemicStatus
from tocsin.model.ids import make_document_id
from tocsin.reading.passage import Passage

if TYPE_CHECKING:
    from tocsin.reading.reader import Reader

# How treebanks write quote marks and brackets.
TREEBANK_SIGNS = {"``": '"', "''": '"', "-LRB-": "(", "-RRB-": ")"}


@dataclass(frozen=True, slots=True, kw_only=True)
class GoldEvent:
    """One event as a person judged it: a label with its holder, or a score from -3 to 3.

    `place` is the index of its word in an item with tokens, the character span in one with text.
    """

    place: int | tuple[int, int]
    label: str | None = None
    score: float | None = None
    by_author: bool | None = None


def list_gold_events(item: Item) -> list[GoldEvent]:
    """Return the events of an item, whichever form it has."""
    if "text" in item:
        return [_read_bench_event(event) for event in item["events"]]
    if "events" in item:
        return [GoldEvent(place=event["i"], score=event["y"]) for event in item["events"]]
    by_author = all(holder["kind"] == "author" for holder in item["holders"]) if "holders" in item else None
    return [GoldEvent(place=item["event"], label=item["status"].lower(), by_author=by_author)]


def _read_bench_event(event: Any) -> GoldEvent:
    start, end = event["trigger"]
    holder = event.get("holder")
    by_author = holder["name"] == "author" if holder else None
    return GoldEvent(place=(start, end), label=event["status"], by_author=by_author)


def _read_moment(day: str) -> datetime | None:
    """Return midnight UTC of a gold text's day; None where its words are no ISO 8601, as "Sat January 3"."""
    try:
        return datetime.fromisoformat(day).replace(tzinfo=UTC)
    except ValueError:
        return None


def make_document(item: Item) -> Document:
    """Return the document of an item with text, or of one with tokens, these joined by blanks."""
    day = item.get("date")
    published_at = _read_moment(day) if day else None
    text: str = item["text"] if "text" in item else " ".join(list_words(item))
    document_id = make_document_id(source_id=item.get("source"), url=None, text=text)
    return Document(id=document_id, external_id=item.get("id"), text=text, published_at=published_at)


def parse_items(
    items: Sequence[Item], reader: "Reader"
) -> Iterator[tuple[Item, Document, Sequence[Passage]]]:
    """Yield every item with its document and parse; the tokens of an item that has them are kept."""
    documents = [make_document(item) for item in items]
    if all("text" in item for item in items):
        for item, (document, passages) in zip(items, reader.parse(documents), strict=True):
            yield item, document, passages
        return
    parsed = reader.parse_words(list_words(item) for item in items)
    for item, document, doc in zip(items, documents, parsed, strict=True):
        yield item, document, [Passage(doc=doc, document_id=document.id)]


def list_words(item: Item) -> list[str]:
    """Return the tokens of an item as plain text has them; none is empty."""
    return [TREEBANK_SIGNS.get(word, word.strip() or "_") for word in item["tokens"]]


def find_token(event: GoldEvent, passages: Sequence[Passage]) -> tuple[Passage, Token]:
    """Return the word of a gold event, and the piece of the document that holds it."""
    for passage in passages:
        if isinstance(event.place, int):
            if event.place < len(passage.doc):
                return passage, passage.doc[event.place]
            continue
        token = _find_head(passage.doc, event.place[0] - passage.offset, event.place[1] - passage.offset)
        if token is not None:
            return passage, token
    raise InputError(f"a gold event stands at {event.place}, outside its text; check the gold file")


def _find_head(doc: Doc, start: int, end: int) -> Token | None:
    if start < 0 or end > len(doc.text):
        return None
    span = doc.char_span(start, end, alignment_mode="expand")
    return None if span is None else span.root


def is_counted(label: str) -> bool:
    """Whether events of this status enter counts."""
    return EpistemicStatus(label).counts
