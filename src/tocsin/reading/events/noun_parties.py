"""The parties of an act told by a noun: "[Russia]'s attack on [Kyiv]", "launched strikes on [a depot]"."""

from collections.abc import Iterator

from spacy.tokens import Token

from tocsin.languages.triggers import TriggerWords
from tocsin.reading.events.arguments import (
    RELATIVES,
    find_agents,
    find_noun_agents,
    find_patients,
    find_subjects,
    is_passive_act,
    is_place_label,
    naming_words,
    prepositions_of,
)
from tocsin.reading.events.naming import Heads
from tocsin.reading.events.owners import may_suffer, replace_thing
from tocsin.reading.events.trigger import Trigger
from tocsin.reading.grammar import NOUN_SUBJECTS, children, climb, is_verb_form, lemma_of

# Acts that somebody can claim as his own deed.
CLAIMED = frozenset({"ASSAULT", "COERCE", None})
JOINT = frozenset({"CONSULT", "COOPERATE"})
# Fighting is told of with those killed in it: they are not its sides.
UNTOLD_SIDES = frozenset({"ASSAULT"})


def find_parties_of_noun(noun: Token, trigger: Trigger, words: TriggerWords) -> tuple[Heads, Heads]:
    """Return the heads of who acts and to whom, from the noun's phrase and the verb it serves."""
    sense = trigger.sense
    of_is_actor = sense.of_is_actor if sense is not None else trigger.event_type == "MOBILIZE"
    labels = naming_words(noun)
    actors = find_noun_agents(noun) or ([noun] if labels else [])
    if labels and words.has("befalling", lemma_of(noun)) and all(one.ent_type_ == "PERSON" for one in labels):
        actors = labels
    recipients: Heads = []
    if _befalls_owner(noun, trigger, actors, words):
        actors, recipients = [], actors
    for name, held in _prepositions_of_act(noun):
        if name in ("of", "between"):
            (actors if of_is_actor or name == "between" else recipients).append(held)
        elif name == "from" and not actors:
            actors = [held]
        elif name == "from" and trigger.event_type == "RETREAT":
            recipients.append(held)  # "the troops' withdrawal from [Syria]"
        elif words.has("recipient_prepositions", name):
            recipients.append(held)
        elif name == "in" and words.has("meddling", lemma_of(noun)):
            recipients.append(held)  # "interference in [its] elections"
    if not actors:
        # "bombing of the airport's runway by jets": the parser hangs the last phrase on the runway.
        struck = [held for name, held in prepositions_of(noun) if name == "of"]
        actors = [held for one in struck for name, held in prepositions_of(one) if name == "by"]
    if trigger.event_type in ("ACCUSE", "SANCTION"):
        # "the Russia sanctions"
        recipients += [child for child in children(noun, "compound", "nmod") if is_place_label(child)]
    if labels and not recipients and lemma_of(noun) == "sanction" and not _imposes(labels, words):
        actors, recipients = [], labels  # "the [Iranian] sanctions"
    recipients = [head for head in recipients if may_suffer(head, trigger, words)]
    above = noun.head
    seat = _find_seat(noun, words)
    if seat.dep_ in ("dobj", "nsubjpass") and is_verb_form(seat.head) and seat.head.i != seat.i:
        _add_from_light_verb(noun, seat.head, actors, recipients, words)
    if not actors:
        actors = _find_involved(noun)
    if not actors and trigger.event_type in CLAIMED:
        actors = _find_claimant(seat, words)
    for verb in children(noun, "relcl"):
        if _has_noun_for_object(verb) and words.has("light", lemma_of(verb)):
            # As in "the attack that Syrian aircraft [launched] on a town".
            _add_from_light_verb(noun, verb, actors, recipients, words)
    if noun.dep_ == "dobj" and words.has("blaming_on", lemma_of(above)):
        # As in "blames the attack on [Damascus]".
        actors, recipients = [held for name, held in prepositions_of(noun) if name == "on"], []
    if not recipients:
        recipients = _find_hit(noun, trigger, words)
    if not actors:
        actors = _find_answerable(noun, words)
    if not actors and trigger.event_type is None:
        actors = _find_charged(noun, words)
    if not recipients and lemma_of(noun) == "trial" and noun.dep_ == "pobj" and above.lower_ == "on":
        recipients = _find_tried(above.head)
    if noun.dep_ in ("pobj", "conj") and not actors:
        actors, recipients = _parties_from_accusation(noun, trigger, actors, recipients, words)
    is_mutual = sense is not None and sense.is_reciprocal and trigger.event_type not in UNTOLD_SIDES
    if not actors and not recipients and is_mutual:
        # "agree on a government following negotiations": those of the clause negotiated.
        actors = find_subjects(noun.head.head) if noun.dep_ == "pobj" and is_verb_form(noun.head.head) else []
    if not actors:
        actors, recipients = _find_partakers(noun, trigger, recipients, words)
    if not actors and recipients and trigger.event_type in JOINT and noun.dep_ == "pobj":
        # As in "[Minsk] frees prisoners after talks with Washington".
        clause = noun.head.head
        actors = find_agents(clause) if is_verb_form(clause) and not is_passive_act(clause) else []
    if not recipients and seat.i != noun.i and noun.dep_ == "compound":
        # As in "adopts a sanctions package against [Moscow]".
        recipients = [
            held for name, held in prepositions_of(seat) if words.has("recipient_prepositions", name)
        ]
    if words.has("spying", lemma_of(trigger.token)):
        recipients = find_spied_on(noun, recipients, words)
    recipients = [party for head in recipients for party in replace_thing(head, words)]
    if noun.dep_ == "compound" and not actors and not recipients:
        is_nested = above.i == noun.i or above.dep_ == "compound"
        return ([], []) if is_nested else find_parties_of_noun(above, trigger, words)
    return actors, recipients


def _imposes(labels: Heads, words: TriggerWords) -> bool:
    """Whether those named before "sanctions" impose them: "[Western] sanctions"; others mostly bear them."""
    return any(words.has("sanctioner", label.lower_) for label in labels)


def _befalls_owner(noun: Token, trigger: Trigger, owners: Heads, words: TriggerWords) -> bool:
    """Whether the act is done to whom it is named after: "[Navalny]'s poisoning", "the [Hariri] murder"."""
    if not words.has("befalling", lemma_of(noun)) or not owners:
        return False
    if any(name in ("of", "by") for name, _ in prepositions_of(noun)):
        return False
    is_harm = trigger.event_type == "ASSAULT"  # nobody poisons a body: a name in that seat is a person's
    return all(
        owner.ent_type_ == "PERSON"
        or (is_harm and owner.pos_ == "PROPN" and owner.ent_type_ in ("", "ORG"))
        or words.has("person", lemma_of(owner))
        or owner.tag_ == "PRP$"
        for owner in owners
    )


def _find_seat(noun: Token, words: TriggerWords) -> Token:
    """Return the noun that stands for the act in the clause: "held a [series] of exercises"."""
    if noun.dep_ == "compound" and words.has("carrier", lemma_of(noun.head)):
        return noun.head  # "adopts a [sanctions] package"
    measure = noun.head.head
    is_measured = noun.dep_ == "pobj" and noun.head.lower_ == "of" and words.has("measure", lemma_of(measure))
    return measure if is_measured else noun


def _find_claimant(seat: Token, words: TriggerWords) -> Heads:
    """Return who says that they did it: "[the group] claimed the attack", "claimed responsibility for it"."""
    above = seat.head
    if seat.dep_ == "dobj" and words.has("claiming", lemma_of(above)):
        return find_agents(above)
    claimed = above.head
    if seat.dep_ == "pobj" and lemma_of(claimed) == "responsibility" and is_verb_form(claimed.head):
        return find_agents(claimed.head) if words.has("claiming", lemma_of(claimed.head)) else []
    return []


def _find_involved(noun: Token) -> Heads:
    """Return who is in it, told behind the act or behind its fellow: "launches and protests from [Seoul]"."""
    for told in children(noun, "acl"):
        if lemma_of(told) == "involve":
            return find_patients(told)
    for fellow in children(noun.head if noun.dep_ == "compound" else noun, "conj"):
        from_whom = [held for name, held in prepositions_of(fellow) if name == "from"]
        if from_whom and not children(fellow, "det", "poss"):
            return [held for held in from_whom if held.ent_type_ in ("GPE", "NORP", "ORG")]
    return []


def _prepositions_of_act(noun: Token) -> Iterator[tuple[str, Token]]:
    """Yield the noun's prepositions, and the `between` of its verb: "fighting continues [between] them"."""
    yield from prepositions_of(noun)
    if noun.dep_ in NOUN_SUBJECTS and is_verb_form(noun.head):
        yield from ((name, held) for name, held in prepositions_of(noun.head) if name == "between")


def _has_noun_for_object(verb: Token) -> bool:
    """Whether a relative clause has another subject than the noun it describes."""
    subjects = children(verb, *NOUN_SUBJECTS)
    return any(child.tag_ not in RELATIVES for child in subjects)


def _find_partakers(
    noun: Token, trigger: Trigger, recipients: Heads, words: TriggerWords
) -> tuple[Heads, Heads]:
    """Return who takes part: "[workers] went on strike", "[Paris] hosted [the king] for talks"."""
    if noun.dep_ != "pobj" or noun.head.dep_ != "prep":
        return [], recipients
    verb = noun.head.head
    if not is_verb_form(verb):
        return [], recipients
    if noun.head.lower_ in ("on", "in") and words.has("taking_part", lemma_of(verb)):
        return find_agents(verb), recipients
    if trigger.event_type == "CONSULT" and words.has("receiving", lemma_of(verb)):
        return find_agents(verb), recipients or find_patients(verb)
    return [], recipients


def _find_answerable(noun: Token, words: TriggerWords) -> Heads:
    """Return who is said to have done the act: "[they] were responsible for the poisoning"."""
    above = noun.head
    if noun.dep_ != "pobj":
        return []
    if words.has("answerable", above.head.lower_):
        return find_subjects(above.head.head)
    # As in "[Moscow] was behind the attack", "blames [Moscow] as being behind it".
    if words.has("standing_behind", above.lower_) and above.head.pos_ in ("AUX", "VERB"):
        return find_subjects(above.head)
    if words.has("blaming_noun", lemma_of(above.head)):
        return find_blamed(above.head)
    return []


def _find_charged(noun: Token, words: TriggerWords) -> Heads:
    """Return who faces the charge that names an act: "[a pastor] faces espionage charges"."""
    first = noun.head if noun.dep_ == "conj" else noun
    charge = first.head
    if first.dep_ not in ("compound", "nmod") or not words.has("blaming_noun", lemma_of(charge)):
        return []
    verb = charge.head
    if charge.dep_ == "dobj" and words.has("patient", lemma_of(verb)):
        return find_subjects(verb)
    if charge.dep_ == "pobj" and is_verb_form(charge.head.head):
        verb = charge.head.head
        if words.has("charging", lemma_of(verb)):
            return find_patients(verb)
    return find_blamed(charge)


def _find_tried(verb: Token) -> Heads:
    """Return who is on trial: "[a pastor] goes on trial", "they put [him] on trial"."""
    if not is_verb_form(verb):
        return []
    patients = find_patients(verb)
    return patients or find_subjects(verb)


def find_blamed(noun: Token) -> Heads:
    """Return against whom a charge is brought: "charges of espionage against [two men]"."""
    return [held for name, held in prepositions_of(noun) if name in ("against", "upon")]


def _find_hit(noun: Token, trigger: Trigger, words: TriggerWords) -> Heads:
    """Return what an act struck where a verb of hitting says so: "the bank was hit by an attack"."""
    above = noun.head
    if noun.dep_ == "pobj" and above.lower_ == "by":
        above = above.head
    elif noun.dep_ != "nsubj":
        return []
    lemma = lemma_of(above)
    # As in "shelling from across the border [kills] a guard".
    harms = trigger.event_type == "ASSAULT" and words.has("casualty", lemma)
    is_hit = is_verb_form(above) and (words.has("hitting", lemma) or harms)
    return [head for head in find_patients(above) if head.i != noun.i] if is_hit else []


def find_spied_on(act: Token, recipients: Heads, words: TriggerWords) -> Heads:
    """Return the state that charges or expels for spying, unless the text says for whom it was done."""
    master = {held.i for name, held in prepositions_of(act) if name == "for"}
    recipients = [head for head in recipients if head.i not in master]
    if recipients or master:
        return recipients
    for above in climb(act):
        if is_verb_form(above):
            return find_agents(above) if words.has("charging", lemma_of(above)) else []
    return []


def _parties_from_accusation(
    noun: Token, trigger: Trigger, actors: Heads, recipients: Heads, words: TriggerWords
) -> tuple[Heads, Heads]:
    """Take who is accused, tried or held as the doer: "accused [two men] of espionage"."""
    for above in climb(noun):
        if is_verb_form(above):
            break
        held = [one for name, one in prepositions_of(above) if name == "of" and one.i != noun.i]
        if held and words.has("befalling", lemma_of(above)):
            return held, recipients  # "the expulsion of [a diplomat] for espionage"
    else:
        return actors, recipients
    verb = above
    if not words.has("charging", lemma_of(verb)):
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
