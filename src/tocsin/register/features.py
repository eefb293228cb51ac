"""Name what two mentions share and in what they differ: the features that a score is made of.

A feature is named "part.what": its part is what an explanation shows.
"""

import math
from collections.abc import Iterator, Mapping

from tocsin.register.apartness import FAR_KM, FINE, are_exact, gap_days, measure_gap
from tocsin.register.mentions import Mention
from tocsin.register.terms import STOP_WORDS

Feature = tuple[str, float]

# Reports of one act cross borders here: at sea, in the air and on the wire a country says little.
BORDERLESS = frozenset(
    {"undersea", "maritime", "gnss_interference", "cyber", "airspace_crewed", "information_manipulation"}
)
MOST_NAMES = 4
MOST_FULL_NAMES = 8
# Alike beyond this says no more: the same report told again is told apart by its act.
MOST_LIKENESS = 0.25
SENTENCE_CHARACTERS = 120
# A week and a month after the days meant: what is told later dates nothing.
WEEK, MONTH, SEASON = 7, 31, 92


def list_features(left: Mention, right: Mention) -> tuple[Feature, ...]:
    """Return the features of a pair that are not 0, the earlier mention first."""
    return (
        *_list_type(left, right),
        *_list_place(left, right),
        *_list_date(left, right),
        *_list_parties(left, right),
        *_list_words(left, right),
        *_list_context(left, right),
        *_list_counts(left, right),
        *_list_nearness(left, right),
    )


def _list_type(left: Mention, right: Mention) -> Iterator[Feature]:
    one, other = left.event, right.event
    yield "type.same_word" if left.word == right.word else "type.other_word", 1.0
    if one.threat_type is None or other.threat_type is None:
        if one.mode and other.mode:
            yield "type.same_mode" if one.mode == other.mode else "type.other_mode", 1.0
        yield "type.kin" if left.is_hybrid != right.is_hybrid else "type.same_political", 1.0
        return
    if one.threat_type == other.threat_type:
        yield "type.same", 1.0
    else:
        # "The sabotage of the pipeline" and "the damaged pipeline": one thing hit, two words for it.
        yield "type.kin_on_asset" if left.assets & right.assets else "type.kin", 1.0
    if one.subtype and other.subtype:
        yield "type.same_subtype" if one.subtype == other.subtype else "type.other_subtype", 1.0


def _list_place(left: Mention, right: Mention) -> Iterator[Feature]:
    one, other = left.place, right.place
    if one is None or other is None:
        return
    is_same = (
        one.gazetteer_id == other.gazetteer_id if one.gazetteer_id else one.name.lower() == other.name.lower()
    )
    if is_same:
        coarse = "inside" if one.precision != "country" else "same_coarse"
        yield f"place.{'same_spot' if one.precision in FINE else coarse}", 1.0
        return
    borderless = {left.event.threat_type, right.event.threat_type} & BORDERLESS
    if one.country and other.country and one.country != other.country and not borderless:
        yield "place.other_country", 1.0
        return
    gap = measure_gap(one, other)
    if gap is None:
        return
    if gap == 0.0:
        coarse_ends = (one.precision not in FINE) + (other.precision not in FINE)
        yield f"place.{('same_spot', 'inside', 'same_coarse')[coarse_ends]}", 1.0
    else:
        yield f"place.{'nearby' if gap <= FAR_KM / 3 else 'distant' if gap <= FAR_KM else 'far'}", 1.0


def _list_date(left: Mention, right: Mention) -> Iterator[Feature]:
    yield f"date.{_name_date(left, right)}", 1.0
    apart = abs((left.published_at - right.published_at).total_seconds()) / 86_400
    if apart:
        yield "date.published_apart", math.log1p(apart)


def _name_date(left: Mention, right: Mention) -> str:
    gap = gap_days(left, right)
    if are_exact(left, right):
        return "same_day" if gap == 0 else "day_off"
    if left.is_dated and right.is_dated:
        return "same_period" if gap == 0 else "long_apart"
    if gap == 0 or (left.document_id == right.document_id and _are_alike(left, right)):
        # What a text does not date is as old as what it dates: "a blast on Saturday ... the sabotage".
        # "Several cables since 2023" dates none of them.
        is_vague = left.document_id != right.document_id and max(_stretch(left), _stretch(right)) > SEASON
        return "undated_month" if is_vague else "undated_overlap"
    if gap > MONTH:
        # A follow-up that dates nothing, months later, still names the cable.
        return "undated_month" if left.assets & right.assets else "long_apart"
    return "undated_week" if gap <= WEEK else "undated_month"


def _stretch(mention: Mention) -> int:
    """Return the days between the ends of the time meant; a row without a day may be of any time."""
    return (mention.end - mention.start).days


def _list_parties(left: Mention, right: Mention) -> Iterator[Feature]:
    for name, one, other in (
        ("actors", left.actors, right.actors),
        ("recipients", left.recipients, right.recipients),
        ("assets", left.assets, right.assets),
    ):
        if one and other:
            yield f"{name}.shared" if one & other else f"{name}.other", 1.0


def _list_words(left: Mention, right: Mention) -> Iterator[Feature]:
    likeness = measure_likeness(left.terms, right.terms)
    if likeness:
        yield "words.likeness", likeness
    shared = len(left.names & right.names)
    if shared:
        yield "names.shared", min(shared, MOST_NAMES)
    if left.is_other != right.is_other:
        yield "otherness.differs", 1.0
    if right.is_again and not left.is_again:
        yield "otherness.again", 1.0


def _list_context(left: Mention, right: Mention) -> Iterator[Feature]:
    """Yield what surroundings say; those of one text are the same and say nothing."""
    if left.document_id == right.document_id:
        return
    names = measure_likeness(left.context, right.context)
    if names:
        yield "context.likeness", names
        yield "context.likeness_squared", names * names
    # Reports of one speech share their topic, whatever acts they name in passing: a type must bear it out.
    typed = left.is_hybrid and right.is_hybrid
    if left.topic and right.topic and (typed or left.is_follower or right.is_follower):
        yield "topic.known", 1.0
        yield "topic.likeness", min(measure_likeness(left.topic, right.topic), MOST_LIKENESS)
        yield "topic.names", min(names, MOST_LIKENESS)
    shared = len(left.full_names & right.full_names)
    if shared:
        yield "context.full_names", math.log1p(min(shared, MOST_FULL_NAMES))
    if left.ages and right.ages:
        yield "context.same_age" if left.ages & right.ages else "context.other_ages", 1.0


def _list_counts(left: Mention, right: Mention) -> Iterator[Feature]:
    ours = {count.what: count.min for count in left.event.counts}
    same = less = 0
    for count in right.event.counts:
        mine = ours.get(count.what)
        if mine is not None and count.min is not None:
            # A later report may know of more: only a number that shrinks speaks against.
            same += mine == count.min
            less += count.min < mine
    if same:
        yield "counts.same", float(same)
    if less:
        yield "counts.less", float(less)


def _list_nearness(left: Mention, right: Mention) -> Iterator[Feature]:
    if left.document_id == right.document_id:
        if _are_alike(left, right):
            gap = right.event.trigger.start - left.event.trigger.end
            yield "nearness.sentence" if gap < SENTENCE_CHARACTERS else "nearness.document", 1.0
    elif left.origin_id == right.origin_id:
        yield "nearness.origin", 1.0


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


def measure_likeness(one: Mapping[str, float], other: Mapping[str, float]) -> float:
    """Return the cosine of two vectors of weighted terms, each of length 1."""
    shorter, longer = (one, other) if len(one) <= len(other) else (other, one)
    # Terms are sorted, so that the sum is the same to the last bit in every run.
    return sum(weight * longer[term] for term, weight in shorter.items() if term in longer)
