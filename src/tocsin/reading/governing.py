"""Which words a phrase of time or place hangs on, and how close an act stands to them."""

from bisect import bisect_left
from collections.abc import Iterator
from typing import Protocol, TypeVar

from spacy.tokens import Span, Token

from tocsin.languages import Language
from tocsin.languages.triggers import NOUN
from tocsin.reading.grammar import HELPERS, SUBJECTS, children, climb, is_verb, lemma_of

# What stands before a noun and describes that noun alone: "Tuesday's attack", "the Kyiv blast".
BEFORE_NOUN = frozenset({"poss", "compound", "amod", "nmod", "nummod", "npadvmod"})
# An act named by the noun in one of these seats shares the time and place of its verb.
SHARING_SEATS = SUBJECTS | {"dobj", "attr", "ROOT"}
ARGUMENTS = SUBJECTS | {"dobj", "pobj"}
# Clauses that go on telling what their head clause tells; a finite clause with a subject of its own does not.
JOINED_CLAUSES = frozenset({"xcomp", "pcomp", "conj", "advcl", "acl"})
JOINED_TO_NOUNS = frozenset({"xcomp", "conj"})
FARTHEST = 5


class Placed(Protocol):
    """A phrase that starts at a token."""

    @property
    def start(self) -> int:
        """Return the index of its first token."""
        ...


P = TypeVar("P", bound=Placed)


def find_within(mentions: tuple[P, ...], sentence: Span) -> tuple[P, ...]:
    """Return the phrases of one sentence out of all those of a passage, which stand in order."""
    first = bisect_left(mentions, sentence.start, key=lambda mention: mention.start)
    last = bisect_left(mentions, sentence.end, key=lambda mention: mention.start, lo=first)
    return mentions[first:last]


def find_governors(root: Token, language: Language) -> tuple[tuple[int, ...], bool]:
    """Return the words a phrase hangs on, nearest first, and whether the last only tells of other acts.

    "Warsaw condemned Tuesday's attack in Kyiv" hangs Tuesday and Kyiv on the attack alone.
    """
    governors: list[int] = []
    link = root
    for word in climb(root):
        if is_verb(word):
            governors.append(word.i)
            return tuple(governors), language.hedges.has("speech_acts", lemma_of(word))
        if word.pos_ in {"NOUN", "PROPN", "NUM", "ADJ"}:
            governors.append(word.i)
            described = link.i == root.i and root.dep_ in BEFORE_NOUN
            owns = described or is_act_noun(word, language) or _is_sundered(word, language)
            if owns and not _shares_verb(word, language, described=described):
                return tuple(governors), False
        link = word
    return tuple(governors), False


def _is_sundered(noun: Token, language: Language) -> bool:
    """Whether the noun belongs to the cause or time of what the verb tells: "came after talks in Oslo"."""
    return noun.dep_ in {"pobj", "pcomp"} and noun.head.lower_ in language.places.sundering


def _shares_verb(noun: Token, language: Language, *, described: bool) -> bool:
    if noun.dep_ == "pobj" and noun.head.lower_ in language.places.occasions:
        return True
    return (
        not described
        and noun.dep_ in SHARING_SEATS
        and not language.hedges.has("speech_acts", lemma_of(noun.head))
    )


def is_act_noun(word: Token, language: Language) -> bool:
    """Whether the noun names an act that can have a time and a place of its own."""
    name = lemma_of(word)
    return word.pos_ == "NOUN" and (
        (name, NOUN) in language.triggers.senses or language.hedges.has("hostile_acts", name)
    )


def measure_distance(
    token: Token, governors: tuple[int, ...], language: Language, *, tells: bool, over_causes: bool
) -> int | None:
    """Return how far an act's word stands from the words a phrase hangs on; None where they do not meet."""
    best: int | None = None
    for cost, (word, is_own) in enumerate(walk_clause(token, language, over_causes=over_causes)):
        if word.i not in governors:
            continue
        step = governors.index(word.i)
        # "said in Kyiv that ...": the verb's own phrase does not place what is told.
        if (
            tells
            and step == len(governors) - 1
            and not is_own
            and not _is_done_by_telling(token, word, language)
        ):
            continue
        total = cost + step
        best = total if best is None else min(best, total)
    return best if best is not None and best <= FARTHEST else None


def _is_done_by_telling(token: Token, verb: Token, language: Language) -> bool:
    """Whether what is told shares the verb's phrases: "blasts were reported in Kyiv"."""
    if token.head.i != verb.i:
        return False
    is_done = token.dep_ in {"nsubjpass", "dobj"} and lemma_of(verb) in language.places.performing
    return is_done or (token.dep_ == "nsubjpass" and lemma_of(verb) in language.places.reporting)


def follow_where(token: Token) -> Token | None:
    """Return the verb above a clause that tells what else was done there: "flew to Delhi, where he [met]"."""
    clause = find_clause_verb(token)
    if clause is None or clause.dep_ != "relcl":
        return None
    tells_where = any(child.tag_ == "WRB" for child in children(clause, "advmod"))
    return find_clause_verb(clause.head) if tells_where else None


def follow_when(token: Token, language: Language) -> Token | None:
    """Return the verb of a clause that tells the moment of the act, or what did the harm.

    "Ten died when a drone [hit]", "ten were killed after the town was [shelled]".
    """
    verb = find_clause_verb(token)
    clauses = children(verb, "advcl") if verb is not None else []
    if verb is not None and not clauses:
        clauses = [child for other in children(verb, "conj") for child in children(other, "advcl")]
    words = language.places
    links = words.moments | words.upshots if lemma_of(token) in words.harming else words.moments
    return next((clause for clause in clauses if _opens_with(clause, links)), None)


def _opens_with(clause: Token, links: frozenset[str]) -> bool:
    marks = children(clause, "advmod", "mark")
    return is_verb(clause) and any(mark.lower_ in links for mark in marks)


def walk_clause(token: Token, language: Language, *, over_causes: bool) -> Iterator[tuple[Token, bool]]:
    """Yield the act's word and those above it in its clause; the flag tells the act's own word.

    Without `over_causes` it stops at "after" in "reopens the gates after [closing] them": another time.
    """
    yield token, True
    here = token
    for word in climb(token):
        tells = is_verb(here) and not is_argument(here)
        if tells and not _is_joined(here, is_noun=not is_verb(token) or is_argument(token)):
            return
        if here.dep_ == "pcomp" and not over_causes and word.lower_ in language.places.sundering:
            return
        if not tells and word.lower_ in language.places.parting:
            return
        if word.pos_ != "ADP":
            yield word, False
        here = word


def is_argument(word: Token) -> bool:
    """Whether a verb form stands for a thing done: "[shelling] from Yemen kills a guard"."""
    is_seated = word.dep_ in ARGUMENTS or (word.dep_ == "pcomp" and word.head.dep_ == "agent")
    return word.tag_ == "VBG" and is_seated and not children(word, *SUBJECTS)


def _is_joined(verb: Token, *, is_noun: bool) -> bool:
    # "fired on the camp, with ten militants killed"
    if verb.dep_ in HELPERS or (verb.dep_ == "pcomp" and verb.head.lower_ == "with"):
        return True
    # A noun is an argument of its verb; what the verb itself serves is a step too far.
    if verb.dep_ not in (JOINED_TO_NOUNS if is_noun else JOINED_CLAUSES):
        return False
    return not children(verb, *SUBJECTS)


def find_clause_verb(token: Token) -> Token | None:
    """Return the verb of the word's clause: itself, or the first above it."""
    return next((word for word in (token, *climb(token)) if word.pos_ == "VERB"), None)
