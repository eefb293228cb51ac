"""Whether a document costs more after a hundred thousand others: one process reads them all.

The texts are the short ones of the corpus, again and again with other ids and an invented word each, so that
the string store grows as it does on news. At 10^3, 10^4, ... documents the same thousand are read and
timed, with every bounded cache emptied before, so that none of them is told from memory. Seconds are of the
processor, and each is also given as a multiple of a bare parse of fixed texts by a pipeline that meets no
others, timed in between, which takes out what other programs on the machine do to its speed.
"""

import argparse
import gc
import json
import random
import resource
import statistics
import time
from collections.abc import Iterator
from functools import _lru_cache_wrapper
from pathlib import Path
from typing import Any

import spacy
from made_words import make_word
from saving import Parts, say

from tocsin.model import Document
from tocsin.pipeline.local import read_documents
from tocsin.reading.parse import DEFAULT_MODEL
from tocsin.reading.reader import Reader
from tocsin.sources import Intake, make_document, parse_moment

SEED = 3
MOST_WORDS = 30
WINDOW = 1_000
PIECES = 20
"""A window is timed in so many pieces; between them the yardstick is laid on."""
YARD = 40
"""Texts of the yardstick."""
REPEATS = 3


def load_texts(corpus: Path) -> list[tuple[str, str]]:
    """Return the short texts of the corpus with their days, in an order drawn once."""
    rows = [json.loads(line) for line in (corpus / "cep.jsonl").open(encoding="utf-8")]
    found = [(row["text"], row["date"]) for row in rows if row["n_words"] <= MOST_WORDS]
    random.Random(SEED).shuffle(found)
    return found


def make_documents(texts: list[tuple[str, str]], number: int) -> Iterator[Document]:
    """Yield a document for each text: with another id, and a word that no document before had."""
    chance = random.Random(number)
    for text, day in texts:
        number += 1
        word = make_word(chance, 3).title() + f"{number:x}"
        yield make_document(
            text=f"{text} {word} reported it.",
            intake=Intake(),
            external_id=str(number),
            lang="en",
            published_at=parse_moment(day),
        )


def empty_caches() -> None:
    """Empty every bounded cache of functions; tables that are loaded once stay."""
    for one in gc.get_objects():
        if isinstance(one, _lru_cache_wrapper) and one.cache_parameters()["maxsize"] is not None:
            one.cache_clear()


class Yardstick:
    """A fixed piece of work of the same sort: the same texts, parsed by a pipeline that meets no others."""

    def __init__(self, texts: list[str], model: str = DEFAULT_MODEL) -> None:
        self._nlp, self._texts = spacy.load(model), texts
        self.time()

    def time(self) -> float:
        """Return the processor seconds of the work."""
        started = time.process_time()
        for _ in self._nlp.pipe(self._texts, batch_size=len(self._texts)):
            pass
        return time.process_time() - started


def read(reader: Reader, documents: list[Document]) -> float:
    """Return the processor seconds that reading takes."""
    started = time.process_time()
    for _ in read_documents(documents, reader):
        pass
    return time.process_time() - started


def time_window(
    reader: Reader, yardstick: Yardstick, texts: list[tuple[str, str]], number: int
) -> tuple[float, float]:
    """Return milliseconds a document of the same texts, and that as a multiple of bare parses."""
    documents = list(make_documents(texts, number))
    empty_caches()
    step = len(texts) // PIECES
    spent, fixed = 0.0, yardstick.time()
    for start in range(0, len(texts), step):
        spent += read(reader, documents[start : start + step])
        fixed += yardstick.time()
    each = spent / len(texts)
    return 1000 * each, each / (fixed / (PIECES + 1) / YARD)


def measure_growth(corpus: Path, largest: int, *, window: int = WINDOW) -> list[dict[str, Any]]:
    """Return the cost of a document after 10^3, 10^4, ... others, up to the largest number."""
    texts = load_texts(corpus)
    reader = Reader(everything=True)
    read(reader, list(make_documents(texts[-200:], 0)))  # tables are loaded, code is warm
    yardstick = Yardstick([text for text, _ in texts[-YARD:]])
    rows: list[dict[str, Any]] = []
    done, place = 0, window
    others = texts[window:]
    while place <= largest:
        before = max(0, place - REPEATS * window) if place > window else 0
        while done < before:
            start = done % len(others)
            some = others[start : start + min(window, before - done)]
            read(reader, list(make_documents(some, done)))
            done += len(some)
            say(f"  {done} documents")
        times = []
        for _ in range(REPEATS):
            times.append(time_window(reader, yardstick, texts[:window], 10_000_000 + done))
            done += window
        rows.append(
            {
                "documents": done,
                "ms": round(statistics.median(one for one, _ in times), 3),
                "ms_each": [round(one, 3) for one, _ in times],
                "of_parse": round(statistics.median(two for _, two in times), 2),
                "of_parse_each": [round(two, 2) for _, two in times],
                "strings": len(reader._nlp.vocab.strings),  # noqa: SLF001 - what grows is looked at
                "rss_mb": _tell_memory(),
            }
        )
        say(str(rows[-1]))
        place *= 10
    for row in rows:
        row["ratio"] = round(row["of_parse"] / rows[0]["of_parse"], 3)
        row["ratio_raw"] = round(row["ms"] / rows[0]["ms"], 3)
    return rows


def _tell_memory() -> int:
    """Return the memory this process holds now, in MB; its peak where the system does not tell."""
    status = Path("/proc/self/status")
    if status.exists():
        lines = status.read_text().splitlines()
        return next(int(line.split()[1]) // 1024 for line in lines if line.startswith("VmRSS"))
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--largest", type=int, default=100_000)
    parser.add_argument(
        "--window", type=int, default=WINDOW, help="documents that are timed, a multiple of 20"
    )
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    # All in one process, which is what is measured: there are no parts to go on from.
    kept = Parts(given.json, {"largest": given.largest, "window": given.window})
    kept.end(
        kept.take("growth", lambda: measure_growth(given.corpus, given.largest, window=given.window)),
    )
