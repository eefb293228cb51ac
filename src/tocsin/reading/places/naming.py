"""A name of a place as it stands in a text, and the place it is taken to mean."""

from dataclasses import dataclass

from tocsin.gazetteer import PlaceEntry


@dataclass(frozen=True, slots=True)
class Toponym:
    """The characters [start, end) of a passage that name a place.

    `is_adjective` marks a people's name ("Danish", "Danes"); `chance` is the probability that the words name
    a place at all.
    """

    start: int
    end: int
    text: str
    is_adjective: bool = False
    chance: float = 1.0


@dataclass(frozen=True, slots=True)
class Resolved:
    """The place chosen for a name, and the probability that it is the right one.

    `support` says how well it fits what else the text names: its country, its state, what lies near, around.
    """

    entry: PlaceEntry
    confidence: float
    support: tuple[float, ...] = ()
