"""Find who did it and to whom: "[Warsaw] expelled [three diplomats]", "[Russia]'s attack on [Kyiv]"."""

from collections.abc import Iterable

from spacy.tokens import Token

from tocsin.languages import Language
from tocsin.languages.triggers import VERB, TriggerWords
from tocsin.model import Participant
from tocsin.reading.events.arguments import (
    find_agents,
    find_noun_agents,
    find_patients,
    find_subjects,
    is_passive_act,
    naming_words,
    prepositions_of,
    spread,
)
from tocsin.reading.events.naming import Heads, describe_parties, is_act, is_party
from tocsin.reading.events.noun_parties import find_parties_of_noun, find_spied_on
from tocsin.reading.events.owners import OVER_GROUND, may_suffer, replace_thing, replace_weapon
from tocsin.reading.events.triggers import Trigger
from tocsin.reading.grammar import children, is_verb_form, lemma_of
from tocsin.reading.passage import Passage

# Whom "refused to meet [them]" and "threatened to shell [the town]" are said of stands in the clause below.
OVER_CLAUSE = frozenset({"AGREE", "REJECT", "THREATEN"})
AIMED = frozenset({"against"})
GIVING = frozenset({"against", "to", "for"})
MAX_PARTIES = 12


def find_participants(
    passage: Passage, trigger: Trigger, language: Language
) -> tuple[tuple[Participant, ...], tuple[Participant, ...]]:
    """Return the actors and the recipients of a trigger as the text names them; unknown ones stay empty."""
    words = language.triggers
    foiling = _foiling_verb_of(trigger, words)
    if foiling is not None:
        actors, recipients = _parties_of_plot(foiling)
    elif _is_label_of_act(trigger.token, words):
        actors, recipients = find_parties_of_noun(trigger.token.head, trigger, words)
    elif is_verb_form(trigger.token) or (trigger.sense is not None and trigger.sense.part == VERB):
        actors, recipients = _parties_of_verb(trigger, words)
    else:
        actors, recipients = find_parties_of_noun(trigger.token, trigger, words)
    actors, recipients = _expand(actors), _expand(recipients)
    recipients = [head for head in recipients if all(head.i != other.i for other in actors)]
    left = describe_parties(passage, actors, language, is_actor=True)
    right = describe_parties(passage, recipients, language, is_actor=False, others=actors)
    actor_spans = {participant.span for participant in left}
    right = tuple(participant for participant in right if participant.span not in actor_spans)
    if any(words.has("speaking", party.name.lower()) for party in left):
        right = tuple(party for party in right if not words.has("speaking", party.name.lower()))
    both = words.has("both_ways", lemma_of(trigger.token.head)) and trigger.token.dep_ == "dobj"
    is_mutual = both or (trigger.sense is not None and trigger.sense.is_reciprocal)
    if is_mutual and (both or not right) and len(left) > 1:
        return left, left  # "Ankara and Baghdad agreed", "fighting between the army and rebels"
    return left, right


def _is_label_of_act(token: Token, words: TriggerWords) -> bool:
    """Whether the word is a gerund that tells what an activity is: "expelled for '[spying] activities'"."""
    return (
        token.dep_ in ("amod", "compound")
        and token.tag_ == "VBG"
        and words.has("carrier", lemma_of(token.head))
    )


def _foiling_verb_of(trigger: Trigger, words: TriggerWords) -> Token | None:
    if trigger.outcome == "foiled":
        return trigger.token
    above = trigger.token.head
    if not is_verb_form(trigger.token):
        return None
    if words.has("plot", lemma_of(above)):
        above = above.head  # "foiled a plot to bomb": the act hangs on the plot, or on the verb
    return above if is_verb_form(above) and words.has("foil", lemma_of(above)) else None


def _parties_of_plot(verb: Token) -> tuple[Heads, Heads]:
    """Return who plotted and against whom, never who foiled: "foiled a [Russian] plot to bomb [a depot]"."""
    plots = find_patients(verb)
    actors = [head for plot in plots for head in find_noun_agents(plot) or naming_words(plot)]
    below = [child for above in (verb, *plots) for child in children(above, "acl", "advcl", "xcomp")]
    recipients = [head for act in below if is_verb_form(act) for head in find_patients(act)]
    aimed = [
        held for plot in plots for name, held in prepositions_of(plot) if name in ("on", "against", "of")
    ]
    return actors, recipients or aimed


def _parties_of_verb(trigger: Trigger, words: TriggerWords) -> tuple[Heads, Heads]:
    verb = trigger.token
    if trigger.sense is not None and trigger.sense.subject_is_recipient:
        return [], find_subjects(verb)
    if trigger.sense is None and words.has("patient", lemma_of(verb)):
        return [], find_subjects(verb)  # "two flights [lost] their GPS signal"
    actors, recipients = find_agents(verb), find_patients(verb)
    if words.has("spying", lemma_of(verb)):
        on = [held for name, held in prepositions_of(verb) if name in ("on", "against")]
        return actors, find_spied_on(verb, recipients or on, words)
    if words.has("perceiving", lemma_of(verb)):
        # "a pilot [spotted] a Russian drone": who sees an act does not do it; what is seen names its owner.
        actors = [
            head for patient in recipients for head in find_noun_agents(patient) or naming_words(patient)
        ]
    recipients = [head for head in recipients if not is_act(head, words)]
    if trigger.event_type == "MOBILIZE":
        # "sent troops to the border": the troops are moved, not acted against.
        recipients = [head for head in recipients if not words.has("force", lemma_of(head))]
    if trigger.event_type == "ACCUSE" and not recipients:
        # "suspects that hackers did it": the blame goes to the subject of the clause.
        recipients = [head for clause in children(verb, "ccomp") for head in find_agents(clause)]
    if trigger.event_type == "REQUEST" and not recipients:
        # "demands that the court not extradite him"
        recipients = [
            head
            for clause in children(verb, "ccomp")
            if clause.tag_ == "VB"
            for head in find_agents(clause)
            if head.i > verb.i
        ]
    if trigger.event_type == "AID":
        # "donates two minehunters [to Ukraine]": what is given is not who is helped.
        goals = [held for name, held in prepositions_of(verb) if name == "to"] + children(verb, "dative")
        recipients = [head for head in goals if is_party(head, words)] or recipients
    has_object = any(is_party(head, words) for head in recipients)
    wanted = "added_prepositions" if has_object else "recipient_prepositions"
    is_mutual = trigger.sense is not None and trigger.sense.is_reciprocal
    armed_with = trigger.event_type == "ASSAULT" and not is_mutual  # "struck the depot with missiles"
    owned = any(words.has("border", lemma_of(head)) and find_noun_agents(head) for head in recipients)
    beside = [
        held
        for name, held in prepositions_of(verb)
        if words.has(wanted, name)
        and not (armed_with and name == "with")
        and not (owned and name in OVER_GROUND)  # "violated its airspace over the sea"
    ]
    recipients = [head for head in (*recipients, *beside) if may_suffer(head, trigger, words)]
    for patient in find_patients(verb):
        if is_act(patient, words):
            # "condemned Russia's attack": the blame goes to whoever attacked.
            recipients += find_noun_agents(patient) or naming_words(patient)
        else:
            wanted_here = GIVING if trigger.event_type == "AID" else AIMED
            recipients += [held for name, held in prepositions_of(patient) if name in wanted_here]
        if trigger.event_type != "ACCUSE" and is_act(patient, words):
            # The act has a recipient of its own: "lifted sanctions against [Iran]".
            recipients += [
                held
                for name, held in prepositions_of(patient)
                if words.has("recipient_prepositions", name) or name == "of"
            ]
    if not actors and words.has("casualty", lemma_of(verb)):
        actors = _agents_of_instrument(verb, words)
    if not actors and trigger.event_type == "MOBILIZE" and not words.has("perceiving", lemma_of(verb)):
        # "Chinese warships were deployed": whose they are is who deployed them.
        own = [head for head in find_patients(verb) if not is_party(head, words)]
        actors = [owner for head in own for owner in replace_thing(head, words)]
        recipients = [head for head in recipients if head not in own]
    if not recipients and trigger.event_type in OVER_CLAUSE and not (is_mutual and len(_expand(actors)) > 1):
        recipients = _patients_below(verb, words)
    recipients = [party for head in recipients for party in replace_thing(head, words)]
    return [head for actor in actors for head in replace_weapon(actor, words)], recipients


def _patients_below(verb: Token, words: TriggerWords) -> Heads:
    clauses = children(verb, "xcomp")
    below = [held for clause in clauses for held in (*find_patients(clause), *_beside(clause, words))]
    further = [
        held
        for clause in clauses
        for thing in find_patients(clause)
        for name, held in prepositions_of(thing)
        if words.has("recipient_prepositions", name) and (not is_party(thing, words))
    ]
    return [head for head in (*below, *further) if is_party(head, words)]


def _beside(verb: Token, words: TriggerWords) -> Heads:
    return [held for name, held in prepositions_of(verb) if words.has("recipient_prepositions", name)]


def _is_assault(verb: Token, words: TriggerWords) -> bool:
    return any(sense.event_type == "ASSAULT" for sense in words.senses.get((lemma_of(verb), "verb"), ()))


def _agents_of_instrument(verb: Token, words: TriggerWords) -> Heads:
    for name, held in prepositions_of(verb):
        if words.has("harm_prepositions", name) and words.has("thing", lemma_of(held)):
            return find_noun_agents(held) or [held]
    for sibling in children(verb, "conj"):
        # "three were killed and two injured by shelling"
        if words.has("casualty", lemma_of(sibling)):
            found = find_agents(sibling) if is_passive_act(sibling) else []
            found = found or [
                agent
                for name, held in prepositions_of(sibling)
                if words.has("harm_prepositions", name) and words.has("thing", lemma_of(held))
                for agent in find_noun_agents(held) or [held]
            ]
            if found:
                return found
    for above in (verb.head, verb.head.head):
        # "they shelled the town, with ten people killed"; "killed and injured in a strike"
        if above.i != verb.i and is_verb_form(above):
            if _is_assault(above, words) and not words.has("casualty", lemma_of(above)):
                return [] if verb.dep_ == "conj" else find_agents(above)
            return [
                agent
                for name, held in prepositions_of(above)
                if words.has("harm_prepositions", name) and words.has("thing", lemma_of(held))
                for agent in find_noun_agents(held) or [held]
            ]
    return []


def _expand(heads: Iterable[Token]) -> Heads:
    found: Heads = []
    for head in heads:
        for member in spread(head):
            if all(member.i != other.i for other in found) and len(found) < MAX_PARTIES:
                found.append(member)
    return found
