"""Take the names of private persons out of quotes before an incident leaves the house."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from tocsin.model import AttributionAct, Claim, Evidence, Incident, Reading, Response, Span
from tocsin.register.naming import PERSON_CLASS
from tocsin.store.base import Store

UNKNOWN = "[quote withheld: its report was read before names of persons were kept]"

Private = Mapping[str, tuple[Span, ...] | None]
Quoting = Claim | AttributionAct | Response


def mask_incidents(store: Store, incidents: Iterable[Incident]) -> Iterator[Incident]:
    """Yield incidents whose quotes name public persons only; the spans still lead to the words themselves.

    A quote whose report was stored before readings kept the names of persons is withheld.
    """
    # A round-up stands behind many incidents: its persons are looked up once.
    private: dict[str, tuple[Span, ...] | None] = {}
    for incident in incidents:
        names = _list_documents(incident)
        for name in names - private.keys():
            private[name] = _list_private(store.load_reading(name))
        if all(private[name] == () for name in names):
            yield incident
        else:
            yield _mask_incident(incident, private)


def mask_quote(evidence: Evidence, private: Iterable[Span]) -> Evidence:
    """Return evidence with `[person]` for each private name inside its span."""
    start, quote = evidence.span.start, evidence.quote
    inside = [span for span in private if start <= span.start and span.end <= evidence.span.end]
    for span in sorted(inside, key=lambda span: span.start, reverse=True):
        quote = quote[: span.start - start] + PERSON_CLASS + quote[span.end - start :]
    return replace(evidence, quote=quote)


def mask_evidence(store: Store, evidence: Iterable[Evidence]) -> tuple[Evidence, ...]:
    """Return evidence whose quotes name public persons only."""
    return tuple(
        _mask_evidence(entry, {entry.document_id: _list_private(store.load_reading(entry.document_id))})
        for entry in evidence
    )


def _list_private(reading: Reading | None) -> tuple[Span, ...] | None:
    if reading is None:
        return ()
    if reading.persons is None:
        return None
    return tuple(person.span for person in reading.persons if not person.public)


def _list_documents(incident: Incident) -> set[str]:
    quoting: tuple[Quoting, ...] = (*incident.claims, *incident.attribution.acts, *incident.responses)
    return {evidence.document_id for item in quoting for evidence in item.evidence}


def _mask_incident(incident: Incident, private: Private) -> Incident:
    def mask(item: Quoting) -> tuple[Evidence, ...]:
        return tuple(_mask_evidence(evidence, private) for evidence in item.evidence)

    claims = tuple(replace(claim, evidence=mask(claim)) for claim in incident.claims)
    acts = tuple(replace(act, evidence=mask(act)) for act in incident.attribution.acts)
    responses = tuple(replace(response, evidence=mask(response)) for response in incident.responses)
    attribution = replace(incident.attribution, acts=acts)
    return replace(incident, claims=claims, attribution=attribution, responses=responses)


def _mask_evidence(evidence: Evidence, private: Private) -> Evidence:
    spans = private[evidence.document_id]
    return replace(evidence, quote=UNKNOWN) if spans is None else mask_quote(evidence, spans)
