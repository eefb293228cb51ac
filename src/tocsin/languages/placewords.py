"""The words that tell where a named place is a scene, and where it is a party or a part of a name."""

from dataclasses import dataclass, fields
from importlib.resources.abc import Traversable

from tocsin.errors import OntologyError
from tocsin.languages.wordfile import parse_word_file, read_words


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceWords:
    """The words round the names of places, by what they tell; the data file says each list's meaning."""

    within: frozenset[str]
    party_links: frozenset[str]
    inquiries: frozenset[str]
    upon: frozenset[str]
    scene_acts: frozenset[str]
    leaving: frozenset[str]
    launching: frozenset[str]
    towards: frozenset[str]
    moving: frozenset[str]
    arresting: frozenset[str]
    settlements: frozenset[str]
    grounds: frozenset[str]
    scenes: frozenset[str]
    scene_links: frozenset[str]
    striking: frozenset[str]
    taking: frozenset[str]
    trespassing: frozenset[str]
    realms: frozenset[str]
    missions: frozenset[str]
    keeping: frozenset[str]
    crossings: frozenset[str]
    close_by: frozenset[str]
    moments: frozenset[str]
    harming: frozenset[str]
    upshots: frozenset[str]
    performing: frozenset[str]
    reporting: frozenset[str]
    decreeing: frozenset[str]
    decrees: frozenset[str]
    matters: frozenset[str]
    apart: frozenset[str]
    sundering: frozenset[str]
    occasions: frozenset[str]
    parting: frozenset[str]
    town_openers: frozenset[str]
    directions: frozenset[str]
    place_openers: frozenset[str]
    titles: frozenset[str]
    speaking: frozenset[str]
    bearers: frozenset[str]
    airspaces: frozenset[str]
    territorial_seas: frozenset[str]
    economic_zones: frozenset[str]
    high_seas: frozenset[str]
    information_regions: frozenset[str]
    premises: frozenset[str]
    affecting: frozenset[str]
    generic_heads: tuple[str, ...]
    generic_tails: tuple[str, ...]


def load_places(path: Traversable) -> PlaceWords:
    """Load the words from a language's data file."""
    return parse_places(path.read_text(encoding="utf-8"), file=path.name)


def parse_places(text: str, *, file: str = "places.toml") -> PlaceWords:
    """Build the words from TOML text, or raise an OntologyError that names the fault."""
    raw = parse_word_file(text, file=file)
    known = {field.name for field in fields(PlaceWords)}
    if raw.keys() - known:
        raise OntologyError(
            f"{file}: unknown list {min(raw.keys() - known)!r}; known: {', '.join(sorted(known))}"
        )
    lists = {name: read_words(raw.get(name), name, file=file) for name in sorted(known)}
    ordered = {"generic_heads", "generic_tails"}
    sets = {name: frozenset(words) for name, words in lists.items() if name not in ordered}
    return PlaceWords(
        **{**sets, "grounds": sets["grounds"] | sets["settlements"]},
        generic_heads=lists["generic_heads"],
        generic_tails=lists["generic_tails"],
    )
