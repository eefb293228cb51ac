"""Readings and incidents as text for a terminal."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.text import Text

from tocsin.model import Document, EpistemicStatus, Event, Reading, Span, SpeakerKind, Statement

STATUS_STYLES = {
    EpistemicStatus.HAPPENED: ("●", "bold red"),
    EpistemicStatus.ONGOING: ("●", "bold red"),
    EpistemicStatus.REPORTED: ("◉", "red"),
    EpistemicStatus.ALLEGED: ("◐", "yellow"),
    EpistemicStatus.DENIED: ("⊘", "magenta"),
    EpistemicStatus.NOT_HAPPENED: ("○", "dim"),
    EpistemicStatus.PLANNED: ("▷", "cyan"),
    EpistemicStatus.THREATENED: ("▶", "blue"),
    EpistemicStatus.CALLED_FOR: ("▷", "cyan"),
    EpistemicStatus.POSSIBLE: ("◌", "green"),
    EpistemicStatus.UNKNOWN: ("?", "dim"),
}
"""A shape and a colour for each status: colour alone would not be enough."""

PLAIN_WIDTH = 200
"""Without a terminal nobody says how wide: wide enough that a table is not folded to strips."""


def make_console(*, stderr: bool = False) -> Console:
    """Return a console; without a terminal it prints plain text and does not fold lines."""
    console = Console(stderr=stderr, highlight=False, soft_wrap=True)
    if not console.is_terminal and "COLUMNS" not in os.environ:
        console.width = PLAIN_WIDTH
    return console


@contextmanager
def make_progress(label: str) -> Iterator[Callable[[int], None]]:
    """Show a count that grows while work goes on, on standard error, on a terminal only."""
    console = make_console(stderr=True)
    done = 0
    with console.status(f"{label} ...") as status:

        def advance(number: int) -> None:
            nonlocal done
            done += number
            status.update(f"{label} ... {done:,} documents")

        yield advance


def clean(text: str) -> str:
    """Return text that cannot steer a terminal, on one line."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def render_reading(console: Console, reading: Reading) -> None:
    """Print a document's title, then each sentence that says something, with what was read from it."""
    document = reading.document
    day = document.published_at.date().isoformat() if document.published_at else "no date"
    heading = clean(document.title or document.external_id or document.id)
    console.print(Text(f"{heading} ({clean(document.publisher or 'no publisher')}, {day})", style="bold"))
    told = 0
    for sentence in reading.sentences or (Span(document.id, 0, len(document.text)),):
        events = [event for event in reading.events if sentence.contains(event.trigger)]
        statements = [entry for entry in reading.statements if sentence.overlaps(entry.content[0])]
        if events or statements:
            told += 1
            console.print(Text(f"\n  {clean(document.quote(sentence))}"))
            for statement in statements:
                console.print(_describe_statement(document, statement))
            for event in events:
                console.print(_describe_event(document, event))
    for remark in reading.remarks:
        console.print(Text(f"  note: {remark.message}", style="dim"))
    if not told and not reading.remarks:
        console.print(Text("  nothing in scope was found", style="dim"))
    console.print()


def _describe_statement(document: Document, statement: Statement) -> Text:
    voices = " > ".join(describe_voice(a.name, a.kind) for a in statement.voices)
    words = " ... ".join(clean(document.quote(span)) for span in statement.content)
    return Text(f"    “ {voices} [{statement.act}, {statement.form}]: {words}", style="dim")


def describe_voice(name: str | None, kind: SpeakerKind) -> str:
    """Return a voice's name, and how well it is identified where that is not by name."""
    if kind is SpeakerKind.HIDDEN or not name:
        return "an unnamed voice"
    return clean(name) if kind is SpeakerKind.NAMED else f"{clean(name)} ({kind})"


def _describe_event(document: Document, event: Event) -> Text:
    shape, style = STATUS_STYLES[event.status]
    line = Text("    ")
    line.append(f"{shape} {event.status}", style=style)
    code = "/".join(part for part in (event.event_type, event.mode) if part)
    threat = ".".join(part for part in (event.threat_type, event.subtype) if part)
    line.append(f"  {clean(document.quote(event.trigger))}", style="bold")
    line.append("  " + "  ".join(part for part in (code, threat and f"[{threat}]") if part))
    actors = ", ".join(clean(actor.name) for actor in event.actors) or "unknown"
    recipients = ", ".join(clean(recipient.name) for recipient in event.recipients)
    line.append(f"  by {actors}" + (f"  to {recipients}" if recipients else ""))
    if event.place is not None:
        line.append(f"  at {clean(event.place.name)} ({event.place.precision})")
    if event.discovered_on is not None:
        found = event.discovered_on
        line.append(f"  found {describe_days(found.start.isoformat(), found.end.isoformat())}")
    if event.date is not None:
        line.append(f"  on {describe_days(event.date.start.isoformat(), event.date.end.isoformat())}")
    holders = " > ".join(describe_voice(holder.name, holder.kind) for holder in event.holders)
    if holders and holders != "author (author)":
        line.append(f"  per {holders}")
    line.append(f"  certainty {event.certainty:.2f}", style="dim")
    for reason in event.reasons:
        line.append(f"\n        because {clean(reason)}", style="dim")
    return line


def describe_days(start: str, end: str) -> str:
    """Return one day, or two with a dash."""
    return start if start == end else f"{start} to {end}"
