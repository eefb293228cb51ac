"""Ids made from content, so that reading the same thing twice changes nothing."""

import hashlib

from tocsin.model.document import Span


def _digest(*parts: str | None) -> str:
    # A length before each part keeps ("ab", "c") and ("a", "bc") apart.
    joined = "".join(f"{len(part or '')}:{part or ''}" for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def make_document_id(*, source_id: str | None, url: str | None, text: str) -> str:
    """Return the id of a document: its source, address and text."""
    return "d" + _digest(source_id, url, text)


def make_event_id(trigger: Span, *, ordinal: int = 0) -> str:
    """Return the id of an event: document and trigger offsets, not its type: judgements outlive re-coding."""
    suffix = f".{ordinal}" if ordinal else ""
    return f"{trigger.document_id}-e{trigger.start}-{trigger.end}{suffix}"


def make_statement_id(content: Span, *, ordinal: int = 0) -> str:
    """Return the id of a statement: document and offsets of the first piece of its content."""
    suffix = f".{ordinal}" if ordinal else ""
    return f"{content.document_id}-s{content.start}-{content.end}{suffix}"


def make_claim_id(*, event_id: str, field: str, value: str, holders: tuple[str, ...]) -> str:
    """Return the id of a claim: event, field, value and holders."""
    return "c" + _digest(event_id, field, value, *holders)


def make_incident_id(founding_event_id: str) -> str:
    """Return the id an incident is minted with, from its founding mention."""
    return "i" + _digest(founding_event_id)


def make_judgement_id(*, kind: str, subjects: tuple[str, ...], value: str | None, by: str, at: str) -> str:
    """Return the id of a judgement: what was decided on what, by whom and when (ISO 8601)."""
    return "j" + _digest(kind, value, by, at, *subjects)


def make_number(name: str) -> int:
    """Return a 64-bit number for a name, the same in every run: what indexes of many rows hold for it."""
    digest = hashlib.blake2b(name.encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
