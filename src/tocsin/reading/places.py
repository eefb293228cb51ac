"""Where: the places a passage names, and the one where an act took place."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from spacy.tokens import Doc, Token
from spacy.tokens import Span as Tokens

from tocsin.gazetteer import (
    PlaceEntry,
    country_of_demonym,
    find_country,
    find_places,
    iter_names,
)
from tocsin.languages import Language
from tocsin.model import Place, Span
from tocsin.reading.governing import find_governors, is_act_noun, measure_distance
from tocsin.reading.grammar import climb, is_verb, lemma
from tocsin.reading.passage import Passage

PLACE_ENTITIES = frozenset({"GPE", "LOC", "FAC"})
# A name inside one of these belongs to it: "Washington Post", "Bank of Finland", "London Breed".
OWNING_ENTITIES = frozenset({"PERSON", "ORG", "NORP", "WORK_OF_ART", "LAW", "PRODUCT", "EVENT"})
WITHIN = frozenset(
    {
        "in", "inside", "within", "near", "at", "off", "over", "under", "above", "below", "beneath", "between",
        "along", "across", "around", "outside", "throughout", "into", "through", "beside", "amid", "onto", "beyond",
    }
)  # fmt: skip
# After these a town is where it happened, a country is the one it was done to.
UPON = frozenset({"on", "against", "of", "targeting", "upon"})
FROM = frozenset({"from"})
TOWARDS = frozenset({"to", "towards", "toward"})
MOVING = frozenset(
    {"travel", "go", "fly", "arrive", "move", "deploy", "visit", "return", "sail", "march", "flee"}
)
LAUNCHING = frozenset(
    {"launch", "fire", "shoot", "take", "fly", "depart", "send", "release", "sail", "deploy"}
)
ARRESTING = frozenset({"arrest", "detain", "apprehend", "detention"})
# Words that carry a place name to their own seat in the sentence: "the port city of Odesa", "Odesa's harbour".
GROUNDS = frozenset(
    """city town village capital region province oblast district state governorate county area part north south
    east west coast shore waters water airspace territory soil border border frontier outskirts suburb island
    peninsula sea port harbour harbor airport base airfield airbase plant station hospital school building block
    church mosque market square street bridge checkpoint crossing camp prison embassy consulate refinery depot
    terminal neighbourhood neighborhood zone side centre center line site settlement municipality raion krai
    republic enclave exclave gulf strait bay lake river valley mountain desert land""".split()
)
# Grounds that are the thing acted on and the scene at once: "violated Estonian airspace".
SCENES = frozenset({"airspace", "territory", "waters", "water", "border", "frontier", "soil", "coast"})
# Things named in the gazetteer that are a scene wherever they are no doer: "Estlink 2 was damaged".
SCENE_KINDS = frozenset(
    {
        "sea", "gulf", "strait", "river", "island", "cable", "pipeline", "plant", "airport", "base", "port",
        "border_crossing", "airspace",
    }
)  # fmt: skip
DIRECTIONS = frozenset(
    """northern southern eastern western central north south east west north-east north-west south-east
    south-west northeastern northwestern southeastern southwestern upper lower greater downtown the""".split()
)
GENERIC_HEADS = (
    "city of ",
    "town of ",
    "village of ",
    "port of ",
    "province of ",
    "republic of ",
    "state of ",
)
GENERIC_TAILS = (
    " oblast",
    " region",
    " province",
    " city",
    " district",
    " governorate",
    " county",
    " krai",
    " state",
)
CARRYING = frozenset({"compound", "nmod", "amod", "poss"})
# A town of another country than the passage speaks of is believed only if it is large.
LARGE_TOWN = 150_000
# Against a far larger namesake a town needs its country in the passage and this share of the people.
SMALLEST_SHARE = 0.02
FINE = frozenset({"settlement", "site", "exact", "sea_area", "admin2", "admin1"})
LONGEST_NAME_WORDS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceMention:
    """A named place: its words [start, end), what it resolves to, and the words it hangs on.

    `link` is the preposition or grammatical seat that ties it to them; `is_literal` is False where the name
    stands for a government or an owner ("Moscow denied") or only says in which country another place lies.
    """

    span: Span
    start: int
    end: int
    place: Place | None
    link: str
    governors: tuple[int, ...] = ()
    tells: bool = False
    is_literal: bool = True


def find_place_mentions(passage: Passage, language: Language) -> tuple[PlaceMention, ...]:
    """Find the places a passage names; a place that could be several is left unresolved."""
    candidates = _find_candidates(passage.doc)
    spoken_of = _find_countries(passage.doc, candidates)
    mentions: list[PlaceMention] = []
    for number, tokens in enumerate(candidates):
        holder = _find_container(candidates, number)
        entry = _resolve(tokens, holder, spoken_of)
        mention = _make_mention(passage, tokens, entry, language)
        if number > 0 and _follows(candidates[number - 1], tokens):
            mention = replace(mention, is_literal=False)
        mentions.append(mention)
    return tuple(mentions)


def choose_place(passage: Passage, token: Token, mentions: tuple[PlaceMention, ...]) -> Place | None:
    """Choose the place of the act named by the token; None where no place is tied to it."""
    best: tuple[int, int, int] | None = None
    chosen: PlaceMention | None = None
    sentence = token.sent
    for mention in mentions:
        if (
            not mention.is_literal
            or mention.place is None
            or not sentence.start <= mention.start < sentence.end
        ):
            continue
        distance = _measure(passage.doc, token, mention)
        if distance is None:
            continue
        rank = (mention.place.role == "launch", distance, abs(mention.start - token.i))
        if best is None or rank < best:
            best, chosen = rank, mention
    if chosen is None or chosen.place is None:
        return None
    if lemma(token) in ARRESTING:
        return replace(chosen.place, role="arrest")
    return chosen.place


def _measure(doc: Doc, token: Token, mention: PlaceMention) -> int | None:
    if mention.start <= token.i < mention.end:
        return None
    distance = measure_distance(token, mention.governors, tells=mention.tells)
    if distance is not None or not mention.governors:
        return distance
    # "a strike that hit a school in Izium": the place stands in a clause below the act.
    above = doc[mention.governors[-1]]
    for step, word in enumerate(climb(above)):
        if above.dep_ in {"ccomp", "conj", "parataxis"} or step > 2:
            return None
        if word.i == token.i:
            return len(mention.governors) + step + 1
        above = word
    return None


def _find_candidates(doc: Doc) -> list[Tokens]:
    """List the runs of words that may name places, in order and without overlap."""
    found = [tokens for tokens in _match_names(doc) if not _is_owned(tokens)]
    taken = {token.i for tokens in found for token in tokens}
    for tokens in (*doc.ents, *_guess_towns(doc)):
        if tokens.label_ in PLACE_ENTITIES and not any(token.i in taken for token in tokens):
            found.append(tokens)
            taken.update(token.i for token in tokens)
    for token in doc:
        if token.i not in taken and _is_bare_country(token):
            found.append(doc[token.i : token.i + 1])
    return sorted(found, key=lambda tokens: tokens.start)


def _match_names(doc: Doc) -> Iterator[Tokens]:
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


def _is_owned(tokens: Tokens) -> bool:
    """Whether the words are part of a longer name that is no place."""
    labels = {token.ent_type_ for token in tokens}
    if not labels & OWNING_ENTITIES:
        return False
    doc = tokens.doc
    before = doc[tokens.start - 1] if tokens.start else None
    after = doc[tokens.end] if tokens.end < len(doc) else None
    inside_before = before is not None and before.ent_type_ in OWNING_ENTITIES and tokens[0].ent_iob_ == "I"
    return inside_before or (
        after is not None and after.ent_iob_ == "I" and after.ent_type_ in OWNING_ENTITIES
    )


def _guess_towns(doc: Doc) -> Iterator[Tokens]:
    """Yield names after "in" or "near" that the model took for a person or body: towns it does not know."""
    for entity in doc.ents:
        if entity.label_ in {"PERSON", "ORG", "NORP"} and len(entity) <= 2 and entity.start > 0:
            if doc[entity.start - 1].lower_ in {"in", "near"} and find_places(entity.text):
                yield Tokens(doc, entity.start, entity.end, label="GPE")


def _is_bare_country(token: Token) -> bool:
    if token.ent_type_ or token.pos_ != "PROPN" or not token.text[0].isupper():
        return False
    return find_country(token.text) is not None


def _find_countries(doc: Doc, candidates: list[Tokens]) -> frozenset[str]:
    """Return the countries that the passage speaks of, by their names and their adjectives."""
    found = [find_country(tokens.text) for tokens in candidates]
    found += [country_of_demonym(entity.text) for entity in doc.ents if entity.label_ == "NORP"]
    return frozenset(country.iso3 for country in found if country is not None)


def _follows(first: Tokens, second: Tokens) -> bool:
    """Whether the second says where the first lies: "Izium, Kharkiv Oblast, Ukraine"."""
    doc = first.doc
    return first.end + 1 == second.start and doc[first.end].text == "," and doc[second.start].dep_ != "conj"


def _find_container(candidates: list[Tokens], number: int) -> PlaceEntry | None:
    """Return the outermost place named after commas, by which a name of many places is told."""
    last = number
    while last + 1 < len(candidates) and _follows(candidates[last], candidates[last + 1]):
        last += 1
    if last == number:
        return None
    return next((place for place in _look_up(candidates[last].text) if place.country), None)


def _look_up(name: str) -> tuple[PlaceEntry, ...]:
    """List what a name may mean, as written or without the words that only describe it."""
    for shape in _shorten(name):
        found = find_places(shape)
        if found:
            return found
    return ()


def _shorten(name: str) -> Iterator[str]:
    name = name.strip().removesuffix("'s").removesuffix("’s")
    yield name
    words = name.split()
    while len(words) > 1 and words[0].lower() in DIRECTIONS:
        words = words[1:]
    bare = " ".join(words)
    if bare != name:
        yield bare
    for head in GENERIC_HEADS:
        if bare.lower().startswith(head):
            yield bare[len(head) :]
    for tail in GENERIC_TAILS:
        if bare.lower().endswith(tail):
            yield bare[: -len(tail)]


def _resolve(tokens: Tokens, holder: PlaceEntry | None, spoken_of: frozenset[str]) -> PlaceEntry | None:
    """Choose the place meant, or None where that would be a guess."""
    if len(tokens) > LONGEST_NAME_WORDS:
        return None
    candidates = _look_up(tokens.text)
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


def _make_mention(
    passage: Passage, tokens: Tokens, entry: PlaceEntry | None, language: Language
) -> PlaceMention:
    seat, link = _find_seat(tokens.root)
    governors, tells = find_governors(seat, language)
    is_literal = entry is not None and _is_literal(seat, link, entry, language)
    span = passage.span_of(tokens)
    return PlaceMention(
        span=span,
        start=tokens.start,
        end=tokens.end,
        place=None if entry is None else _make_place(tokens.text, span, entry, link),
        link=link,
        governors=governors,
        tells=tells,
        is_literal=is_literal,
    )


def _make_place(name: str, span: Span, entry: PlaceEntry, link: str) -> Place:
    return Place(
        name=name,
        span=span,
        gazetteer_id=entry.id,
        lat=entry.lat,
        lon=entry.lon,
        country=entry.country,
        precision=entry.precision,
        role="launch" if link in FROM else "act",
        radius_km=entry.radius_km,
    )


def _find_seat(root: Token) -> tuple[Token, str]:
    """Return the word by which the name sits in its clause, and the preposition or relation that ties it there."""
    seat = root
    for word in climb(root):
        if seat.dep_ in CARRYING and lemma(word) in GROUNDS:
            seat = word
        elif seat.dep_ in {"appos", "conj"} and not is_verb(word):
            seat = word
        elif seat.dep_ == "pobj" and word.lower_ == "of" and lemma(word.head) in GROUNDS:
            seat = word.head
        elif seat.dep_ == "prep" or word.lower_ == "of" and seat.i == word.head.i:
            continue
        else:
            break
    if seat.dep_ in {"pobj", "pcomp"}:
        return seat, seat.head.lower_
    return seat, seat.dep_


def _is_literal(seat: Token, link: str, entry: PlaceEntry, language: Language) -> bool:
    """Whether the name means the ground itself, not the government or people of it."""
    head = seat.head.head if seat.dep_ == "pobj" else seat.head
    is_fine = entry.precision in FINE
    if link in WITHIN:
        return True
    if link in UPON:
        return is_fine and (entry.kind in SCENE_KINDS or _is_act(head, language))
    if link in FROM:
        return lemma(head) in LAUNCHING
    if link in TOWARDS:
        return lemma(head) in MOVING
    if entry.kind in SCENE_KINDS:
        return link not in {"nsubj", "ROOT", "punct"}
    if link in {"dobj", "nsubjpass"}:
        return lemma(seat) in SCENES or (is_fine and _is_act(head, language))
    if link in CARRYING:
        return is_fine and is_act_noun(head, language)
    return False


def _is_act(word: Token, language: Language) -> bool:
    return language.hedges.has("hostile_acts", lemma(word)) or is_act_noun(word, language)
