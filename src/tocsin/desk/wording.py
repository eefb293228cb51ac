"""Codes in words: how the desk says types, units, places, days, rules and voices."""

import re
from datetime import UTC, date, datetime
from unicodedata import category

from tocsin.gazetteer import find_country_by_code
from tocsin.model import Claim, Incident, Place
from tocsin.ontology import load_threats, vocabulary
from tocsin.warning import day_of

RULE_WORDS = {
    "most_credible": "the value whose claims have the best credibility; ties go to the latest",
    "majority": "the value with most independent origins; ties go to the earliest",
    "earliest": "the value of the first claim",
    "latest": "the value of the last claim",
    "widest_bounds": "from the lowest minimum to the highest maximum of the credible claims",
    "union": "every value that a claim supports and no claim of better rank contradicts",
    "computed": "worked out from the other fields; it has no claims of its own",
    "analyst": "set by an analyst's judgement only",
    "finding_or_admission": "a finding of a competent body, or an admission",
    "two_independent_origins": "two or more independent originals report it",
    "one_origin": "one independent original reports it",
    "no_counted_mention": "no mention has a status that counts: a lead",
    "competent_denial_stands": "a competent body denies it and nobody of equal rank holds against that",
    "competent_denial_opposed": "a competent body denies it, and others hold against that",
    "completed_unless_told": "taken as completed, as no report says otherwise",
    "copies_are_one": "copies of one text are one origin",
    "codebook_3_7": "severity scale of the codebook: by type and subtype, raised by injury and death",
    "admiralty_by_status": "Admiralty digit from status and origins; 1 is confirmed, 6 cannot be judged",
    "what_where_when": "made from type, place and date",
    "codebook_3_6": "the strongest act of attribution that its evidence supports",
}
PRECISION_WORDS = {
    "exact": "exact",
    "site": "at the site",
    "settlement": "in the town",
    "admin2": "in the district",
    "admin1": "in the region",
    "sea_area": "in the sea area",
    "country": "somewhere in the country",
    "unknown": "precision unknown",
}
AUTHOR = "author"
BLOCS = {"NATO": "NATO", "EUU": "European Union", "UNO": "United Nations"}
SECTORS = {
    "GOV": "government",
    "MIL": "armed forces",
    "SPY": "intelligence service",
    "COP": "police",
    "JUD": "courts",
    "LEG": "parliament",
    "MFA": "foreign ministry",
}
ACTOR = re.compile(r"[A-Z]{3,4}(\.[A-Z0-9]+)*")
HELD = {
    "CT+": "holds it certain",
    "PR+": "holds it probable",
    "PS+": "holds it possible",
    "CT-": "denies it",
    "PR-": "holds it improbable",
    "PS-": "doubts it",
    "UU": "takes no side",
}
"""How far a voice commits itself, in the codes of FactBank."""
HYPHENED = {"pre_emptive": "pre-emptive", "de_escalate": "de-escalate"}
CHILD = re.compile(
    r"(?P<code>\w+)(?: by (?P<by>.+?))?(?: towards (?P<towards>.+?))? \([A-Z_]+(?:/[\w-]+)?\)(?: \[\w+\])?"
)
"""A step of law or an answer as the register writes it: its code, who to whom, event codes, the rule."""


def label_threat(code: str | None) -> str:
    """Return the label of a threat type."""
    threat = load_threats().get(code or "")
    return threat.label if threat else (code or "no type")


def label_subtype(threat: str | None, code: str | None) -> str:
    """Return the label of a subtype, empty where there is none."""
    known = load_threats().get(threat or "")
    labels = {subtype.code: subtype.label for subtype in known.subtypes} if known else {}
    return labels.get(code or "", (code or "").replace("_", " "))


def label_term(list_name: str, code: str | None) -> str:
    """Return the label of a term of a closed list."""
    found = next((term for term in vocabulary(list_name) if term.code == code), None)
    return found.label if found else (code or "").replace("_", " ")


def label_country(code: str) -> str:
    """Return the name of a country or an alliance, the code itself where it is none that is known."""
    found = find_country_by_code(code)
    return found.name if found is not None else BLOCS.get(code, code)


def label_actor(name: str | None) -> str:
    """Return the code of an actor in words, as "government of Poland"; a name stays as it is."""
    if not name or not ACTOR.fullmatch(name):
        return name or ""
    country, *parts = name.split(".")
    where = label_country(country)
    # A word in capitals may be a name of its own, as that of a service.
    if where == country and country not in BLOCS:
        return name
    return f"{SECTORS.get(parts[-1], parts[-1])} of {where}" if parts else where


def say_code(code: str) -> str:
    """Return a code without a label of its own in words."""
    return HYPHENED.get(code, code.replace("_", " "))


def say_held(value: str) -> str:
    """Return in words how far a voice commits itself."""
    return HELD.get(value.upper(), value)


def say_act(event_type: str, mode: str | None) -> str:
    """Return a PLOVER code in words, as "coerce · martial law"."""
    words = event_type.replace("_", " ").lower()
    return words + (f" · {mode.replace('-', ' ').replace('_', ' ')}" if mode else "")


def say_child(value: str) -> str:
    """Return a step of law or an answer in words; what is not written as the register does stays."""
    found = CHILD.fullmatch(value)
    if found is None:
        return value
    code = found["code"]
    names = ("legal_stage", "response")
    label = next((term.label for name in names for term in vocabulary(name) if term.code == code), None)
    words = label or say_code(code)
    by = f" by {label_actor(found['by'])}" if found["by"] else ""
    return words + by + (f", towards {label_actor(found['towards'])}" if found["towards"] else "")


def say_value(claim: Claim) -> str:
    """Return what a claim says, in words."""
    if claim.field in ("legal", "responses"):
        return say_child(claim.value)
    return label_country(claim.value) if claim.field == "target_countries" else say_code(claim.value)


def label_unit(unit: str) -> str:
    """Return what a series is about: a type, a country hit, or everything."""
    kind, _, code = unit.partition(":")
    if kind == "type":
        return label_threat(code)
    if kind == "pair":
        return " against ".join(label_country(part) for part in code.split(">"))
    if kind == "place":
        return label_country(code)
    return f"Incidents against {label_country(code)}" if kind == "target" else "All incidents"


def say_day(day: date | None) -> str:
    """Return a day as 2025-12-31."""
    return day.isoformat() if day else "no date"


def say_moment(moment: datetime | None) -> str:
    """Return a moment in UTC, to the minute; a bare day where the moment is midnight."""
    if moment is None:
        return "no date"
    there = moment.astimezone(UTC)
    return (
        f"{there:%Y-%m-%d}"
        if (there.hour, there.minute, there.second) == (0, 0, 0)
        else f"{there:%Y-%m-%d %H:%M} UTC"
    )


def say_days_of(incident: Incident) -> str:
    """Return when an incident was, at the precision that is known."""
    start, end, precision = incident.start_date, incident.end_date, incident.date_precision
    if start is None:
        day = day_of(incident)
        return f"reported {say_day(day)}" if day else "no date"
    if precision == "month":
        return f"{start:%Y-%m}"
    if precision == "year":
        return f"{start:%Y}"
    if end is None or end == start:
        return say_day(start)
    same_month = (end.year, end.month) == (start.year, start.month)
    return f"{say_day(start)} to {end:%d}" if same_month else f"{say_day(start)} to {say_day(end)}"


def clean_line(text: str) -> str:
    """Return text fit for a label: one line, without characters that turn the direction of what follows."""
    return " ".join("".join(" " if category(char) in ("Cc", "Cf") else char for char in text).split())


def say_type(incident: Incident) -> str:
    """Return what was done: threat type and subtype, or the event type of a political episode."""
    if incident.threat_type is None:
        return (incident.event_type or "no type").capitalize()
    subtype = label_subtype(incident.threat_type, incident.subtype)
    return label_threat(incident.threat_type) + (f" · {subtype}" if subtype else "")


def say_place(place: Place) -> str:
    """Return a place with its precision; a country is never said as if it were a point."""
    where = (
        place.name
        if place.country is None or place.precision == "country"
        else f"{place.name}, {place.country}"
    )
    role = "" if place.role == "act" else f"{place.role}: "
    return f"{role}{where} ({say_precision(place.precision)})"


def say_precision(code: str) -> str:
    """Return a precision in words: "in the town", "somewhere in the country"."""
    return PRECISION_WORDS.get(code, code)


def say_holders(holders: tuple[str, ...]) -> str:
    """Return the voices behind a claim, outermost first; the author is the report itself."""
    return (
        " → ".join("the report itself" if name == AUTHOR else name for name in holders) or "the report itself"
    )


def say_rule(rule: str) -> str:
    """Return a rule's words, or its name where it has none."""
    return RULE_WORDS.get(rule, rule.replace("_", " "))
