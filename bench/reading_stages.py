"""Words a second of bare spaCy, of tocsin with each stage added, and of peers, on the same texts.

All run in one process with one numeric thread, in interleaved rounds, timed in processor seconds: what
others do on the machine moves a round, not the ratios within it. Each line of the result is a ratio to bare
spaCy of the same round, with the smallest and largest of all rounds.

    python bench/reading_stages.py ../shared/corpus [--words 40000] [--rounds 7] [--peers DIR]

DIR may hold checkouts of peers that no package index carries: `GenderGapTracker`.
"""

import os

for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"):
    os.environ.setdefault(_name, "1")

import argparse  # noqa: E402 - numeric libraries look at the environment when they are loaded
import importlib  # noqa: E402
import json  # noqa: E402
import random  # noqa: E402
import statistics  # noqa: E402
import sys  # noqa: E402
import tempfile  # noqa: E402
import time  # noqa: E402
import types  # noqa: E402
from collections.abc import Callable  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Any  # noqa: E402

import spacy  # noqa: E402
from saving import Parts, say  # noqa: E402

from tocsin.exports.coded import TABLES, make_coded_rows, write_coded_table  # noqa: E402
from tocsin.languages import load_language  # noqa: E402
from tocsin.model import Document, Reading  # noqa: E402
from tocsin.pipeline.local import read_documents  # noqa: E402
from tocsin.reading.events import find_events  # noqa: E402
from tocsin.reading.parse import DEFAULT_MODEL, MAX_BATCH_PIECES  # noqa: E402
from tocsin.reading.reader import Reader  # noqa: E402
from tocsin.reading.statements import find_statements  # noqa: E402
from tocsin.sources import Intake, make_document, parse_moment  # noqa: E402

FILES = ("wh", "voa", "cep")
SEED = 17
BATCH = MAX_BATCH_PIECES
"""Texts that bare spaCy parses at once: as many pieces as tocsin's parse."""

Work = Callable[[list[Document]], object]


def draw_documents(corpus: Path, words: int) -> list[Document]:
    """Return documents of the corpus, drawn from each of its files by its share of their words."""
    rows = {name: [json.loads(line) for line in (corpus / f"{name}.jsonl").open()] for name in FILES}
    sizes = {name: sum(row["n_words"] for row in some) for name, some in rows.items()}
    chance = random.Random(SEED)
    found: list[Document] = []
    for name, some in rows.items():
        chance.shuffle(some)
        left = words * sizes[name] / sum(sizes.values())
        for row in some:
            if left <= 0:
                break
            left -= row["n_words"]
            moment = parse_moment(row["date"])
            found.append(
                make_document(
                    text=row["text"],
                    intake=Intake(),
                    lang="en",
                    external_id=row["id"],
                    url=row.get("url"),
                    published_at=moment,
                )
            )
    return found


def list_stages(model: str = DEFAULT_MODEL) -> dict[str, Work]:
    """Return bare spaCy and tocsin stage by stage, each with all before it."""
    nlp = spacy.load(model)
    reader = Reader(model=model, everything=True)
    language = load_language("en")

    def parse_bare(documents: list[Document]) -> None:
        for _ in nlp.pipe((document.text for document in documents), batch_size=BATCH):
            pass

    def parse(documents: list[Document]) -> None:
        for _ in reader.parse(documents):
            pass

    def find_said(documents: list[Document], *, then_events: bool = False) -> None:
        for _, passages in reader.parse(documents):
            for passage in passages:
                found = find_statements(passage, language)
                if then_events:
                    find_events(passage, found, language)

    def read(documents: list[Document]) -> list[Reading]:
        return [reader.read_parsed(document, passages) for document, passages in reader.parse(documents)]

    def code(documents: list[Document]) -> None:
        rows: dict[str, list[Any]] = {table: [] for table in TABLES}
        for outcome in read_documents(documents, reader):
            assert isinstance(outcome, Reading)
            for table, some in make_coded_rows(outcome).items():
                rows[table].extend(some)
        for table, some in rows.items():
            write_coded_table(table, some)

    return {
        "bare spaCy": parse_bare,
        "tocsin: parse": parse,
        "tocsin: + statements": find_said,
        "tocsin: + events": lambda documents: find_said(documents, then_events=True),
        "tocsin: all": read,
        "tocsin: all, into Parquet": code,
    }


def list_peers(folder: Path | None, model: str = DEFAULT_MODEL) -> tuple[dict[str, Work], dict[str, str]]:
    """Return the peers that run here, and why others do not."""
    runs: dict[str, Work] = {}
    absent = {
        "UniversalPETRARCH": "needs Python 3.7, networkx 1.11 and UDPipe models that no index carries",
        "NGEC, Mordecai 3": "need an Elasticsearch index of 1.5 GB and models from a hub",
    }
    for name, load in (("textacy quotations", _load_textacy), ("GenderGapTracker quotations", _load_tracker)):
        try:
            runs[name] = load(folder, model)
        except (ImportError, OSError) as error:
            absent[name] = f"not installed here ({type(error).__name__}: {error})"
    return runs, absent


def _load_textacy(_folder: Path | None, model: str) -> Work:
    from textacy.extract.triples import direct_quotations  # type: ignore[import-not-found]

    nlp = spacy.load(model)

    def quote(documents: list[Document]) -> None:
        for doc in nlp.pipe((document.text for document in documents), batch_size=BATCH):
            try:
                list(direct_quotations(doc))
            except ValueError:  # an odd number of quotation marks: it reads nothing of such a text
                continue

    return quote


def _load_tracker(folder: Path | None, model: str) -> Work:
    if folder is None or not (folder / "GenderGapTracker").exists():
        raise ImportError("give its checkout with --peers")
    home = folder / "GenderGapTracker" / "nlp" / "english"
    # Its store is a MongoDB, which reading a text does not need.
    for name, parts in (("bson", ("ObjectId",)), ("pymongo", ("MongoClient",))):
        stub = types.ModuleType(name)
        for part in parts:
            setattr(stub, part, object)
        sys.modules.setdefault(name, stub)
    sys.path.insert(0, str(home))
    nlp = spacy.load(model)
    here = Path.cwd()
    with tempfile.TemporaryDirectory() as logs:
        os.chdir(logs)  # it writes a log where it stands
        try:
            module = importlib.import_module("quote_extractor")
        finally:
            os.chdir(here)
            sys.path.remove(str(home))
    module.logger.handlers.clear()
    module.logger.disabled = True
    settings = {"QUOTE_VERBS": str(home / "rules" / "quote_verb_list.txt"), "MAX_BODY_LENGTH": 20_000}
    extractor = module.QuoteExtractor({"spacy_lang": nlp, "NLP": settings})

    def quote(documents: list[Document]) -> None:
        for doc in nlp.pipe((document.text for document in documents), batch_size=BATCH):
            extractor.extract_quotes(doc)

    return quote


def time_round(works: dict[str, Work], documents: list[Document], number: int) -> dict[str, list[float]]:
    """Return the seconds of processor and clock of each piece of work; every round begins with another."""
    names = list(works)
    times = {}
    for name in names[number % len(names) :] + names[: number % len(names)]:
        cpu, clock = time.process_time(), time.perf_counter()
        works[name](documents)
        times[name] = [time.process_time() - cpu, time.perf_counter() - clock]
        say(f"  {name}: {times[name][0]:.1f} s of the processor, {times[name][1]:.1f} s of the clock")
    return times


def describe(rounds: list[dict[str, list[float]]], words: int) -> dict[str, dict[str, float]]:
    """Return words a second and the ratio to bare spaCy of the same round: median, least and most."""
    found = {}
    for name in rounds[0]:
        ratios = [one["bare spaCy"][0] / one[name][0] for one in rounds]
        clock = [one["bare spaCy"][1] / one[name][1] for one in rounds]
        found[name] = {
            "words_per_second": round(words / statistics.median(one[name][0] for one in rounds)),
            "of_bare": round(statistics.median(ratios), 3),
            "of_bare_least": round(min(ratios), 3),
            "of_bare_most": round(max(ratios), 3),
            "words_per_second_by_clock": round(words / statistics.median(one[name][1] for one in rounds)),
            "of_bare_by_clock": round(statistics.median(clock), 3),
        }
    return found


def measure(corpus: Path, parts: Parts, *, words: int, rounds: int, peers: Path | None) -> dict[str, Any]:
    """Return the whole section of the benchmark; a round is a part."""
    documents = draw_documents(corpus, words)
    counted = sum(len(document.text.split()) for document in documents)
    runs, absent = list_peers(peers)
    works = {**list_stages(), **runs}
    if not all(parts.has(f"round {number + 1}") for number in range(rounds)):
        for name, work in works.items():
            say(f"warming: {name}")
            work(documents[: max(10, len(documents) // 20)])
    every = [
        parts.take(f"round {number + 1}", lambda number=number: time_round(works, documents, number))
        for number in range(rounds)
    ]
    return {
        "documents": len(documents),
        "words": counted,
        "rounds": rounds,
        "rates": describe(every, counted),
        "not_run": absent,
    }


def print_table(found: dict[str, Any], put: Callable[[str], None] = print) -> None:
    """Print the section as a table."""
    put(f"{found['documents']} documents, {found['words']} words, {found['rounds']} rounds")
    for name, row in found["rates"].items():
        spread = f"{row['of_bare_least']:.2f}-{row['of_bare_most']:.2f}"
        put(f"  {name:<28} {row['words_per_second']:>7} words/s  {row['of_bare']:.2f} of bare ({spread})")
    for name, reason in found["not_run"].items():
        put(f"  {name}: {reason}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--words", type=int, default=40_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--peers", type=Path)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    asked = {"corpus": str(given.corpus), "words": given.words, "rounds": given.rounds}
    kept = Parts(given.json, {**asked, "peers": str(given.peers)})
    section = measure(given.corpus, kept, words=given.words, rounds=given.rounds, peers=given.peers)
    kept.end(section)
    print_table(section)
