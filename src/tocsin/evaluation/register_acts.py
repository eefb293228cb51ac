"""The register on acts that a gold marks: linking and the rules of records apart from what is read of acts.

Where the reader finds an act at a marked word, its type is set to the gold's; where it finds none, the word
becomes an act with the place, the day, the parties and the status that the reader gives words. Marked words
that tell nothing of an act ("what happened"), and those of titles, which no reader reads, are left out.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from tocsin.errors import InputError
from tocsin.evaluation.base import Item
from tocsin.evaluation.register import RegisterTask, note_cells
from tocsin.evaluation.register_stream import feed_reports, make_report
from tocsin.model import EpistemicStatus, Event, Reading, Span
from tocsin.model.ids import make_event_id
from tocsin.reading.dates import choose_date, choose_discovery, find_date_mentions
from tocsin.reading.events.counts import find_counts
from tocsin.reading.events.participants import find_participants
from tocsin.reading.events.trigger import Trigger
from tocsin.reading.passage import Passage
from tocsin.reading.places import choose_place, find_place_mentions, settle_jurisdiction
from tocsin.reading.status import judge_status

if TYPE_CHECKING:
    from tocsin.reading.reader import Reader

# The event type of a marked act, where the reader knows none: what the ontology's words of a type mostly are.
EVENT_TYPES: Mapping[str, str] = {
    "drone_incursion": "MOBILIZE",
    "airspace_crewed": "MOBILIZE",
    "maritime": "MOBILIZE",
    "balloon": "MOBILIZE",
    "cyber": "COERCE",
    "gnss_interference": "COERCE",
    "economic_coercion": "COERCE",
    "migration": "COERCE",
}
ANY_ACT = "ASSAULT"
# Between title and text, where the gold counts its offsets.
TITLE_END = "\n\n"


class RegisterActsTask(RegisterTask):
    """Feeds the gold's own acts into an empty register: what is lost here is not lost by the reader."""

    name = "register-acts"
    summary = "the register on the acts that the gold marks, whatever the reader finds"

    def load(self, path: Path) -> list[Item]:
        """Return the reports of a gold file whose acts are marked."""
        items = super().load(path)
        if any("acts" not in item for item in items):
            raise InputError(f"{path.name} marks no acts; wanted reports with 'acts'; score it as register")
        return items

    def predict(self, items: Sequence[Item], reader: "Reader") -> list[Item]:
        """Return after each report which records changed or are gone, and what the cells' records show."""
        return note_cells(items, list(feed_reports(read_marked(items, reader))))

    def tally(self, item: Item, prediction: Item) -> Counter[str]:
        """Count the acts of one report beside its cells."""
        return super().tally(item, prediction) + Counter(acts=len(item["acts"]))


def read_marked(items: Sequence[Item], reader: "Reader") -> list[Reading]:
    """Return the reading of each report with the acts that the gold marks in its text."""
    documents = [make_report(item) for item in items]
    readings = []
    for item, (document, passages) in zip(items, reader.parse(documents), strict=True):
        readings.append(_mark(item, reader.read_parsed(document, passages), passages, reader))
    return readings


def _mark(item: Item, reading: Reading, passages: Sequence[Passage], reader: "Reader") -> Reading:
    """Return a reading in which each marked word is an act of its type, and no other word is one."""
    skipped = len(item["title"]) + len(TITLE_END)
    events = {event.id: event for event in reading.events}
    kept = set()
    for act in item["acts"]:
        start = act["start"] - skipped
        if start < 0 or act["threat_type"] is None or not (act["counts"] or item["cells"]):
            continue
        span = Span(reading.document.id, start, start + len(act["word"]))
        known = [event for event in events.values() if event.trigger.overlaps(span)]
        told = known or list(_make_act(span, act, reading, passages, reader))
        for event in told:
            events[event.id] = replace(_set_status(event, act), threat_type=act["threat_type"])
            kept.add(event.id)
    marked = (
        event
        if event.id in kept or event.threat_type is None or event.event_type is None
        else replace(event, threat_type=None, subtype=None)
        for event in events.values()
    )
    return replace(reading, events=tuple(sorted(marked, key=lambda event: (event.trigger, event.id))))


def _set_status(event: Event, act: Item) -> Event:
    """Return the act as told or denied where the reader takes it for neither."""
    if act["counts"] and (event.background or not (event.status.counts or event.status.is_claim)):
        return replace(event, status=EpistemicStatus.HAPPENED, background=False)
    if not act["counts"] and event.status.counts:
        return replace(event, status=EpistemicStatus.DENIED)
    return event


def _make_act(
    span: Span, act: Item, reading: Reading, passages: Sequence[Passage], reader: "Reader"
) -> Iterator[Event]:
    for passage in passages:
        tokens = passage.tokens_at(span)
        if tokens is not None:
            yield _read_act(tokens.root.i, act, reading, passage, reader)


def _read_act(place_of: int, act: Item, reading: Reading, passage: Passage, reader: "Reader") -> Event:
    language = reader.language
    token = passage.doc[place_of]
    kind = EVENT_TYPES.get(act["threat_type"], ANY_ACT)
    trigger = Trigger(
        token=token, start=token.i, end=token.i + 1, event_type=kind, threat_type=act["threat_type"]
    )
    judged = judge_status(passage, token, reading.statements, language)
    actors, recipients = find_participants(passage, trigger, language)
    place = choose_place(passage, token, find_place_mentions(passage, language), language)
    dates = find_date_mentions(passage, language)
    span = passage.span_of(token)
    return Event(
        id=make_event_id(span),
        trigger=span,
        event_type=kind,
        threat_type=act["threat_type"],
        actors=actors,
        recipients=recipients,
        place=settle_jurisdiction(place, token, act["threat_type"], language),
        date=choose_date(passage, token, dates, language),
        discovered_on=choose_discovery(token, dates, language),
        status=judged.status,
        time=judged.time,
        factuality=judged.factuality,
        certainty=judged.certainty,
        holders=judged.holders,
        statement_id=judged.statement_id,
        counts=find_counts(passage, trigger, language),
        background=judged.background,
    )
