"""What tocsin knows by name: event types, threat types, incident fields, closed lists and profiles."""

from tocsin.ontology.fields import IncidentField, filled_fields, incident_field, load_fields
from tocsin.ontology.plover import EventType, Plover, is_mode_of, load_plover, quad_of, score_of
from tocsin.ontology.profiles import DEFAULT_PROFILE, Profile, ProfileRule, load_profiles, profile
from tocsin.ontology.questions import find_question, load_questions
from tocsin.ontology.threats import (
    Subtype,
    ThreatMatch,
    ThreatType,
    Trigger,
    load_threats,
    match_threat,
    threat_type,
    trigger_words,
)
from tocsin.ontology.vocabularies import (
    PloverCode,
    Term,
    load_vocabularies,
    statuses_counting_as,
    term,
    vocabulary,
)

__all__ = [
    "DEFAULT_PROFILE",
    "find_question",
    "load_questions",
    "EventType",
    "IncidentField",
    "Plover",
    "PloverCode",
    "Profile",
    "ProfileRule",
    "Subtype",
    "Term",
    "ThreatMatch",
    "ThreatType",
    "Trigger",
    "filled_fields",
    "incident_field",
    "is_mode_of",
    "load_fields",
    "load_plover",
    "load_profiles",
    "load_threats",
    "load_vocabularies",
    "match_threat",
    "profile",
    "quad_of",
    "score_of",
    "statuses_counting_as",
    "term",
    "threat_type",
    "trigger_words",
    "vocabulary",
]
