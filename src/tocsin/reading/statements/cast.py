"""The cast of a document: its names, what is said of them, and who spoke last."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from spacy.tokens import Doc, Token

from tocsin.gazetteer.actors import find_actor
from tocsin.languages.cues import SpeakerWords
from tocsin.model import SpeakerKind
from tocsin.reading.grammar import NOUN_SUBJECTS, lemma_of

PERSON = "PERSON"
BODIES = frozenset({"ORG", "GPE", "NORP", "FAC", "LOC", "PRODUCT"})
NAME_DEPS = frozenset({"compound", "nmod", "appos", "amod", "attr"})
# A pronoun looks back no farther than this.
FARTHEST_SENTENCES = 5
# So many names back a short form still takes one up.
MOST_MENTIONS_BACK = 200
GENERATIONS = frozenset({"Jr", "Sr", "II", "III"})
LONGEST_NAME = 5
DETERMINERS = frozenset({"the", "a", "an", "his", "her", "its", "their", "our", "my"})
OWNER_MARKS = ("'s", "’s", "'", "’")


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker as the document knows him."""

    name: str | None
    kind: SpeakerKind
    actor_id: str | None = None


HIDDEN_VOICE = Voice(None, SpeakerKind.HIDDEN)


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in the text: its tokens, its kind of entity, its sentence, and what is said of it beside it."""

    start: int
    end: int
    name: str
    label: str
    sentence: int
    is_subject: bool
    roles: frozenset[str]
    gender: str | None


@dataclass(slots=True)
class Cast:
    """The names of a document, and who spoke last."""

    mentions: list[Mention]
    sentences: list[int]
    full_names: dict[str, str]
    at: dict[int, Mention]
    spoken: list[tuple[int, Voice, bool]] = field(default_factory=list)


def gather_cast(doc: Doc, words: SpeakerWords) -> Cast:
    """Return the names of a document with what helps to know them again."""
    sentences = [0] * len(doc)
    if doc.has_annotation("SENT_START"):
        number = -1
        for token in doc:
            number += bool(token.is_sent_start) or token.i == 0
            sentences[token.i] = number
    mentions = [
        _make_mention(doc, entity.start, entity.end, entity.label_, sentences, words)
        for entity in doc.ents
        if entity.label_ == PERSON or entity.label_ in BODIES
    ]
    mentions = [mention for mention in mentions if mention.name]
    at = {position: mention for mention in mentions for position in range(mention.start, mention.end)}
    return Cast(mentions, sentences, _list_full_names(doc, mentions, words), at)


def _make_mention(
    doc: Doc, start: int, end: int, label: str, sentences: list[int], words: SpeakerWords
) -> Mention:
    span = doc[start:end]
    head = span.root
    roles = {lemma_of(token) for token in _words_beside(head, start, end)}
    titles = {role.rstrip(".") for role in roles} | {doc[start - 1].lower_.rstrip(".") if start else ""}
    titles |= {doc[start].lower_.rstrip(".")}
    gender = "female" if titles & words.female_titles else "male" if titles & words.male_titles else None
    if label != PERSON and _is_known_person(clean_name(span.text)):
        label = PERSON
    name = clean_name(span.text, words if label == PERSON else None)
    return Mention(
        start, end, name, label, sentences[start], head.dep_ in NOUN_SUBJECTS, frozenset(roles), gender
    )


def _words_beside(head: Token, start: int, end: int) -> Iterator[Token]:
    """Yield the words that say what a name is: "Foreign Minister X", "X, the chief of staff"."""
    for child in head.children:
        if child.dep_ in NAME_DEPS and not start <= child.i < end:
            yield child
            yield from (inner for inner in child.children if inner.dep_ == "compound")
    if head.dep_ == "appos":
        yield head.head
        yield from (inner for inner in head.head.children if inner.dep_ == "compound")


def clean_name(text: str, words: SpeakerWords | None = None) -> str:
    """Return a name without article, possessive mark and, for persons, titles."""
    parts = text.replace("\n", " ").split()
    if parts and parts[-1] in OWNER_MARKS:
        parts.pop()
    elif parts:
        for mark in OWNER_MARKS[:2]:
            parts[-1] = parts[-1].removesuffix(mark)
    if len(parts) > 1 and parts[0].lower() in DETERMINERS:
        parts = parts[1:]
    if words is not None:
        while len(parts) > 1 and parts[0].lower().rstrip(".") in words.titles:
            parts = parts[1:]
    name = " ".join(parts).strip(' ,;:"“”()')
    return name if "." in name[:-1].rsplit(" ", 1)[-1] else name.rstrip(".")


def _list_full_names(doc: Doc, mentions: list[Mention], words: SpeakerWords) -> dict[str, str]:
    """Return surname or acronym -> the most frequent longer name with it or with its initials."""
    counts: dict[str, Counter[str]] = {}
    for mention in mentions:
        parts = [part for part in mention.name.split() if part.rstrip(".") not in GENERATIONS]
        if mention.label == PERSON and 2 <= len(parts) <= LONGEST_NAME:
            for surname in {parts[-1], parts[-1].split("-")[-1]}:
                counts.setdefault(surname, Counter())[mention.name] += 1
        elif mention.label == "ORG" and len(parts) >= 2:
            initials = "".join(part[0] for part in parts if part[0].isupper())
            if len(initials) >= 3:
                counts.setdefault(initials, Counter())[mention.name] += 1
    full = {short: names.most_common(1)[0][0] for short, names in counts.items()}
    for left, right in zip(doc, doc[1:], strict=False):
        # A name the tagger took for no person: "Adviser for Cyber Anna Berg ... Berg said".
        both_named = left.pos_ == right.pos_ == "PROPN" and left.text.istitle() and right.text.istitle()
        if both_named and left.lower_ not in words.titles and right.text not in full:
            full[right.text] = f"{left.text} {right.text}"
    return full


def mentions_before(cast: Cast, position: int) -> Iterator[Mention]:
    """Yield the names that start before a token, nearest first, so many that a long document stays linear."""
    low, high = 0, len(cast.mentions)
    while low < high:
        middle = (low + high) // 2
        if cast.mentions[middle].start < position:
            low = middle + 1
        else:
            high = middle
    for index in range(low - 1, max(-1, low - 1 - MOST_MENTIONS_BACK), -1):
        yield cast.mentions[index]


def find_last_spoken(pronoun: Token, cast: Cast, *, person: bool) -> tuple[int, Voice] | None:
    """Return where and who spoke last before a pronoun, a person or else a body, if not too far back."""
    here = cast.sentences[pronoun.i]
    for position, voice, is_person in reversed(cast.spoken):
        if position >= pronoun.i:
            continue
        if here - cast.sentences[position] > FARTHEST_SENTENCES:
            return None
        if is_person == person:
            return position, voice
    return None


@lru_cache(maxsize=4096)
def _is_known_person(name: str) -> bool:
    actor = find_actor(name)
    return actor is not None and actor.kind == "person"
