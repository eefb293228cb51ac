"""One record as text: values with rules, blame, what followed, mentions with reasons, persons, claims."""

from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

from tocsin.cli.render import clean, describe_days
from tocsin.cli.wording import say_count
from tocsin.model import Evidence, Incident, Place
from tocsin.pipeline.records import MentionView, RecordView, describe_persons
from tocsin.register import describe_attribution, describe_response

SHOWN_REASONS = 6
"""The parts of a score that weigh most; the others are in `--format json`."""


def render_record(console: Console, view: RecordView) -> None:
    """Print one record whole."""
    incident = view.incident
    _render_values(console, incident)
    _render_acts(console, view)
    _render_responses(console, view)
    _render_mentions(console, view.mentions)
    _render_persons(console, view)
    _render_claims(console, view)


def _render_values(console: Console, incident: Incident) -> None:
    rules = dict(incident.rules)
    console.print(Text(f"{incident.id}  {clean(incident.title)}", style="bold"))
    values = (
        ("type", "threat_type", ".".join(part for part in (incident.threat_type, incident.subtype) if part)),
        ("status", "status", incident.status),
        ("outcome", "outcome", incident.outcome),
        ("when", "start_date", _describe_when(incident)),
        ("where", "places", ", ".join(_describe_where(place) for place in incident.places)),
        ("targets", "target_countries", ", ".join(incident.target_countries)),
        ("sectors", "target_sectors", ", ".join(incident.target_sectors)),
        ("severity", "severity", str(incident.severity)),
        (
            "credibility",
            "credibility",
            f"{incident.credibility} (Admiralty, 1 confirmed to 6 cannot be judged)",
        ),
        ("blame", "attribution", describe_attribution(incident.attribution)),
        ("reports", "reports", f"{incident.reports} from {incident.origins} independent origins"),
        ("aliases", "aliases", ", ".join(incident.aliases)),
    )
    for label, field, value in values:
        if value:
            rule = rules.get(field)
            console.print(Text(f"  {label:<12} {value}" + (f"   by rule {rule}" if rule else "")))


def _render_acts(console: Console, view: RecordView) -> None:
    for act in view.incident.attribution.acts:
        words = f" ({clean(act.confidence_words)})" if act.confidence_words else ""
        towards = clean(act.towards) if act.towards else "nobody named"
        line = f"\n  {clean(act.attributor)} ({act.attributor_kind}) {act.act} {towards}{words}"
        console.print(Text(line, style="bold"))
        _render_evidence(console, act.evidence, view)


def _render_responses(console: Console, view: RecordView) -> None:
    responses = view.incident.responses
    if not responses:
        return
    console.print(Text(f"\n  {len(responses)} followed it, and count as no act of their own", style="bold"))
    for response in responses:
        why = "; ".join(clean(reason) for reason in response.reasons)
        name = response.claim_ids[0][:9] if response.claim_ids else ""
        line = f"  {name:<9}  {clean(describe_response(response))}  [{clean(response.linked_by)}: {why}]"
        console.print(Text(line))
        _render_evidence(console, response.evidence, view)


def _render_mentions(console: Console, mentions: Iterable[MentionView]) -> None:
    mentions = tuple(mentions)
    console.print(Text(f"\n  {say_count(len(mentions), 'mention')}, and why each is here", style="bold"))
    for mention in mentions:
        document, place = mention.document, mention.membership
        day = document.published_at.date().isoformat() if document.published_at else "no date"
        heading = clean(f"{document.publisher or 'no publisher'}: {document.title or document.id}")
        trigger = clean(document.quote(mention.event.trigger))
        console.print(
            Text(
                f"  {mention.event.id}  {day}  {heading}\n"
                f"      “{trigger}” {mention.event.status}, score {place.score:.2f}: "
                f"{', '.join(clean(reason) for reason in place.reasons[:SHOWN_REASONS])}; "
                f"publisher {mention.reliability} ({mention.reliability_rule})"
            )
        )


def _render_persons(console: Console, view: RecordView) -> None:
    persons = describe_persons(view.persons)
    if not persons:
        return
    console.print(Text("\n  who speaks, by these reports", style="bold"))
    for name, claims in persons.items():
        told = dict.fromkeys(f"{claim.field} {claim.value}" for claim in claims)
        console.print(Text(f"  {clean(name)}: {clean(', '.join(told))}"))
        evidence = dict.fromkeys(claim.evidence for claim in claims)
        _render_evidence(console, evidence, view)


def _render_claims(console: Console, view: RecordView) -> None:
    claims = view.incident.claims
    console.print(
        Text(
            f"\n  {say_count(len(claims), 'claim')}; letter: publisher, number: claim (Admiralty)",
            style="bold",
        )
    )
    for claim in claims:
        holders = " > ".join(clean(holder) for holder in claim.holders)
        interested = ", interested" if claim.interested else ""
        grade = claim.grade
        graded = f"  {grade.reliability}{grade.credibility} {grade.credibility_rule}" if grade else ""
        line = f"  {claim.field} = {clean(claim.value)}  [{claim.stance}{interested}] {holders}{graded}"
        console.print(Text(line))
        _render_evidence(console, claim.evidence, view)


def _render_evidence(console: Console, evidence: Iterable[Evidence], view: RecordView) -> None:
    for piece in evidence:
        page = view.pages.get(piece.span)
        where = f"{piece.document_id}, page {page}" if page else piece.document_id
        console.print(Text(f"      “{clean(piece.quote)}”  {where}", style="dim"))
        if found := view.originals.get(piece.span):
            console.print(Text(f"      {clean(found.tell())}", style="dim"))


def _describe_when(incident: Incident) -> str:
    if incident.start_date is None:
        reported = incident.first_reported_at
        return f"(told {reported.date().isoformat()})" if reported else "-"
    return describe_days(
        incident.start_date.isoformat(), (incident.end_date or incident.start_date).isoformat()
    )


def _describe_where(place: Place) -> str:
    return f"{clean(place.name)} ({place.precision})"
