"""Find copies of one text, so that reach is not taken for independent confirmation."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from hashlib import blake2b

from tocsin.model import Document, Judgement, JudgementKind
from tocsin.model.ids import make_number
from tocsin.register.neighbours import list_meetings, make_moment

SHINGLE_WORDS = 5
# Two texts are copies where they share this much, or where the shorter lies this far inside the longer.
JACCARD_OF_COPIES = 0.5
CONTAINMENT_OF_COPIES = 0.8
# Texts under so many shingles say too little to be called a copy unless they are the same.
FEWEST_SHINGLES = 8
# Texts are compared where they share one of the shingles kept: one in so many, and the first few by hash.
# A brief that lies wholly in a long report shares some of the first kind, two alike some of the second.
KEPT_ONE_IN = 8
KEPT_FIRST = 8
MOST_KEPT = 256
# In boilerplate ("this is a developing story") a text meets the next so many before and after it in time.
COPY_REACH = 8
WORD = re.compile(r"\w+")
LAST_MOMENT = datetime.max.replace(tzinfo=UTC)


def group_origins(
    documents: Iterable[Document],
    *,
    judgements: Iterable[Judgement] = (),
    chains: Mapping[str, Sequence[str]] | None = None,
) -> dict[str, str]:
    """Return for each document the id of the earliest text that it copies, or its own.

    `chains` are the versions of articles that have several: these are one text.
    """
    ordered = sorted(documents, key=rank_document)
    known = {document.id for document in ordered}
    told = (*list_judged_copies(judgements), *sorted({tuple(chain) for chain in (chains or {}).values()}))
    groups = (tuple(name for name in group if name in known) for group in told)
    return join_copies([document.id for document in ordered], (*find_copies(ordered), *groups))


def list_judged_copies(judgements: Iterable[Judgement]) -> tuple[tuple[str, ...], ...]:
    """Return the groups of documents that standing judgements call copies."""
    return tuple(
        judgement.subjects
        for judgement in judgements
        if judgement.kind is JudgementKind.COPY and judgement.withdrawn_at is None
    )


def join_copies(ordered: Sequence[str], groups: Iterable[Sequence[str]]) -> dict[str, str]:
    """Return for each of the ids, given in the order of `rank_document`, the first of those tied to it."""
    places = {document_id: index for index, document_id in enumerate(ordered)}
    roots = list(range(len(ordered)))

    def find(index: int) -> int:
        while roots[index] != index:
            roots[index] = roots[roots[index]]
            index = roots[index]
        return index

    for group in groups:
        tops = sorted({find(places[document_id]) for document_id in group})
        for top in tops[1:]:
            roots[top] = tops[0]
    return {document_id: ordered[find(index)] for document_id, index in places.items()}


def rank_document(document: Document) -> tuple[datetime, str]:
    """Return the key that puts documents in the order they were published, undated ones last."""
    return (document.published_at or LAST_MOMENT, document.id)


def make_shingles(text: str) -> frozenset[bytes]:
    """Return a text's runs of five words, each as a short hash; a shorter text is one run."""
    words = WORD.findall(text.lower())
    runs = range(max(len(words) - SHINGLE_WORDS + 1, 1))
    return frozenset(
        blake2b(" ".join(words[i : i + SHINGLE_WORDS]).encode("utf-8", "replace"), digest_size=8).digest()
        for i in runs
    )


def list_copy_keys(shingles: frozenset[bytes]) -> tuple[int, ...]:
    """Return the keys under which a text meets those that may be copies of it."""
    numbers = sorted(int.from_bytes(shingle, "big") for shingle in shingles)
    limit = 2**64 // KEPT_ONE_IN
    kept = [number for place, number in enumerate(numbers) if number < limit or place < KEPT_FIRST]
    return tuple(make_number(f"copy {number}") for number in kept[:MOST_KEPT])


def find_copies(documents: Sequence[Document]) -> tuple[tuple[str, str], ...]:
    """Return the pairs of documents of which one copies the other."""
    shingles = {make_number(document.id): make_shingles(document.text) for document in documents}
    ids = {make_number(document.id): document.id for document in documents}
    holders: Mapping[int, list[tuple[int, int]]] = defaultdict(list)
    for document, (number, held) in zip(documents, shingles.items(), strict=True):
        for key in list_copy_keys(held):
            holders[key].append((make_moment(rank_document(document)[0]), number))
    return tuple(
        (ids[left], ids[right])
        for left, right in sorted(list_meetings(holders, reach=COPY_REACH))
        if are_copies(shingles[left], shingles[right])
    )


def are_copies(left: frozenset[bytes], right: frozenset[bytes]) -> bool:
    """Whether two texts, as their shingles, are so alike that one copies the other."""
    return _are_copies(len(left), len(right), len(left & right))


def _are_copies(left: int, right: int, shared: int) -> bool:
    shorter = min(left, right)
    if shorter < FEWEST_SHINGLES:
        return shared == left == right
    return shared / (left + right - shared) >= JACCARD_OF_COPIES or shared / shorter >= CONTAINMENT_OF_COPIES
