"""Find hybrid acts by composition: a word for what befalls or is done, said of a thing that it makes a threat of."""

from collections.abc import Iterator
from dataclasses import dataclass, field
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
from tocsin.reading.grammar import children, is_noun_form, is_verb_form, lemma_of

# How far a noun in a seat of its verb shares what else the verb governs: "an outage [hit] the link".
SEATS = frozenset({"dobj", "nsubj", "nsubjpass", "attr", "pobj"})
LABELS = frozenset({"compound", "amod", "nmod", "nummod", "poss"})
# A participle or an adjective before its noun tells an act only in passing: "the [severed] cable".
IN_PASSING = frozenset({"amod", "compound", "nmod"})
MAX_HEADS = 24
# How near the rest of a predicate stands behind it: "went completely [dark]".
REACH = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """A frame that holds of a word; `weak` where the act is told in passing only."""

    frame: Frame
    weak: bool


@dataclass(frozen=True)
class Scene:
    """The words of a document and of its heading, as runs of up to four words, made when first asked for."""

    tokens: tuple[Token, ...]
    heading: str
    _sentences: dict[int, frozenset[str]] = field(default_factory=dict)

    @cached_property
    def words(self) -> frozenset[str]:
        """Return every run of words of the text and of its heading."""
        title = [word.strip(".,:;!?'\"()") for word in self.heading.lower().replace("-", " ").split()]
        runs = _list_runs(title)
        runs.update(_list_runs([word.removesuffix("s") for word in title]))
        runs.update(runs_of(self.tokens))
        return frozenset(runs)

    def words_of(self, sentence: tuple[Token, ...]) -> frozenset[str]:
        """Return every run of words of a sentence."""
        start = sentence[0].i
        if start not in self._sentences:
            self._sentences[start] = frozenset(runs_of(sentence))
        return self._sentences[start]


def runs_of(tokens: tuple[Token, ...] | list[Token]) -> set[str]:
    """Return the runs of one to four words, hyphens left out: by lemma, by form, and by form without an s."""
    kept = [token for token in tokens if not token.is_space and token.text not in "-–"]
    lemmas = [lemma_of(token) for token in kept]
    forms = [token.lower_ for token in kept]
    found = _list_runs(lemmas)
    found.update(_list_runs(forms))
    found.update(form.removesuffix("s") for form in forms)
    return found


def _list_runs(words: list[str]) -> set[str]:
    return {
        " ".join(words[at : at + size])
        for size in range(1, LONGEST + 1)
        for at in range(len(words) - size + 1)
    }


def match_frame(
    token: Token, lemma: str, part: str, *, sentence: tuple[Token, ...], scene: Scene, words: FrameWords
) -> Match | None:
    """Return the frame that asks most of those that hold of a word, or None."""
    predicates = words.predicates.get((lemma, part), ())
    best: Match | None = None
    parties: _Parties | None = None
    for predicate in predicates:
        if predicate.rest and not _has_rest(token, predicate.rest, part):
            continue
        parties = parties or _Parties(token)
        for frame in predicate.frames:
            if (best is None or frame.asked > best.frame.asked) and _holds(frame, parties, sentence, scene):
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
        heads = find_agents(self.token) if is_verb_form(self.token) else _held_by(self.token, "by", "from")
        return _name_all(heads)

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


def _holds(frame: Frame, parties: _Parties, sentence: tuple[Token, ...], scene: Scene) -> bool:
    if frame.things and not _has_thing(frame, parties, scene):
        return False
    near = scene.words_of(sentence)
    if not frame.without.isdisjoint(near) or any(asked.isdisjoint(near) for asked in frame.sentence):
        return False
    if any(asked.isdisjoint(parties.clause) for asked in frame.clause):
        return False
    if frame.bar and not frame.bar.isdisjoint(scene.words):
        return False
    return not any(asked.isdisjoint(scene.words) for asked in frame.scene)


def _has_thing(frame: Frame, parties: _Parties, scene: Scene) -> bool:
    if frame.role == "actor":
        names = parties.actor
    else:
        names = parties.patient if frame.role == "patient" else parties.all
    if not frame.things.isdisjoint(names):
        return True
    return not frame.echoes.isdisjoint(names) and not frame.things.isdisjoint(scene.words)


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
        heads += [held for _, held in prepositions_of(token)]
        if token.dep_ in ("relcl", "acl", *IN_PASSING):
            heads.append(token.head)
        heads += [held for complement in children(token, "xcomp") for held in children(complement, "dobj")]
        heads += [held for complement in children(token, "xcomp") for _, held in prepositions_of(complement)]
    else:
        heads = list(_round_noun(token))
    return _follow(heads)


def _round_noun(token: Token) -> Iterator[Token]:
    """Yield what stands round a noun or an adjective: labels, prepositions, and what its verb governs."""
    yield from children(token, "compound", "nmod", "poss", "amod", "appos")
    for _, held in prepositions_of(token):
        yield held
    for clause in children(token, "acl", "relcl"):
        yield from children(clause, "dobj", "nsubj", "nsubjpass")
        for _, held in prepositions_of(clause):
            yield held
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
            for _, held in prepositions_of(above):
                yield held


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
            if name in ("of", "in", "to", "with") and held not in found:
                found.append(held)
        for label in children(head, "appos"):
            if label not in found:
                found.append(label)
    return found


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
