"""What triage saves and loses, in one run, on the half of the corpus that its weights were not fitted to.

    python bench/triage_speed.py ../shared/corpus [--documents 40] [--rounds 3]

One document of the corpus goes with nine off-topic ones; each round has other documents and reads them with
triage off and with it on, caches emptied before. Lost are the counted events of corpus documents put aside.
Throughput is that of the whole mixed stream: documents and words a second, of processor time and of the
clock; the gain is the same in both units, because both runs read the same stream.
`--by-words` mixes one word to nine instead, which leaves more to read: on-topic documents are shorter.
"""

import argparse
import json
import random
import statistics
import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from growth import empty_caches
from saving import Parts, say

from tocsin.model import Document, Reading
from tocsin.reading.reader import Reader
from tocsin.sources import Intake, make_document, parse_moment

ON_TOPIC = ("wh", "voa", "cep")
OFF_TOPIC = "off-topic"
SHARE = 9
SEED = 11
DEEP, SIFTED = "deep reading alone", "with triage"

Row = dict[str, Any]


def is_unseen(key: str) -> bool:
    """Whether training/triage leaves a document for this measurement."""
    return int(sha256(key.encode()).hexdigest()[:8], 16) % 2 == 1


def load_rows(corpus: Path, name: str) -> list[Row]:
    """Return the documents of one file of the corpus that the weights have not seen."""
    with (corpus / f"{name}.jsonl").open(encoding="utf-8") as lines:
        return [row for row in map(json.loads, lines) if is_unseen(row["id"])]


def mix(on_topic: list[Row], off_topic: list[Row], *, by_words: bool) -> Iterator[Row]:
    """Yield each on-topic row and nine off-topic ones, or as many as have nine times its words.

    Where more are needed than there are, they come again with other ids, never twice the same text in a row.
    """
    rounds = owed = 0
    for row in on_topic:
        yield row
        owed = owed + SHARE * len(row["text"].split()) if by_words else SHARE
        while owed > 0:
            again, place = divmod(rounds, len(off_topic))
            drawn = off_topic[place]
            yield {
                **drawn,
                "id": f"{drawn['id']}#{again}",
                "text": f"{drawn['text']}\n\n{again or ''}".rstrip(),
            }
            owed -= len(drawn["text"].split()) if by_words else 1
            rounds += 1


def make_documents(rows: list[Row]) -> list[Document]:
    """Return the documents of rows."""
    return [
        make_document(text=row["text"], intake=Intake(), lang="en", published_at=parse_moment(row["date"]))
        for row in rows
    ]


def read(reader: Reader, documents: list[Document]) -> tuple[list[Reading], float, float]:
    """Return the readings of documents, and the seconds of processor and clock that they took."""
    started, begun = time.process_time(), time.perf_counter()
    readings = [reader.read_parsed(document, passages) for document, passages in reader.parse(documents)]
    return readings, time.process_time() - started, time.perf_counter() - begun


def count(readings: list[Reading], wanted: list[bool]) -> int:
    """Return how many counted events the wanted readings hold."""
    return sum(
        event.is_counted
        for reading, is_wanted in zip(readings, wanted, strict=True)
        for event in reading.events
        if is_wanted
    )


def draw_rounds(
    corpus: Path, documents: int, rounds: int, *, by_words: bool
) -> list[tuple[list[Row], list[Row]]]:
    """Return for each round on-topic rows and off-topic ones: no row is in two rounds while they last."""
    draw = random.Random(SEED)
    on_topic = [row for name in ON_TOPIC for row in load_rows(corpus, name)]
    off_topic = load_rows(corpus, "offtopic")
    draw.shuffle(on_topic)
    draw.shuffle(off_topic)
    documents = min(documents, len(on_topic) // rounds)
    step = len(off_topic) // rounds
    return [
        (on_topic[number * documents :][:documents], off_topic[number * step :][:step])
        for number in range(rounds)
    ]


def measure_round(rows: list[Row], number: int, readers: dict[str, Reader]) -> dict[str, Any]:
    """Read a stream both ways, the other way first in every second round; return the figures."""
    documents = make_documents(rows)
    wanted = [row["kind"] != OFF_TOPIC for row in rows]
    noise = [not one for one in wanted]
    found: dict[str, Any] = {
        "documents": len(rows),
        "on_topic": sum(wanted),
        "words": sum(len(row["text"].split()) for row in rows),
    }
    for way in list(readers)[:: -1 if number % 2 else 1]:
        empty_caches()
        readings, cpu, clock = read(readers[way], documents)
        found[way] = {
            "cpu_s": cpu,
            "wall_s": clock,
            "put_aside": sum(any(remark.about == "topic" for remark in one.remarks) for one in readings),
            "counted_on_topic": count(readings, wanted),
            "counted_off_topic": count(readings, noise),
        }
        say(f"  {way}: {cpu:.1f} s of the processor for {len(rows)} documents")
    return found


def measure(corpus: Path, parts: Parts, *, documents: int, rounds: int, by_words: bool) -> dict[str, Any]:
    """Return how many times faster the mixed stream is with triage, and what it loses; a round is a part."""
    readers = {DEEP: Reader(everything=True), SIFTED: Reader()}
    drawn = draw_rounds(corpus, documents, rounds, by_words=by_words)
    warming = make_documents(load_rows(corpus, "offtopic")[-10:])
    for reader in readers.values():
        read(reader, warming)
    every = [
        parts.take(
            f"round {number + 1}",
            lambda number=number, rows=rows: measure_round(
                list(mix(*rows, by_words=by_words)), number, readers
            ),
        )
        for number, rows in enumerate(drawn)
    ]
    return summarize(every)


def summarize(every: list[dict[str, Any]]) -> dict[str, Any]:
    """Return the figures of all rounds together, and the spread of the gain."""
    gains = [one[DEEP]["cpu_s"] / one[SIFTED]["cpu_s"] for one in every]
    by_clock = [one[DEEP]["wall_s"] / one[SIFTED]["wall_s"] for one in every]
    counted = {way: sum(one[way]["counted_on_topic"] for one in every) for way in (DEEP, SIFTED)}
    words = sum(one["words"] for one in every)
    return {
        **{name: sum(one[name] for one in every) for name in ("documents", "on_topic", "words")},
        "rounds": len(every),
        "put_aside": sum(one[SIFTED]["put_aside"] for one in every),
        "times_faster": round(statistics.median(gains), 2),
        "times_faster_least": round(min(gains), 2),
        "times_faster_most": round(max(gains), 2),
        "times_faster_by_clock": round(statistics.median(by_clock), 2),
        "words_per_second": {
            way: round(words / sum(one[way]["cpu_s"] for one in every)) for way in (DEEP, SIFTED)
        },
        "counted_events": counted[DEEP],
        "counted_events_with_triage": counted[SIFTED],
        "counted_off_topic": sum(one[DEEP]["counted_off_topic"] for one in every),
        "counted_off_topic_with_triage": sum(one[SIFTED]["counted_off_topic"] for one in every),
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--documents", type=int, default=40, help="on-topic documents of a round")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--by-words", action="store_true", help="mix by words, not by documents")
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    asked = {"documents": given.documents, "rounds": given.rounds, "by_words": given.by_words}
    kept = Parts(given.json, asked)
    kept.end(measure(given.corpus, kept, **asked))
