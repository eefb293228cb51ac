"""How long reading takes beside the parse it stands on, measured in one run on the same texts.

The figure is a ratio, so that it holds on machines of different speed: 1.5 means that finding statements
and events takes half as long again as spaCy's parse alone.
"""

import statistics
import time
from collections.abc import Callable

from tocsin.reading.reader import Reader
from tocsin.sources import iter_sample
from tocsin.sources.identify import identify_language

ROUNDS = 5


def measure(work: Callable[[], object]) -> float:
    """Return the seconds a piece of work takes."""
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    reader = Reader()
    documents = [identify_language(document) for document in iter_sample()]
    words = sum(len(document.text.split()) for document in documents)
    parsed = list(reader.parse(documents))
    ratios, rates = [], []
    for _ in range(ROUNDS):
        parse = measure(lambda: list(reader.parse(documents)))
        rest = measure(lambda: [reader.read_parsed(document, passages) for document, passages in parsed])
        ratios.append((parse + rest) / parse)
        rates.append(words / (parse + rest))
    print(f"{len(documents)} reports, {words} words, {ROUNDS} rounds")
    print(
        f"reading takes {statistics.median(ratios):.2f} times the parse ({min(ratios):.2f}-{max(ratios):.2f})"
    )
    print(f"{statistics.median(rates):.0f} words a second here")
