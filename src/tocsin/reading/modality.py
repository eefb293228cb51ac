"""The chain of words that govern an event, innermost first: not, may, plans to, denied, said."""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from tocsin.languages.hedges import Effect, HedgeWords
from tocsin.reading import grammar
from tocsin.reading.grammar import children, is_infinitive, is_noun, is_passive, is_verb, lemma

CLAUSAL = frozenset({"ccomp", "xcomp", "pcomp", "csubj", "parataxis", "oprd", "csubjpass"})
# Effects of who says it; they reach an event through a presupposition, where modality and negation do not.
VOICES = frozenset({Effect.REPORT, Effect.CONFIRM, Effect.KNOW, Effect.ALLEGE, Effect.BELIEVE, Effect.HIDE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One governing word, its effect, whoever holds it, and whether the event was already taken for a fact."""

    effect: Effect
    word: Token
    holder: Token | None = None
    settled: bool = False
    parenthetical: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Government:
    """All that governs an event: the marks, innermost first; the verb whose tense is the event's own; and
    whether the event was taken for a fact on the way up."""

    marks: tuple[Mark, ...]
    carrier: Token
    settled: bool = False


@dataclass(frozen=True, slots=True)
class _Step:
    """Where the climb goes next, the mark met on the way, and whether the event is a fact from there on."""

    target: Token | None
    mark: Mark | None = None
    settled: bool = False
    bare: bool = True  # whether the target's own helpers and negation bear on the event


def find_marks(token: Token, hedges: HedgeWords) -> Government:
    """Climb from an event to the root of its sentence and collect what governs it."""
    marks: list[Mark] = []
    carrier, place, settled, bare = token, token, False, True
    following = True  # while every step only carried the event along
    for _ in range(grammar.MAX_CLIMB):
        if bare and not settled:
            seen = {mark.word.i for mark in marks}
            marks += [
                mark for mark in _marks_on(place, hedges, event=place.i == token.i) if mark.word.i not in seen
            ]
        marks += [_settle(mark, settled) for mark in _voices_on(place, token, hedges)]
        step = _step_up(place, hedges, event=place.i == token.i)
        if step.mark is not None and not (settled and step.mark.effect not in VOICES):
            marks.append(_settle(step.mark, settled))
        if step.target is None:
            break
        carried = step.mark is None or step.mark.effect is Effect.CARRY
        following = following and carried and not step.settled and not settled
        if following and is_verb(step.target):
            carrier = step.target
        settled, bare, place = settled or step.settled, step.bare, step.target
    found = tuple(mark for mark in marks if mark.effect is not Effect.CARRY)
    return Government(marks=found, carrier=carrier, settled=settled)


def _settle(mark: Mark, settled: bool) -> Mark:
    if not settled:
        return mark
    return Mark(
        effect=mark.effect, word=mark.word, holder=mark.holder, settled=True, parenthetical=mark.parenthetical
    )


def _marks_on(place: Token, hedges: HedgeWords, *, event: bool) -> Iterator[Mark]:
    """Yield the marks that a word's own helpers, adverbs, adjectives, marks and negation make."""
    for child in place.children:
        if _is_inverted(place, child, hedges):
            yield Mark(effect=Effect.POSSIBLE, word=child)
        elif child.dep_ in grammar.HELPERS and (effect := hedges.effect("modal", child.lower_)):
            yield Mark(effect=effect, word=child)
        elif child.dep_ in {"advmod", "amod", "npadvmod", "acomp", "det", "compound", "nmod", "attr"}:
            yield from _adverb_marks(place, child, hedges, event=event)
        elif child.dep_ == "mark" and hedges.has("conditionals", child.lower_):
            yield Mark(effect=Effect.POSSIBLE, word=child)
        elif child.dep_ == "mark" and hedges.has("embedded_questions", child.lower_):
            yield Mark(effect=Effect.WONDER, word=child)
        elif child.dep_ == "advcl" and is_verb(place):
            yield from _conditions(child, hedges)
    if negation := grammar.find_negator(place, hedges):
        yield Mark(effect=Effect.NEGATE, word=negation)


def _is_inverted(place: Token, helper: Token, hedges: HedgeWords) -> bool:
    """Whether a helper before its subject stands for "if": "Should they attack, ..."."""
    if place.dep_ != "advcl" or not hedges.has("inverted_helpers", helper.lower_):
        return False
    return any(helper.i < word.i for word in children(place, *grammar.SUBJECTS))


def _adverb_marks(place: Token, child: Token, hedges: HedgeWords, *, event: bool) -> Iterator[Mark]:
    frame = "adjective" if is_noun(place) else "adverb"
    if is_noun(place) and not event and place.dep_ not in {"compound"} and child.dep_ == "amod":
        # "possible strikes on ..." hedges the strikes; of nouns above the event only hedges of voice reach it.
        return
    effect = hedges.effect(frame, child.lower_) or hedges.effect("adverb", child.lower_)
    if effect is not None:
        yield Mark(effect=effect, word=child)
    for deeper in children(child, "advmod"):
        if inner := hedges.effect("adverb", deeper.lower_):
            yield Mark(effect=inner, word=deeper)


def _conditions(clause: Token, hedges: HedgeWords) -> Iterator[Mark]:
    for mark in children(clause, "mark"):
        if hedges.has("conditionals", mark.lower_) and mark.lower_ not in {"until", "once", "till"}:
            yield Mark(effect=Effect.WOULD, word=mark)


def _voices_on(place: Token, event: Token, hedges: HedgeWords) -> Iterator[Mark]:
    """Yield the voices beside a clause: "according to X", "..., police said", "as X reported"."""
    for child in place.children:
        if hedges.has("attributing_prepositions", child.lower_) and child.i != event.i:
            named = [word for link in (child, *child.children) for word in children(link, "pobj")]
            holder = named[0] if named else None
            if holder is None or event.i not in {word.i for word in child.subtree}:
                yield Mark(effect=Effect.REPORT, word=child, holder=holder, parenthetical=True)
        elif child.i != event.i and is_verb(child) and _is_aside(child, hedges):
            effect = hedges.effect("clause", lemma(child))
            if effect is not None:
                holder = next(iter(children(child, *grammar.SUBJECTS)), None)
                yield Mark(effect=effect, word=child, holder=holder, parenthetical=True)


def _is_aside(verb: Token, hedges: HedgeWords) -> bool:
    """Whether a verb of saying stands beside its content with nothing under it that it could govern."""
    if hedges.effect("clause", lemma(verb)) not in {Effect.REPORT, Effect.CONFIRM, Effect.ALLEGE}:
        return False
    if children(verb, "ccomp", "xcomp", "dobj") or not children(verb, "nsubj"):
        return False
    if verb.dep_ == "parataxis":
        return True
    return verb.dep_ == "advcl" and any(
        hedges.has("reporting_marks", mark.lower_) for mark in children(verb, "mark", "advmod")
    )


def _step_up(place: Token, hedges: HedgeWords, *, event: bool) -> _Step:
    head = place.head
    if head.i == place.i:
        return _Step(None, _headline_plan(place))
    dep = place.dep_
    if dep == "conj":
        return _step_conjunct(place, head)
    if dep in CLAUSAL or (dep in {"advcl", "acl", "relcl"} and is_verb(place)):
        return _step_clause(place, head, hedges)
    if dep in {"pobj", "agent", "prep"}:
        return _step_preposition(place, head, hedges)
    if dep in {"compound", "amod", "nmod", "poss", "appos"}:
        return _step_noun(place, head, hedges)
    if dep in {"dobj", "dative", "attr", "nsubj", "nsubjpass"} and is_verb(head):
        return _step_argument(place, head, hedges, event=event)
    return _Step(head, bare=not is_verb(head) or not is_verb(place))


def _headline_plan(root: Token) -> Mark | None:
    # Headlines: "Russia to deploy missiles".
    if is_infinitive(root) and children(root, *grammar.SUBJECTS):
        return Mark(effect=Effect.PLAN, word=root)
    return None


def _step_conjunct(place: Token, head: Token) -> _Step:
    """A second verb shares the helpers of the first unless it has its own tense."""
    if is_verb(place) and (grammar.is_finite(place) or children(place, *grammar.SUBJECTS)):
        return _Step(head, bare=False)
    return _Step(head)


def _step_clause(place: Token, head: Token, hedges: HedgeWords) -> _Step:
    dep = place.dep_
    if is_noun(head) and dep in {"acl", "relcl", "ccomp", "pcomp", "xcomp"}:
        return _step_noun_clause(place, head, hedges)
    if dep == "advcl":
        return _step_adverbial(place, head, hedges)
    if dep == "pcomp":
        return _step_preposition(place, head, hedges)
    if governor := _find_object_governor(place, head, hedges):
        return _governed_by_noun(governor, hedges)
    effect = _clause_effect(place, head, hedges)
    if effect is Effect.FACT:
        return _Step(head, Mark(effect=Effect.CARRY, word=head))
    if effect is None:
        return _Step(head, bare=not is_verb(head) or not grammar.is_finite(place))
    later = place.i < head.i and dep in {"ccomp", "parataxis"}
    return _Step(head, Mark(effect=effect, word=head, holder=_holder_of(head, effect), parenthetical=later))


def _find_object_governor(place: Token, head: Token, hedges: HedgeWords) -> Token | None:
    """Return the object that an infinitive belongs to where the parse hangs it on the verb: "foiled a plot to bomb"."""
    if not is_infinitive(place) or hedges.effect("infinitive", lemma(head)):
        return None
    for noun in children(head, "dobj", "nsubjpass"):
        if noun.i < place.i and hedges.effect("noun", lemma(noun)):
            return noun
    return None


def _governed_by_noun(noun: Token, hedges: HedgeWords) -> _Step:
    effect = hedges.effect("noun", lemma(noun))
    mark = None if effect is None else Mark(effect=effect, word=noun, holder=_owner_of(noun))
    return _Step(noun, mark)


def _clause_effect(place: Token, head: Token, hedges: HedgeWords) -> Effect | None:
    word = lemma(head)
    if word == "go" and head.tag_ != "VBG":
        return Effect.POSSIBLE if is_infinitive(place) else None
    if is_infinitive(place) or (place.tag_ == "VB" and place.dep_ == "xcomp"):
        if not is_verb(head) or is_passive(head) or head.pos_ == "ADJ":
            passive = hedges.effect("passive", word) or hedges.effect("passive", head.lower_)
            if passive is not None:
                return passive
        for adjective in children(head, "acomp", "oprd"):
            if found := hedges.effect("passive", adjective.lower_):
                return found
        if hedges.has("wishing_verbs", word) and (
            children(place, *grammar.SUBJECTS) or children(head, "dobj")
        ):
            return Effect.DEMAND
        return hedges.effect("infinitive", word) or Effect.POSSIBLE
    found = _effect_of("clause", head, hedges) or hedges.effect("clause", head.lower_)
    if found is Effect.WONDER and any(hedges.has("fact_questions", child.lower_) for child in place.children):
        return None
    if (
        found in VOICES
        and is_passive(head)
        and all(child.lower_ == "it" for child in children(head, "nsubjpass"))
    ):
        return Effect.HIDE
    if found is None:
        # "it is possible that", "it is unclear whether"
        qualities = [head, *children(head, "acomp", "oprd")]
        effects = (hedges.effect("adjective", quality.lower_) for quality in qualities)
        return next((effect for effect in effects if effect is not None), None)
    return found


def _effect_of(frame: str, verb: Token, hedges: HedgeWords) -> Effect | None:
    """Return the effect of a verb, with its particle where it has one: "rule out" is not "rule"."""
    for particle in children(verb, "prt"):
        if effect := hedges.effect(frame, f"{lemma(verb)} {particle.lower_}"):
            return effect
    return hedges.effect(frame, lemma(verb))


def _holder_of(verb: Token, effect: Effect) -> Token | None:
    """Return who says or wants it: the subject, or the `by` phrase of a passive."""
    if is_passive(verb) and children(verb, "nsubjpass", "auxpass"):
        for link in children(verb, "agent"):
            return next(iter(children(link, "pobj")), None)
        return None
    if effect is Effect.HIDE:
        return None
    return grammar.find_subject(verb)


def _step_adverbial(place: Token, head: Token, hedges: HedgeWords) -> _Step:
    marks = {child.lower_ for child in children(place, "mark", "advmod")}
    if is_infinitive(place):
        if governor := _find_object_governor(place, head, hedges):
            return _governed_by_noun(governor, hedges)
        if is_passive(head) and (effect := hedges.effect("passive", lemma(head))):
            return _Step(head, Mark(effect=effect, word=head))
        effect = hedges.effect("infinitive", lemma(head))
        if effect is not None and lemma(head) not in {"go", "be"}:
            if effect is Effect.FACT:
                return _Step(head, Mark(effect=Effect.CARRY, word=head))
            return _Step(head, Mark(effect=effect, word=head, holder=_holder_of(head, effect)))
        return _Step(head, Mark(effect=Effect.POSSIBLE, word=place), bare=False)
    if "before" in marks and hedges.has("outcomes_averted", lemma(head)):
        return _Step(head, Mark(effect=Effect.NEGATE, word=head), bare=False)
    if grammar.is_present(place) and is_irrealis(head, hedges):
        # "will respond when the fleet moves": the moving is as open as the response.
        return _Step(head, Mark(effect=Effect.POSSIBLE, word=place), settled=True, bare=False)
    if grammar.is_finite(place) or marks:
        return _Step(head, settled=True, bare=False)
    if children(place, "prep", "mark") and place.tag_ == "VBN":
        return _Step(head, settled=True)
    return _Step(head)  # "..., killing four": told in one breath with its main verb


def _step_noun_clause(place: Token, head: Token, hedges: HedgeWords) -> _Step:
    effect = hedges.effect("noun", lemma(head))
    linked = is_infinitive(place) or any(
        child.lower_ in {"that", "whether"} for child in children(place, "mark")
    )
    if is_infinitive(place) and head.lower_ == "order" and head.head.lower_ == "in":
        return _Step(head, Mark(effect=Effect.POSSIBLE, word=place), bare=False)
    gerund = place.dep_ == "acl" and place.tag_ == "VBG" and effect is not Effect.REPORT
    own_clause = place.dep_ == "acl" and grammar.is_finite(place) and bool(children(place, *grammar.SUBJECTS))
    if effect is not None and (linked or gerund or own_clause or place.dep_ in {"ccomp", "pcomp"}):
        return _Step(head, Mark(effect=effect, word=head, holder=_owner_of(head)))
    if is_infinitive(place):
        return _Step(head, Mark(effect=Effect.POSSIBLE, word=place), bare=False)
    if any(child.lower_ == "that" for child in children(place, "mark")):
        return _Step(head, bare=False)
    if place.dep_ == "relcl" and grammar.is_finite(place):
        return _Step(head, settled=not grammar.is_present(place), bare=False)
    return _Step(head, settled=True, bare=False)


def _owner_of(noun: Token) -> Token | None:
    owners = children(noun, "poss")
    if owners:
        return owners[0]
    for link in children(noun, "prep", "agent"):
        if link.lower_ in {"by", "from"}:
            return next(iter(children(link, "pobj")), None)
    return None


def _step_preposition(place: Token, head: Token, hedges: HedgeWords) -> _Step:
    """Climb over a preposition to the word it hangs on; `place` may be the noun, a gerund or the preposition."""
    if place.dep_ in {"prep", "agent"}:
        return _Step(head, bare=False)
    word, host = head.lower_, head.head
    gerund = place.dep_ == "pcomp"
    if hedges.has("blocking_prepositions", word) or (word == "of" and host.lower_ == "instead"):
        return _Step(host, Mark(effect=Effect.NEGATE, word=head), bare=False)
    if host.dep_ == "prep" and host.i != head.i and not hedges.effect("noun", lemma(host)):
        host = host.head  # "because of", "in response to": two prepositions in a row
    host = _find_phrasal_verb(host, word, hedges) or host
    if is_verb(host) and (effect := hedges.effect("preposition", f"{lemma(host)} {word}")):
        if effect is Effect.FACT:
            return _Step(host, settled=True, bare=False)
        return _Step(host, Mark(effect=effect, word=host, holder=_holder_of(host, effect)))
    if (
        is_noun(host)
        and hedges.has("noun_prepositions", word)
        and (effect := hedges.effect("noun", lemma(host)))
    ):
        return _Step(host, Mark(effect=effect, word=host, holder=_owner_of(host)))
    if is_noun(host) and word == "of" and not gerund and not grammar.is_definite(place, hedges):
        return _Step(host)  # "a series of strikes": the first noun stands for the second
    if head.dep_ == "agent" and not grammar.is_definite(place, hedges):
        return _Step(host)
    if word == "before":
        averted = hedges.has("outcomes_averted", lemma(host))
        return _Step(host, Mark(effect=Effect.NEGATE, word=head) if averted else None, bare=False)
    if (gerund and word in {"by", "with", "in"}) or hedges.has("listing_prepositions", word):
        return _Step(host)
    return _Step(host, settled=True, bare=False)


def _find_phrasal_verb(host: Token, word: str, hedges: HedgeWords) -> Token | None:
    """Return the verb a preposition belongs to where the parse hangs it on a noun between: "plead with X for"."""
    if not is_noun(host) or hedges.effect("noun", lemma(host)):
        return None
    for above in grammar.climb(host):
        if is_verb(above):
            return above if hedges.effect("preposition", f"{lemma(above)} {word}") else None
        if above.dep_ not in {"prep", "pobj", "dobj", "conj"} and above.pos_ != "ADP":
            return None
    return None


def _step_noun(place: Token, head: Token, hedges: HedgeWords) -> _Step:
    if place.dep_ == "appos":
        return _Step(head)
    if place.dep_ != "poss" and is_noun(place) and (effect := hedges.effect("noun", lemma(head))):
        return _Step(head, Mark(effect=effect, word=head, holder=_owner_of(head)))
    # "arson attack" is one act; "captured pilot" takes the capture for a fact.
    return _Step(head, settled=not is_noun(place) or place.dep_ == "poss", bare=place.dep_ == "compound")


def _step_argument(place: Token, head: Token, hedges: HedgeWords, *, event: bool) -> _Step:
    """From a noun to the verb it is subject or object of."""
    effect = _effect_of("object", head, hedges)
    is_object = place.dep_ in {"dobj", "nsubjpass", "attr", "dative"}
    spoken = event and hedges.has("speech_acts", lemma(place))
    for quality in children(head, "acomp"):
        if not is_object and (found := hedges.effect("adjective", quality.lower_)):
            return _Step(head, Mark(effect=found, word=quality))
    told = place.dep_ in {"nsubj", "nsubjpass"} and event
    if is_verb(place) or (lemma(head) == "be" and not (told and grammar.is_definite(place, hedges))):
        return _Step(head, Mark(effect=Effect.CARRY, word=head))
    if is_object and effect is Effect.CARRY:
        there = grammar.is_definite(place, hedges) or hedges.has("lasting_nouns", lemma(place))
        definite = there and hedges.has("changing_verbs", lemma(head))
        return _Step(
            head,
            None if definite else Mark(effect=Effect.CARRY, word=head),
            settled=definite,
            bare=not definite,
        )
    # "foiled a plot", "denied the accusations": the plot was laid, the accusation made.
    if (
        is_object
        and effect in {Effect.DENY, Effect.NEGATE}
        and (spoken or (event and hedges.has("plot_nouns", lemma(place))))
    ):
        return _Step(head, settled=True, bare=False)
    if is_object and effect is Effect.PLAN and spoken and _effect_of("clause", head, hedges) is Effect.REPORT:
        # "announced an agreement" tells of it, "announced the construction" plans it.
        effect = Effect.REPORT
    if is_object and effect is not None:
        holder = None if effect is Effect.CONTINUE else _holder_of(head, effect)
        hidden = (
            effect in {Effect.REPORT, Effect.ALLEGE, Effect.BELIEVE}
            and place.dep_ == "nsubjpass"
            and holder is None
        )
        return _Step(head, Mark(effect=Effect.HIDE if hidden else effect, word=head, holder=holder))
    if not is_object and hedges.has("persisting_verbs", lemma(head)):
        return _Step(head, Mark(effect=Effect.CONTINUE, word=head))
    if not is_object and lemma(head) != "be" and hedges.has("happening_verbs", lemma(head)):
        return _Step(head, Mark(effect=Effect.CARRY, word=head))
    if (
        grammar.is_definite(place, hedges)
        or place.dep_ in {"nsubj", "nsubjpass"}
        and not is_irrealis(head, hedges)
    ):
        return _Step(head, settled=True, bare=False)
    return _Step(head)


def is_irrealis(verb: Token, hedges: HedgeWords) -> bool:
    """Whether the verb has a modal helper or is an infinitive."""
    modal = any(hedges.effect("modal", child.lower_) for child in children(verb, *grammar.HELPERS))
    return modal or is_infinitive(verb)
