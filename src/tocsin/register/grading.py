"""Grade an incident by fixed rules: status, credibility, severity."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from tocsin.model import Claim, Document, Grade, IncidentStatus, Stance
from tocsin.register.publishers import UNKNOWN, UNKNOWN_RULE, PublisherTable
from tocsin.register.showing import FIRST_MOMENT, Ledger
from tocsin.register.weighing import COUNTED, OPENING, Weight

# From so many independent originals a report is corroborated.
ORIGINS_TO_CORROBORATE = 2
# Codebook 3.7: 3 injury or a plot that could have killed, 4 death, 5 mass casualty.
MASS_CASUALTY = 10
DEATH, INJURY, DEADLY_PLOT = 4, 3, 3
# What an act of a type does where nobody says more; probing without effect is 0.
SEVERITY_BY_TYPE = {
    "undersea": 2,
    "sabotage": 2,
    "parcel_device": 2,
    "attack_on_person": 2,
    "cyber": 2,
    "gnss_interference": 2,
    "economic_coercion": 2,
    "migration": 1,
    "drone_incursion": 0,
    "maritime": 0,
    "airspace_crewed": 0,
    "balloon": 1,
    "border_provocation": 1,
    "site_intrusion": 0,
    "espionage": 1,
    "subversion": 1,
    "information_manipulation": 1,
    "election_interference": 1,
}
SEVERITY_BY_SUBTYPE = {
    "vandalism": 1,
    "defacement": 1,
    "ddos": 2,
    "hoax": 1,
    "airport_closure": 2,
    "intimidation": 1,
    "near_incursion": 0,
    "bomb_hoax": 1,
    "attack_on_guards": 2,
    "shots_fired": 2,
}
DEADLY_SUBTYPES = frozenset({"explosive", "assassination", "poisoning", "incendiary"})
# What one origin without interest is worth by its publisher's letter; unknown publishers are possibly true.
CREDIBILITY_OF_ONE_ORIGIN = {"a": 2, "b": 2, "c": 3, "d": 4, "e": 4, "f": 3, "g": 5}
FINDINGS = frozenset({Weight.CONFIRMED, Weight.REFUTED})
NAMELESS = frozenset({"unnamed", "hidden"})
UNREALIZED = frozenset({"failed", "foiled"})


def grade_status(ledger: Ledger) -> tuple[IncidentStatus, str]:
    """Return how far the incident is established, and the name of the rule that said so."""
    claims = [claim for claim in ledger.standing if claim.field == "status"]
    told = [
        claim
        for claim in claims
        if claim.value in OPENING
        and not claim.interested
        and claim.event_id not in ledger.loose | ledger.withdrawn | ledger.beside_typed
    ]
    counted = [claim for claim in told if claim.value in COUNTED]
    against = [claim for claim in claims if claim.value == Weight.REFUTED]
    if against:
        if _is_last_word(against, counted):
            return IncidentStatus.REFUTED, "competent_denial_stands"
        return IncidentStatus.DISPUTED, "competent_denial_opposed"
    if any(claim.value == Weight.CONFIRMED for claim in counted):
        return IncidentStatus.CONFIRMED, "finding_or_admission"
    # Once somebody states it flatly, an independent text that only alleges it bears it out.
    if counted and ledger.count_origins(told) >= ORIGINS_TO_CORROBORATE:
        if any(claim.value == Weight.AFFIRMED for claim in counted):
            return IncidentStatus.CONFIRMED, "affirmed_and_told_elsewhere"
        return IncidentStatus.CORROBORATED, "two_independent_origins"
    if counted:
        return IncidentStatus.REPORTED, "one_origin"
    if not told and ledger.withdrawn:
        return IncidentStatus.REFUTED, "only_report_withdrawn"
    return IncidentStatus.CANDIDATE, "no_counted_mention"


def _is_last_word(against: Sequence[Claim], counted: Sequence[Claim]) -> bool:
    """Tell a finding that stands from one that another named voice still opposes."""
    deniers = {claim.holders[-1] for claim in against}
    opposing = [claim for claim in counted if len(claim.holders) > 1 and claim.holders[-1] not in deniers]
    if any(claim.value in (Weight.CONFIRMED, Weight.AFFIRMED) for claim in opposing):
        return False
    return not opposing or _last_moment(against) > _last_moment(opposing)


def _last_moment(claims: Iterable[Claim]) -> datetime:
    return max((claim.reported_at or FIRST_MOMENT for claim in claims), default=FIRST_MOMENT)


def grade_credibility(status: IncidentStatus, *, origins: int, is_identified: bool) -> int:
    """Return the Admiralty number 1 to 6; 6 where only unnamed voices tell it."""
    match status:
        case IncidentStatus.CONFIRMED:
            return 1 if origins >= ORIGINS_TO_CORROBORATE else 2
        case IncidentStatus.CORROBORATED:
            return 2
        case IncidentStatus.REPORTED:
            return 3
        case IncidentStatus.REFUTED:
            return 5
        case IncidentStatus.DISPUTED:
            return 4
        case _:
            return 4 if is_identified else 6


def grade_claims(ledger: Ledger, documents: Iterable[Document], table: PublisherTable) -> tuple[Claim, ...]:
    """Return the claims of an incident, each with its publisher's letter, its own number, and why."""
    reports = {document.id: document for document in documents}
    beside: dict[tuple[str, str, bool], list[Claim]] = {}
    for claim in ledger.claims:
        beside.setdefault((claim.field, claim.value, _is_against(claim)), []).append(claim)
    graded = []
    for claim in ledger.claims:
        document = reports.get(claim.evidence[0].document_id)
        letter, letter_rule = table.rate(document) if document else (UNKNOWN, UNKNOWN_RULE)
        against = _is_against(claim)
        same = beside[claim.field, claim.value, against]
        opposed = beside.get((claim.field, claim.value, not against), ())
        number, rule = _grade_claim(claim, ledger, same=same, opposed=opposed, letter=letter)
        grade = Grade(
            reliability=letter,
            reliability_rule=letter_rule,
            credibility=number,
            credibility_rule=rule,
            origin_id=ledger.origin(claim),
        )
        graded.append(replace(claim, grade=grade))
    return tuple(graded)


def _is_against(claim: Claim) -> bool:
    return claim.stance in (Stance.CONTRADICTS, Stance.RETRACTS)


def _grade_claim(
    claim: Claim, ledger: Ledger, *, same: Sequence[Claim], opposed: Sequence[Claim], letter: str
) -> tuple[int, str]:
    """Return the Admiralty number 1 to 6 of one claim, and the name of the rule that gives it."""
    weight = ledger.weights.get(claim.event_id)
    is_found = weight in (Weight.CONFIRMED, Weight.REFUTED)
    free = [one for one in opposed if not one.interested]
    if not is_found and any(ledger.weights.get(one.event_id) in FINDINGS for one in free):
        return 5, "against_a_competent_finding"
    if free:
        return (3, "competent_but_opposed") if is_found else (4, "opposed_without_interest")
    independent = ledger.count_origins(one for one in same if not one.interested)
    if claim.interested:
        return (4, "interested_voice_alone") if not independent else (3, "interested_but_told_by_others")
    if independent >= ORIGINS_TO_CORROBORATE:
        return 1, "independent_origins_agree"
    if is_found:
        return 2, "competent_finding"
    if claim.holders[-1] in NAMELESS:
        return 6, "unnamed_voice_alone"
    return CREDIBILITY_OF_ONE_ORIGIN.get(letter, 3), f"one_origin_of_reliability_{letter}"


def grade_severity(
    *,
    threat_type: str | None,
    subtype: str | None,
    outcome: str,
    killed: int,
    injured: int,
    event_type: str | None = None,
) -> int:
    """Return the severity 0 to 5 by the fixed rule; a foiled act weighs only if it could have killed."""
    if killed >= MASS_CASUALTY:
        return 5
    if killed:
        return DEATH
    if injured:
        return INJURY
    if outcome == "hoax":
        return 1
    if outcome in UNREALIZED:
        return DEADLY_PLOT if subtype in DEADLY_SUBTYPES else 0
    usual = SEVERITY_BY_TYPE.get(threat_type or "", 1 if event_type == "ASSAULT" else 0)
    return SEVERITY_BY_SUBTYPE.get(subtype or "", usual)


def has_support(claims: Iterable[Claim], *, opening: Collection[str]) -> bool:
    """Whether some claim on the status opens a record."""
    return any(
        claim.field == "status" and claim.stance is Stance.SUPPORTS and claim.value in opening
        for claim in claims
    )
