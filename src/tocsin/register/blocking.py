"""Choose the pairs of mentions worth comparing: alike in kind, place and time, or in rare words."""

from collections.abc import Iterator
from itertools import combinations

from tocsin.register.apartness import DISCOVERY_TOLERANCE_DAYS
from tocsin.register.kinds import FAMILIES
from tocsin.register.mentions import Mention
from tocsin.register.rarity import rate_rarity

# Mentions share a block where their days, widened, touch the same stretch of this length.
STRETCH_DAYS = 8
WIDEN_DAYS = DISCOVERY_TOLERANCE_DAYS
# A mention dated to a season or a year lies in too many stretches; words must find it.
MOST_STRETCHES = 6
RARE_NAME_DAYS = 60
CELL_DEGREES = 2.0
# Terms whose pairs are keys: 6 make 15 keys.
RAREST_TERMS = 6
# So many words of a text are keys each by itself, where they stand in few sentences of a hundred thousand.
MOST_TOPIC_TERMS = 10
LEAST_RARITY = 8.0


def list_block_keys(mention: Mention) -> tuple[str, ...]:
    """Return the keys under which a mention meets those that may be the same act."""
    blocks = (
        f"{kind} {place} {stretch}"
        for kind in list_kinds(mention)
        for place in list_place_keys(mention)
        for stretch in _list_stretches(mention)
    )
    month = mention.published_at.toordinal() // RARE_NAME_DAYS
    names = (f"name {name} {part}" for name in mention.names for part in (month, month + 1))
    assets = (f"asset {asset}" for asset in mention.assets)
    # A person's name or a street's, and the rarest two words together, lead back over any time.
    full_names = (f"full name {name}" for name in mention.full_names)
    text = (*_list_text_keys(mention), *_list_topic_keys(mention))
    return tuple(sorted({*blocks, *names, *assets, *full_names, *text}))


def _list_text_keys(mention: Mention) -> Iterator[str]:
    """Yield pairs of the weightiest terms round a mention: texts on one act share some of them."""
    terms = sorted(mention.context.items(), key=lambda entry: (-entry[1], entry[0]))[:RAREST_TERMS]
    for (one, _), (two, _) in combinations(sorted(terms), 2):
        yield f"text {one} {two}"


def _list_topic_keys(mention: Mention) -> Iterator[str]:
    """Yield the rarest words of the text round a hybrid act: a follow-up names the thing, not the act."""
    if mention.is_hybrid or mention.is_follower:
        terms = sorted(mention.topic.items(), key=lambda entry: (-entry[1], entry[0]))
        rare = [term for term, _ in terms if rate_rarity(term) >= LEAST_RARITY]
        yield from (f"topic {term}" for term in rare[:MOST_TOPIC_TERMS])


def list_kinds(mention: Mention) -> tuple[str, ...]:
    """Return the kinds of act under which a mention is filed: its type families and its event type."""
    event = mention.event
    families = tuple(
        f"family {number}" for number, family in enumerate(FAMILIES) if event.threat_type in family
    )
    own = (event.threat_type,) if event.threat_type else ()
    return (*own, *families, *((event.event_type,) if event.event_type else ()))


def list_place_keys(mention: Mention) -> tuple[str, ...]:
    """Return the places under which a mention is filed: country, cell, name, or whom it was done to."""
    place = mention.place
    keys: set[str] = set()
    if place is not None:
        keys.add(place.country or place.name.lower())
        if place.lat is not None and place.lon is not None and place.precision != "country":
            keys |= set(_list_cells(place.lat, place.lon))
    keys |= mention.recipients
    if place is None or not place.country:
        keys |= mention.actors
    return tuple(sorted(keys))


def _list_cells(lat: float, lon: float) -> Iterator[str]:
    """Yield the cell of a point and the neighbours above and to the right, so that an edge parts nobody."""
    row, column = int(lat // CELL_DEGREES), int(lon // CELL_DEGREES)
    for up in (0, 1):
        for right in (0, 1):
            yield f"cell {row + up} {column + right}"


def _list_stretches(mention: Mention) -> range:
    first = (mention.start.toordinal() - WIDEN_DAYS) // STRETCH_DAYS
    last = (mention.end.toordinal() + WIDEN_DAYS) // STRETCH_DAYS
    return range(first, last + 1) if last - first < MOST_STRETCHES else range(0)
