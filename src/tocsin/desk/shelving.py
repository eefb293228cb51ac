"""Reports and statements as lists show them: names for what has none, words for codes."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tocsin.desk.wording import clean_line, label_threat
from tocsin.model import EpistemicStatus, Reading, Span
from tocsin.store.shelf_base import NO_PUBLISHER, ReportBrief, StatementBrief

FIRST_CHARACTERS = 90
"""A report without a title is called by so much of its text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportRow:
    """One report in a list: its name, where it is from, and how many mentions of each status it has."""

    id: str
    title: str
    publisher: str
    url: str | None
    published_at: datetime | None
    statuses: tuple[tuple[EpistemicStatus, int], ...]
    statements: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Verbatim words of a report with the place where they stand."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementRow:
    """Who said what: the voices (outermost first), the act, the words, and the acts told of inside."""

    id: str
    report: ReportRow
    voices: tuple[tuple[str, str], ...]
    actor_ids: tuple[str, ...]
    act: str
    form: str
    posture: str | None
    words: tuple[Words, ...]
    about: tuple[tuple[EpistemicStatus, str], ...]


def name_report(brief: ReportBrief) -> ReportRow:
    """Return a report as a list shows it; one without a title is called by its first words."""
    return ReportRow(
        id=brief.id,
        title=clean_line(brief.title or "") or take_first_words(brief.opening) or brief.id,
        publisher=brief.publisher or NO_PUBLISHER,
        url=brief.url,
        published_at=brief.published_at,
        statuses=tuple(
            (status, brief.statuses[status.value])
            for status in EpistemicStatus
            if status.value in brief.statuses
        ),
        statements=brief.statements,
    )


def make_report_row(reading: Reading) -> ReportRow:
    """Return a reading's report as a list shows it."""
    document = reading.document
    return name_report(
        ReportBrief(
            id=document.id,
            title=document.title,
            publisher=document.publisher,
            url=document.url,
            published_at=document.published_at,
            opening=document.text[: FIRST_CHARACTERS + 10],
            statuses=Counter(event.status.value for event in reading.events),
            statements=len(reading.statements),
        )
    )


def take_first_words(text: str) -> str:
    """Return the beginning of a text as a label, cut between words."""
    line = clean_line(text[: FIRST_CHARACTERS + 1])
    if len(text) <= FIRST_CHARACTERS:
        return line
    return (line.rpartition(" ")[0] or line[:FIRST_CHARACTERS]) + " …"


def name_statement(brief: StatementBrief) -> StatementRow:
    """Return a statement as a list shows it, with the acts told of inside it."""
    statement = brief.statement
    return StatementRow(
        id=statement.id,
        report=name_report(brief.report),
        voices=tuple((voice.name or "an unnamed voice", voice.kind.value) for voice in statement.voices),
        actor_ids=tuple(voice.actor_id for voice in statement.voices if voice.actor_id),
        act=statement.act.value,
        form=statement.form.value,
        posture=statement.posture,
        words=tuple(
            Words(span=span, text=text) for span, text in zip(statement.content, brief.words, strict=True)
        ),
        about=tuple((EpistemicStatus(event["status"]), describe_act(event)) for event in brief.about),
    )


def describe_act(event: Mapping[str, Any]) -> str:
    """Return what a stored event codes in few words: "Sabotage on land against Estonia"."""
    threat = event.get("threat_type")
    act = label_threat(threat) if threat else (event.get("event_type") or "").capitalize()
    aimed = ", ".join(dict.fromkeys(recipient["name"] for recipient in event.get("recipients", ())))
    if not aimed:
        return act
    # An agreement is against nobody: only of what is coded as a threat is that said.
    return f"{act} against {aimed}" if threat else f"{act}, towards {aimed}"
