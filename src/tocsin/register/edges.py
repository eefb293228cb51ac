"""Say which mentions may be one act: those that share a key and are alike enough, or lean on one another.

What is grouped and attached follows these edges only, so that mentions no edge ties change nothing for one
another: what one report touches is what its edges reach.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from tocsin.model.ids import make_number
from tocsin.register.attaching import ATTACH_SCORE, FOLLOW_SCORE, could_lean
from tocsin.register.blocking import list_block_keys
from tocsin.register.comparing import score_pair
from tocsin.register.kinds import are_kin, is_following
from tocsin.register.mentions import Mention
from tocsin.register.merging import LEAST_EDGE, Pair
from tocsin.register.neighbours import Holder, list_meetings, make_moment

LEAST_SCORE = min(LEAST_EDGE, ATTACH_SCORE)


def number_mention(mention: Mention) -> Holder:
    """Return where a mention stands among the holders of a key."""
    return make_moment(mention.published_at), make_number(mention.id)


def list_mention_keys(mention: Mention) -> tuple[int, ...]:
    """Return the keys under which a mention meets those that may be the same act; its document is one."""
    names = {f"document {mention.document_id}", *(f"block {key}" for key in list_block_keys(mention))}
    return tuple(sorted(make_number(name) for name in names))


def is_edge(one: Mention, other: Mention) -> bool:
    """Whether two mentions that share a key may be one act, or one may go where the other is."""
    left, right = (one, other) if (one.key, one.id) <= (other.key, other.id) else (other, one)
    if is_following(left, right):
        followed = score_pair(left, right)
        return followed is not None and followed >= FOLLOW_SCORE
    if not are_kin(left, right):
        return False
    if could_lean(left, right):
        return True
    score = score_pair(left, right)
    return score is not None and score >= LEAST_SCORE


def find_edges(mentions: Sequence[Mention]) -> tuple[Pair, ...]:
    """Return pairs of positions that an edge ties, each once, the earlier mention first."""
    return tuple((one, other) for one, other in find_met(mentions) if is_edge(mentions[one], mentions[other]))


def find_met(mentions: Sequence[Mention]) -> tuple[Pair, ...]:
    """Return pairs of positions that share a key, whatever they score, each once, the smaller first."""
    places: dict[int, int] = {}
    holders: dict[int, list[Holder]] = defaultdict(list)
    for index, mention in enumerate(mentions):
        holder = number_mention(mention)
        places[holder[1]] = index
        for key in list_mention_keys(mention):
            holders[key].append(holder)
    met = (sorted((places[left], places[right])) for left, right in list_meetings(holders))
    return tuple(sorted({(one, other) for one, other in met}))


def place_edges(mentions: Sequence[Mention], edges: Iterable[Pair]) -> tuple[Pair, ...]:
    """Return edges between numbers as pairs of positions, those between the mentions given only."""
    places = {make_number(mention.id): index for index, mention in enumerate(mentions)}
    known = ((places[left], places[right]) for left, right in edges if left in places and right in places)
    return tuple(sorted({(min(pair), max(pair)) for pair in known}))
