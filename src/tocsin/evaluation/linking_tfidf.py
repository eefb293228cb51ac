"""A baseline of linking: articles alike in their words, weighed by how rare these are in the file itself."""

import heapq
import math
import re
from collections import Counter, defaultdict
from collections.abc import Sequence

WORD = re.compile(r"[^\W_]{2,}")
# Average likeness from which two groups are one; the value that does best on the development articles.
LEAST_LIKENESS = 0.15
# Words in more than this share of the texts are left out: they cost most of the time and tell least apart.
MOST_TEXTS = 0.05


def link_by_words(texts: Sequence[str]) -> list[int]:
    """Return a cluster for each text, by average link over the cosine of its words."""
    return _merge(len(texts), _measure(texts))


def _measure(texts: Sequence[str]) -> dict[tuple[int, int], float]:
    counted = [Counter(WORD.findall(text.lower())) for text in texts]
    frequency = Counter(word for words in counted for word in words)
    most = max(MOST_TEXTS * len(texts), 10)
    holders: dict[str, list[tuple[int, float]]] = defaultdict(list)
    for number, words in enumerate(counted):
        weights = {
            word: (1 + math.log(count)) * (1 + math.log((1 + len(texts)) / (1 + frequency[word])))
            for word, count in words.items()
        }
        length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
        for word, weight in weights.items():
            if 1 < frequency[word] <= most:
                holders[word].append((number, weight / length))
    likeness: dict[tuple[int, int], float] = defaultdict(float)
    for held in holders.values():
        for place, (left, weight) in enumerate(held):
            for right, other in held[place + 1 :]:
                likeness[left, right] += weight * other
    return likeness


def _merge(size: int, likeness: dict[tuple[int, int], float]) -> list[int]:
    groups: dict[int, list[int]] = {number: [number] for number in range(size)}
    sums: dict[int, dict[int, float]] = defaultdict(dict)
    heap = []
    for (left, right), value in likeness.items():
        sums[left][right] = sums[right][left] = value
        if value >= LEAST_LIKENESS:
            heap.append((-value, left, right))
    heapq.heapify(heap)
    following = size
    while heap:
        _, left, right = heapq.heappop(heap)
        if left not in groups or right not in groups:
            continue
        groups[following] = groups.pop(left) + groups.pop(right)
        joined: Counter[int] = Counter()
        for gone in (left, right):
            joined.update(sums.pop(gone, {}))
        for other, value in joined.items():
            if other in groups:
                sums[following][other] = sums[other][following] = value
                average = value / (len(groups[following]) * len(groups[other]))
                if average >= LEAST_LIKENESS:
                    heapq.heappush(heap, (-average, following, other))
        following += 1
    labels = [0] * size
    for label, members in groups.items():
        for member in members:
            labels[member] = label
    return labels
