"""Events to claims to incidents: linked, assembled and graded by named rules."""

from tocsin.register.agreeing import measure_alpha, share_equal
from tocsin.register.assembling import assemble_incident, assemble_register
from tocsin.register.changes import find_deltas
from tocsin.register.claims import make_claims
from tocsin.register.clustering import Linkage, link_mentions
from tocsin.register.comparing import Comparison, compare_mentions
from tocsin.register.constraints import find_contradicted
from tocsin.register.copies import group_origins
from tocsin.register.listing import (
    LIST_PREFIX,
    Listed,
    Mapped,
    guess_columns,
    is_listed,
    list_field_names,
    make_listed,
)
from tocsin.register.overriding import SETTABLE, check_override, known_codes
from tocsin.register.persons import PersonClaim, learn_persons
from tocsin.register.positions import list_positions
from tocsin.register.profiles import Decision, Difference, Selection, compare_profiles, select_incidents

__all__ = [
    "LIST_PREFIX",
    "SETTABLE",
    "Comparison",
    "Decision",
    "Difference",
    "Linkage",
    "Listed",
    "Mapped",
    "PersonClaim",
    "Selection",
    "assemble_incident",
    "assemble_register",
    "check_override",
    "compare_mentions",
    "compare_profiles",
    "find_contradicted",
    "find_deltas",
    "group_origins",
    "guess_columns",
    "is_listed",
    "known_codes",
    "learn_persons",
    "link_mentions",
    "list_field_names",
    "list_positions",
    "make_claims",
    "make_listed",
    "measure_alpha",
    "select_incidents",
    "share_equal",
]
