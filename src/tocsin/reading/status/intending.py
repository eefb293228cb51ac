"""How words of intent change what is known of an event: threats, promises, demands, plans, the future."""

from dataclasses import replace

from tocsin.languages.hedges import Effect, HedgeWords
from tocsin.model import EpistemicStatus as Status
from tocsin.reading import grammar
from tocsin.reading.grammar import lemma_of
from tocsin.reading.status.marks import Mark
from tocsin.reading.status.stands import Stand, add_voice


def threaten(stand: Stand, mark: Mark, hedges: HedgeWords) -> Stand:
    """Return the stand once somebody threatens it."""
    held = add_voice(stand, mark) if mark.holder is not None else stand
    return held.turn(Status.THREATENED, "threat", mark.word.text, grade="CT")


def promise(stand: Stand, mark: Mark, hedges: HedgeWords) -> Stand:
    """Return the stand once somebody promises it: a threat, where it is harm."""
    if hedges.has("harmful_acts", lemma_of(stand.event)):
        return threaten(stand, mark, hedges)
    return plan(stand, mark, hedges)


def demand(stand: Stand, mark: Mark, hedges: HedgeWords) -> Stand:
    """Return the stand once somebody asks for it."""
    held = add_voice(stand, mark) if mark.holder is not None else stand
    if hedges.effect("modal", mark.word.lower_) is Effect.DEMAND and grammar.is_perfect(mark.word.head):
        return held.turn(Status.POSSIBLE, "modal", mark.word.text, grade="PR")
    return replace(held.turn(Status.CALLED_FOR, "demand", mark.word.text, grade="U"), shared=False)


def plan(stand: Stand, mark: Mark, hedges: HedgeWords) -> Stand:
    """Return the stand once it is planned."""
    held = add_voice(stand, mark) if mark.holder is not None else stand
    if stand.status.counts or (stand.status is Status.POSSIBLE and stand.rule != "purpose"):
        return held.turn(Status.PLANNED, "plan", mark.word.text, grade="CT")
    return held


def foresee(stand: Stand, mark: Mark, hedges: HedgeWords) -> Stand:
    """Return the stand under a plain future."""
    if not stand.status.counts:
        return replace(stand, was_future=True)
    return replace(stand.turn(Status.PLANNED, "future", mark.word.text), was_future=True)


def suppose(stand: Stand, mark: Mark, hedges: HedgeWords) -> Stand:
    """Return the stand under "would", or under a condition beside it."""
    if (
        grammar.is_perfect(mark.word.head)
        and stand.status.counts
        and hedges.effect("modal", mark.word.lower_)
    ):
        return stand.turn(Status.NOT_HAPPENED, "would have", mark.word.text)
    if stand.status.counts or (stand.status is Status.PLANNED and stand.rule == "future"):
        modal = hedges.effect("modal", mark.word.lower_) is not None
        return stand.turn(Status.POSSIBLE, "would" if modal else "condition", mark.word.text, grade="PS")
    return stand
