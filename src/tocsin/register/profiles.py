"""Apply an inclusion profile: what is counted, what is listed apart, what is left out by which rule."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from tocsin.model import Incident, IncidentStatus
from tocsin.ontology.profiles import DEFAULT_PROFILE, Profile, ProfileRule
from tocsin.ontology.profiles import profile as find_profile
from tocsin.ontology.threats import load_threats
from tocsin.ontology.vocabularies import vocabulary

APART = "candidates_apart"
REJECTED = "rejected"
EFFECT_FIELDS = frozenset({"killed", "injured", "damage"})
PLOT_OUTCOMES = frozenset({"foiled", "failed"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Why an incident is not counted: the rule and its sentence."""

    incident_id: str
    rule: str
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What a profile makes of some incidents; a count is printed with `profile`."""

    profile: str
    counted: tuple[Incident, ...]
    apart: tuple[Incident, ...]
    decided: tuple[Decision, ...]


def select_incidents(incidents: Iterable[Incident], profile: Profile | str = DEFAULT_PROFILE) -> Selection:
    """Sort incidents into counted, listed apart and left out; their order stays."""
    chosen = find_profile(profile) if isinstance(profile, str) else profile
    counted: list[Incident] = []
    apart: list[Incident] = []
    decided: list[Decision] = []
    for incident in incidents:
        if incident.review_state == REJECTED:
            sentence = "An analyst rejected it."
            decided.append(Decision(incident_id=incident.id, rule=REJECTED, sentence=sentence))
            continue
        failed = next((rule for rule in chosen.rules if not holds(rule, incident)), None)
        if failed is not None:
            decided.append(Decision(incident_id=incident.id, rule=failed.name, sentence=failed.sentence))
        elif incident.status is IncidentStatus.CANDIDATE:
            sentence = "A lead: shown apart, never counted." if chosen.candidates == "apart" else "A lead."
            decided.append(Decision(incident_id=incident.id, rule=APART, sentence=sentence))
            if chosen.candidates == "apart":
                apart.append(incident)
        else:
            counted.append(incident)
    return Selection(profile=chosen.name, counted=tuple(counted), apart=tuple(apart), decided=tuple(decided))


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """An incident that one profile counts and the other does not, with the rule that decided."""

    incident: Incident
    counted_by: str
    left_out_by: str
    rule: str
    sentence: str


def compare_profiles(incidents: Iterable[Incident], one: Profile, other: Profile) -> tuple[Difference, ...]:
    """Return every incident that is counted by one of two profiles only, in their order."""
    incidents = tuple(incidents)
    selections = (select_incidents(incidents, one), select_incidents(incidents, other))
    counted = [{incident.id for incident in selection.counted} for selection in selections]
    decisions = [{decision.incident_id: decision for decision in s.decided} for s in selections]
    differences = []
    for incident in incidents:
        places = [place for place in (0, 1) if incident.id in counted[place]]
        if len(places) == 1:
            out = 1 - places[0]
            decision = decisions[out][incident.id]
            differences.append(
                Difference(
                    incident=incident,
                    counted_by=selections[places[0]].profile,
                    left_out_by=selections[out].profile,
                    rule=decision.rule,
                    sentence=decision.sentence,
                )
            )
    return tuple(differences)


def holds(rule: ProfileRule, incident: Incident) -> bool:
    """Whether a rule of a profile lets an incident in."""
    if rule.unless is not None and PLAIN[rule.unless](incident):
        return True
    if rule.predicate in PLAIN:
        return PLAIN[rule.predicate](incident)
    if rule.predicate == "min_origins":
        return incident.origins >= (rule.number or 0)
    return LISTED[rule.predicate](incident, frozenset(rule.codes))


def _is_physical(incident: Incident) -> bool:
    threat = load_threats().get(incident.threat_type or "")
    return threat is not None and threat.physical


def _has_effect_or_plot(incident: Incident) -> bool:
    told = any(claim.field in EFFECT_FIELDS for claim in incident.claims)
    return told or _is_physical(incident) or incident.outcome in PLOT_OUTCOMES


def _has_nis2_sector(incident: Incident) -> bool:
    nis2 = {term.code for term in vocabulary("target_sector") if "nis2" in term.groups}
    return bool(nis2 & set(incident.target_sectors))


def _is_attributed_by(incident: Incident, kinds: frozenset[str]) -> bool:
    acts = incident.attribution.acts
    return any(act.act == "attributes" and act.attributor_kind in kinds for act in acts)


PLAIN: Mapping[str, Callable[[Incident], bool]] = {
    "threat_types_physical": _is_physical,
    "not_contested": lambda incident: not incident.attribution.contested,
    "confidence_recorded": lambda incident: any(act.confidence_words for act in incident.attribution.acts),
    "target_sectors_nis2": _has_nis2_sector,
    "physical_effect_or_plot": _has_effect_or_plot,
    "culprit_named": lambda incident: any(act.towards for act in incident.attribution.acts),
}
LISTED: Mapping[str, Callable[[Incident, frozenset[str]], bool]] = {
    "statuses_in": lambda incident, codes: incident.status.value in codes,
    "statuses_not_in": lambda incident, codes: incident.status.value not in codes,
    "threat_types_in": lambda incident, codes: incident.threat_type in codes,
    "threat_types_not_in": lambda incident, codes: incident.threat_type not in codes,
    "attribution_states_in": lambda incident, codes: incident.attribution.state.value in codes,
    "attributed_by_kinds": _is_attributed_by,
}
