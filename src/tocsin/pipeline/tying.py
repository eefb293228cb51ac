"""Tie new mentions to those stored: which edges come, which go, and what has to be linked again."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from tocsin.model import Claim, Reading
from tocsin.model.codec import decode, encode
from tocsin.model.ids import make_number
from tocsin.pipeline.meeting import keep_meeting, meet
from tocsin.pipeline.tracing import find_roots
from tocsin.register.attaching import opens
from tocsin.register.edges import is_edge, list_mention_keys, number_mention
from tocsin.register.followups import DAYS_BEFORE, list_told_keys
from tocsin.register.kinds import are_kinds_of_one
from tocsin.register.mentions import Mention
from tocsin.register.neighbours import MICROSECOND, Holder, make_moment
from tocsin.register.persons import is_surname, learn_persons, list_first_names
from tocsin.store.base import LinkChange, LinkIndex, MentionRow

ALWAYS = 2**63 - 1
LOOK_BACK = DAYS_BEFORE // MICROSECOND


def write_mention(mention: Mention) -> MentionRow:
    """Return the row of a mention, without whose text it copies: later reports change that."""
    payload = json.dumps(encode(replace(mention, origin_id="")), separators=(",", ":"))
    return MentionRow(make_number(mention.id), mention.id, mention.document_id, payload)


def read_mentions(index: LinkIndex, payloads: Mapping[int, str], change: LinkChange) -> dict[int, Mention]:
    """Return mentions from their rows, with the first text that each one's document copies."""
    return _build_mentions(
        index, {number: json.loads(payload) for number, payload in payloads.items()}, change
    )


def _build_mentions(index: LinkIndex, raw: Mapping[int, Any], change: LinkChange) -> dict[int, Mention]:
    roots = find_roots(index, {one["document_id"] for one in raw.values()}, change.origins)
    return {
        number: decode(Mention, one | {"origin_id": roots[one["document_id"]]}) for number, one in raw.items()
    }


class _StoredKind(NamedTuple):
    """The kind of a stored mention, read without the rest of it."""

    event_type: str | None
    mode: str | None
    threat_type: str | None


def _read_kin(
    index: LinkIndex, met: Iterable[tuple[int, int]], known: Mapping[int, Mention], change: LinkChange
) -> dict[int, Mention]:
    """Return the mentions met that can be one act with what they met: most of a crowded block cannot."""
    partners: dict[int, list[Mention]] = defaultdict(list)
    for pair in met:
        for number, other in (pair, pair[::-1]):
            if number not in known:
                partners[number].append(known[other])
    raw: dict[int, Any] = {n: json.loads(payload) for n, payload in index.load_mentions(partners).items()}
    kinds = {
        n: _StoredKind(*(one["event"].get(field) for field in _StoredKind._fields)) for n, one in raw.items()
    }
    kin = {
        n: raw[n]
        for n, kind in kinds.items()
        # A verdict or an answer may follow an act of any kind.
        if raw[n].get("is_follower")
        or any(one.is_follower or are_kinds_of_one(kind, one.event) for one in partners[n])
    }
    return _build_mentions(index, kin, change)


def tie_mentions(
    index: LinkIndex, fresh: Mapping[int, Mention], moved: Iterable[str], change: LinkChange
) -> set[int]:
    """Note the rows, keys and edges of new mentions; return all mentions that must be linked again.

    `moved` are known documents whose copies are others now: what their mentions score is another, too.
    """
    rescored = read_mentions(index, {row.number: row.payload for row in index.find_mentions(moved)}, change)
    change.mentions.extend(write_mention(mention) for mention in fresh.values())
    keys = {number: list_mention_keys(one) for number, one in {**fresh, **rescored}.items()}
    new, wanted = _hold(fresh, keys), _hold({**fresh, **rescored}, keys)
    change.holders.update((key, *holder) for key, holders in new.items() for holder in holders)
    met, parted = meet(index, wanted, new)
    every = {**fresh, **rescored}
    every |= _read_kin(index, met, every, change)
    edges = {
        (one, two) for one, two in met if one in every and two in every and is_edge(every[one], every[two])
    }
    known = {(min(pair), max(pair)) for pair in index.list_edges(rescored)}
    change.edges |= edges - known
    change.lost_edges |= (known - edges) | _find_lost(index, parted, set(rescored), new, change)
    ends = {number for pair in change.lost_edges for number in pair}
    return {*fresh, *rescored, *ends}


def _hold(mentions: Mapping[int, Mention], keys: Mapping[int, Sequence[int]]) -> dict[int, set[Holder]]:
    held: dict[int, set[Holder]] = defaultdict(set)
    for number, mention in mentions.items():
        for key in keys[number]:
            held[key].add(number_mention(mention))
    return held


def _find_lost(
    index: LinkIndex,
    parted: set[tuple[int, int]],
    rescored: set[int],
    fresh: Mapping[int, set[Holder]],
    change: LinkChange,
) -> set[tuple[int, int]]:
    """Return the edges between mentions that met in no key any more once new ones came between them."""
    pairs = {pair for pair in parted if not rescored & set(pair)}
    edges = pairs & index.list_edges({left for left, _ in pairs})
    mentions = read_mentions(index, index.load_mentions({n for pair in edges for n in pair}), change)
    keys = {number: set(list_mention_keys(mention)) for number, mention in mentions.items()}
    places = {number: number_mention(mention) for number, mention in mentions.items()}
    return {
        (one, two)
        for one, two in edges
        if not keep_meeting(index, keys[one] & keys[two], places[one], places[two], fresh)
    }


def list_told(mentions: Iterable[Mention]) -> dict[tuple[str, str], datetime]:
    """Return when each kind of act was first told of each place by these mentions."""
    told: dict[tuple[str, str], datetime] = {}
    for mention in mentions:
        if opens(mention) and not mention.looks_back:
            for key in list_told_keys(mention):
                told[key] = min(told.get(key, mention.published_at), mention.published_at)
    return told


def number_told(key: tuple[str, str], *, looks_back: bool) -> int:
    """Return the key under which mentions of a kind and place stand: first words apart from looks back."""
    return make_number(f"{'back' if looks_back else 'told'} {' '.join(key)}")


def note_told(index: LinkIndex, fresh: Mapping[int, Mention], change: LinkChange) -> set[int]:
    """Note who tells of which kind of act where; return what turns out to come back to an older one."""
    for mention in fresh.values():
        if opens(mention):
            keys = [number_told(key, looks_back=mention.looks_back) for key in list_told_keys(mention)]
            change.holders.update((key, *number_mention(mention)) for key in keys)
    turned: set[int] = set()
    for key, moment in list_told(fresh.values()).items():
        before = index.find_first(number_told(key, looks_back=False))
        since = make_moment(moment) + LOOK_BACK
        until = ALWAYS if before is None else before + LOOK_BACK
        if since < until:
            back = number_told(key, looks_back=True)
            turned |= set(index.find_holders(back, since=since, until=until))
    return turned | _find_beside(index, turned, change)


def _find_beside(index: LinkIndex, turned: set[int], change: LinkChange) -> set[int]:
    """Return what stands in one text with mentions that turned: it may turn along with them."""
    mentions = read_mentions(index, index.load_mentions(turned), change)
    return {row.number for row in index.find_mentions({one.document_id for one in mentions.values()})}


def note_persons(
    index: LinkIndex,
    readings: Iterable[Reading],
    claims: Mapping[str, Sequence[Claim]],
    change: LinkChange,
) -> set[int]:
    """Note full names that reports teach and bare surnames that claims give; return what is named anew."""
    for claim in (claim for held in claims.values() for claim in held):
        if claim.reported_at is not None:
            for holder in filter(is_surname, claim.holders):
                place = make_moment(claim.reported_at), make_number(claim.event_id)
                change.holders.add((number_surname(holder), *place))
    learnt = list_first_names(learn_persons(readings))
    known = {(surname, name): moment for surname, name, moment in index.load_persons(p[0] for p in learnt)}
    first = [p for p in learnt if (p[0], p[1]) not in known or p[2] < known[(p[0], p[1])]]
    change.persons = tuple(first)
    renamed: set[int] = set()
    for surname, name, moment in first:
        before = known.get((surname, name))
        until = ALWAYS if before is None else make_moment(before)
        renamed |= set(index.find_holders(number_surname(surname), since=make_moment(moment), until=until))
    return renamed


def number_surname(surname: str) -> int:
    """Return the key under which mentions stand whose claims somebody by a bare surname holds."""
    return make_number(f"surname {surname}")
