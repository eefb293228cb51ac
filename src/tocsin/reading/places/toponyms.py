"""The names of places in a text, and which place each one means."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cache

from spacy.tokens import Doc, Span, Token

from tocsin.gazetteer import PlaceEntry, country_of_demonym, find_country, find_places, iter_names
from tocsin.languages.placewords import PlaceWords
from tocsin.reading.grammar import lemma_of

PLACE_ENTITIES = frozenset({"GPE", "LOC", "FAC"})
# A name inside one of these belongs to it: "Washington Post", "Bank of Finland", "London Breed".
OWNING_ENTITIES = frozenset({"PERSON", "ORG", "NORP", "WORK_OF_ART", "LAW", "PRODUCT", "EVENT"})
# Relations by which a word before a noun describes it.
CARRYING = frozenset({"compound", "nmod", "amod", "poss"})
LONGEST_NAME_WORDS = 8
LONGEST_GUESS_WORDS = 3
# A town of another country than the passage speaks of is believed only if it is large.
LARGE_TOWN = 150_000
# Against a far larger namesake a town needs its country in the passage and this share of the people.
SMALLEST_SHARE = 0.02


def find_candidates(doc: Doc, words: PlaceWords) -> list[Span]:
    """List the runs of words that may name places, in order and without overlap."""
    found = [tokens for tokens in _match_names(doc) if not _is_owned(tokens, words)]
    taken = {token.i for tokens in found for token in tokens}
    for tokens in (*doc.ents, *_guess_towns(doc, words)):
        if tokens.label_ in PLACE_ENTITIES and not any(token.i in taken for token in tokens):
            found.append(tokens)
            taken.update(token.i for token in tokens)
    for token in doc:
        if token.i not in taken and (_is_bare_country(token) or _is_peoples_ground(token, words)):
            found.append(doc[token.i : _end_of_name(token, words)])
    return sorted(found, key=lambda tokens: tokens.start)


def find_countries(doc: Doc, candidates: list[Span]) -> frozenset[str]:
    """Return the countries that the passage speaks of, by their names and their adjectives."""
    found = [find_country(tokens.text) for tokens in candidates]
    found += [country_of_demonym(entity.text) for entity in doc.ents if entity.label_ == "NORP"]
    return frozenset(country.iso3 for country in found if country is not None)


def resolve(
    tokens: Span, holder: PlaceEntry | None, spoken_of: frozenset[str], words: PlaceWords
) -> PlaceEntry | None:
    """Choose the place meant, or None where that would be a guess."""
    if len(tokens) > LONGEST_NAME_WORDS:
        return None
    candidates = _look_up(tokens.text, words)
    if holder is not None:
        inside = next((place for place in candidates if place.country == holder.country), None)
        return inside or holder
    if not candidates:
        return None
    best = candidates[0]
    if best.kind != "settlement" or best.country in spoken_of or not best.id.startswith("geonames:"):
        return best
    for place in candidates:
        if place.country in spoken_of and place.population >= SMALLEST_SHARE * best.population:
            return place
    return best if best.population >= LARGE_TOWN else None


def find_container(candidates: list[Span], number: int, words: PlaceWords) -> PlaceEntry | None:
    """Return the outermost place named after commas, by which a name of many places is told."""
    last = number
    while last + 1 < len(candidates) and follows(candidates[last], candidates[last + 1]):
        last += 1
    if last == number:
        return None
    return next((place for place in _look_up(candidates[last].text, words) if place.country), None)


def follows(first: Span, second: Span) -> bool:
    """Whether the second says where the first lies: "Izium, Kharkiv Oblast, Ukraine"."""
    doc = first.doc
    return first.end + 1 == second.start and doc[first.end].text == "," and doc[second.start].dep_ != "conj"


def _match_names(doc: Doc) -> Iterator[Span]:
    """Yield the names of the gazetteer's own table as they stand in the text, the longest at each place."""
    index, text, end = _names_by_first_word(), doc.text, 0
    for token in doc:
        if token.idx < end or not (token.text[0].isupper() or token.text[0].isdigit()):
            continue
        for name in index.get(token.lower_.split("-")[0], ()):
            stop = token.idx + len(name)
            if text.startswith(name, token.idx) and not text[stop : stop + 1].isalnum():
                tokens = doc.char_span(token.idx, stop, alignment_mode="contract")
                if tokens is not None:
                    end = stop
                    yield tokens
                break


@cache
def _names_by_first_word() -> Mapping[str, tuple[str, ...]]:
    index: defaultdict[str, set[str]] = defaultdict(set)
    for name, _ in iter_names():
        if name != name.lower():
            index[name.lower().split()[0].split("-")[0]].add(name)
    return {word: tuple(sorted(names, key=len, reverse=True)) for word, names in index.items()}


def _is_owned(tokens: Span, words: PlaceWords) -> bool:
    """Whether the words are part of a longer name: "Washington Post", "West Virginia"."""
    doc = tokens.doc
    if tokens.start and tokens[0].ent_iob_ == "I":
        before = doc[tokens.start - 1]
        directs = before.lower_ in words.directions
        if before.ent_type_ in OWNING_ENTITIES and not directs:
            return True
        if directs and before.text[0].isupper() and not before.lower_.endswith(("ern", "the")):
            return True
    after = doc[tokens.end] if tokens.end < len(doc) else None
    return (
        after is not None
        and after.ent_iob_ == "I"
        and after.ent_type_ in OWNING_ENTITIES
        and after.tag_ != "POS"
    )


def _guess_towns(doc: Doc, words: PlaceWords) -> Iterator[Span]:
    """Yield names after "in" or "town of", or before "airport", that the model took for something else."""
    for run in _list_names(doc):
        before = doc[run.start - 1].lower_ if run.start else ""
        settled = before == "of" and run.start > 1 and doc[run.start - 2].lower_ in words.settlements
        opened = before in words.town_openers
        known = (opened or _names_ground(run, words)) and find_places(run.text)
        if settled or known or (opened and _is_in_country(run)):
            yield run


def _names_ground(run: Span, words: PlaceWords) -> bool:
    """Whether the names say which airport or airspace is meant: "[Copenhagen] airport"."""
    after = run.doc[run.end] if run.end < len(run.doc) else None
    return after is not None and after.lower_ in words.scenes and run.root.head.i == after.i


def _list_names(doc: Doc) -> Iterator[Span]:
    """Yield short runs of capitalised names that the model did not take for places."""
    start: int | None = None
    for token in doc:
        is_name = token.pos_ == "PROPN" and token.text[0].isupper() and token.ent_type_ not in PLACE_ENTITIES
        if is_name and start is None:
            start = token.i
        elif not is_name and start is not None:
            if token.i - start <= LONGEST_GUESS_WORDS:
                yield Span(doc, start, token.i, label="GPE")
            start = None


def _is_in_country(run: Span) -> bool:
    """Whether a country or another place follows after a comma: "Wyryki, Poland"."""
    doc = run.doc
    return run.end + 1 < len(doc) and doc[run.end].text == "," and doc[run.end + 1].ent_type_ == "GPE"


def _end_of_name(token: Token, words: PlaceWords) -> int:
    """Return where the name ends: an adjective takes its ground along, "Turkish airspace"."""
    is_adjective = token.head.i in {token.i + 1, token.i + 2} and _is_peoples_ground(token, words)
    return token.head.i + 1 if is_adjective else token.i + 1


def _is_bare_country(token: Token) -> bool:
    if token.ent_type_ or token.pos_ != "PROPN" or not token.text[0].isupper():
        return False
    return find_country(token.text) is not None


def _is_peoples_ground(token: Token, words: PlaceWords) -> bool:
    """Whether an adjective of a people says whose ground is meant: "Turkish airspace"."""
    if token.dep_ not in CARRYING or not token.text[0].isupper() or lemma_of(token.head) not in words.scenes:
        return False
    return country_of_demonym(token.text) is not None


def _look_up(name: str, words: PlaceWords) -> tuple[PlaceEntry, ...]:
    """List what a name may mean, as written or without the words that only describe it."""
    for shape in _shorten(name, words):
        found = find_places(shape)
        if found:
            return found
    country = country_of_demonym(name.split()[0]) if name.split() else None
    return () if country is None else find_places(country.name)


def _shorten(name: str, words: PlaceWords) -> Iterator[str]:
    name = name.strip().removesuffix("'s").removesuffix("’s")
    yield name
    parts = name.split()
    while len(parts) > 1 and parts[0].lower() in words.directions:
        parts = parts[1:]
    bare = " ".join(parts)
    if bare != name:
        yield bare
    for head in words.generic_heads:
        if bare.lower().startswith(f"{head} "):
            yield bare[len(head) + 1 :]
    for tail in words.generic_tails:
        if bare.lower().endswith(f" {tail}"):
            yield bare[: -len(tail) - 1]
