"""Tell which kinds of act can be one act under two names."""

from typing import Protocol

from tocsin.register.mentions import Mention
from tocsin.register.weighing import OPENING

FAMILIES: tuple[frozenset[str], ...] = (
    frozenset({"sabotage", "undersea", "parcel_device", "site_intrusion"}),
    frozenset({"undersea", "maritime"}),
    frozenset({"airspace_crewed", "drone_incursion", "balloon", "site_intrusion"}),
    frozenset({"cyber", "information_manipulation", "election_interference", "subversion"}),
    frozenset({"espionage", "subversion"}),
    frozenset({"border_provocation", "migration"}),
)
# Modes of these types are different acts (a visit is no telephone call); an assault is told by many verbs.
TYPES_APART_BY_MODE = frozenset(
    {"CONSULT", "COERCE", "SANCTION", "RETREAT", "MOBILIZE", "REQUEST", "REJECT", "THREATEN"}
)


class Kind(Protocol):
    """What tells the kind of an act."""

    @property
    def event_type(self) -> str | None:
        """Return its type."""

    @property
    def mode(self) -> str | None:
        """Return how it was done."""

    @property
    def threat_type(self) -> str | None:
        """Return which hybrid threat it is, if any."""


def is_following(left: Mention, right: Mention) -> bool:
    """Whether one of two mentions may follow the hybrid act that the other tells: a verdict, an answer."""
    return any(
        one.is_follower and other.is_hybrid and other.weight in OPENING and other.is_anchored
        for one, other in ((left, right), (right, left))
    )


def are_kin(left: Mention, right: Mention) -> bool:
    """Whether the kinds of the two acts can be one act at all."""
    return are_kinds_of_one(left.event, right.event)


def are_kinds_of_one(one: Kind, other: Kind) -> bool:
    """Whether acts of the two kinds can be one act at all."""
    if one.threat_type and other.threat_type:
        return one.threat_type == other.threat_type or any(
            {one.threat_type, other.threat_type} <= family for family in FAMILIES
        )
    if one.event_type is None or one.event_type != other.event_type:
        return False
    apart = one.event_type in TYPES_APART_BY_MODE and one.mode and other.mode and one.mode != other.mode
    return not apart
