"""Which of the places a passage names is where an act took place."""

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Doc, Token

from tocsin.languages import Language
from tocsin.model import Place
from tocsin.reading.governing import (
    FARTHEST,
    find_clause_verb,
    find_within,
    follow_when,
    follow_where,
    is_act_noun,
    measure_distance,
)
from tocsin.reading.grammar import SUBJECTS, children, climb, is_passive, is_verb, lemma_of
from tocsin.reading.passage import Passage
from tocsin.reading.places.grounds import find_owned_grounds, list_subject_countries
from tocsin.reading.places.mentions import FINE, PlaceMention, make_place

# A clause that tells of something else than the clause above it.
OTHER_CLAUSES = frozenset({"ccomp", "advcl", "parataxis", "csubj"})
# How far up "sanctions on the pipeline project" is looked for.
NEAR = 2
OF_ITS_OWN = frozenset({"poss", "compound"})
# "Talks on the island" are held there; "talks on ending the war" are not.
TOPIC_LINKS = frozenset({"about", "on", "over"})
# Seats in which a place belongs to a party or to another act.
ELSEWHERE_DEEPER = frozenset({"relcl", "acl", "ccomp", "conj"})
ELSEWHERE = ELSEWHERE_DEEPER | {"nsubj", "csubj"}


def choose_place(
    passage: Passage, token: Token, mentions: tuple[PlaceMention, ...], language: Language
) -> Place | None:
    """Choose the place of the act named by the token; None where no place is tied to it.

    First a place tied to the act by the grammar; then the country that was struck, ground that only its
    owner names ("its airspace"), a place below the act ("a strike that hit a school in Izium"), the place of
    the clause above or below ("flew to Delhi, where he met", "died when a drone hit Izium"), and last the one
    country in which the sentence's places lie.
    """
    own = tuple(
        mention
        for mention in find_within(mentions, token.sent)
        if not _is_talked_about(passage.doc, token, mention, language)
    )
    chosen = _choose_in_clause(passage, token, own, language)
    for other in (follow_where(token), follow_when(token, language)):
        if chosen is None and other is not None:
            chosen = _choose_in_clause(passage, other, own, language)
    chosen = chosen or _choose_only(token, own, language)
    place = None if chosen is None else chosen.place
    if lemma_of(token) not in language.places.arresting:
        return place
    place = place or _find_own_ground(passage, token)
    return None if place is None else replace(place, role="arrest")


def _find_own_ground(passage: Passage, arrest: Token) -> Place | None:
    """Return the country whose authorities arrest: they do so at home where the text names no other place."""
    if not is_verb(arrest) or is_passive(arrest):
        return None
    countries = tuple(list_subject_countries(arrest))
    if len({country.country for country in countries}) != 1:
        return None
    subject = children(arrest, *SUBJECTS)[0]
    span = passage.span_of(passage.doc[subject.left_edge.i : subject.i + 1])
    return make_place(countries[0].name, span, countries[0])


def _choose_in_clause(
    passage: Passage, token: Token, own: tuple[PlaceMention, ...], language: Language
) -> PlaceMention | None:
    tied = (
        _choose_tied(passage, token, own, language)
        or _choose_tied(passage, token, tuple(_read_struck(passage, own, language)), language)
        or _choose_tied(passage, token, find_owned_grounds(passage, token.sent, language), language)
    )
    if tied is not None or language.hedges.has("speech_acts", lemma_of(token)):
        return tied
    return _choose_tied(passage, token, own, language, below=True)


def _choose_tied(
    passage: Passage,
    token: Token,
    mentions: tuple[PlaceMention, ...],
    language: Language,
    *,
    below: bool = False,
) -> PlaceMention | None:
    """Choose the literal mention nearest to the act in its clause, or in the clauses below it."""
    best: tuple[int, int, int, int] | None = None
    chosen: PlaceMention | None = None
    for mention in mentions:
        if not mention.is_literal or mention.place is None or _is_dealt_with(passage.doc, mention, language):
            continue
        distance = _measure(passage.doc, token, mention, language, below=below)
        if distance is None:
            continue
        rank = (mention.place.role == "launch", mention.is_adjective, distance, abs(mention.start - token.i))
        if best is None or rank < best:
            best, chosen = rank, mention
    return chosen


def _is_dealt_with(doc: Doc, mention: PlaceMention, language: Language) -> bool:
    """Whether the name is a matter, not a scene: "lifts sanctions on [Nord Stream 2]"."""
    if not mention.governors or mention.link not in language.places.scene_links | OF_ITS_OWN:
        return False
    return any(lemma_of(doc[place]) in language.places.matters for place in mention.governors[:NEAR])


def _is_talked_about(doc: Doc, token: Token, mention: PlaceMention, language: Language) -> bool:
    """Whether the name belongs to what talks are about: "talks on ending the war in [Ukraine]"."""
    link = doc[mention.start : mention.end].root.head
    below = link
    for word in climb(link):
        if word.i == token.i:
            return False
        is_matter = below.dep_ == "pcomp" or is_act_noun(below, language)
        if word.lower_ in TOPIC_LINKS and is_matter:
            return language.hedges.has("talk_nouns", lemma_of(word.head))
        below = word
    return False


def _read_struck(
    passage: Passage, mentions: tuple[PlaceMention, ...], language: Language
) -> Iterator[PlaceMention]:
    """Yield what was struck or taken as places: "the strike [on Syria]", "took control [of Izium]"."""
    doc = passage.doc
    for mention in mentions:
        if mention.is_literal or mention.place is None or not mention.governors:
            continue
        head, root = doc[mention.governors[0]], doc[mention.start : mention.end].root
        is_upon = mention.link in language.places.upon
        is_object = mention.link in {"dobj", "nsubjpass"}
        is_part = root.dep_ == "pobj" or doc[mention.start].lower_ in language.places.directions
        is_struck = lemma_of(head) in language.places.striking and (is_upon or (is_object and is_part))
        is_taken = mention.place.precision in FINE and lemma_of(head) in language.places.taking
        if is_struck or (is_taken and (is_upon or is_object)):
            yield replace(mention, is_literal=True)


def _choose_only(token: Token, mentions: tuple[PlaceMention, ...], language: Language) -> PlaceMention | None:
    """Choose among places in the act's own clause that all lie in one country.

    "He is sentenced to life imprisonment [in the Emirates]": the place hangs on the noun, but is the act's.
    """
    words, verb = language.places, find_clause_verb(token)
    if verb is None or language.hedges.has("speech_acts", lemma_of(token)):
        return None
    if not _reaches(token, verb, words.parting):
        return None
    ground = [mention for mention in mentions if mention.is_literal and mention.place is not None]
    below = [mention for mention in ground if _reaches(token.doc[mention.start], verb, words.apart)]
    countries = {mention.place.country for mention in ground if mention.place is not None}
    if len(countries) != 1 or None in countries:
        return None
    at_home = {country.country for country in list_subject_countries(verb)}
    if not below and lemma_of(token) in words.arresting and countries <= at_home:
        return ground[0]  # "Germany [arrests] a man who worked at a base in Germany"
    return next(iter(below), None)


def _reaches(token: Token, verb: Token, closing: frozenset[str]) -> bool:
    """Whether the word belongs to what the verb tells: not to its subject, a cause, or another clause.

    `closing` are the prepositions after which another thing is told of.
    """
    below = token
    for word in (token, *climb(token)):
        if word.i == verb.i:
            return below.dep_ not in ELSEWHERE
        is_clause = word.dep_ == "advcl" and bool(children(word, *SUBJECTS))
        if is_clause or word.dep_ in ELSEWHERE_DEEPER or (word.lower_ in closing and below.dep_ == "pobj"):
            return False
        below = word
    return False


def _measure(doc: Doc, token: Token, mention: PlaceMention, language: Language, *, below: bool) -> int | None:
    if mention.start <= token.i < mention.end or not mention.governors:
        return None
    if not below:
        does = lemma_of(token) in language.places.performing
        is_said = language.hedges.has("speech_acts", lemma_of(token)) and not does
        if is_said and mention.governors[0] != token.i:
            return None  # "calls for peace in Ukraine" is said elsewhere
        stays = mention.link not in language.places.towards
        return measure_distance(token, mention.governors, language, tells=mention.tells, over_causes=stays)
    # "a strike that hit a school in Izium": the place stands in a clause below the act.
    lower = doc[mention.governors[-1]]
    for step, word in enumerate(climb(lower)):
        if lower.dep_ in OTHER_CLAUSES or lower.lower_ in language.places.parting or step > FARTHEST:
            return None
        if word.i == token.i:
            return len(mention.governors) + step + 1
        if lower.dep_ == "relcl" and word.dep_ in SUBJECTS:
            return None  # "men who were arrested in Rostov are sentenced"
        lower = word
    return None
