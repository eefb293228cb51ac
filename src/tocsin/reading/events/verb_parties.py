"""The parties of an act told by a verb: "[Warsaw] expelled [three diplomats]", "[a town] was shelled"."""

from spacy.tokens import Token

from tocsin.languages.triggers import TriggerWords
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
from tocsin.reading.events.naming import Heads, is_act, is_party
from tocsin.reading.events.noun_parties import find_spied_on
from tocsin.reading.events.owners import OVER_GROUND, may_suffer, replace_thing, replace_weapon
from tocsin.reading.events.trigger import Trigger
from tocsin.reading.grammar import children, is_verb_form, lemma_of

# Whom "refused to meet [them]" and "threatened to shell [the town]" are said of stands in the clause below.
OVER_CLAUSE = frozenset({"AGREE", "REJECT", "THREATEN"})
AIMED = frozenset({"against"})
# As in "launched 40 drones and 12 missiles [at Kyiv]".
FIRED_AT = frozenset({"at", "on", "toward", "towards", "into"})
AIMING = frozenset({"target", "punish", "affect", "hit"})
GIVING = frozenset({"against", "to", "for"})
# What is asked for "rejected a call [from Paris]", and where troops leave "withdrew troops [from Syria]".
ANSWERING = frozenset({"REJECT", "CONCEDE", "AGREE", "SUPPORT"})
LEAVING = frozenset({"RETREAT", "CONCEDE", "REJECT", "AGREE", "SANCTION"})
# After talk and agreement these tell the matter, not the other side.
TALKING = frozenset({"CONSULT", "COOPERATE", "AGREE"})
TOPICAL = frozenset({"on", "over", "at", "into"})
SENT_AWAY = frozenset({"expel", "deport"})
DEMANDED_TAGS = frozenset({"VB", "VBP"})


def find_parties_of_verb(trigger: Trigger, words: TriggerWords) -> tuple[Heads, Heads]:
    """Return the heads of who acts and to whom, from the verb's clause and the clauses it hangs on."""
    verb = trigger.token
    if trigger.sense is not None and trigger.sense.subject_is_recipient:
        return [], find_subjects(verb)
    befalls = words.has("patient", lemma_of(verb)) or words.has("becoming", lemma_of(verb))
    if trigger.sense is None and befalls:
        return [], find_subjects(verb)  # "two flights [lost] their GPS signal", "the cable [went] dead"
    actors, patients = find_agents(verb), find_patients(verb)
    if words.has("spying", lemma_of(verb)):
        on = [held for name, held in prepositions_of(verb) if name in ("on", "against")]
        return actors, find_spied_on(verb, patients or on, words)
    if words.has("perceiving", lemma_of(verb)):
        # "a pilot [spotted] a Russian drone": who sees an act does not do it; what is seen names its owner.
        actors = [head for patient in patients for head in find_noun_agents(patient) or naming_words(patient)]
    if not actors:
        actors = _find_unnamed_doers(trigger, words)
    recipients = _find_objects(trigger, patients, words)
    recipients += _find_beside(trigger, recipients, words)
    recipients = [head for head in recipients if may_suffer(head, trigger, words)]
    for patient in patients:
        recipients += _find_behind(trigger, patient, words)
    if not actors and trigger.event_type == "MOBILIZE" and not words.has("perceiving", lemma_of(verb)):
        # "Chinese warships were deployed": whose they are is who deployed them.
        own = [head for head in patients if not is_party(head, words)]
        actors = [owner for head in own for owner in replace_thing(head, words)]
        recipients = [head for head in recipients if head not in own]
    is_mutual = trigger.sense is not None and trigger.sense.is_reciprocal
    tries = words.has("trying", lemma_of(verb))
    is_over = trigger.event_type in OVER_CLAUSE and not (is_mutual and _are_several(actors))
    if not recipients and (is_over or tries):
        recipients = find_patients_below(verb, words)
    recipients = [party for head in recipients for party in replace_thing(head, words)]
    if not recipients and verb.dep_ in ("pcomp", "conj"):
        recipients = _find_aimed_at(verb)
    return [head for actor in actors for head in replace_weapon(actor, words)], recipients


def _find_aimed_at(verb: Token) -> Heads:
    """Return at whom the listed measures are aimed: "measures targeting [Islamabad] including closing"."""
    first = verb
    while first.dep_ == "conj" and is_verb_form(first.head):
        first = first.head
    if first.dep_ != "pcomp" or first.head.lower_ != "including":
        return []
    above = first.head.head
    if is_verb_form(above) and lemma_of(above) in AIMING:
        return find_patients(above)
    return [
        held for told in children(above, "acl") if lemma_of(told) in AIMING for held in find_patients(told)
    ]


def _are_several(actors: Heads) -> bool:
    return len(actors) > 1 or any(children(actor, "conj") for actor in actors)


def _find_unnamed_doers(trigger: Trigger, words: TriggerWords) -> Heads:
    """Return whoever stands behind an instrument, or who is said to be ready: "[Bogota] is [willing]"."""
    verb = trigger.token
    if verb.dep_ == "acomp":
        return find_subjects(verb.head)
    if trigger.mode in SENT_AWAY:
        # "two diplomats were expelled from [Norway]": only the state itself can send them away.
        return [held for name, held in prepositions_of(verb) if name == "from" and held.ent_type_ == "GPE"]
    return _agents_of_instrument(verb, words) if words.has("casualty", lemma_of(verb)) else []


def _find_objects(trigger: Trigger, patients: Heads, words: TriggerWords) -> Heads:
    """Return the objects that can be recipients, or who is to do what a clause below says."""
    verb, event_type = trigger.token, trigger.event_type
    recipients = [head for head in patients if not is_act(head, words)]
    if event_type == "MOBILIZE":
        # "sent troops to the border": the troops are moved, not acted against.
        recipients = [head for head in recipients if not words.has("force", lemma_of(head))]
    if event_type == "ACCUSE" and not recipients:
        # "suspects that hackers did it": the blame goes to the subject of the clause.
        recipients = [head for clause in children(verb, "ccomp") for head in find_agents(clause)]
    if event_type == "REQUEST" and not recipients:
        # "demands that the court not extradite him"
        clauses = [clause for clause in children(verb, "ccomp") if clause.tag_ in DEMANDED_TAGS]
        recipients = [head for clause in clauses for head in find_agents(clause) if head.i > verb.i]
    if event_type == "AID":
        # "donates two minehunters [to Kyiv]": what is given is not who is helped.
        goals = [held for name, held in prepositions_of(verb) if name == "to"] + children(verb, "dative")
        helped = [head for head in goals if is_party(head, words)]
        moved = [head for head in patients if head.tag_ == "PRP" or head.ent_type_ == "PERSON"]
        recipients = moved or helped or _find_goal_further(verb, patients) or recipients
    return recipients


def _find_goal_further(verb: Token, patients: Heads) -> Heads:
    """Return the state that a gift goes to where the parser hangs it deeper: "sends funds [to Kyiv]"."""
    return [
        held
        for patient in patients
        for word in patient.subtree
        if word.lower_ == "to" and word.dep_ == "prep" and word.i > verb.i
        for held in children(word, "pobj")
        if held.ent_type_ in ("GPE", "NORP")
    ][:1]


def _find_beside(trigger: Trigger, objects: Heads, words: TriggerWords) -> Heads:
    """Return who stands after the verb's prepositions, fewer of them beside an object that is a party."""
    has_object = any(is_party(head, words) for head in objects)
    wanted = "added_prepositions" if has_object else "recipient_prepositions"
    is_mutual = trigger.sense is not None and trigger.sense.is_reciprocal
    armed_with = trigger.event_type == "ASSAULT" and not is_mutual  # "struck the depot with missiles"
    owned = any(words.has("border", lemma_of(head)) and find_noun_agents(head) for head in objects)
    topical = TOPICAL if trigger.event_type in TALKING else frozenset[str]()
    enters = trigger.mode == "visit" or words.has("meddling", lemma_of(trigger.token))
    leaves = trigger.event_type in LEAVING and not has_object
    return [
        held
        for name, held in prepositions_of(trigger.token)
        if (words.has(wanted, name) or (leaves and name == "from") or (enters and name == "in"))
        and not (armed_with and name == "with")
        and name not in topical  # "agreed on training"
        and held.tag_ != "VBG"  # "charged with spying"
        and not (owned and name in OVER_GROUND)  # "violated its airspace over the sea"
    ]


def _find_behind(trigger: Trigger, patient: Token, words: TriggerWords) -> Heads:
    """Return who stands behind the verb's object: whose act it is, and whom that act is aimed at."""
    if not is_act(patient, words):
        wanted = GIVING if trigger.event_type == "AID" else AIMED
        fired = [one for one in spread(patient) if words.has("thing", lemma_of(one))]
        aimed = [held for one in fired for name, held in prepositions_of(one) if name in FIRED_AT]
        return aimed + [held for name, held in prepositions_of(patient) if name in wanted]
    if words.has("blaming_on", lemma_of(trigger.token)):
        blamed = [held for name, held in prepositions_of(patient) if name == "on"]
        if blamed:
            return blamed
    # "condemned Russia's attack": the blame goes to whoever attacked.
    found = find_noun_agents(patient) or naming_words(patient)
    if trigger.event_type in ANSWERING:
        found += [held for name, held in prepositions_of(patient) if name == "from"]
    if trigger.event_type != "ACCUSE":
        # The act has a recipient of its own: "lifted sanctions against [Iran]".
        carriers = [
            patient,
            *(verb for verb in children(patient, "relcl") if words.has("light", lemma_of(verb))),
        ]
        found += [
            held
            for carrier in carriers
            for name, held in prepositions_of(carrier)
            if words.has("recipient_prepositions", name) or name == "of"
        ]
    return found


def find_patients_below(verb: Token, words: TriggerWords) -> Heads:
    """Return to whom is done what the clause below says: "threatened to shell [the town]"."""
    clauses = children(verb, "xcomp", "acl") or [c for c in children(verb, "ccomp") if children(c, "aux")]
    below = [held for clause in clauses for held in (*find_patients(clause), *_beside(clause, words))]
    further = [
        held
        for clause in clauses
        for thing in find_patients(clause)
        for name, held in prepositions_of(thing)
        if (words.has("recipient_prepositions", name) or name == "from") and not is_party(thing, words)
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
