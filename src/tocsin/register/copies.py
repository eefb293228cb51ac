"""Find copies of one text, so that reach is not taken for independent confirmation."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from hashlib import blake2b

from tocsin.model import Document, Judgement, JudgementKind

SHINGLE_WORDS = 5
# Two texts are copies where they share this much, or where the shorter lies this far inside the longer.
JACCARD_OF_COPIES = 0.5
CONTAINMENT_OF_COPIES = 0.8
# Texts under so many shingles say too little to be called a copy unless they are the same.
FEWEST_SHINGLES = 8
# A shingle in more texts than this is boilerplate ("this is a developing story").
MOST_TEXTS_A_SHINGLE = 60
WORD = re.compile(r"\w+")
LAST_MOMENT = datetime.max.replace(tzinfo=UTC)


def group_origins(documents: Iterable[Document], *, judgements: Iterable[Judgement] = ()) -> dict[str, str]:
    """Return for each document the id of the earliest text that it copies, or its own."""
    ordered = sorted(documents, key=rank_document)
    places = {document.id: index for index, document in enumerate(ordered)}
    roots = list(range(len(ordered)))

    def find(index: int) -> int:
        while roots[index] != index:
            roots[index] = roots[roots[index]]
            index = roots[index]
        return index

    judged = [
        tuple(places[subject] for subject in judgement.subjects if subject in places)
        for judgement in judgements
        if judgement.kind is JudgementKind.COPY and judgement.withdrawn_at is None
    ]
    for group in (*_find_copies(ordered), *judged):
        tops = sorted({find(index) for index in group})
        for top in tops[1:]:
            roots[top] = tops[0]
    return {document.id: ordered[find(index)].id for index, document in enumerate(ordered)}


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


def _find_copies(documents: Sequence[Document]) -> Iterable[tuple[int, int]]:
    shingles = [make_shingles(document.text) for document in documents]
    holders: dict[bytes, list[int]] = defaultdict(list)
    for index, held in enumerate(shingles):
        for shingle in held:
            holders[shingle].append(index)
    shared: dict[tuple[int, int], int] = defaultdict(int)
    for indices in holders.values():
        if 1 < len(indices) <= MOST_TEXTS_A_SHINGLE:
            for place, left in enumerate(indices):
                for right in indices[place + 1 :]:
                    shared[(left, right)] += 1
    for (left, right), count in sorted(shared.items()):
        if _are_copies(len(shingles[left]), len(shingles[right]), count):
            yield left, right


def _are_copies(left: int, right: int, shared: int) -> bool:
    shorter = min(left, right)
    if shorter < FEWEST_SHINGLES:
        return shared == left == right
    return shared / (left + right - shared) >= JACCARD_OF_COPIES or shared / shorter >= CONTAINMENT_OF_COPIES
