"""Find which reports copy one another as they come in: new texts are compared with those that share a key."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from tocsin.model import Document
from tocsin.model.ids import make_number
from tocsin.pipeline.meeting import keep_meeting, meet
from tocsin.register.copies import (
    COPY_REACH,
    are_copies,
    join_copies,
    list_copy_keys,
    list_judged_copies,
    make_shingles,
    rank_document,
)
from tocsin.register.neighbours import Holder, make_moment
from tocsin.store.base import LinkChange, LinkIndex


@dataclass(slots=True)
class Text:
    """A document as far as copies are concerned."""

    document: Document
    shingles: frozenset[bytes]
    keys: tuple[int, ...]
    holder: Holder


def find_roots(
    index: LinkIndex, document_ids: Iterable[str], changed: Mapping[str, str | None]
) -> dict[str, str]:
    """Return the first text of each document's group; a document that is alone is its own."""
    wanted = set(document_ids)
    known = index.load_origins(wanted - set(changed))
    return {name: changed.get(name) or known.get(name, name) for name in wanted}


def trace_copies(
    index: LinkIndex, fresh: Sequence[Document], judged: Iterable[str], change: LinkChange
) -> set[str]:
    """Note new and lost copies and the groups they make; return the known documents parted or united.

    `judged` are documents on which a judgement was given or taken back.
    """
    texts = {make_number(document.id): _make_text(document) for document in fresh}
    _compare_texts(index, texts, change)
    chains = index.list_chains([document.id for document in fresh])
    return _regroup(index, texts, {*judged, *chains}, change)


def _make_text(document: Document) -> Text:
    shingles = make_shingles(document.text)
    moment = make_moment(rank_document(document)[0])
    return Text(document, shingles, list_copy_keys(shingles), (moment, make_number(document.id)))


def _load_texts(index: LinkIndex, numbers: Iterable[int]) -> dict[int, Text]:
    ids = index.find_texts(numbers)
    return {make_number(document.id): _make_text(document) for document in index.load_documents(ids.values())}


def _compare_texts(index: LinkIndex, texts: Mapping[int, Text], change: LinkChange) -> None:
    change.texts.update({number: text.document.id for number, text in texts.items()})
    change.holders.update((key, *text.holder) for text in texts.values() for key in text.keys)
    fresh: dict[int, set[Holder]] = defaultdict(set)
    for text in texts.values():
        for key in text.keys:
            fresh[key].add(text.holder)
    met, parted = meet(index, fresh, fresh, reach=COPY_REACH)
    every = {
        **texts,
        **_load_texts(index, {number for pair in (*met, *parted) for number in pair} - set(texts)),
    }
    for left, right in met:
        if are_copies(every[left].shingles, every[right].shingles):
            change.copies.add((every[left].document.id, every[right].document.id))
    for left, right in _keep_copies(index, parted, every):
        one, other = every[left], every[right]
        shared = set(one.keys) & set(other.keys)
        if not keep_meeting(index, shared, one.holder, other.holder, fresh, reach=COPY_REACH):
            change.lost_copies.add((one.document.id, other.document.id))


def _keep_copies(
    index: LinkIndex, parted: set[tuple[int, int]], texts: Mapping[int, Text]
) -> set[tuple[int, int]]:
    """Return those of the parted pairs that were copies."""
    known = index.list_copies({texts[left].document.id for left, _ in parted})
    return {(one, two) for one, two in parted if (texts[one].document.id, texts[two].document.id) in known}


def _regroup(index: LinkIndex, texts: Mapping[int, Text], judged: set[str], change: LinkChange) -> set[str]:
    """Group anew what new, lost or judged copies touch; a group that none of these parts stays whole."""
    fresh = {text.document.id: text.document for text in texts.values()}
    loosened = _loosen(index, {name for pair in change.lost_copies for name in pair} | judged, fresh)
    lost = {frozenset(pair) for pair in change.lost_copies}
    kept = {pair for pair in index.list_copies(loosened) if frozenset(pair) not in lost}
    judgements = list_judged_copies(index.list_judgements(subjects=(*fresh, *loosened)))
    # The versions of one article are one text, however much was changed in it.
    versions = set(index.list_chains((*fresh, *loosened)).values())
    links: list[Sequence[str]] = [*change.copies, *kept, *judgements, *sorted(versions)]
    outside = {name for link in links for name in link} - set(fresh) - set(loosened)
    roots = {**{name: name for name in outside}, **index.load_origins(outside)}
    nodes = {one.id: one for one in index.load_documents((*loosened, *roots.values()))} | fresh
    mapped = [tuple(n for name in link if (n := roots.get(name, name)) in nodes) for link in links]
    ordered = [document.id for document in sorted(nodes.values(), key=rank_document)]
    found = join_copies(ordered, [group for group in mapped if len(group) > 1])
    return _note_groups(index, found, loosened, fresh, change)


def _loosen(index: LinkIndex, names: Iterable[str], fresh: Mapping[str, Document]) -> dict[str, str]:
    """Return the members of all known groups that hold one of the names, each with its group's first text."""
    known = {name: name for name in names if name not in fresh}
    return {**known, **index.list_copied(index.load_origins(known).values())}


def _note_groups(
    index: LinkIndex,
    found: Mapping[str, str],
    loosened: Mapping[str, str],
    fresh: Mapping[str, Document],
    change: LinkChange,
) -> set[str]:
    """Note the new first texts; return the known documents of groups that were parted or united."""
    groups: dict[str, list[str]] = defaultdict(list)
    homes: dict[str, set[str]] = defaultdict(set)
    for name, root in found.items():
        groups[root].append(name)
        if name in loosened:
            homes[loosened[name]].add(root)
    moved: set[str] = set()
    for root, names in groups.items():
        before = {loosened.get(name, name) for name in names if name not in fresh}
        is_moved = len(before) > 1 or any(len(homes[one]) > 1 for one in before if one in homes)
        whole = [name for name in names if name not in fresh and name not in loosened]
        every = set(names)
        if is_moved or root not in whole:
            every |= set(index.list_copied(whole))
        if is_moved:
            moved |= every - set(fresh)
        if len(every) > 1:
            change.origins.update(dict.fromkeys(every, root))
        else:
            change.origins.update({name: None for name in every if name in loosened})
    return moved
