"""One incident: every value with its rule and claims, blame beside denial, reports by origin, history."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from fastapi import HTTPException

from tocsin.desk.asking import Asked
from tocsin.desk.base import Desk, Page
from tocsin.desk.deciding import mark_state
from tocsin.desk.holdings import REPORTS
from tocsin.desk.likeness import Similar, find_similar
from tocsin.desk.pages.review import find_next
from tocsin.desk.shelving import ReportRow, make_report_row
from tocsin.desk.wording import (
    label_actor,
    label_country,
    label_subtype,
    label_term,
    label_threat,
    say_child,
    say_day,
    say_holders,
    say_place,
    say_rule,
)
from tocsin.model import (
    AttributionAct,
    Claim,
    Delta,
    Document,
    Incident,
    IncidentRow,
    Judgement,
    JudgementKind,
    Membership,
    Reading,
    Span,
    Stance,
)
from tocsin.model.codec import encode_incident
from tocsin.ontology import IncidentField, Term, filled_fields, vocabulary
from tocsin.pipeline.originals import Original, find_originals, list_quoted
from tocsin.pipeline.pages import find_pages
from tocsin.register import SETTABLE
from tocsin.register.copies import group_origins
from tocsin.register.evidence import find_sentence
from tocsin.register.overriding import known_codes
from tocsin.register.profiles import APART, REJECTED, select_incidents
from tocsin.store.base import Store

MOST_CLAIMS = 200
"""Claims shown a field; the number of all is stated, and the JSON twin has every one."""
MOST_REPORTS = 200
MOST_VOICES = 3
MOST_CHANGES = 60
ALWAYS_OPEN = "status"
GRADES = (
    ("status", "Status", "How far the happening is established."),
    ("origins", "Independent origins", "Reports that are no copies of one another."),
    ("severity", "Severity", "0 to 5: what it did, not how it sounds."),
    ("credibility", "Credibility", "Admiralty digit: 1 is confirmed by others, 6 cannot be judged."),
)
BLAMING = frozenset({"attributes", "suspects", "hints", "claims_responsibility"})
HOLDING_BACK = frozenset({"does_not_exclude", "declines"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownField:
    """One field as shown: its value, the rule that chose it, and the claims it was chosen from."""

    name: str
    label: str
    help: str
    values: tuple[str, ...]
    rule: str
    claims: tuple[Claim, ...]
    more_claims: int
    voices: str
    in_dispute: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ActColumn:
    """Acts of attribution of one tendency, oldest first."""

    label: str
    acts: tuple[AttributionAct, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """One independent original with its copies."""

    reports: tuple[ReportRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One line of the history."""

    at: datetime
    what: str
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What one profile makes of the incident, and the rule that decided."""

    label: str
    url: str
    verdict: str
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionRow:
    """One mention that can be split off: its report and the sentence it stands in."""

    id: str
    report: ReportRow
    quote: str
    original: Original | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What can be decided on the record, and by whom; `seen` tells the state that is shown from others."""

    analyst: str
    seal: str
    seen: str
    next_id: str | None
    statuses: tuple[Term, ...]
    states: tuple[Term, ...]
    fields: tuple[str, ...]
    codes: Mapping[str, tuple[str, ...]]
    responses: tuple[Term, ...]
    mentions: tuple[MentionRow, ...]
    standing: tuple[Judgement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentContext:
    """What the template of the page gets."""

    incident: Incident = field(metadata={"help": "The incident as the register assembled it."})
    grades: tuple[ShownField, ...] = field(
        metadata={"help": "Status, origins, severity and credibility with their rules."}
    )
    shown: tuple[ShownField, ...] = field(metadata={"help": "The other fields with value, rule and claims."})
    decided: frozenset[str] = field(metadata={"help": "The fields that an analyst has set."})
    similar: tuple[Similar, ...] = field(metadata={"help": "Records that may be the same, and why."})
    changes: tuple[Delta, ...] = field(metadata={"help": "What linkings changed in it, newest first."})
    columns: tuple[ActColumn, ...] = field(
        metadata={"help": "Acts of attribution side by side: blame, holding back, denial."}
    )
    origins: tuple[Origin, ...] = field(
        metadata={"help": "The reports, copies together under their original."}
    )
    more_reports: int = field(metadata={"help": "Reports beyond those shown."})
    history: tuple[Moment, ...] = field(metadata={"help": "What became known and was decided when."})
    verdicts: tuple[Verdict, ...] = field(
        metadata={"help": "What each inclusion profile makes of it, and why."}
    )
    originals: Mapping[Span, Original] = field(
        metadata={"help": "The original words behind quotes that stand in a translation."}
    )
    pages: Mapping[Span, int] = field(
        metadata={"help": "The pages that quotes stand on, for reports that have pages."}
    )
    reasons: tuple[str, ...] = field(metadata={"help": "Why its mentions were judged to be one happening."})
    review: Review | None = field(
        metadata={"help": "What can be decided here; none where the desk only reads."}
    )


def load(desk: Desk, incident_id: str) -> Incident:
    """Return the incident, or a 404 that says what to do."""
    incident = desk.store.load_incident(incident_id)
    if incident is None:
        raise HTTPException(
            404,
            f"there is no incident {incident_id!r} in this register; it may be from another store; "
            "look for it under Incidents",
        )
    return incident


def make_context(desk: Desk, asked: Asked, incident: Incident) -> IncidentContext:
    """Gather what the page shows."""
    readings = tuple(_load_readings(desk, incident))
    log = load_log(desk, incident)
    chains = desk.holdings.keep("chains", desk.store.collection.list_chains, of=REPORTS)
    return IncidentContext(
        incident=incident,
        grades=tuple(_show_grade(incident, *grade) for grade in GRADES),
        shown=_list_fields(incident),
        decided=log.decided_fields(incident),
        similar=find_similar(desk, incident),
        changes=_list_changes(desk, incident),
        columns=_split_acts(incident.attribution.acts),
        origins=_group_reports(log.judgements, readings, chains),
        more_reports=max(0, len(incident.document_ids) - MOST_REPORTS),
        history=_tell_history(log, incident, readings),
        verdicts=tuple(_list_verdicts(desk, incident)),
        originals=find_originals(desk.store, list_quoted(incident)),
        pages=find_pages(incident, (reading.document for reading in readings)),
        reasons=_list_reasons(log, incident),
        review=make_review(desk, log, incident, readings),
    )


def list_shown(incident: Incident) -> tuple[ShownField, ...]:
    """Return grades and fields of a record as they are shown."""
    return (*(_show_grade(incident, *grade) for grade in GRADES), *_list_fields(incident))


def _list_fields(incident: Incident) -> tuple[ShownField, ...]:
    shown = (_show_field(incident, entry) for entry in filled_fields())
    return tuple(one for one in shown if one is not None)


def _list_changes(desk: Desk, incident: Incident) -> tuple[Delta, ...]:
    names = (incident.id, *incident.aliases)
    found = [delta for name in names for delta in desk.store.list_deltas(incident_id=name)]
    return tuple(sorted(found, key=lambda delta: delta.at, reverse=True)[:MOST_CHANGES])


@dataclass(frozen=True, slots=True, kw_only=True)
class Log:
    """What is written down about a record: judgements that touch it, identities, places of its mentions."""

    judgements: tuple[Judgement, ...]
    rows: tuple[IncidentRow, ...]
    places: tuple[Membership, ...]

    def decided_fields(self, incident: Incident) -> frozenset[str]:
        """Return the fields of the record that a standing judgement sets."""
        names = {incident.id, *incident.aliases}
        standing = [j for j in self.judgements if j.withdrawn_at is None and names & set(j.subjects)]
        fields = {(j.value or "").partition("=")[0] for j in standing if j.kind is JudgementKind.VALUE}
        if any(j.kind is JudgementKind.STATUS for j in standing):
            fields.add("status")
        return frozenset(fields)


def load_log(desk: Desk, incident: Incident) -> Log:
    """Return what is written down about a record, looked up by name."""
    subjects = (incident.id, *incident.aliases, *incident.event_ids, *incident.document_ids)
    with desk.store.open_links() as links:
        return Log(
            judgements=links.list_judgements(subjects=subjects),
            rows=links.list_rows(incident_ids=(incident.id, *incident.aliases)),
            places=links.list_memberships(incident_ids=(incident.id,)),
        )


def make_review(desk: Desk, log: Log, incident: Incident, readings: Sequence[Reading] = ()) -> Review | None:
    """Return what can be decided on a record, none where nobody decides."""
    if desk.settings.analyst is None:
        return None
    return Review(
        analyst=desk.settings.analyst,
        seal=desk.seal,
        seen=mark_state(incident),
        next_id=find_next(desk, incident.id),
        statuses=vocabulary("incident_status"),
        states=vocabulary("review_state"),
        fields=tuple(SETTABLE),
        codes={name: known_codes(name) for name in SETTABLE if name != "target_countries"},
        responses=vocabulary("response"),
        mentions=tuple(_list_mentions(desk.store, incident, readings)) if len(incident.event_ids) > 1 else (),
        standing=tuple(entry for entry in log.judgements if entry.withdrawn_at is None),
    )


def _list_mentions(store: Store, incident: Incident, readings: Sequence[Reading]) -> Iterator[MentionRow]:
    members = set(incident.event_ids)
    for reading in readings:
        row = make_report_row(reading)
        held = {e.id: find_sentence(reading, e.trigger) for e in reading.events if e.id in members}
        originals = find_originals(store, held.values())
        for event_id, sentence in held.items():
            quote = reading.document.quote(sentence)
            yield MentionRow(id=event_id, report=row, quote=quote, original=originals.get(sentence))


def _load_readings(desk: Desk, incident: Incident) -> Iterator[Reading]:
    for document_id in incident.document_ids[:MOST_REPORTS]:
        reading = desk.store.load_reading(document_id)
        if reading is not None:
            yield reading


def _show_grade(incident: Incident, name: str, label: str, help_text: str) -> ShownField:
    value = str(getattr(incident, name))
    values = (label_term("incident_status", value) if name == "status" else value,)
    return _make_shown(
        incident, name, label=label, help_text=help_text, values=values, default_rule="computed"
    )


def _show_field(incident: Incident, entry: IncidentField) -> ShownField | None:
    if entry.name in ("attribution", "responses"):
        return None  # they have a place of their own on the page
    values = _read_values(incident, entry)
    shown = _make_shown(
        incident,
        entry.name,
        label=entry.label,
        help_text=entry.help,
        values=values,
        default_rule=entry.shown_by,
    )
    return shown if shown.values or shown.claims else None


def _make_shown(
    incident: Incident, name: str, *, label: str, help_text: str, values: tuple[str, ...], default_rule: str
) -> ShownField:
    claims = tuple(claim for claim in incident.claims if claim.field == name)
    return ShownField(
        name=name,
        label=label,
        help=help_text,
        values=values,
        rule=say_rule(dict(incident.rules).get(name, default_rule)),
        claims=claims[:MOST_CLAIMS],
        more_claims=max(0, len(claims) - MOST_CLAIMS),
        voices=_name_voices(claims),
        in_dispute=name == ALWAYS_OPEN or any(c.stance is not Stance.SUPPORTS for c in claims),
    )


def _name_voices(claims: Iterable[Claim]) -> str:
    """Return who makes the claims, the first few by name."""
    voices = list(dict.fromkeys(say_holders(claim.holders) for claim in claims))
    more = f" and {len(voices) - MOST_VOICES} more" if len(voices) > MOST_VOICES else ""
    return "; ".join(voices[:MOST_VOICES]) + more


def _read_values(incident: Incident, entry: IncidentField) -> tuple[str, ...]:
    """Return the shown values in words; a field the record has no place for shows what is claimed."""
    held: Any = getattr(incident, entry.name, None)
    if not hasattr(incident, entry.name):
        supported = (
            c.value for c in incident.claims if c.field == entry.name and c.stance is not Stance.CONTRADICTS
        )
        held = tuple(dict.fromkeys(supported))
    values = held if isinstance(held, tuple) else (held,)
    return tuple(_say_value(incident, entry, value) for value in values if value not in (None, ""))


def _say_value(incident: Incident, entry: IncidentField, value: Any) -> str:
    if entry.name == "target_countries":
        return label_country(str(value))
    if entry.name == "legal":
        return say_child(str(value))
    match entry.kind:
        case "threat_type":
            return label_threat(value)
        case "subtype":
            return label_subtype(incident.threat_type, value)
        case "place":
            return say_place(value) if not isinstance(value, str) else value
        case "date":
            return say_day(value)
        case "code" if entry.vocabulary:
            return label_term(entry.vocabulary, value)
    return label_actor(str(value))


def _split_acts(acts: Iterable[AttributionAct]) -> tuple[ActColumn, ...]:
    columns: dict[str, list[AttributionAct]] = {"Blame": [], "Holding back": [], "Denial": []}
    for act in acts:
        column = "Blame" if act.act in BLAMING else "Holding back" if act.act in HOLDING_BACK else "Denial"
        columns[column].append(act)
    return tuple(ActColumn(label=label, acts=tuple(held)) for label, held in columns.items())


def _group_reports(
    judgements: Sequence[Judgement], readings: tuple[Reading, ...], chains: Mapping[str, Sequence[str]]
) -> tuple[Origin, ...]:
    documents: tuple[Document, ...] = tuple(reading.document for reading in readings)
    roots = group_origins(documents, judgements=judgements, chains=chains)
    groups: dict[str, list[ReportRow]] = {}
    for reading in readings:
        groups.setdefault(roots[reading.document.id], []).append(make_report_row(reading))
    return tuple(Origin(reports=tuple(sorted(group, key=_oldest_first))) for group in groups.values())


def _oldest_first(row: ReportRow) -> tuple[float, str]:
    return (row.published_at.timestamp() if row.published_at else float("inf"), row.id)


def _tell_history(log: Log, incident: Incident, readings: tuple[Reading, ...]) -> tuple[Moment, ...]:
    moments = [
        Moment(
            at=reading.document.published_at,
            what=f"reported by {reading.document.publisher or 'a publisher not given'}",
            url=f"/reports/{reading.document.id}",
        )
        for reading in readings
        if reading.document.published_at is not None
    ]
    for row in log.rows:
        label = "opened in the register" if row.id == incident.id else f"{row.id}, now part of it, was opened"
        moments.append(Moment(at=row.minted_at, what=label))
    for entry in log.judgements:
        words = f"{entry.kind} judged by {entry.by}: {entry.reason or 'no reason given'}"
        moments.append(Moment(at=entry.decided_at, what=words))
        if entry.withdrawn_at is not None:
            words = f"the judgement of {entry.by} ({entry.kind}) was withdrawn"
            moments.append(Moment(at=entry.withdrawn_at, what=words))
    return tuple(sorted(moments, key=lambda moment: (moment.at.astimezone(UTC), moment.what)))


def _list_verdicts(desk: Desk, incident: Incident) -> Iterator[Verdict]:
    for profile in desk.settings.profiles.values():
        selection = select_incidents((incident,), profile)
        verdict = "counted" if selection.counted else "listed apart" if selection.apart else "left out"
        because = "Every rule of the profile holds."
        for decision in selection.decided:
            failed = decision.rule not in (APART, REJECTED)
            because = f"This rule does not hold: {decision.sentence}" if failed else decision.sentence
        url = f"/incidents?profile={profile.name}"
        yield Verdict(label=profile.label, url=url, verdict=verdict, because=because)


def _list_reasons(log: Log, incident: Incident) -> tuple[str, ...]:
    if len(incident.event_ids) < 2:
        return ()
    return tuple(dict.fromkeys(reason for place in log.places for reason in place.reasons))


def encode(desk: Desk, incident_id: str) -> dict[str, Any]:
    """Return the incident as JSON values."""
    return encode_incident(load(desk, incident_id))


PAGE = Page(
    path="/incidents/{incident_id}",
    template="incident.html",
    context=IncidentContext,
    make=make_context,
    summary="One incident with all claims and their evidence.",
    load=load,
    encode=encode,
)
