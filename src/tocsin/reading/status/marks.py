"""What governs an event: one governing word, and all of them together."""

from dataclasses import dataclass

from spacy.tokens import Token

from tocsin.languages.hedges import Effect

# Effects of who says it; they reach an event through a presupposition, where modality and negation do not.
VOICES = frozenset({Effect.REPORT, Effect.CONFIRM, Effect.KNOW, Effect.ALLEGE, Effect.BELIEVE, Effect.HIDE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One governing word, its effect and its holder; `settled` where the event is a fact below it.

    `parenthetical` marks a voice beside its content: "..., police said".
    """

    effect: Effect
    word: Token
    holder: Token | None = None
    settled: bool = False
    parenthetical: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Government:
    """All that governs an event: the marks, innermost first, and the verb whose tense is the event's own.

    `settled` says whether the event was taken for a fact on the way up.
    """

    marks: tuple[Mark, ...]
    carrier: Token
    settled: bool = False


@dataclass(frozen=True, slots=True)
class Step:
    """Where a climb goes next, the mark met on the way, and whether the event is a fact from there on.

    `bare` says whether the target's own helpers and negation bear on the event.
    """

    target: Token | None
    mark: Mark | None = None
    settled: bool = False
    bare: bool = True
