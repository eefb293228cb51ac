"""Take the names of private persons out of quotes before an incident leaves the house."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from tocsin.model import AttributionAct, Claim, Evidence, Incident, Reading, Response, Span
from tocsin.store.base import Store

MASK = "[person]"
UNKNOWN = "[quote withheld: its report was read before names of persons were kept]"

Private = Mapping[str, tuple[Span, ...] | None]


def mask_incidents(store: Store, incidents: Iterable[Incident]) -> Iterator[Incident]:
    """Yield incidents whose quotes name public persons only; the spans still lead to the words themselves.

    A quote whose report was stored before readings kept the names of persons is withheld.
    """
    for incident in incidents:
        private = {name: _list_private(store.load_reading(name)) for name in _list_documents(incident)}
        if any(spans is None or spans for spans in private.values()):
            yield _mask_incident(incident, private)
        else:
            yield incident


def mask_quote(evidence: Evidence, private: Iterable[Span]) -> Evidence:
    """Return evidence with `[person]` for each private name inside its span."""
    start, quote = evidence.span.start, evidence.quote
    inside = [span for span in private if start <= span.start and span.end <= evidence.span.end]
    for span in sorted(inside, key=lambda span: span.start, reverse=True):
        quote = quote[: span.start - start] + MASK + quote[span.end - start :]
    return replace(evidence, quote=quote)


def _list_private(reading: Reading | None) -> tuple[Span, ...] | None:
    if reading is None:
        return ()
    if reading.persons is None:
        return None
    return tuple(person.span for person in reading.persons if not person.public)


def _list_documents(incident: Incident) -> set[str]:
    evidence = [e for claim in incident.claims for e in claim.evidence]
    evidence += [e for act in incident.attribution.acts for e in act.evidence]
    evidence += [e for response in incident.responses for e in response.evidence]
    return {entry.document_id for entry in evidence}


def _mask_incident(incident: Incident, private: Private) -> Incident:
    def mask(item: Claim | AttributionAct | Response) -> tuple[Evidence, ...]:
        return tuple(_mask_evidence(evidence, private) for evidence in item.evidence)

    claims = tuple(replace(claim, evidence=mask(claim)) for claim in incident.claims)
    acts = tuple(replace(act, evidence=mask(act)) for act in incident.attribution.acts)
    responses = tuple(replace(response, evidence=mask(response)) for response in incident.responses)
    incident = replace(incident, responses=responses)
    return replace(incident, claims=claims, attribution=replace(incident.attribution, acts=acts))


def _mask_evidence(evidence: Evidence, private: Private) -> Evidence:
    spans = private[evidence.document_id]
    return replace(evidence, quote=UNKNOWN) if spans is None else mask_quote(evidence, spans)
