"""One step up from a clause to the verb, the adjective or the noun that it serves."""

from spacy.tokens import Token

from tocsin.languages.hedges import Effect, HedgeWords
from tocsin.reading import grammar
from tocsin.reading.grammar import children, is_infinitive, is_noun, is_passive, is_verb, lemma_of
from tocsin.reading.status.governors import effect_of, find_holder, find_owner, is_irrealis
from tocsin.reading.status.marks import VOICES, Mark, Step
from tocsin.reading.status.noun_steps import step_preposition

# "will respond because ships are attacked": what these open is given.
GIVEN = frozenset({"because", "since", "as", "while", "although", "though"})
MOMENTS = frozenset({"moment", "minute", "instant", "second", "day", "hour", "time"})
JUDGING = frozenset({"make", "find", "consider", "deem", "think", "render", "leave"})
NOUN_CLAUSES = frozenset({"acl", "relcl", "ccomp", "pcomp", "xcomp"})


def step_clause(place: Token, head: Token, hedges: HedgeWords) -> Step:
    """Step from a clause to what it serves."""
    dep = place.dep_
    if (is_noun(head) and dep in NOUN_CLAUSES) or (head.pos_ == "PRON" and dep in {"acl", "relcl"}):
        return _step_noun_clause(place, head, hedges)
    if dep == "advcl":
        return _step_adverbial(place, head, hedges)
    if dep == "pcomp":
        return step_preposition(place, head, hedges)
    if governor := _find_object_governor(place, head, hedges):
        return _governed_by_noun(governor, hedges)
    if _stands_apart(place, head):
        return Step(head, bare=False)
    effect = _clause_effect(place, head, hedges)
    if effect is Effect.FACT:
        return Step(head, Mark(effect=Effect.CARRY, word=head))
    if effect is None:
        follows = place.i > head.i and any(child.lower_ == "that" for child in children(place, "mark"))
        return Step(head, bare=follows or not is_verb(head) or not grammar.is_finite(place))
    later = place.i < head.i and dep in {"ccomp", "parataxis"}
    return Step(head, Mark(effect=effect, word=head, holder=find_holder(head, effect), parenthetical=later))


def _stands_apart(place: Token, head: Token) -> bool:
    """Whether a semicolon parts a clause from the verb it seems to serve: two things are told."""
    return place.i < head.i and any(word.text == ";" for word in head.doc[place.i : head.i])


def _find_object_governor(place: Token, head: Token, hedges: HedgeWords) -> Token | None:
    """Return the object that a misparsed infinitive belongs to: "foiled a plot to bomb"."""
    if not is_infinitive(place) or hedges.effect("infinitive", lemma_of(head)):
        return None
    for noun in children(head, "dobj", "nsubjpass"):
        if noun.i < place.i and hedges.effect("noun", lemma_of(noun)):
            return noun
    return None


def _governed_by_noun(noun: Token, hedges: HedgeWords) -> Step:
    effect = hedges.effect("noun", lemma_of(noun))
    mark = None if effect is None else Mark(effect=effect, word=noun, holder=find_owner(noun))
    return Step(noun, mark)


def _clause_effect(place: Token, head: Token, hedges: HedgeWords) -> Effect | None:
    word = lemma_of(head)
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
        if word in JUDGING and head.i + 1 < len(head.doc) and head.nbor(1).lower_ == "it":
            return Effect.POSSIBLE  # "makes it a crime to fly drones"
        if hedges.has("wishing_verbs", word) and (
            children(place, *grammar.SUBJECTS) or children(head, "dobj")
        ):
            return Effect.DEMAND
        return hedges.effect("infinitive", word) or Effect.POSSIBLE
    found = effect_of("clause", head, hedges) or hedges.effect("clause", head.lower_)
    if found in VOICES and _is_subjunctive(place):
        return Effect.DEMAND  # "insisted that they be released"
    if found in VOICES and is_passive(head) and _asks_for_party(place, hedges):
        return Effect.WONDER  # "it is not known who did it" denies nothing
    if is_noun(place) and found is Effect.REPORT and not children(place, *grammar.SUBJECTS):
        return None  # "declared them unwelcome guests after ..."
    if _tells_how_in_general(place):
        return Effect.WONDER  # "discussed how spies recruit students"
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


def _tells_how_in_general(clause: Token) -> bool:
    """Whether a clause tells in the present how things of a kind are done."""
    if not grammar.is_present(clause) or not any(word.lower_ == "how" for word in children(clause, "advmod")):
        return False
    subjects = children(clause, "nsubj")
    return bool(subjects) and all(
        one.tag_ == "NNS" and not children(one, "det", "poss", "nummod") for one in subjects
    )


def _is_subjunctive(verb: Token) -> bool:
    """Whether a that-clause has a bare form with a subject: "that he resign", "that they be released"."""
    if not children(verb, "mark") or not children(verb, *grammar.SUBJECTS):
        return False
    helpers = children(verb, *grammar.HELPERS)
    if any(helper.tag_ in {"MD", "TO"} for helper in helpers):
        return False
    if helpers:
        return helpers[0].lower_ == "be"
    return verb.tag_ == "VB"


def _asks_for_party(clause: Token, hedges: HedgeWords) -> bool:
    return any(hedges.has("party_questions", word.lower_) for word in clause.children)


def _step_adverbial(place: Token, head: Token, hedges: HedgeWords) -> Step:
    marks = {child.lower_ for child in children(place, "mark", "advmod")}
    if is_infinitive(place):
        if governor := _find_object_governor(place, head, hedges):
            return _governed_by_noun(governor, hedges)
        if is_passive(head) and (effect := hedges.effect("passive", lemma_of(head))):
            return Step(head, Mark(effect=effect, word=head))
        if lemma_of(head) == "give" and _sets_deadline(head, hedges):
            return Step(head, Mark(effect=Effect.DEMAND, word=head, holder=find_holder(head, Effect.DEMAND)))
        effect = hedges.effect("infinitive", lemma_of(head))
        if effect is not None and lemma_of(head) not in {"go", "be"}:
            if effect is Effect.FACT:
                return Step(head, Mark(effect=Effect.CARRY, word=head))
            return Step(head, Mark(effect=effect, word=head, holder=find_holder(head, effect)))
        if hedges.has("expressive_acts", lemma_of(place)):
            return Step(head)
        return Step(head, Mark(effect=Effect.POSSIBLE, word=place), bare=False)
    if (ruling := _find_particle_effect(place, head, hedges)) is not None:
        return Step(head, Mark(effect=ruling, word=head, holder=find_holder(head, ruling)))
    if "before" in marks and hedges.has("outcomes_averted", lemma_of(head)):
        return Step(head, Mark(effect=Effect.NEGATE, word=head), bare=False)
    if "before" in marks and _is_about_any(place, hedges):
        return Step(
            head, Mark(effect=Effect.NEGATE, word=head), bare=False
        )  # "gave up before anyone was harmed"
    if grammar.is_told_now(place) and is_irrealis(head, hedges) and not marks & GIVEN:
        # "will respond when the fleet moves": the moving is as open as the response.
        return Step(head, Mark(effect=Effect.POSSIBLE, word=place), settled=True, bare=False)
    if grammar.is_finite(place) or marks:
        return Step(head, settled=True, bare=False)
    if children(place, "prep", "mark") and place.tag_ == "VBN":
        return Step(head, settled=True)
    if effect_of("clause", place, hedges) in VOICES:
        return Step(head, bare=False)  # "did not resign, claiming that ...": the claim was made
    if (listed := _find_listed_act(place, head, hedges)) is not None:
        return Step(listed, bare=False)
    return Step(head)  # "..., killing four": told in one breath with its main verb


def _find_particle_effect(place: Token, head: Token, hedges: HedgeWords) -> Effect | None:
    """Return what a verb with a particle does to the gerund right behind it: "ruled out sending troops"."""
    if place.tag_ != "VBG" or place.i == 0 or not children(head, "prt") or place.nbor(-1).dep_ != "prt":
        return None
    return effect_of("object", head, hedges) or effect_of("clause", head, hedges)


def _is_about_any(clause: Token, hedges: HedgeWords) -> bool:
    """Whether the subject or the object is "anyone", "any ship": words of what did not come about."""
    for noun in children(clause, *grammar.NOUN_SUBJECTS, "dobj"):
        if any(hedges.has("any_words", word.lower_) for word in (noun, *children(noun, "det"))):
            return True
    return False


def _find_listed_act(place: Token, head: Token, hedges: HedgeWords) -> Token | None:
    """Return the listed act that a misparsed one follows: "steps including closing the border, expelling"."""
    if place.tag_ != "VBG":
        return None
    for word in head.doc[head.i + 1 : place.i]:
        if (
            word.tag_ == "VBG"
            and word.dep_ == "pcomp"
            and hedges.has("listing_prepositions", word.head.lower_)
        ):
            return word
    return None


def _sets_deadline(verb: Token, hedges: HedgeWords) -> bool:
    """Whether what is given is time: "gave him until Friday to leave", "gave them 48 hours to leave"."""
    objects = children(verb, "dobj", "npadvmod")
    return any(word.lower_ == "until" for word in children(verb, "prep")) or any(
        hedges.has("deadline_units", lemma_of(word)) for word in objects
    )


def _step_noun_clause(place: Token, head: Token, hedges: HedgeWords) -> Step:
    effect = hedges.effect("noun", lemma_of(head))
    if _is_verb_taken_for_noun(place, head):
        effect = hedges.effect("clause", lemma_of(head))
        if effect is not None:
            return Step(head, Mark(effect=effect, word=head, holder=_find_name_before(head)))
    if place.dep_ == "relcl" and (indefinite := _find_anyone(head, place, hedges)) is not None:
        return Step(head, Mark(effect=Effect.POSSIBLE, word=indefinite), bare=False)
    if place.dep_ == "relcl" and effect is Effect.DENY and _is_cleft(head):
        return Step(head, Mark(effect=effect, word=head), bare=False)  # "it is a lie that we did it"
    if place.dep_ == "relcl" and (negator := _find_cleft_negator(head, hedges)) is not None:
        return Step(head.head, Mark(effect=Effect.NEGATE, word=negator), bare=False)
    linked = is_infinitive(place) or _is_content(place)
    if hedges.has("eventualities", lemma_of(head)) and head.head.lower_ == "in":
        return Step(head, Mark(effect=Effect.POSSIBLE, word=head), bare=False)
    if is_infinitive(place) and head.lower_ == "order" and head.head.lower_ == "in":
        return Step(head, Mark(effect=Effect.POSSIBLE, word=place), bare=False)
    is_gerund = place.tag_ == "VBG" or any(child.lower_ == "being" for child in children(place, "auxpass"))
    gerund = place.dep_ == "acl" and is_gerund and effect is not Effect.REPORT
    own_clause = place.dep_ == "acl" and grammar.is_finite(place) and bool(children(place, *grammar.SUBJECTS))
    if effect is not None and (linked or gerund or own_clause or place.dep_ in {"ccomp", "pcomp"}):
        return Step(head, Mark(effect=effect, word=head, holder=find_owner(head)))
    if is_infinitive(place):
        return Step(head, Mark(effect=Effect.POSSIBLE, word=place), bare=False)
    if any(child.lower_ == "that" for child in children(place, "mark")):
        return Step(head, bare=False)
    if grammar.is_told_now(place) and _is_coming_moment(head, hedges):
        return Step(head, Mark(effect=Effect.POSSIBLE, word=head), settled=True, bare=False)
    if place.dep_ == "relcl" and grammar.is_told_now(place) and _is_yet_to_come(head, hedges):
        # "will jam any plane that attacks": the attack is as open as the jamming.
        return Step(head, Mark(effect=Effect.POSSIBLE, word=place), settled=True, bare=False)
    if place.dep_ == "relcl" and grammar.is_finite(place):
        return Step(head, settled=not grammar.is_present(place), bare=False)
    if place.dep_ == "acl" and head.dep_ == "attr" and is_irrealis(head.head, hedges):
        return Step(head, bare=False)  # "would be the first thing bombed"
    if _is_small_clause(place, head):
        return Step(head, bare=False)  # "assumes soldiers occupying the port"
    return Step(head, settled=True, bare=False)


def _is_content(clause: Token) -> bool:
    """Whether a clause tells what its noun holds: its "that" is no part of it, or one part too many."""
    if any(child.lower_ in {"that", "whether"} for child in children(clause, "mark")):
        return True
    links = [child for child in clause.children if child.lower_ == "that" and child.tag_ in {"WDT", "IN"}]
    objects = children(clause, "dobj")
    return (
        bool(links) and links[0] in objects and len(objects) > 1 and bool(children(clause, *grammar.SUBJECTS))
    )


def _is_verb_taken_for_noun(place: Token, noun: Token) -> bool:
    """Whether the one verb of a sentence was taken for a plural: "the office disputes that ..."."""
    if place.dep_ not in {"relcl", "acl"} or noun.tag_ != "NNS" or noun.head.i != noun.i:
        return False
    return any(word.lower_ == "that" and word.i == noun.i + 1 for word in place.children)


def _find_name_before(noun: Token) -> Token | None:
    """Return the word that stands before a verb taken for a noun: its subject."""
    return grammar.child_of(noun, "compound", "nmod", "poss")


def _is_small_clause(place: Token, noun: Token) -> bool:
    """Whether a participle tells what its noun, the object of a verb, is doing."""
    return place.tag_ == "VBG" and place.dep_ == "acl" and noun.dep_ == "dobj" and is_verb(noun.head)


def _find_cleft_negator(noun: Token, hedges: HedgeWords) -> Token | None:
    """Return the negation of a cleft: "it was not our drone that fell"."""
    verb = noun.head
    if noun.dep_ != "attr" or lemma_of(verb) != "be":
        return None
    return grammar.find_negator(verb, hedges) if _is_cleft(noun) else None


def _is_cleft(noun: Token) -> bool:
    return noun.dep_ == "attr" and any(word.lower_ == "it" for word in children(noun.head, "nsubj"))


def _find_anyone(noun: Token, clause: Token, hedges: HedgeWords) -> Token | None:
    """Return the word that means nobody in particular: "anyone who damages", "any ship that enters"."""
    words = (noun, *children(noun, "det"))
    found = next((word for word in words if hedges.has("any_words", word.lower_)), None)
    return found if grammar.is_present(clause) else None


def _is_yet_to_come(noun: Token, hedges: HedgeWords) -> bool:
    """Whether the noun is indefinite and belongs to a verb in the future or in doubt."""
    if grammar.is_definite(noun, hedges) or noun.pos_ == "PROPN":
        return False
    verb = next((word for word in grammar.climb(noun) if is_verb(word)), None)
    return verb is not None and _has_mood(verb, hedges)


def _is_coming_moment(noun: Token, hedges: HedgeWords) -> bool:
    """Whether the noun is a time at which something will be: "will collapse the moment a shell is fired"."""
    verb = next((word for word in grammar.climb(noun) if is_verb(word)), None)
    return lemma_of(noun) in MOMENTS and verb is not None and _has_mood(verb, hedges)


def _has_mood(verb: Token, hedges: HedgeWords) -> bool:
    return is_irrealis(verb, hedges) or (
        verb.dep_ == "xcomp" and is_verb(verb.head) and is_irrealis(verb.head, hedges)
    )
