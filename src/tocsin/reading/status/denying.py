"""How a negation, a denial or a failure changes what is known of an event."""

from dataclasses import replace

from spacy.tokens import Token

from tocsin.languages.hedges import Effect, HedgeWords
from tocsin.model import EpistemicStatus as Status
from tocsin.reading import grammar
from tocsin.reading.grammar import lemma_of
from tocsin.reading.status.marks import Mark
from tocsin.reading.status.stands import Stand


def negate(stand: Stand, mark: Mark, hedges: HedgeWords) -> Stand:
    """Return the stand under a negation, or a verb that stops what it governs."""
    word = mark.word.text
    if stand.voices and stand.voices[-1].effect is Effect.CONFIRM and not stand.shared:
        return stand.turn(Status.UNKNOWN, "withheld", word, grade="U")  # "declined to confirm the strike"
    if stand.rule == "shared fact" and _refuses_to_own(stand, mark, hedges):
        return stand.turn(Status.DENIED, "denial", word, grade="CT")  # "refuses to admit that it did"
    if stand.rule == "shared fact":
        return stand  # "did not know that the line was cut": it was cut all the same
    if stand.status is Status.DENIED and _neither_way(stand, hedges):
        return stand.turn(Status.UNKNOWN, "withheld", word, grade="U")  # "would neither confirm nor deny it"
    match stand.status:
        case Status.HAPPENED | Status.ONGOING | Status.REPORTED:
            plain = hedges.has("negators", mark.word.lower_)
            return stand.turn(Status.NOT_HAPPENED, "negation" if plain else "averted", word)
        case Status.NOT_HAPPENED | Status.DENIED | Status.THREATENED:
            return stand.turn(Status.POSSIBLE, "double negation", word, grade="PS", unsure=True)
        case Status.ALLEGED:
            denier = replace(mark, holder=mark.holder or _find_denier(mark.word))
            return _hand_over(stand, denier).turn(Status.DENIED, "denial", word)
        case Status.PLANNED:
            return replace(stand.turn(Status.NOT_HAPPENED, "will not", word), was_future=True)
        case Status.POSSIBLE if stand.rule == "ability":
            return stand.turn(Status.NOT_HAPPENED, "negation", word, grade="CT")
    return stand


def _refuses_to_own(stand: Stand, mark: Mark, hedges: HedgeWords) -> bool:
    """Whether somebody will not concede it: "refuses to admit that its soldiers did it"."""
    conceding = bool(stand.voices) and hedges.has("conceding_verbs", lemma_of(stand.voices[-1].word))
    return conceding and not hedges.has("negators", mark.word.lower_)


def _neither_way(stand: Stand, hedges: HedgeWords) -> bool:
    """Whether the denial stands beside a confirmation: neither is made."""
    denial = stand.voices[-1].word if stand.voices else stand.event
    others = (denial.head, *denial.conjuncts)
    return any(hedges.effect("object", lemma_of(word)) is Effect.CONFIRM for word in others)


def _find_denier(negator: Token) -> Token | None:
    """Return who finds that nothing speaks for it: "police found no evidence of sabotage"."""
    for above in grammar.climb(negator):
        if grammar.is_verb(above):
            subject = grammar.find_subject(above)
            return None if subject is None or subject.lower_ in {"there", "it"} else subject
    return None


def _hand_over(stand: Stand, mark: Mark) -> Stand:
    """Let the one who denies be the holder, in place of those whose claim he denies."""
    return stand if mark.holder is None else replace(stand, voices=(mark,))


def deny(stand: Stand, mark: Mark, hedges: HedgeWords) -> Stand:
    """Return the stand once somebody denies it."""
    held = _hand_over(stand, mark)
    if stand.status is Status.NOT_HAPPENED:
        return held.turn(Status.POSSIBLE, "double negation", mark.word.text, grade="PS", unsure=True)
    return replace(held.turn(Status.DENIED, "denial", mark.word.text, grade="CT"), shared=False)


def attempt(stand: Stand, mark: Mark, hedges: HedgeWords) -> Stand:
    """Return the stand under an attempt: open, unless it came to nothing."""
    if not stand.status.counts:
        return stand
    if _came_to_nothing(mark.word, hedges):
        return stand.turn(Status.NOT_HAPPENED, "averted", mark.word.text)
    return stand.turn(Status.POSSIBLE, "attempt", mark.word.text, grade="PS")


def _came_to_nothing(attempt: Token, hedges: HedgeWords) -> bool:
    """Whether an attempt failed or was foiled: "tried but failed", "foiled an attempt"."""
    if any(hedges.effect("infinitive", lemma_of(word)) is Effect.NEGATE for word in attempt.conjuncts):
        return True
    head = attempt.head
    if attempt.dep_ == "nsubj" and hedges.effect("infinitive", lemma_of(head)) is Effect.NEGATE:
        return True
    if any(hedges.effect("adjective", word.lower_) is Effect.NEGATE for word in attempt.children):
        return True
    return attempt.dep_ in {"dobj", "nsubjpass"} and hedges.effect("object", lemma_of(head)) is Effect.NEGATE
