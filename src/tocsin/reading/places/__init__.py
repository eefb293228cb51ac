"""Where: the places of a passage, and the one where an act took place."""

from tocsin.reading.places.choosing import choose_place
from tocsin.reading.places.mentions import PlaceMention, find_place_mentions

__all__ = ["PlaceMention", "choose_place", "find_place_mentions"]
