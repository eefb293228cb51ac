"""Compare two mentions: named features, a score that explains itself, and vetoes no score overrides."""

import math
from dataclasses import dataclass

from tocsin.model import Place
from tocsin.register.mentions import STOP_WORDS, Mention

# Weights add up as log odds; set by hand on made-up cases until a calibrated scorer takes their place.
BIAS = -2.2
SAME_TYPE, KIN_TYPE, KIN_ON_ASSET, SAME_SUBTYPE, OTHER_SUBTYPE = 1.2, 0.3, 0.9, 0.5, -0.6
SAME_MODE, OTHER_MODE = 0.4, -0.4
SAME_SPOT, INSIDE, SAME_COARSE, NEARBY, DISTANT, FAR, OTHER_COUNTRY = 2.2, 1.0, 0.5, -0.5, -1.5, -4.0, -2.0
SAME_DAY, SAME_PERIOD, DAY_OFF, UNDATED_OVERLAP, UNDATED_WEEK, UNDATED_MONTH, LONG_APART = (
    1.5,
    0.6,
    0.2,
    0.7,
    -0.3,
    -1.2,
    -4.0,
)
UNDATED_POLITICAL_WEEK, UNDATED_POLITICAL_MONTH = -3.2, -4.0
SHARED_ACTOR, OTHER_ACTOR, SHARED_RECIPIENT, OTHER_RECIPIENT = 0.4, -1.2, 0.4, -0.6
# Blame is contested: another culprit in another report is weak evidence that the act is another.
OTHER_CULPRIT = -0.2
WORDS = 4.0
SHARED_NAME, MOST_FOR_NAMES = 0.35, 1.4
# A named cable or airport is hit seldom: two texts on one of them are mostly about one act.
SHARED_ASSET, OTHER_ASSET = 1.8, -1.5
SAME_COUNT, OTHER_COUNT = 0.5, -0.2
SAME_SENTENCE, SAME_DOCUMENT, SAME_ORIGIN = 1.5, 0.8, 0.8
OTHERNESS = -1.5

# Beyond this two points at settlement precision or finer are two places.
FAR_KM = 150.0
FINE = frozenset({"exact", "site", "settlement"})
RADIUS_KM = {
    "exact": 1,
    "site": 3,
    "settlement": 12,
    "admin2": 40,
    "admin1": 110,
    "sea_area": 200,
    "country": 400,
}
DEFAULT_RADIUS_KM = 100.0
# Days that two day-level dates of one act may lie apart; damage found later is dated both ways.
TOLERANCE_DAYS = 1
DISCOVERY_TOLERANCE_DAYS = 3
FOUND_LATER = frozenset({"undersea", "cyber", "sabotage", "espionage", "information_manipulation"})
EXACT_DATES = frozenset({"minute", "hour", "day"})
# Reports of one act cross borders here: at sea, in the air and on the wire a country says little.
BORDERLESS = frozenset(
    {"undersea", "maritime", "gnss_interference", "cyber", "airspace_crewed", "information_manipulation"}
)
EARTH_KM = 6371.0

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """How like two mentions are: a score from 0 to 1, the parts of it as log odds, a veto if any."""

    score: float
    parts: tuple[tuple[str, float], ...]
    veto: str | None = None


def compare_mentions(one: Mention, other: Mention) -> Comparison:
    """Compare two mentions; the order of the two makes no difference."""
    left, right = sorted((one, other), key=lambda mention: (mention.key, mention.id))
    veto = find_veto(left, right)
    parts = _list_parts(left, right)
    score = 0.0 if veto else _score_odds(sum(value for _, value in parts))
    return Comparison(score=score, parts=tuple(part for part in parts if part[1]), veto=veto)


def score_pair(left: Mention, right: Mention) -> float | None:
    """Return the score alone, None where it is vetoed; the earlier mention comes first."""
    if find_veto(left, right) is not None:
        return None
    return _score_odds(sum(value for _, value in _list_parts(left, right)))


def _score_odds(odds: float) -> float:
    return round(1.0 / (1.0 + math.exp(-BIAS - odds)), 6)


def _list_parts(left: Mention, right: Mention) -> tuple[tuple[str, float], ...]:
    return (
        ("type", _compare_types(left, right)),
        ("place", _compare_places(left, right)),
        ("date", _compare_dates(left, right)),
        ("actors", _compare_parties(left.actors, right.actors, SHARED_ACTOR, _other_actor(left, right))),
        (
            "recipients",
            _compare_parties(left.recipients, right.recipients, SHARED_RECIPIENT, OTHER_RECIPIENT),
        ),
        ("words", WORDS * measure_likeness(left, right)),
        ("names", min(SHARED_NAME * len(left.names & right.names), MOST_FOR_NAMES)),
        ("assets", _compare_parties(left.assets, right.assets, SHARED_ASSET, OTHER_ASSET)),
        ("counts", _compare_counts(left, right)),
        ("nearness", _compare_nearness(left, right)),
        ("otherness", OTHERNESS if left.is_other != right.is_other else 0.0),
    )


def find_veto(left: Mention, right: Mention) -> str | None:
    """Return why the two cannot be one act, or None."""
    if not are_kin(left, right):
        return "types: the acts are of different kinds"
    if not (left.is_hybrid or right.is_hybrid) and _are_answers(left, right):
        return "parties: the one acts on the other and the other on the one"
    gap = gap_days(left, right)
    if gap > TOLERANCE_DAYS and _are_exact(left, right) and gap > _tolerance(left, right):
        return f"date: {gap} days apart"
    if _are_fine(left, right):
        distance = measure_distance(left.event.place, right.event.place)
        if distance is not None and distance > FAR_KM:
            return f"place: {distance:.0f} km apart"
    if left.document_id == right.document_id and right.is_other and not left.is_other:
        return "words: the text calls it another one"
    return None


def _are_answers(left: Mention, right: Mention) -> bool:
    """Tell a blow and the blow that answers it: actor and recipient have changed places."""
    swapped = left.actors & right.recipients and left.recipients & right.actors
    return bool(swapped) and not left.actors & right.actors


def are_kin(left: Mention, right: Mention) -> bool:
    """Whether the kinds of the two acts can be one act at all."""
    one, other = left.event, right.event
    if one.threat_type and other.threat_type:
        return one.threat_type == other.threat_type or any(
            {one.threat_type, other.threat_type} <= family for family in FAMILIES
        )
    if one.event_type is None or one.event_type != other.event_type:
        return False
    apart = one.event_type in TYPES_APART_BY_MODE and one.mode and other.mode and one.mode != other.mode
    return not apart


def _compare_types(left: Mention, right: Mention) -> float:
    one, other = left.event, right.event
    if one.threat_type is None or other.threat_type is None:
        mode = 0.0 if not (one.mode and other.mode) else SAME_MODE if one.mode == other.mode else OTHER_MODE
        return mode + (KIN_TYPE if left.is_hybrid != right.is_hybrid else SAME_TYPE / 2)
    if one.threat_type == other.threat_type:
        score = SAME_TYPE
    else:
        # "The sabotage of the pipeline" and "the damaged pipeline": one thing hit, two words for it.
        score = KIN_ON_ASSET if left.assets & right.assets else KIN_TYPE
    if one.subtype and other.subtype:
        score += SAME_SUBTYPE if one.subtype == other.subtype else OTHER_SUBTYPE
    return score


def measure_distance(one: Place | None, other: Place | None) -> float | None:
    """Return the great-circle distance in km, None where a place has no point."""
    if one is None or other is None or None in (one.lat, one.lon, other.lat, other.lon):
        return None
    lat1, lon1, lat2, lon2 = (math.radians(float(x or 0.0)) for x in (one.lat, one.lon, other.lat, other.lon))
    half = (
        math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    )
    return 2 * EARTH_KM * math.asin(min(1.0, math.sqrt(half)))


def _radius(place: Place) -> float:
    return place.radius_km or float(RADIUS_KM.get(place.precision, DEFAULT_RADIUS_KM))


def _are_fine(left: Mention, right: Mention) -> bool:
    places = (left.event.place, right.event.place)
    return all(place is not None and place.precision in FINE for place in places)


def _compare_places(left: Mention, right: Mention) -> float:
    one, other = left.event.place, right.event.place
    if one is None or other is None:
        return 0.0
    is_same = (
        one.gazetteer_id == other.gazetteer_id if one.gazetteer_id else one.name.lower() == other.name.lower()
    )
    coarse = (one.precision not in FINE) + (other.precision not in FINE)
    if is_same:
        return SAME_SPOT if one.precision in FINE else SAME_COARSE if one.precision == "country" else INSIDE
    borderless = {left.event.threat_type, right.event.threat_type} & BORDERLESS
    if one.country and other.country and one.country != other.country and not borderless:
        return OTHER_COUNTRY
    distance = measure_distance(one, other)
    if distance is None:
        return 0.0
    gap = max(0.0, distance - _radius(one) - _radius(other))
    if gap == 0.0:
        return (SAME_SPOT, INSIDE, SAME_COARSE)[coarse]
    return NEARBY if gap <= FAR_KM / 3 else DISTANT if gap <= FAR_KM else FAR


def gap_days(left: Mention, right: Mention) -> int:
    """Return the days between the two times, 0 where they overlap."""
    return max((right.start - left.end).days, (left.start - right.end).days, 0)


def _are_exact(left: Mention, right: Mention) -> bool:
    dates = (left.event.date, right.event.date)
    return all(item is not None and item.precision in EXACT_DATES for item in dates)


def _tolerance(left: Mention, right: Mention) -> int:
    found_later = {left.event.threat_type, right.event.threat_type} & FOUND_LATER
    return DISCOVERY_TOLERANCE_DAYS if found_later else TOLERANCE_DAYS


def _compare_dates(left: Mention, right: Mention) -> float:
    gap = gap_days(left, right)
    if _are_exact(left, right):
        return SAME_DAY if gap == 0 else DAY_OFF
    if left.is_dated and right.is_dated:
        return SAME_PERIOD if gap == 0 else LONG_APART
    if gap == 0 or (left.document_id == right.document_id and _are_alike(left, right)):
        # What a text does not date is as old as what it dates: "a blast on Saturday ... the sabotage".
        return UNDATED_OVERLAP
    if gap > 31:
        # A follow-up that dates nothing, months later, still names the cable.
        return UNDATED_MONTH if left.assets & right.assets else LONG_APART
    if left.is_hybrid and right.is_hybrid:
        return UNDATED_WEEK if gap <= 7 else UNDATED_MONTH
    return UNDATED_POLITICAL_WEEK if gap <= 7 else UNDATED_POLITICAL_MONTH


def _are_alike(left: Mention, right: Mention) -> bool:
    """Whether closeness in one text may speak for one act: same kind, no other means, no other thing hit.

    A text that tells of several acts tells them side by side. Only what names no happening of its own
    ("the sabotage") leans on what stands beside it.
    """
    one, other = left.event, right.event
    if one.threat_type != other.threat_type and left.is_anchored and right.is_anchored:
        return False
    if one.threat_type and other.threat_type and one.threat_type != other.threat_type:
        return False
    if one.means and other.means and one.means != other.means:
        return False
    hit, hit_too = (" ".join(sorted(mention.recipients)).split() for mention in (left, right))
    return not (hit and hit_too) or bool(set(hit) & set(hit_too) - STOP_WORDS)


def _other_actor(left: Mention, right: Mention) -> float:
    return OTHER_CULPRIT if left.is_hybrid or right.is_hybrid else OTHER_ACTOR


def _compare_parties(one: frozenset[str], other: frozenset[str], shared: float, different: float) -> float:
    if not one or not other:
        return 0.0
    return shared if one & other else different


def measure_likeness(left: Mention, right: Mention) -> float:
    """Return the cosine of the two weighted term vectors."""
    shorter, longer = (
        (left.terms, right.terms) if len(left.terms) <= len(right.terms) else (right.terms, left.terms)
    )
    # Terms are sorted, so that the sum is the same to the last bit in every run.
    return sum(weight * longer[term] for term, weight in shorter.items() if term in longer)


def _compare_counts(left: Mention, right: Mention) -> float:
    ours = {count.what: count for count in left.event.counts}
    score = 0.0
    for count in right.event.counts:
        mine = ours.get(count.what)
        if mine is None or mine.min is None or count.min is None:
            continue
        # A later report may know of more: only a number that shrinks speaks against.
        score += SAME_COUNT if mine.min == count.min else OTHER_COUNT if count.min < mine.min else 0.0
    return score


def _compare_nearness(left: Mention, right: Mention) -> float:
    if left.document_id == right.document_id:
        if not _are_alike(left, right):
            return 0.0
        gap = right.event.trigger.start - left.event.trigger.end
        return SAME_SENTENCE if gap < 120 else SAME_DOCUMENT
    return SAME_ORIGIN if left.origin_id == right.origin_id else 0.0
