"""Persons that a text names, and which of them are public: what leaves the house must name no other."""

from collections.abc import Iterable, Iterator, Sequence

import spacy.tokens

from tocsin.gazetteer.actors import find_actor
from tocsin.languages import Language
from tocsin.model import NamedPerson, SpeakerKind, Statement
from tocsin.reading.grammar import lemma_of
from tocsin.reading.passage import Passage

PERSON = "PERSON"
# "Foreign Ministry spokeswoman X" and "X, the head of the service,": an office so near is his.
TOKENS_BEFORE = 3
TOKENS_AFTER = 7


def find_persons(
    passages: Sequence[Passage], statements: Iterable[Statement], language: Language
) -> tuple[NamedPerson, ...]:
    """Return every name of a person in the order of the text.

    Public is who holds an office known or told here, or speaks under his name; all others are private.
    """
    offices = language.cues.speakers.offices
    found = [(passage, entity) for passage in passages for entity in _list_names(passage.doc)]
    public = {surname_of(name) for name in _list_speakers(statements)}
    public |= {
        surname_of(entity.text)
        for passage, entity in found
        if _is_known(entity.text, passage) or _has_office(entity, offices)
    }
    return tuple(
        NamedPerson(span=passage.span_of(entity), public=surname_of(entity.text) in public)
        for passage, entity in found
    )


def surname_of(name: str) -> str:
    """Return the last word of a name, without a possessive."""
    words = name.removesuffix("'s").removesuffix("’s").split()
    return words[-1].lower() if words else ""


def _list_names(doc: spacy.tokens.Doc) -> Iterator[spacy.tokens.Span]:
    yield from (entity for entity in doc.ents if entity.label_ == PERSON and entity.text.strip())


def _list_speakers(statements: Iterable[Statement]) -> Iterator[str]:
    for statement in statements:
        for voice in statement.attributions:
            if voice.kind is SpeakerKind.NAMED and voice.name:
                yield voice.name


def _is_known(name: str, passage: Passage) -> bool:
    actor = find_actor(name, on=passage.published_on)
    return actor is not None


def _has_office(entity: spacy.tokens.Span, offices: frozenset[str]) -> bool:
    before = entity.doc[max(entity.sent.start, entity.start - TOKENS_BEFORE) : entity.start]
    if any(lemma_of(token) in offices for token in before):
        return True
    after = entity.doc[entity.end : min(entity.sent.end, entity.end + TOKENS_AFTER)]
    return len(after) > 1 and after[0].text == "," and any(lemma_of(token) in offices for token in after)
