"""Events to claims to incidents: linked, assembled and graded by named rules."""

from tocsin.register.agreeing import measure_alpha, share_equal
from tocsin.register.assembling import assemble_incident, assemble_register
from tocsin.register.attribution import describe_attribution
from tocsin.register.carrying import carry_ids
from tocsin.register.changes import CHANGED, find_deltas
from tocsin.register.claims import make_claims
from tocsin.register.clustering import Linkage, link_mentions
from tocsin.register.comparing import Comparison, compare_mentions
from tocsin.register.consequences import find_kind
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
from tocsin.register.overriding import SETTABLE, check_codes, check_override, list_markings
from tocsin.register.persons import PersonClaim, learn_persons
from tocsin.register.positions import list_positions
from tocsin.register.profiles import Decision, Difference, Selection, compare_profiles, select_incidents
from tocsin.register.publishers import PublisherTable, make_table
from tocsin.register.responses import NOT_FOLLOWING, describe_response, make_response, write_link

__all__ = [
    "CHANGED",
    "LIST_PREFIX",
    "NOT_FOLLOWING",
    "SETTABLE",
    "Comparison",
    "Decision",
    "Difference",
    "Linkage",
    "Listed",
    "Mapped",
    "PersonClaim",
    "PublisherTable",
    "Selection",
    "assemble_incident",
    "assemble_register",
    "carry_ids",
    "check_codes",
    "check_override",
    "compare_mentions",
    "compare_profiles",
    "describe_attribution",
    "describe_response",
    "find_contradicted",
    "find_deltas",
    "find_kind",
    "group_origins",
    "guess_columns",
    "is_listed",
    "learn_persons",
    "link_mentions",
    "list_field_names",
    "list_markings",
    "list_positions",
    "make_claims",
    "make_listed",
    "make_response",
    "make_table",
    "measure_alpha",
    "select_incidents",
    "share_equal",
    "write_link",
]
