"""What triage saves and loses, in one run, on the half of the corpus that its weights were not fitted to.

    python bench/triage_speed.py ../shared/corpus [--documents 120]

One document of the corpus goes with nine off-topic ones, each read once and no cache helping: first all
of them with triage off, then with it on. Lost are the counted events of corpus documents put aside.
Throughput is that of the whole mixed stream: documents and words a second, of processor time and of the
clock; the gain is the same in both units, because both runs read the same stream.
`--by-words` mixes one word to nine instead, which leaves more to read: on-topic documents are shorter.
"""

import argparse
import json
import random
import time
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from tocsin.model import Document, Reading
from tocsin.reading.reader import Reader
from tocsin.sources import Intake, make_document, parse_moment

ON_TOPIC = ("wh", "voa", "cep")
OFF_TOPIC = "off-topic"
SHARE = 9
SEED = 11

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


def describe_pace(name: str, documents: int, words: int, seconds: float, clock: float) -> str:
    """Return the throughput of a stream in one line."""
    return (
        f"{name}: {documents / seconds:.1f} documents and {words / seconds:.0f} words a processor second "
        f"({documents / clock:.1f} and {words / clock:.0f} a second of the clock)"
    )


def count(readings: list[Reading], wanted: list[bool]) -> int:
    """Return how many counted events the wanted readings hold."""
    return sum(
        event.is_counted
        for reading, is_wanted in zip(readings, wanted, strict=True)
        for event in reading.events
        if is_wanted
    )


def main() -> None:
    """Mix, read twice, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--documents", type=int, default=120, help="on-topic documents drawn")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--by-words", action="store_true", help="mix by words, not by documents")
    given = parser.parse_args()
    draw = random.Random(SEED)  # noqa: S311 - a draw, no secret
    on_topic = [row for name in ON_TOPIC for row in load_rows(given.corpus, name)]
    on_topic = draw.sample(on_topic, min(given.documents, len(on_topic)))
    off_topic = load_rows(given.corpus, "offtopic")
    draw.shuffle(off_topic)
    rows = list(mix(on_topic, off_topic, by_words=given.by_words))
    documents = make_documents(rows)
    wanted = [row["kind"] != OFF_TOPIC for row in rows]
    words = sum(len(row["text"].split()) for row in rows)
    model = Reader()
    read(Reader(everything=True), documents[:20])
    whole, slow, slow_clock = read(Reader(everything=True), documents)
    sifted, fast, fast_clock = read(model, documents)
    before, after = count(whole, wanted), count(sifted, wanted)
    aside = sum(any(remark.about == "topic" for remark in reading.remarks) for reading in sifted)
    print(f"{len(rows)} documents, {words} words, {sum(wanted)} of them on topic; {aside} put aside")
    print(describe_pace("deep reading alone", len(rows), words, slow, slow_clock))
    print(describe_pace("with triage", len(rows), words, fast, fast_clock))
    print(f"gain: {slow / fast:.1f} times by processor time, {slow_clock / fast_clock:.1f} by the clock")
    print(
        f"counted events of on-topic documents: {before}, with triage {after}: {1 - after / before:.2%} lost"
    )
    noise = [not one for one in wanted]
    print(f"counted events of off-topic documents: {count(whole, noise)}, with triage {count(sifted, noise)}")
    if given.json:
        found = {
            "documents": len(rows),
            "words": words,
            "put_aside": aside,
            "times_faster": round(slow / fast, 2),
        }
        found |= {"counted_events": before, "counted_events_with_triage": after}
        given.json.write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
