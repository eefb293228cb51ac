"""The chain of words that govern an event, innermost first: not, may, plans to, denied, said."""

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Token

from tocsin.languages.hedges import Effect, HedgeWords
from tocsin.reading import grammar
from tocsin.reading.grammar import child_of, children, is_noun, is_verb, lemma_of
from tocsin.reading.status.climbing import step_up
from tocsin.reading.status.governors import effect_of, find_seizer
from tocsin.reading.status.make_believe import find_staging
from tocsin.reading.status.marks import VOICES, Government, Mark

# "an 'attack'": quotes round so few words say that somebody else calls it so.
SCARE_QUOTED_WORDS = 3
# What a participle may say of its noun that leaves it undone.
UNDONE = frozenset({Effect.NEGATE, Effect.POSSIBLE, Effect.THREATEN, Effect.DENY, Effect.ATTEMPT})
CLAIMS = frozenset({Effect.ALLEGE, Effect.BELIEVE, Effect.HIDE})
# "Whoever fires first will lose": nobody has fired yet.
FREE_SUBJECTS = frozenset({"whoever", "whichever", "whatever"})
OPENING, CLOSING = frozenset("\"'“‘«"), frozenset("\"'”’»")


def find_marks(token: Token, hedges: HedgeWords) -> Government:
    """Climb from an event to the root of its sentence and collect what governs it."""
    marks: list[Mark] = []
    carrier, place, settled, bare = token, token, False, True
    following = True  # while every step only carried the event along
    for _ in range(grammar.MAX_CLIMB):
        event = place.i == token.i
        if bare and not settled:
            seen = {mark.word.i for mark in marks}
            marks += [mark for mark in _find_own_marks(place, hedges, event=event) if mark.word.i not in seen]
        if not settled and (staging := find_staging(place, hedges)) is not None:
            marks.append(Mark(effect=Effect.POSSIBLE, word=staging))
        marks += [replace(mark, settled=settled) for mark in _find_voices_beside(place, token, hedges)]
        step = step_up(place, hedges, event=event)
        if step.mark is not None and not (settled and step.mark.effect not in VOICES):
            marks.append(replace(step.mark, settled=settled))
        if step.target is None:
            break
        carried = step.mark is None or step.mark.effect is Effect.CARRY
        following = following and carried and not step.settled and not settled
        if following and is_verb(step.target):
            carrier = step.target
        settled, bare, place = settled or step.settled, step.bare, step.target
    found = tuple(mark for mark in marks if mark.effect is not Effect.CARRY)
    if not any(mark.effect in VOICES for mark in found) and _is_scare_quoted(token, hedges):
        found = (Mark(effect=Effect.HIDE, word=token), *found)
    found = tuple(_give_to_seizer(mark, hedges) for mark in found)
    return Government(marks=found, carrier=carrier, settled=settled)


def _give_to_seizer(mark: Mark, hedges: HedgeWords) -> Mark:
    if mark.holder is not None or mark.effect not in CLAIMS:
        return mark
    return replace(mark, holder=find_seizer(mark.word, hedges))


def _is_scare_quoted(token: Token, hedges: HedgeWords) -> bool:
    """Whether a noun stands alone, or nearly so, between quote marks."""
    is_deed = token.tag_ == "VBN" and not hedges.has("speech_acts", lemma_of(token))
    if not is_noun(token) and token.dep_ != "amod" and not is_deed:
        return False
    doc, reach = token.doc, SCARE_QUOTED_WORDS
    before = [word.i for word in doc[max(0, token.i - reach) : token.i] if word.text in OPENING]
    after = [word.i for word in doc[token.i + 1 : token.i + 1 + reach] if word.text in CLOSING]
    return bool(before and after) and min(after) - max(before) - 1 <= reach


def _find_own_marks(place: Token, hedges: HedgeWords, *, event: bool) -> Iterator[Mark]:
    """Yield the marks that a word's own helpers, adverbs, adjectives, marks and negation make."""
    for child in place.children:
        if _is_inverted(place, child, hedges) or _is_free_subject(place, child):
            yield Mark(effect=Effect.POSSIBLE, word=child)
        elif child.dep_ in grammar.HELPERS and (effect := hedges.effect("modal", child.lower_)):
            yield Mark(effect=effect, word=child)
        elif child.dep_ in {"advmod", "amod", "npadvmod", "acomp", "det", "compound", "nmod", "attr"}:
            yield from _adverb_marks(place, child, hedges, event=event)
        elif child.dep_ == "mark" and hedges.has("conditionals", child.lower_):
            yield Mark(effect=Effect.POSSIBLE, word=child)
        elif child.dep_ == "mark" and hedges.has("embedded_questions", child.lower_):
            yield Mark(effect=Effect.WONDER, word=child)
        elif event and child.dep_ == "acl" and child.tag_ == "VBN" and is_noun(place):
            # "a patrol scheduled to begin in March"
            effect = hedges.effect("passive", lemma_of(child))
            if effect in {Effect.PLAN, Effect.POSSIBLE} and children(child, "xcomp", "prep", "advcl"):
                yield Mark(effect=effect, word=child)
            elif (told := effect_of("object", child, hedges)) in UNDONE:
                yield Mark(effect=told, word=child)  # "a boycott dangled by three capitals"
        elif child.dep_ == "advcl" and is_verb(place):
            yield from _conditions(child, hedges)
    if negation := grammar.find_negator(place, hedges):
        yield Mark(effect=Effect.NEGATE, word=negation)


def _is_free_subject(place: Token, child: Token) -> bool:
    if child.dep_ != "nsubj" or not grammar.is_present(place):
        return False
    any_of_them = any(word.lower_ == "any" for word in children(child, "det"))
    return child.lower_ in FREE_SUBJECTS or (any_of_them)


def _is_inverted(place: Token, helper: Token, hedges: HedgeWords) -> bool:
    """Whether a helper before its subject stands for "if": "Should they attack, ..."."""
    if place.dep_ != "advcl" or not hedges.has("inverted_helpers", helper.lower_):
        return False
    return helper.i == place.left_edge.i


def _adverb_marks(place: Token, child: Token, hedges: HedgeWords, *, event: bool) -> Iterator[Mark]:
    frame = "adjective" if is_noun(place) else "adverb"
    if is_noun(place) and not event and place.dep_ not in {"compound"} and child.dep_ == "amod":
        # The adjective of a noun above the event is about that noun alone.
        return
    effect = hedges.effect(frame, child.lower_) or hedges.effect("adverb", child.lower_)
    if effect is not None:
        yield Mark(effect=effect, word=child)
    for deeper in children(child, "advmod"):
        if inner := hedges.effect("adverb", deeper.lower_):
            yield Mark(effect=inner, word=deeper)


def _conditions(clause: Token, hedges: HedgeWords) -> Iterator[Mark]:
    for mark in children(clause, "mark"):
        if hedges.has("conditionals", mark.lower_) and not hedges.has("late_conditionals", mark.lower_):
            yield Mark(effect=Effect.WOULD, word=mark)


def _find_voices_beside(place: Token, event: Token, hedges: HedgeWords) -> Iterator[Mark]:
    """Yield the voices beside a clause: "according to X", "..., police said", "as X reported"."""
    for child in place.children:
        if hedges.has("attributing_prepositions", child.lower_) and child.i != event.i:
            named = [word for link in (child, *child.children) for word in children(link, "pobj")]
            holder = named[0] if named else None
            if holder is None or event.i not in {word.i for word in child.subtree}:
                yield Mark(effect=Effect.REPORT, word=child, holder=holder, parenthetical=True)
        elif child.i != event.i and child.lower_ == "that" and (cue := _find_news_verb(child, hedges)):
            yield Mark(
                effect=hedges.effect("clause", cue.lower_[:-1]) or Effect.REPORT, word=cue, holder=place.head
            )
        elif child.i != event.i and is_verb(child) and _is_aside(child, hedges):
            effect = hedges.effect("clause", lemma_of(child))
            if effect is not None:
                holder = child_of(child, *grammar.SUBJECTS)
                yield Mark(effect=effect, word=child, holder=holder, parenthetical=True)


def _find_news_verb(link: Token, hedges: HedgeWords) -> Token | None:
    """Return the verb of telling that is parsed as a noun before `that`: "the agency reports that"."""
    if link.i < 2 or not is_noun(link.head.head):
        return None
    before = link.nbor(-1)
    is_cue = hedges.has("news_verbs", before.lower_) and before.tag_ in {"NNS", "NN", "VBZ"}
    return before if is_cue and link.nbor(-2).pos_ == "PROPN" else None


def _is_aside(verb: Token, hedges: HedgeWords) -> bool:
    """Whether a verb of saying stands beside its content with nothing under it that it could govern."""
    if hedges.effect("clause", lemma_of(verb)) not in {Effect.REPORT, Effect.CONFIRM, Effect.ALLEGE}:
        return False
    if children(verb, "ccomp", "xcomp", "dobj") or not children(verb, "nsubj"):
        return False
    if verb.dep_ == "parataxis":
        return True
    return verb.dep_ == "advcl" and any(
        hedges.has("reporting_marks", mark.lower_) for mark in children(verb, "mark", "advmod")
    )
