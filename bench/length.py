"""Whether reading time grows with the text and not with its square: a text is read, then one twice as long.

Exits with 1 when doubling the text more than 2.6-folds the time.
"""

import sys
import time

from tocsin.reading.reader import Reader
from tocsin.sources import Intake, make_document

SENTENCES = 400
ROUNDS = 3
STEEPEST = 2.6


def make_text(sentences: int) -> str:
    """Return a text of so many sentences in one paragraph, each with an act, a day, a place and a voice."""
    return " ".join(
        f"Unit {n} struck depot {n % 37} in Odesa on {n % 28 + 1} May, the governor of district {n} said."
        for n in range(sentences)
    )


def measure(reader: Reader, sentences: int) -> float:
    """Return the least seconds that reading a text of so many sentences takes."""
    document = make_document(text=make_text(sentences), intake=Intake(), lang="en")
    times = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        reader.read(document)
        times.append(time.perf_counter() - started)
    return min(times)


if __name__ == "__main__":
    reader = Reader()
    measure(reader, 10)
    once, twice = measure(reader, SENTENCES), measure(reader, 2 * SENTENCES)
    print(f"{len(make_text(SENTENCES))} characters take {once:.2f} s, twice as many {twice:.2f} s")
    print(f"doubling the text takes {twice / once:.2f} times as long; {STEEPEST} is the most allowed")
    sys.exit(twice > STEEPEST * once)
