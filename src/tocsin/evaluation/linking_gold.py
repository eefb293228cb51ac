"""Turn the items of a linking gold into mentions: marked events as they are, articles as they are read."""

import dataclasses
import logging
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tocsin.evaluation.base import Item
from tocsin.evaluation.gold_events import list_words, read_moment
from tocsin.model import Document, EpistemicStatus, Event, EventTime, Reading, Span
from tocsin.model.ids import make_document_id, make_event_id
from tocsin.register.mentions import Mention, collect_mentions
from tocsin.register.weighing import OPENING

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from tocsin.reading.reader import Reader

PROGRESS_EVERY = 250
MARKED_TYPE = "MARKED"
"""The event type of an act that a person marked: the gold of mentions has every kind of act, all may link."""

_log = logging.getLogger(__name__)


def read_articles(items: Sequence[Item], reader: "Reader") -> list[Reading]:
    """Return the reading of every article, in order; every sentence is read, whatever its topic."""
    documents = [_make_document(item) for item in items]
    readings = []
    for document, passages in reader.parse(documents):
        readings.append(reader.read_parsed(document, passages))
        if len(readings) % PROGRESS_EVERY == 0:
            _log.info("%d of %d articles read", len(readings), len(items))
    return readings


def _make_document(item: Item) -> Document:
    text = item["text"] if "text" in item else "\n".join(join_words(words) for words in item["sents"])
    return Document(
        id=make_document_id(source_id=None, url=item["id"], text=text),
        external_id=item["id"],
        text=text,
        title=item.get("title"),
        published_at=read_moment(item),
    )


def join_words(words: str | Sequence[str]) -> str:
    """Return a sentence as text, whether it comes whole or in words."""
    return words if isinstance(words, str) else " ".join(list_words({"tokens": words}))


def find_common_type(readings: Sequence[Reading]) -> str:
    """Return the event type that most articles tell of: what a gold of one kind of act is about."""
    told = Counter(
        kind
        for reading in readings
        for kind in sorted({event.event_type for event in reading.events if event.event_type})
    )
    return told.most_common(1)[0][0] if told else MARKED_TYPE


def choose_main(reading: Reading, kind: str) -> Mention:
    """Return the mention an article is about: dated and placed before others, the first of those.

    Where no act of the kind is read, it is the opening of the text, without day and place.
    """
    found = [one for one in list_mentions(reading, kind) if one.weight in OPENING]
    if found:
        return min(found, key=lambda one: (-_count_known(one), one.key))
    return collect_mentions([dataclasses.replace(reading, events=(_make_opening(reading, kind),))])[0]


def list_mentions(reading: Reading, kind: str) -> tuple[Mention, ...]:
    """Return the mentions of a kind in an article, threats to security left to their own kind."""
    events = tuple(
        dataclasses.replace(event, threat_type=None, subtype=None, background=False)
        for event in reading.events
        if event.event_type == kind
    )
    told = collect_mentions([dataclasses.replace(reading, events=events)])
    return tuple(mention for mention in told if not mention.is_silent)


def _count_known(mention: Mention) -> int:
    return (mention.event.place is not None) + mention.is_dated


def _make_opening(reading: Reading, kind: str) -> Event:
    text = reading.document.text
    start = len(text) - len(text.lstrip())
    return _make_event(Span(reading.document.id, start, start + len(text[start:].split()[0])), kind)


def _make_event(trigger: Span, kind: str, number: int = 0) -> Event:
    return Event(
        id=make_event_id(trigger) + (f".{number}" if number else ""),
        trigger=trigger,
        event_type=kind,
        status=EpistemicStatus.HAPPENED,
        time=EventTime.PAST,
        factuality=3.0,
        certainty=1.0,
    )


def make_marked(items: Sequence[Item], reader: "Reader") -> Iterator[tuple[Mapping[str, Any], Mention]]:
    """Yield each marked event of a gold of mentions with the mention made of its head word."""
    sentences = [words for item in items for words in item["sents"].values()]
    parsed = reader.parse_words(list_words({"tokens": words}) for words in sentences)
    for item in items:
        yield from _mark_document(item, {number: next(parsed) for number in item["sents"]})


def _mark_document(item: Item, parsed: Mapping[str, "Doc"]) -> Iterator[tuple[Mapping[str, Any], Mention]]:
    text = "\n".join(doc.text for doc in parsed.values())
    document_id = make_document_id(source_id=None, url=item["id"], text=text)
    starts: dict[str, int] = {}
    for number in parsed:
        starts[number] = sum(len(parsed[other].text) + 1 for other in starts)
    spans = [Span(document_id, starts[n], starts[n] + len(doc.text)) for n, doc in parsed.items()]
    events: dict[str, tuple[Mapping[str, Any], Event]] = {}
    for mark in item["mentions"]:
        if mark["kind"] != "event":
            continue
        doc = parsed[str(mark["sent"])]
        head = doc[min(mark["tok"]) : max(mark["tok"]) + 1].root
        start = starts[str(mark["sent"])] + head.idx
        event = _make_event(Span(document_id, start, start + len(head)), MARKED_TYPE, len(events) + 1)
        events[event.id] = (mark, event)
    document = Document(id=document_id, external_id=item["id"], text=text)
    reading = Reading(
        document=document, sentences=tuple(spans), events=tuple(event for _, event in events.values())
    )
    for mention in collect_mentions([reading]):
        yield events[mention.id][0], mention
