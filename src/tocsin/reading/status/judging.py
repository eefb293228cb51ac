"""Whether an event happened, according to whom: the ordered tests of the epistemic guideline."""

from dataclasses import dataclass, replace

from spacy.tokens import Token

from tocsin.languages import Language
from tocsin.languages.hedges import Effect, HedgeWords
from tocsin.model import Attribution, EpistemicStatus, EventTime, Form, Holder, SpeechAct, Statement
from tocsin.reading import grammar
from tocsin.reading.grammar import lemma_of
from tocsin.reading.passage import Passage
from tocsin.reading.status.composing import compose
from tocsin.reading.status.factuality import load_weights, score_features, settle_score
from tocsin.reading.status.features import list_features
from tocsin.reading.status.history import find_history_word
from tocsin.reading.status.marks import VOICES, Government, Mark
from tocsin.reading.status.modality import find_marks
from tocsin.reading.status.stands import Stand, start_stand
from tocsin.reading.status.vetoing import hear_vetoes
from tocsin.reading.status.voices import AUTHOR, name_holder

# So many words back a definite noun still means what was told there.
LOOK_BACK = 600
CLOSERS = frozenset("?.!")
QUOTE_MARKS = frozenset('"“”«»')
# What is still to come is no history, whatever years stand beside it.
COMING = frozenset({EpistemicStatus.PLANNED, EpistemicStatus.THREATENED, EpistemicStatus.CALLED_FOR})
# An unsure reading is pulled towards "cannot say".
UNSURE_PULL = 0.8
ACT_EFFECTS = {
    SpeechAct.CONFIRM: Effect.CONFIRM,
    SpeechAct.ADMIT: Effect.KNOW,
    SpeechAct.ACCUSE: Effect.ALLEGE,
    SpeechAct.ALLEGE: Effect.ALLEGE,
    SpeechAct.SUSPECT: Effect.BELIEVE,
    SpeechAct.BELIEVE: Effect.BELIEVE,
}


# Acts whose object is taken for a fact: whoever condemns an attack does not vouch for it.
SILENT_ACTS = frozenset({SpeechAct.PRAISE, SpeechAct.CONDEMN})
# Acts that put their whole content forward as true, quoted or not.
TELLING_ACTS = frozenset(ACT_EFFECTS) | {SpeechAct.SAY, SpeechAct.DECLINE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """The epistemic status of one event mention, with the words that decided it.

    `learned` is the score as the model gives it; `factuality` the same, kept within what the status allows.
    """

    status: EpistemicStatus
    time: EventTime
    factuality: float
    certainty: float
    learned: float = 0.0
    unsure: bool = False
    reasons: tuple[str, ...] = ()
    holders: tuple[Holder, ...] = ()
    statement_id: str | None = None
    background: bool = False


def judge_status(
    passage: Passage,
    token: Token,
    statements: tuple[Statement, ...],
    language: Language,
    *,
    is_attempt: bool = False,
) -> Judged:
    """Judge whether the event at the token happened, who holds it, and how surely we can tell.

    An attempt that came to nothing was made all the same.
    """
    hedges = language.hedges
    stand, government, around = weigh_event(passage, token, statements, language, is_attempt=is_attempt)
    learned = score_features(list_features(token, government, stand), load_weights())
    history = None if stand.status in COMING else find_history_word(passage, token, hedges)
    reasons = (
        stand.reasons
        if history is None
        else (*stand.reasons, f"history: {history.text!r} puts it in the past")
    )
    return Judged(
        status=stand.status,
        time=_judge_time(stand, token, government.carrier),
        factuality=round(settle_score(learned * (UNSURE_PULL if stand.unsure else 1.0), stand.status), 2),
        certainty=hedges.certainty.get(stand.rule, hedges.certainty_default),
        learned=round(learned, 2),
        unsure=stand.unsure,
        reasons=reasons,
        holders=_list_holders(stand, passage, around, hedges),
        statement_id=around[-1].id if around else None,
        background=history is not None,
    )


def weigh_event(
    passage: Passage,
    token: Token,
    statements: tuple[Statement, ...],
    language: Language,
    *,
    is_attempt: bool = False,
) -> tuple[Stand, Government, tuple[Statement, ...]]:
    """Return what is known of an event, the words that govern it, and the statements round it."""
    hedges = language.hedges
    around = _find_statements_around(passage, token, statements)
    government = find_marks(token, hedges)
    if is_attempt:
        government = replace(government, marks=_drop_failure(government.marks, hedges))
    spoken = _marks_of_statements(passage, token, government, around, hedges)
    government = replace(government, marks=government.marks + spoken)
    stand = _weigh(token, government, hedges, known=_is_known(passage, token, hedges))
    if is_attempt and token.dep_ == "dobj" and hedges.effect("object", lemma_of(token.head)) is Effect.DENY:
        stand = stand.turn(EpistemicStatus.DENIED, "denial", token.head.text)
    stand = _settle_questions(stand, token, government.marks)
    stand = hear_vetoes(stand, passage, token, government, hedges)
    return stand, government, around


def _drop_failure(marks: tuple[Mark, ...], hedges: HedgeWords) -> tuple[Mark, ...]:
    """Return the marks without those that only say that an attempt came to nothing."""
    return tuple(
        mark
        for mark in marks
        if mark.effect not in (Effect.NEGATE, Effect.ATTEMPT) or hedges.has("negators", mark.word.lower_)
    )


def _weigh(token: Token, government: Government, hedges: HedgeWords, *, known: bool | None = None) -> Stand:
    """Start from the event's own form and let every governing word work on it, innermost first."""
    stand = start_stand(token, government.carrier, hedges, known=known)
    for mark in government.marks:
        stand = compose(stand, mark, hedges)
    return stand


def _find_statements_around(
    passage: Passage, token: Token, statements: tuple[Statement, ...]
) -> tuple[Statement, ...]:
    """Return the statements whose content holds the token, widest first, but none whose cue it is."""
    span = passage.span_of(token)
    found = [
        statement for statement in statements if any(piece.overlaps(span) for piece in statement.content)
    ]
    found = [
        one for one in found if not any(a.cue is not None and a.cue.overlaps(span) for a in one.attributions)
    ]
    return tuple(
        sorted(found, key=lambda one: min(p.start for p in one.content) - max(p.end for p in one.content))
    )


def _marks_of_statements(
    passage: Passage,
    token: Token,
    government: Government,
    around: tuple[Statement, ...],
    hedges: HedgeWords,
) -> tuple[Mark, ...]:
    """Return marks for the voices that the syntax did not show: quotes that run on, cues far off."""
    seen = [passage.span_of(mark.word) for mark in government.marks]
    added: list[Mark] = []
    for statement in reversed(around):
        quoted = statement.form is not Form.INDIRECT
        if statement.act in SILENT_ACTS or not (quoted or statement.act in TELLING_ACTS):
            continue
        if not quoted and government.settled:
            continue
        if not _is_in_quotes(token) and _stands_beside(passage, token, statement):
            continue
        for attribution in reversed(statement.attributions):
            mark = _mark_of_attribution(passage, statement, attribution, hedges)
            if mark is not None and not any(span.overlaps(passage.span_of(mark.word)) for span in seen):
                added.append(replace(mark, settled=government.settled and not quoted))
                seen.append(passage.span_of(mark.word))
    return tuple(added)


def _is_in_quotes(token: Token) -> bool:
    """Whether a quote was opened in this sentence, or before it, and is not closed yet."""
    before = token.doc[token.sent.start : token.i]
    return sum(word.text in QUOTE_MARKS for word in before) % 2 == 1


def _stands_beside(passage: Passage, token: Token, statement: Statement) -> bool:
    """Whether the cue governs the event in the parse, yet not as its content: an adjunct of the telling."""
    cues = [passage.tokens_at(one.cue) for one in statement.attributions if one.cue is not None]
    above = {word.i for word in grammar.climb(token)}
    return any(cue is not None and cue.root.i in above for cue in cues)


def _mark_of_attribution(
    passage: Passage, statement: Statement, attribution: Attribution, hedges: HedgeWords
) -> Mark | None:
    anchor = attribution.cue or attribution.speaker
    cue = None if anchor is None else passage.tokens_at(anchor)
    if cue is None or hedges.has("persisting_verbs", cue.root.lemma_.lower()):
        return None
    speaker = None if attribution.speaker is None else passage.tokens_at(attribution.speaker)
    effect = ACT_EFFECTS.get(statement.act, Effect.REPORT)
    if statement.form is Form.DIRECT and effect is Effect.KNOW:
        effect = Effect.REPORT
    return Mark(effect=effect, word=cue.root, holder=speaker.root if speaker else None, parenthetical=True)


def _is_known(passage: Passage, token: Token, hedges: HedgeWords) -> bool | None:
    """Whether a definite noun takes up what was told as a fact (True) or as a claim (False) before."""
    if not grammar.is_noun(token) or not grammar.is_definite(token, hedges):
        return None
    start = token.sent.start
    for earlier in passage.doc[max(0, start - LOOK_BACK) : start]:
        if earlier.lemma == token.lemma and earlier.pos_ in {"NOUN", "VERB"}:
            stand = _weigh(earlier, find_marks(earlier, hedges), hedges)
            return stand.status in {EpistemicStatus.HAPPENED, EpistemicStatus.ONGOING}
    return None


def _settle_questions(stand: Stand, token: Token, marks: tuple[Mark, ...]) -> Stand:
    closing = next((word.text for word in token.doc[token.i : token.sent.end] if word.text in CLOSERS), "")
    asks = closing == "?" or any(word.text == "?" for word in token.sent[-2:])
    if not asks or not stand.status.counts:
        return stand
    ends = next((word.i for word in token.doc[token.i : token.sent.end] if word.text == "?"), token.i)
    for mark in marks:
        told_after = closing == "?" and mark.word.i > ends  # "A raid? I doubt it," he said
        if mark.settled or (mark.effect in VOICES and not told_after):
            return stand
    return stand.turn(EpistemicStatus.UNKNOWN, "question", "?", grade="U")


def _judge_time(stand: Stand, token: Token, carrier: Token) -> EventTime:
    match stand.status:
        case EpistemicStatus.PLANNED | EpistemicStatus.THREATENED | EpistemicStatus.CALLED_FOR:
            return EventTime.FUTURE
        case EpistemicStatus.ONGOING:
            return EventTime.ONGOING
        case EpistemicStatus.POSSIBLE:
            past = (
                grammar.is_perfect(token)
                or grammar.is_perfect(carrier)
                or token.tag_ == "VBD"
                or stand.was_past
            )
            return EventTime.PAST if past else EventTime.FUTURE
        case EpistemicStatus.UNKNOWN:
            return EventTime.TIMELESS if stand.rule == "habit" else EventTime.PAST
        case EpistemicStatus.NOT_HAPPENED | EpistemicStatus.DENIED if stand.was_future:
            return EventTime.FUTURE
    return EventTime.ONGOING if stand.was_ongoing else EventTime.PAST


def _list_holders(
    stand: Stand, passage: Passage, around: tuple[Statement, ...], hedges: HedgeWords
) -> tuple[Holder, ...]:
    """Return who is committed, outermost first; the author where nobody else is, or where he shares it."""
    named = [name_holder(mark, stand.value, passage, around, hedges) for mark in reversed(stand.voices)]
    unique = tuple(holder for index, holder in enumerate(named) if holder not in named[:index])
    if not unique or stand.shared:
        return (Holder(name=AUTHOR, value=stand.value), *unique)
    return unique
