"""An attribution in the making: a cue, its speaker and its content as words and characters of the text."""

from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from tocsin.languages.cues import Cue, CueWords
from tocsin.model import SpeechAct
from tocsin.reading.grammar import child_of, lemma_of
from tocsin.reading.statements.clauses import TIMES, Run

PAIR_DEPS = ("prt", "prep", "dobj", "xcomp", "acomp", "oprd", "dative")


@dataclass(slots=True)
class Draft:
    """A cue, its speaker and its content in character ranges of the piece; quotes are joined to it later.

    `citing` is the inner voice of "Reuters reported, citing officials", `relay` the outer one of "he said,
    quoted by Reuters".
    """

    cue: tuple[int, int] | None
    head: Token | None
    act: SpeechAct
    speaker: Token | None
    content: list[tuple[int, int]] = field(default_factory=list)
    citing: Token | None = None
    citing_cue: Token | None = None
    relay: Token | None = None
    relay_cue: Token | None = None


def look_up_verb(verb: Token, words: CueWords) -> tuple[Cue, Token | None] | None:
    """Return the cue of a verb and the child that makes a pair with it ("rule out"); the pair goes first."""
    lemma = lemma_of(verb)
    for child in verb.children:
        if child.dep_ in PAIR_DEPS:
            cue = words.verbs.get(f"{lemma} {lemma_of(child)}")
            if cue is not None and not _is_of_time(child):
                return cue, child
    cue = words.verbs.get(lemma)
    return (cue, None) if cue is not None else None


def _is_of_time(link: Token) -> bool:
    """Whether a preposition only says when: "on Monday called it a lie" does not call on anybody."""
    when = child_of(link, "pobj") if link.dep_ == "prep" else None
    return when is not None and when.ent_type_ in TIMES


def to_characters(doc: Doc, runs: list[Run]) -> list[tuple[int, int]]:
    """Return character ranges for runs of tokens."""
    return [(doc[start].idx, doc[end - 1].idx + len(doc[end - 1])) for start, end in runs]
