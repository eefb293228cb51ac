"""Find who did it and to whom: "[Warsaw] expelled [three diplomats]", "[Russia]'s attack on [Kyiv]"."""

from collections.abc import Iterable

from spacy.tokens import Token

from tocsin.languages import Language
from tocsin.languages.triggers import VERB, TriggerWords
from tocsin.model import Participant
from tocsin.reading.events.arguments import (
    PEOPLES,
    find_agents,
    find_noun_agents,
    find_patients,
    find_subjects,
    is_passive_act,
    is_place_label,
    naming_words,
    prepositions_of,
    spread,
)
from tocsin.reading.events.naming import Heads, describe_parties, is_act, is_party
from tocsin.reading.events.triggers import Trigger
from tocsin.reading.grammar import children, climb, is_verb_form, lemma_of
from tocsin.reading.passage import Passage

PLACES_AND_PEOPLES = PEOPLES | {"FAC", "LOC"}
# Whom "refused to meet [them]" and "threatened to shell [the town]" are said of stands in the clause below.
OVER_CLAUSE = frozenset({"AGREE", "REJECT", "THREATEN"})
# Acts done to whoever stands there, whatever the word: "two [functionaries] were released".
OF_ANYONE = frozenset({"cyber", "seize", "arrest", "deport", "release", "convict", "expel"})
AIMED = frozenset({"against"})
GIVING = frozenset({"against", "to", "for"})
OVER_GROUND = frozenset({"over", "at", "on", "near", "into"})
MAX_PARTIES = 12


def find_participants(
    passage: Passage, trigger: Trigger, language: Language
) -> tuple[tuple[Participant, ...], tuple[Participant, ...]]:
    """Return the actors and the recipients of a trigger as the text names them; unknown ones stay empty."""
    words = language.triggers
    foiling = _foiling_verb_of(trigger, words)
    if foiling is not None:
        actors, recipients = _parties_of_plot(foiling)
    elif is_verb_form(trigger.token) or (trigger.sense is not None and trigger.sense.part == VERB):
        actors, recipients = _parties_of_verb(trigger, words)
    else:
        actors, recipients = _parties_of_noun(trigger.token, trigger, words)
    actors, recipients = _expand(actors), _expand(recipients)
    recipients = [head for head in recipients if all(head.i != other.i for other in actors)]
    left = describe_parties(passage, actors, language, is_actor=True)
    right = describe_parties(passage, recipients, language, is_actor=False, others=actors)
    actor_spans = {participant.span for participant in left}
    right = tuple(participant for participant in right if participant.span not in actor_spans)
    if any(words.has("speaking", party.name.lower()) for party in left):
        right = tuple(party for party in right if not words.has("speaking", party.name.lower()))
    is_mutual = trigger.sense is not None and trigger.sense.is_reciprocal
    if is_mutual and not right and len(left) > 1:
        return left, left  # "Ankara and Baghdad agreed", "fighting between the army and rebels"
    return left, right


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
    recipients = [head for head in (*recipients, *beside) if _may_suffer(head, trigger, words)]
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
        actors = [owner for head in own for owner in _replace_thing(head, words)]
        recipients = [head for head in recipients if head not in own]
    if not recipients and trigger.event_type in OVER_CLAUSE and not (is_mutual and len(_expand(actors)) > 1):
        recipients = _patients_below(verb, words)
    recipients = [party for head in recipients for party in _replace_thing(head, words)]
    return [head for actor in actors for head in _replace_weapon(actor, words)], recipients


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


def _may_suffer(head: Token, trigger: Trigger, words: TriggerWords) -> bool:
    """Whether the word can be the recipient: anything can be hit, only parties can be accused or met."""
    if trigger.event_type == "ASSAULT" or trigger.mode in OF_ANYONE or head.tag_.startswith("PRP"):
        return True
    if not is_party(head, words):
        return True  # replaced later by whose it is
    lemma = lemma_of(head)
    if head.pos_ == "PROPN" or head.ent_type_ in PLACES_AND_PEOPLES:
        return True
    if any(words.has(name, lemma) for name in ("person", "force", "body")):
        return True
    return head.like_num or head.lower_ in words.counts.vague


def _replace_thing(head: Token, words: TriggerWords) -> Heads:
    """Return who is meant by a thing: "[Lithuanian] airspace"; nobody for "warning shots"."""
    if head.pos_ == "PRON" or head.tag_ == "PRP" or is_party(head, words):
        return [head]
    owners = find_noun_agents(head) or naming_words(head)
    if owners and not words.has("border", lemma_of(head)):
        return owners
    beyond = [
        held
        for name, held in prepositions_of(head)
        if words.has("recipient_prepositions", name)
        and is_party(held, words)
        and not (owners and name in OVER_GROUND)  # "its airspace over the sea"
    ]
    return beyond or owners


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


def _replace_weapon(actor: Token, words: TriggerWords) -> Heads:
    """Return who stands behind a weapon, an act or a paper: "a Russian missile hit" gives the adjective."""
    if words.has("document", lemma_of(actor)):
        # "issued a statement urging Minsk"
        above = (
            find_subjects(actor.head) if is_verb_form(actor.head) and actor.dep_ in ("dobj", "pobj") else []
        )
        return find_noun_agents(actor) or above or naming_words(actor)
    if not words.has("thing", lemma_of(actor)):
        return [actor]
    fired = [head for child in children(actor, "acl") if is_verb_form(child) for head in find_agents(child)]
    sender = [held for name, held in prepositions_of(actor) if name == "from"]
    return find_noun_agents(actor) or fired or sender or [actor]


def _parties_of_noun(noun: Token, trigger: Trigger, words: TriggerWords) -> tuple[Heads, Heads]:
    sense = trigger.sense
    of_is_actor = sense.of_is_actor if sense is not None else trigger.event_type == "MOBILIZE"
    actors = find_noun_agents(noun) or ([noun] if naming_words(noun) else [])
    recipients: Heads = []
    for name, held in prepositions_of(noun):
        if name in ("of", "between"):
            (actors if of_is_actor or name == "between" else recipients).append(held)
        elif name in ("from",) and not actors:
            actors = [held]
        elif words.has("recipient_prepositions", name):
            recipients.append(held)
    if trigger.event_type in ("ACCUSE", "SANCTION"):
        # "the Russia sanctions"
        recipients += [child for child in children(noun, "compound", "nmod") if is_place_label(child)]
    recipients = [head for head in recipients if _may_suffer(head, trigger, words)]
    above = noun.head
    if noun.dep_ in ("dobj", "nsubjpass") and is_verb_form(above) and above.i != noun.i:
        _add_from_light_verb(noun, above, actors, recipients, words)
    if not recipients:
        recipients = _find_hit(noun, words)
    if noun.dep_ in ("pobj", "conj") and not actors:
        actors, recipients = _parties_from_accusation(noun, trigger, actors, recipients, words)
    if not actors and not recipients and sense is not None and sense.is_reciprocal:
        # "agree on a government following negotiations": those of the clause negotiated.
        actors = find_subjects(noun.head.head) if noun.dep_ == "pobj" and is_verb_form(noun.head.head) else []
    if words.has("spying", lemma_of(noun)):
        recipients = _find_spied_on(noun, recipients, words)
    recipients = [party for head in recipients for party in _replace_thing(head, words)]
    if noun.dep_ == "compound" and not actors and not recipients:
        is_nested = above.i == noun.i or above.dep_ == "compound"
        return ([], []) if is_nested else _parties_of_noun(above, trigger, words)
    return actors, recipients


def _find_hit(noun: Token, words: TriggerWords) -> Heads:
    """Return what an act struck where a verb of hitting says so: "the bank was hit by an attack"."""
    above = noun.head
    if noun.dep_ == "pobj" and above.lower_ == "by":
        above = above.head
    elif noun.dep_ != "nsubj":
        return []
    is_hit = is_verb_form(above) and words.has("hitting", lemma_of(above))
    return [head for head in find_patients(above) if head.i != noun.i] if is_hit else []


def _find_spied_on(noun: Token, recipients: Heads, words: TriggerWords) -> Heads:
    """Return the state that charges or expels for spying, unless the text says for whom it was done."""
    master = {held.i for name, held in prepositions_of(noun) if name == "for"}
    recipients = [head for head in recipients if head.i not in master]
    if recipients or master:
        return recipients
    for above in climb(noun):
        if is_verb_form(above):
            return find_agents(above) if words.has("charging", lemma_of(above)) else []
    return []


def _parties_from_accusation(
    noun: Token, trigger: Trigger, actors: Heads, recipients: Heads, words: TriggerWords
) -> tuple[Heads, Heads]:
    """Take who is accused, tried or held as the doer: "accused [two men] of espionage"."""
    preposition = noun.head if noun.dep_ == "pobj" else noun.head.head
    verb = preposition.head
    if not is_verb_form(verb) or not words.has("charging", lemma_of(verb)):
        return actors, recipients
    if trigger.mode == "arrest":
        return find_agents(verb), recipients or find_patients(verb)
    return find_patients(verb), recipients


def _add_from_light_verb(
    noun: Token, verb: Token, actors: Heads, recipients: Heads, words: TriggerWords
) -> None:
    """Take the parties that stand on the verb: "launched strikes on", "face charges"."""
    lemma = lemma_of(verb)
    if words.has("patient", lemma):
        recipients.extend(find_subjects(verb))
        return
    if not words.has("light", lemma):
        return
    for agent in find_agents(verb):
        if agent.i != noun.i and all(agent.i != actor.i for actor in actors):
            actors.append(agent)
    recipients.extend(
        held for name, held in prepositions_of(verb) if words.has("recipient_prepositions", name)
    )
    recipients.extend(children(verb, "dative") if not is_passive_act(verb) else [])


def _expand(heads: Iterable[Token]) -> Heads:
    found: Heads = []
    for head in heads:
        for member in spread(head):
            if all(member.i != other.i for other in found) and len(found) < MAX_PARTIES:
                found.append(member)
    return found
