"""Mend a parse that takes what several states do for a label: "Oslo and Riga [expel] two envoys"."""

from collections.abc import Callable, Iterable
from itertools import pairwise
from typing import Any

from spacy.language import Language as Pipeline
from spacy.tokens import Doc, Token

from tocsin.languages import load_language
from tocsin.languages.triggers import VERB, TriggerWords

NAME = "tocsin_mending"
# What the parser makes of the verb: an adjective, a noun or a verb that labels, or hangs on the list.
MISREAD = frozenset({"amod", "nmod", "compound", "appos", "conj", "acl", "relcl"})
BARE_TAGS = frozenset({"JJ", "VB", "VBP", "NN", "VBD", "VBN"})
NO_VERBS = frozenset({"JJ", "NN"})
# What may open the phrase of the object right behind the verb.
OPENING = frozenset({"DT", "CD", "PRP$", "NNP", "NNPS", "JJ", "JJR", "NNS", "NN", "IN", "RBR"})
NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS"})
LISTING = frozenset({",", "and", "the"})
BEFORE_CLAUSE = frozenset({":", ";", "that", "while", "as", "because", "after", "when", "said", "says"})
JOINING = {",": "punct", "and": "cc"}
WRITTEN: list[int | str] = ["HEAD", "DEP", "TAG", "POS"]
MAX_STATES = 40
REACH = 9


@Pipeline.factory(NAME)
def make_mender(nlp: Pipeline, name: str) -> Callable[[Doc], Doc]:
    """Return the step that mends parses, with the language's words for acts."""
    words = load_language(nlp.lang).triggers
    verbs = list_verbs(words)

    def mend(doc: Doc) -> Doc:
        return mend_lists(doc, verbs)

    return mend


def list_verbs(words: TriggerWords) -> frozenset[str]:
    """Return the words that name an act as verbs only."""
    other = {lemma for lemma, part in words.senses if part != VERB}
    return frozenset(lemma for lemma, part in words.senses if part == VERB) - other


def mend_lists(doc: Doc, verbs: frozenset[str]) -> Doc:
    """Make the word behind a list of states their verb where it can be nothing else."""
    for entity in doc.ents:
        if entity.label_ != "GPE" or entity.end >= len(doc) - 1:
            continue
        word = doc[entity.end]
        if word.tag_ not in BARE_TAGS or word.lower_ not in verbs:
            continue
        if word.dep_ not in MISREAD:
            _name_verb(word)
            continue
        states = list_states_before(word)
        held = find_object(word)
        if len(states) > 1 and held is not None and not _has_verb_of_states(states, word):
            make_verb(word, states, held)
    return doc


def _name_verb(word: Token) -> None:
    """Tag as a verb what stands as one but was tagged as a label."""
    relations = {child.dep_ for child in word.children}
    if word.tag_ in NO_VERBS and {"nsubj", "dobj"} <= relations:
        word.tag_, word.pos_ = "VBP", "VERB"


def list_states_before(verb: Token) -> list[Token]:
    """Return the heads of the states listed right before a word; none where other words open the list."""
    found: list[Token] = []
    start = max(verb.sent.start, verb.i - MAX_STATES)
    index = verb.i - 1
    while index >= start:
        word = verb.doc[index]
        if word.ent_type_ == "GPE":
            found.append(word)
            while index > start and word.doc[index].ent_iob_ == "I":
                index -= 1
        elif word.lower_ not in LISTING:
            break
        index -= 1
    opens = index < start or verb.doc[index].is_space or verb.doc[index].lower_ in BEFORE_CLAUSE
    return found[::-1] if opens else []


def find_object(verb: Token) -> Token | None:
    """Return the head of the noun phrase right behind a word."""
    found: Token | None = None
    for word in verb.doc[verb.i + 1 : min(verb.sent.end, verb.i + REACH)]:
        if word.tag_ in NOUNS:
            found = word
        elif found is not None or word.tag_ not in OPENING:
            break
    return found


def _has_verb_of_states(states: Iterable[Token], word: Token) -> bool:
    """Whether another verb has one of the states for its subject already."""
    return any(
        state.dep_ in ("nsubj", "nsubjpass") and state.head.i != word.i and state.head.pos_ in ("VERB", "AUX")
        for state in states
    )


def make_verb(verb: Token, states: list[Token], held: Token) -> None:
    """Hang the list on the verb as its subject and the noun as its object; the rest keeps its place."""
    heads = {token.i: token.head.i for token in verb.sent}
    deps = {token.i: token.dep_ for token in verb.sent}
    top = _find_top(states[0], range(states[0].i, held.i + 1))
    is_root = top.head.i == top.i
    heads[verb.i], deps[verb.i] = (verb.i, "ROOT") if is_root else (top.head.i, top.dep_)
    heads[states[0].i], deps[states[0].i] = verb.i, "nsubj"
    heads[held.i], deps[held.i] = verb.i, "dobj"
    for before, state in pairwise(states):
        heads[state.i], deps[state.i] = before.i, "conj"
        for between in verb.doc[before.i + 1 : state.i]:
            if between.lower_ in JOINING:
                heads[between.i], deps[between.i] = before.i, JOINING[between.lower_]
    settled = {verb.i, held.i, *(state.i for state in states)}
    for index in heads.keys() - settled:
        above = heads[index]
        if verb.i < index < held.i and not verb.i < above <= held.i:
            heads[index] = held.i
        elif (index > held.i and above in settled - {held.i}) or (index < states[0].i and above in settled):
            heads[index] = verb.i
        elif is_root and above == index:
            heads[index], deps[index] = verb.i, "dep"
    _write(verb, heads, deps)


def _find_top(token: Token, inside: range) -> Token:
    """Return the highest word above a token that stands among the words to be rehung."""
    for _ in inside:
        if token.head.i not in inside or token.head.i == token.i:
            break
        token = token.head
    return token


def _write(verb: Token, heads: dict[int, int], deps: dict[int, str]) -> None:
    doc = verb.doc
    values: Any = doc.to_array(WRITTEN)
    for index, head in heads.items():
        values[index, 0] = (head - index) % (1 << 64)
        values[index, 1] = doc.vocab.strings.add(deps[index])
    is_past = verb.lower_.endswith("ed")
    values[verb.i, 2] = doc.vocab.strings.add("VBD" if is_past else "VBP")
    values[verb.i, 3] = doc.vocab.strings.add("VERB")
    doc.from_array(WRITTEN, values)
