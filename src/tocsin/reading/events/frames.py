"""Find hybrid acts by composition: a word for what befalls or is done, said of what makes it a threat."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from spacy.tokens import Token

from tocsin.languages.frames import LONGEST, Frame, FrameWords
from tocsin.languages.triggers import VERB
from tocsin.reading.events.arguments import (
    clause_of,
    find_agents,
    find_patients,
    find_subjects,
    is_disguised_verb,
    prepositions_of,
    spread,
)
from tocsin.reading.events.setting import Setting, runs_of
from tocsin.reading.grammar import children, is_noun_form, is_verb_form, lemma_of

# How far a noun in a seat of its verb shares what else the verb governs: "an outage [hit] the link".
SEATS = frozenset({"dobj", "nsubj", "nsubjpass", "attr", "pobj"})
LABELS = frozenset({"compound", "amod", "nmod", "nummod", "poss"})
# A participle or an adjective before its noun tells an act only in passing: "the [severed] cable".
IN_PASSING = frozenset({"amod", "compound", "nmod"})
MAX_HEADS = 24
# What leads from one thing to another: "a hole [in] the fence", "traffic [over] the cable".
LINKS = frozenset({"of", "in", "into", "to", "with", "over", "through", "on"})
# How near the rest of a predicate stands behind it: "went completely [dark]".
REACH = 3
# Frames that ask for so much outweigh another meaning of their predicate.
TELLING = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A frame that holds of a word; `weak` where the act is told in passing only."""

    frame: Frame
    weak: bool


def is_telling(match: Match) -> bool:
    """Whether a frame asks for so much that it outweighs what the word means elsewhere."""
    return not match.weak and match.frame.asked >= TELLING


def match_frame(
    token: Token, lemma: str, part: str, *, sentence: tuple[Token, ...], setting: Setting, words: FrameWords
) -> Match | None:
    """Return the frame that asks most of those that hold of a word, or None."""
    predicates = words.predicates.get((lemma, part), ())
    best: Match | None = None
    parties: _Parties | None = None
    for predicate in predicates:
        frames = [frame for frame in predicate.frames if setting.admits(frame)]
        if not frames or (predicate.rest and not _has_rest(token, predicate.rest, part)):
            continue
        parties = parties or _Parties(token)
        for frame in frames:
            if (best is None or frame.asked > best.frame.asked) and _holds(frame, parties, sentence, setting):
                best = Match(frame=frame, weak=frame.weak or token.dep_ in IN_PASSING)
    return best


def _has_rest(token: Token, rest: tuple[str, ...], part: str) -> bool:
    if part != VERB:
        before = token.doc[max(0, token.i - len(rest)) : token.i]
        return [lemma_of(word) for word in before] == list(rest)
    near = {lemma_of(child) for child in token.children} | {child.lower_ for child in token.children}
    for after in token.doc[token.i + 1 : token.i + 1 + REACH]:
        near.update((lemma_of(after), after.lower_))
    return near.issuperset(rest)


class _Parties:
    """The things a word is said of, worked out as they are asked for."""

    def __init__(self, token: Token) -> None:
        self.token = token

    @cached_property
    def all(self) -> frozenset[str]:
        return _name_all(_heads_of(self.token))

    @cached_property
    def actor(self) -> frozenset[str]:
        if is_verb_form(self.token) or is_disguised_verb(self.token):
            heads = find_agents(self.token)
        else:
            heads = [
                *_held_by(self.token, "by", "from"),
                *children(self.token, "poss", "amod", "compound", "nmod"),
            ]
            if self.token.dep_ == "dobj":
                heads += find_subjects(self.token.head)
        labels = [label for head in heads for label in children(head, *LABELS)]
        return _name_all(_follow([*heads, *labels]))

    @cached_property
    def patient(self) -> frozenset[str]:
        return _name_all(_patients_of(self.token))

    @cached_property
    def clause(self) -> frozenset[str]:
        found = clause_of(self.token)
        if self.token.dep_ in SEATS and not is_verb_form(self.token):
            above = self.token.head.head if self.token.dep_ == "pobj" else self.token.head
            found = [*found, *clause_of(above)]
        if self.token.dep_ in IN_PASSING or self.token.dep_ in ("relcl", "acl"):
            found = [*found, *clause_of(self.token.head)]
        return frozenset(runs_of(sorted(set(found), key=lambda word: word.i)))


def _holds(frame: Frame, parties: _Parties, sentence: tuple[Token, ...], setting: Setting) -> bool:
    if frame.things and not _has_thing(frame, parties, setting):
        return False
    if frame.by and frame.by.isdisjoint(parties.actor):
        return False
    near = setting.words_of(sentence)
    if not frame.without.isdisjoint(near) or any(asked.isdisjoint(near) for asked in frame.sentence):
        return False
    return not any(asked.isdisjoint(parties.clause) for asked in frame.clause)


def _has_thing(frame: Frame, parties: _Parties, setting: Setting) -> bool:
    if frame.role == "actor":
        names = parties.actor
    else:
        names = parties.patient if frame.role == "patient" else parties.all
    if not frame.things.isdisjoint(names):
        return True
    return not frame.echoes.isdisjoint(names) and not frame.things.isdisjoint(setting.words)


def _name_all(heads: list[Token]) -> frozenset[str]:
    """Return the names of things: each head alone and with the words that label it before it."""
    found: set[str] = set()
    for head in heads:
        labels = [child for child in head.children if child.dep_ in LABELS and child.i < head.i]
        labels += [below for label in labels for below in label.children if below.dep_ in LABELS]
        core = sorted({head, *labels}, key=lambda word: word.i)
        core = [word for word in core if word.text not in "-–"]
        for start in range(max(0, len(core) - LONGEST), len(core)):
            found.add(" ".join(lemma_of(word) for word in core[start:]))
            found.add(" ".join(word.lower_ for word in core[start:]))
        found.add(head.lower_.removesuffix("s"))
    return frozenset(found)


def _heads_of(token: Token) -> list[Token]:
    """Return the heads of everything a word is said of, the links through `of` and the like followed."""
    if is_verb_form(token) or is_disguised_verb(token):
        heads = [*find_subjects(token), *find_patients(token), *find_agents(token)]
        heads += children(token, "nsubj", "nsubjpass", "dobj", "dative", "attr", "oprd")
        heads += list(_held(token))
        if token.dep_ in ("relcl", "acl", *IN_PASSING):
            heads.append(token.head)
        heads += [held for complement in children(token, "xcomp") for held in children(complement, "dobj")]
        heads += [held for complement in children(token, "xcomp") for held in _held(complement)]
    else:
        heads = list(_round_noun(token))
    return _follow(heads)


def _round_noun(token: Token) -> Iterator[Token]:
    """Yield what stands round a noun or an adjective: labels, prepositions, and what its verb governs."""
    yield from children(token, "compound", "nmod", "poss", "amod", "appos")
    yield from _held(token)
    for clause in children(token, "acl", "relcl"):
        yield from children(clause, "dobj", "nsubj", "nsubjpass")
        yield from _held(clause)
    above = token.head
    if token.dep_ in IN_PASSING:
        yield above
    if token.dep_ == "acomp" or token.dep_ in SEATS:
        if token.dep_ == "pobj":
            above = above.head
            if is_noun_form(above):
                yield above
        if is_verb_form(above) or above.pos_ == "AUX":
            yield from children(above, "nsubj", "nsubjpass", "dobj", "dative", "attr")
            yield from _held(above)


def _follow(heads: list[Token]) -> list[Token]:
    """Add coordinated heads, and what "part of", "one of", "the end of", "a swarm of" leads to."""
    found: list[Token] = []
    for head in heads:
        for one in spread(head):
            if one not in found:
                found.append(one)
    for head in found:
        if len(found) > MAX_HEADS:
            break
        for name, held in prepositions_of(head):
            if name in LINKS and held not in found:
                found.append(held)
        for label in children(head, "appos"):
            if label not in found:
                found.append(label)
    return found


def _held(token: Token) -> Iterator[Token]:
    """Yield what stands behind the prepositions of a word, double ones too: "fell [out of] a letter"."""
    for _, held in prepositions_of(token):
        yield held
    for preposition in children(token, "prep"):
        for _, held in prepositions_of(preposition):
            yield held


def _held_by(token: Token, *names: str) -> list[Token]:
    return [held for name, held in prepositions_of(token) if name in names]


def _patients_of(token: Token) -> list[Token]:
    if is_verb_form(token) or is_disguised_verb(token):
        heads = find_patients(token) or find_subjects(token)
        if token.dep_ in IN_PASSING:
            heads = [*heads, token.head]
        return _follow(heads)
    heads = [
        *children(token, "compound", "nmod"),
        *_held_by(token, "of", "to", "on", "against", "in", "at", "with"),
    ]
    return _follow(heads)
