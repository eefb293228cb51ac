"""Voices described, not named: who "the minister", "the group" or "a spokesman" is elsewhere in the text."""

from collections import Counter
from functools import lru_cache

from spacy.tokens import Token

from tocsin.gazetteer.actors import compose_actor, find_actor_by_id
from tocsin.languages.cues import SpeakerWords
from tocsin.model import SpeakerKind
from tocsin.reading.grammar import child_of, is_plural, lemma_of
from tocsin.reading.statements.cast import Cast, Voice, mentions_after, mentions_before
from tocsin.reading.statements.naming import DETERMINERS, PERSON, Mention

# A phrase is taken up, or named, so far from where it stands.
FARTHEST_FULLER_TOKENS = 400
FARTHEST_AHEAD_SENTENCES = 6
LONGEST_PHRASE = 6
# An office is looked for among so many names.
MOST_NAMED = 400
# Nations that no gazetteer knows are one where their names begin alike: Bresnia and Bresnian.
SAME_LETTERS = 4
SPOKEN_FOR = ("spokes", "official")
NAME_TYPES = frozenset({"ORG", "GPE", "NORP", "PERSON", "FAC", "LOC"})
OWNER_DEPS = frozenset({"poss", "compound", "amod", "nmod"})
TELLING_DEPS = frozenset({*OWNER_DEPS, "appos", "acl"})


def find_by_role(head: Token, cast: Cast, words: SpeakerWords) -> Mention | None:
    """Return the nearest name before a noun that bears it: "the minister" after "Minister X"."""
    lemma = lemma_of(head)
    people = lemma in words.humans
    for mention in mentions_before(cast, head.i):
        if people and mention.label == PERSON and lemma in mention.roles:
            return mention
        called = mention.label == "ORG" and mention.name.lower().split()[-1] == lemma
        if not people and mention.label != PERSON and (called or lemma in mention.roles):
            return mention
    return None


def find_ahead(head: Token, cast: Cast, words: SpeakerWords) -> Mention | None:
    """Return the person a later sentence names by the same office: "a spokesman ... The spokesman, X"."""
    lemma = lemma_of(head)
    if lemma not in words.humans:
        return None
    for mention in mentions_after(cast, head.i):
        if cast.sentences[mention.start] - cast.sentences[head.i] > FARTHEST_AHEAD_SENTENCES:
            return None
        if mention.label == PERSON and lemma in mention.roles:
            return mention if _is_taken_up(mention, lemma, cast) else None
    return None


def _is_taken_up(mention: Mention, lemma: str, cast: Cast) -> bool:
    """Whether "the" and the office stand before a name: the office is known by then."""
    first = max(0, mention.start - LONGEST_PHRASE)
    before = cast.doc[first : mention.start]
    roles = [token.i for token in before if lemma_of(token) == lemma]
    return bool(roles) and roles[-1] > 0 and cast.doc[roles[-1] - 1].lower_ == "the"


def find_fuller(head: Token, cast: Cast, words: SpeakerWords) -> Token | None:
    """Return the nearest earlier noun that says more: "the army" after "the Nigerian army"."""
    lemma = lemma_of(head)
    if lemma not in words.humans | words.bodies | words.outlets:
        return None
    lowest = max(-1, head.i - FARTHEST_FULLER_TOKENS)
    for position in range(head.i - 1, lowest, -1):
        token = head.doc[position]
        if token.pos_ not in ("NOUN", "PROPN") or lemma_of(token) != lemma or is_plural(token):
            continue
        if token.dep_ not in ("compound", "amod") and _tells_more(token):
            return token
    return None


def _tells_more(noun: Token) -> bool:
    return any(
        child.dep_ in TELLING_DEPS and child.pos_ != "DET" and child.lower_ not in DETERMINERS
        for child in noun.children
    ) or any(child.dep_ == "prep" and child_of(child, "pobj") is not None for child in noun.rights)


def find_called(head: Token, lefts: list[Token], cast: Cast, words: SpeakerWords) -> str | None:
    """Return the name inside a phrase: "a group calling itself X", "the X agency", "the agency X"."""
    if lemma_of(head) in words.outlets:
        named = [token for token in lefts if _is_own_name(token, cast)]
        if named and (lefts[-1].i == named[-1].i or lefts[-1].lower_ == "news"):
            return " ".join(token.text for token in named)
    follows = cast.at.get(head.i + 1)
    behind = follows is not None and follows.start == head.i + 1 and follows.label != "NORP"
    if follows is not None and behind and lemma_of(head) in words.outlets | words.bodies | words.humans:
        return cast.full_names.get(follows.name, follows.name)
    return _find_self_called(head)


def _is_own_name(token: Token, cast: Cast) -> bool:
    """Whether a word before "agency" is its name, and not its country or town."""
    mention = cast.at.get(token.i)
    placed = mention is not None and (
        mention.label in ("GPE", "LOC")
        or (mention.label == "NORP" and _compose_id(f"{mention.name} government") is not None)
    )
    return token.pos_ == "PROPN" and token.text[:1].isupper() and token.dep_ != "poss" and not placed


def _find_self_called(head: Token) -> str | None:
    """Return what a phrase says its bearer is called: "calling itself X", "known as X"."""
    doc, position = head.doc, head.i + 1
    if position + 1 >= len(doc) or doc[position].lower_ not in (
        "calling",
        "called",
        "known",
        "dubbed",
        "named",
    ):
        return None
    position += 1 + (doc[position + 1].lower_ in ("itself", "himself", "herself", "themselves", "as"))
    end = position
    while end < len(doc) and doc[end].text[:1].isupper():
        end += 1
    return doc[position:end].text or None


def find_body(head: Token, cast: Cast, words: SpeakerWords) -> int | None:
    """Return the token of the body that an unnamed person speaks for: "a spokesman for the Commission"."""
    if lemma_of(head) not in words.humans:
        return None
    for child in head.children:
        if child.dep_ in OWNER_DEPS and _is_body(child, cast, words):
            return child.i
        if child.dep_ == "prep" and child.lower_ in words.serving:
            inner = child_of(child, "pobj")
            if inner is not None and _is_body(inner, cast, words):
                return inner.i
    return None


def find_nation_of(voice: Voice, cast: Cast, words: SpeakerWords) -> Voice | None:
    """Return the government a minister or diplomat means by "we": that of the nation beside the office."""
    if voice.name is None:
        return None
    for mention in cast.mentions[:MOST_NAMED]:
        name = cast.full_names.get(mention.name, mention.name)
        nation = mention.label in ("NORP", "GPE") and mention.name in voice.name
        if nation and voice.kind is not SpeakerKind.NAMED and voice.name.split()[-1] in words.ministers:
            return _make_government(mention.name)
        if name != voice.name or mention.office is None or not mention.roles & words.ministers:
            continue
        for position in range(mention.start - 1, max(-1, mention.start - LONGEST_PHRASE), -1):
            other = cast.at.get(position)
            if other is not None and other.label in ("NORP", "GPE"):
                return _make_government(other.name)
    return None


def _make_government(nation: str) -> Voice | None:
    phrase = f"{nation} government"
    actor_id = _compose_id(phrase)
    return Voice(phrase, SpeakerKind.NAMED, actor_id) if actor_id is not None else None


def find_body_of_person(name: str, cast: Cast, words: SpeakerWords) -> int | None:
    """Return the token of the body that a named person speaks for by office: "Navy spokesman X"."""
    for mention in cast.mentions[:MOST_NAMED]:
        if mention.office is None or cast.full_names.get(mention.name, mention.name) != name:
            continue
        office = cast.doc[mention.office]
        if not lemma_of(office).startswith(SPOKEN_FOR):
            continue
        for child in (*office.children, *cast.doc[mention.start : mention.end].root.children):
            if child.dep_ in OWNER_DEPS and _is_body(child, cast, words):
                return child.i
        found = find_body(office, cast, words)
        if found is not None:
            return found
    return None


def _is_body(token: Token, cast: Cast, words: SpeakerWords) -> bool:
    mention = cast.at.get(token.i)
    if mention is not None:
        return mention.label == "ORG"
    return token.pos_ == "NOUN" and lemma_of(token) in words.bodies


def find_country_voice(head: Token, cast: Cast, words: SpeakerWords) -> tuple[str, str | None] | None:
    """Return name and actor of a nation's body that the text names without its nation: "the government".

    The nation is the one most often named before it, of equals the nearest.
    """
    if lemma_of(head) not in words.national:
        return None
    counts: Counter[str] = Counter()
    names: dict[str, str] = {}
    for mention in mentions_before(cast, head.i):
        if mention.label not in ("GPE", "NORP"):
            continue
        actor_id = _compose_id(f"{mention.name} {head.lower_}")
        key = actor_id or mention.name[:SAME_LETTERS]
        counts[key] += 1
        if mention.label == "NORP" or (actor_id is not None and key not in names):
            names[key] = mention.name
    nation = next((key for key, _ in counts.most_common() if key in names), None)
    if nation is None:
        return None
    phrase = f"{names[nation]} {head.lower_}"
    actor_id = _compose_id(phrase)
    actor = find_actor_by_id(actor_id) if actor_id is not None else None
    if actor is not None and actor.name.lower().endswith(f" {head.lower_}"):
        phrase = f"{actor.name.rsplit(' ', 1)[0]} {head.lower_}"
    return phrase, actor_id


@lru_cache(maxsize=4096)
def _compose_id(phrase: str) -> str | None:
    actor = compose_actor(phrase)
    return actor.actor_id if actor is not None else None
