"""The names of a document: their words, whether persons or bodies, and what is said of them beside."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

from spacy.tokens import Doc, Span, Token

from tocsin.gazetteer.actors import find_actor
from tocsin.languages.cues import SpeakerWords
from tocsin.reading.grammar import NOUN_SUBJECTS, lemma_of

PERSON = "PERSON"
BODIES = frozenset({"ORG", "GPE", "NORP", "FAC", "LOC", "PRODUCT"})
# A tagger of names takes many a title with its name for one of these.
STRAY_LABELS = frozenset({"WORK_OF_ART", "EVENT", "LAW"})
NAME_DEPS = frozenset({"compound", "nmod", "appos", "amod", "attr"})
SEATS = frozenset({"in", "at", "near", "outside", "around"})
"""Behind one of these a single word is a place, whatever the tagger of names says: "the airfield at X"."""
NAME_SEATS = frozenset({*NOUN_SUBJECTS, "pobj", "poss", "appos"})
PERSON_WORDS = (2, 4)
"""A person's full name has so many words."""
LONGEST_ROLE = 8
"""So many words before or behind a name may say what it is."""
OWNER_MARKS = ("'s", "’s", "'", "’")
DETERMINERS = frozenset({"the", "a", "an", "his", "her", "its", "their", "our", "my"})


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
    is_bare: bool = True
    """Whether no article stands before it."""
    office: int | None = None
    """The token of the office beside the name."""


def find_mentions(doc: Doc, sentences: list[int], words: SpeakerWords) -> list[Mention]:
    """Return the names of a document in the order of the text, persons told from bodies."""
    found = [
        _make_mention(doc, _widen_person(doc, entity, words), entity.label_, sentences, words)
        for entity in doc.ents
        if entity.label_ == PERSON or entity.label_ in BODIES | STRAY_LABELS
    ]
    mentions = [one for one in found if one.name and one.label not in STRAY_LABELS]
    surnames = {
        one.name.rsplit(" ", 1)[-1]: one.gender
        for one in mentions
        if one.label == PERSON and " " in one.name and not _is_known_body(one.name.rsplit(" ", 1)[-1])
    }
    mentions = [
        replace(one, label=PERSON) if one.name in surnames and one.label != PERSON else one
        for one in mentions
    ]
    mentions += _find_bare_surnames(doc, mentions, surnames, sentences, words)
    mentions += _find_unlabelled(doc, mentions, sentences, words)
    return sorted(mentions, key=lambda one: one.start)


def _widen_person(doc: Doc, entity: Span, words: SpeakerWords) -> tuple[int, int]:
    """Return the tokens of a name with the first name that the tagger of names left outside."""
    start = entity.start
    short = entity.end - start == 1 or entity.text[0].islower()
    if entity.label_ == PERSON and short and start:
        left = doc[start - 1]
        named = left.pos_ == "PROPN" and left.text.istitle() and not left.ent_type_
        first = named and start <= left.head.i < entity.end
        if first and left.lower_ not in words.titles | words.ranks | words.humans:
            start -= 1
    return start, entity.end


def _find_bare_surnames(
    doc: Doc,
    mentions: list[Mention],
    surnames: dict[str, str | None],
    sentences: list[int],
    words: SpeakerWords,
) -> Iterator[Mention]:
    """Yield the surnames of persons already named which the tagger of names left out: "Most dismissed it"."""
    taken = {position for one in mentions for position in range(one.start, one.end)}
    for token in doc:
        if token.text in surnames and token.i not in taken and _may_be_name(token):
            yield _make_mention(doc, (token.i, token.i + 1), PERSON, sentences, words)


def _find_unlabelled(
    doc: Doc, mentions: list[Mention], sentences: list[int], words: SpeakerWords
) -> Iterator[Mention]:
    """Yield the proper nouns that the tagger of names left out, taken for bodies unless shown as persons."""
    taken = {position for one in mentions for position in range(one.start, one.end)}
    for token in doc:
        if token.i in taken or token.pos_ != "PROPN" or token.ent_type_ or token.dep_ not in NAME_SEATS:
            continue
        start = token.i
        while start and doc[start - 1].pos_ == "PROPN" and not doc[start - 1].ent_type_:
            start -= 1
        if token.text[:1].isupper() and taken.isdisjoint(range(start, token.i)):
            yield _make_mention(doc, (start, token.i + 1), "ORG", sentences, words)


def _may_be_name(token: Token) -> bool:
    """Whether a capital is no mere beginning of a sentence: the word stands where a name may."""
    if token.i + 1 < len(token.doc) and token.nbor().text == ":":
        return True
    return token.pos_ == "PROPN" or token.dep_ in {*NOUN_SUBJECTS, "poss", "pobj", "dobj"}


def _make_mention(
    doc: Doc, place: tuple[int, int], label: str, sentences: list[int], words: SpeakerWords
) -> Mention:
    start, end = place
    span = doc[start:end]
    head = span.root
    beside = list(_words_beside(head, start, end))
    roles = {lemma_of(token) for token in beside}
    office = next((token.i for token in beside if lemma_of(token) in words.humans), None)
    if start > 1 and doc[start - 2 : start].text.lower() == "prime minister":
        roles.add("premier")
    titles = {role.rstrip(".") for role in roles} | {doc[start - 1].lower_.rstrip(".") if start else ""}
    titles |= {doc[start].lower_.rstrip(".")}
    gender = "female" if titles & words.female_titles else "male" if titles & words.male_titles else None
    label = _judge_label(doc, place, label, frozenset(roles), words)
    name = clean_name(span.text, words if label == PERSON else None)
    if label != PERSON and head.pos_ != "PROPN" and label not in STRAY_LABELS:
        name = _less_class(name, words)
    if label == PERSON and gender is None and " " in name:
        gender = _guess_gender(name.split()[0].lower(), words)
    subject = head.dep_ in NOUN_SUBJECTS
    bare = doc[start].pos_ != "DET" and (start == 0 or doc[start - 1].pos_ != "DET")
    return Mention(start, end, name, label, sentences[start], subject, frozenset(roles), gender, bare, office)


def _guess_gender(first_name: str, words: SpeakerWords) -> str | None:
    if first_name in words.male_names:
        return "male"
    return "female" if first_name in words.female_names else None


def _less_class(name: str, words: SpeakerWords) -> str:
    """Return the name of a medium without the common noun behind it: "the Ansa agency" is Ansa."""
    parts = name.split()
    while len(parts) > 1 and parts[-1] in words.outlets | {"news"}:
        parts.pop()
    return " ".join(parts)


def _judge_label(
    doc: Doc, place: tuple[int, int], label: str, roles: frozenset[str], words: SpeakerWords
) -> str:
    """Return the kind of a name, mended by the gazetteer, the titles and the nouns beside it."""
    start, end = place
    name = clean_name(doc[start:end].text, words)
    if label in BODIES and roles & words.outlets:
        return label
    actor = _find_kind(name)
    if actor is not None:
        return PERSON if actor == "person" else "ORG" if label in {PERSON, *STRAY_LABELS} else label
    if roles & words.outlets:
        return "ORG"
    if label != PERSON and _looks_like_person(doc, place, roles, words):
        return PERSON
    seated = start > 0 and doc[start - 1].lower_ in SEATS and end - start == 1
    return "GPE" if label == PERSON and seated else label


def _looks_like_person(doc: Doc, place: tuple[int, int], roles: frozenset[str], words: SpeakerWords) -> bool:
    """Whether a title or an office beside two or three capitalised words makes them a person's name."""
    parts = clean_name(doc[place[0] : place[1]].text, words).split()
    fewest, most = PERSON_WORDS
    if not fewest <= len(parts) <= most or not all(_is_name_part(part) for part in parts):
        return False
    first = parts[0].lower()
    if doc[place[0]].lower_.rstrip(".") in words.ranks or roles & words.offices:
        return True
    return first in words.male_names | words.female_names and parts[-1].lower() not in words.bodies


def _is_name_part(part: str) -> bool:
    return part[0].isupper() and part.replace("-", "").isalpha()


def may_be_person(mention: Mention) -> bool:
    """Whether a name that no gazetteer knows has the form of a person's, so that "he" may mean it."""
    parts = mention.name.split()
    return (
        mention.label in ("ORG", "GPE", "PRODUCT", "FAC")
        and (len(parts) == PERSON_WORDS[0] or (len(parts) == 1 and mention.is_subject))
        and mention.is_bare
        and all(_is_name_part(part) and not part.isupper() for part in parts)
        and _find_kind(mention.name) is None
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
    yield from _nouns_before(head.doc, start)


def _nouns_before(doc: Doc, start: int) -> Iterator[Token]:
    """Yield the common nouns right before a name, and before the comma in front of it."""
    position = start - 1
    if position > 0 and doc[position].text == "," and doc[position - 1].pos_ == "NOUN":
        position -= 1
    for index in range(position, max(-1, position - LONGEST_ROLE), -1):
        if doc[index].pos_ != "NOUN" or doc[index].tag_ == "NNS":
            return
        yield doc[index]


def clean_name(text: str, words: SpeakerWords | None = None) -> str:
    """Return a name without article, possessive mark and, for persons, titles."""
    parts = text.replace("\n", " ").split()
    if parts and parts[-1] in OWNER_MARKS:
        parts.pop()
    elif parts:
        for mark in OWNER_MARKS:
            parts[-1] = parts[-1].removesuffix(mark)
    if len(parts) > 1 and parts[0].lower() in DETERMINERS:
        parts = parts[1:]
    if words is not None:
        titles = [
            place
            for place, part in enumerate(parts[:-1])
            if part.lower().rstrip(".") in words.forms_of_address
        ]
        parts = parts[titles[-1] + 1 :] if titles else parts
    name = " ".join(parts).strip(' ,;:"“”()')
    return name if "." in name[:-1].rsplit(" ", 1)[-1] else name.rstrip(".")


@lru_cache(maxsize=4096)
def _find_kind(name: str) -> str | None:
    actor = find_actor(name)
    return actor.kind if actor is not None else None


def _is_known_body(name: str) -> bool:
    return _find_kind(name) not in (None, "person")


def is_organisation(mention: Mention) -> bool:
    """Whether a name is that of a firm, group or office, and not of a state or town."""
    return mention.label == "ORG" and _find_kind(mention.name) not in ("state", "government", "person")
