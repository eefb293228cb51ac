"""Where: the places of a passage, and the one where an act took place."""

from tocsin.reading.places.choosing import choose_place
from tocsin.reading.places.homes import find_home
from tocsin.reading.places.jurisdiction import settle_jurisdiction
from tocsin.reading.places.mentions import PlaceMention, find_place_mentions
from tocsin.reading.places.naming import Resolved, Toponym
from tocsin.reading.places.recognising import find_toponyms
from tocsin.reading.places.resolving import choose_most_populous, resolve_toponyms

__all__ = [
    "PlaceMention",
    "Resolved",
    "Toponym",
    "choose_most_populous",
    "choose_place",
    "find_home",
    "find_place_mentions",
    "find_toponyms",
    "resolve_toponyms",
    "settle_jurisdiction",
]
