"""Whose a thing is: a weapon stands for who fired it, airspace for the state that owns it."""

from spacy.tokens import Token

from tocsin.languages.triggers import TriggerWords
from tocsin.reading.events.arguments import (
    PEOPLES,
    find_agents,
    find_noun_agents,
    find_subjects,
    naming_words,
    prepositions_of,
)
from tocsin.reading.events.naming import Heads, is_party
from tocsin.reading.events.trigger import Trigger
from tocsin.reading.grammar import children, is_verb_form, lemma_of

PLACES_AND_PEOPLES = PEOPLES | {"FAC", "LOC"}
# Acts done to whoever stands there, whatever the word: "two [functionaries] were released".
OF_ANYONE = frozenset({"cyber", "seize", "arrest", "deport", "release", "convict", "expel"})
OVER_GROUND = frozenset({"over", "at", "on", "near", "into"})


def may_suffer(head: Token, trigger: Trigger, words: TriggerWords) -> bool:
    """Whether the word can be the recipient: anything can be hit, only parties can be accused or met."""
    if trigger.event_type == "ASSAULT" or trigger.mode in OF_ANYONE or head.tag_.startswith("PRP"):
        return True
    if not is_party(head, words):
        return True  # replaced later by whose it is
    lemma = lemma_of(head)
    if naming_words(head):
        return True  # "blockading [Ukrainian] ports"
    if head.pos_ == "PROPN" or head.ent_type_ in PLACES_AND_PEOPLES:
        return True
    if any(words.has(name, lemma) for name in ("person", "force", "body")):
        return True
    if lemma in words.counts.groups and any(is_party(held, words) for _, held in prepositions_of(head)):
        return True  # "a range of officials"
    return head.like_num or head.lower_ in words.counts.vague


def replace_thing(head: Token, words: TriggerWords) -> Heads:
    """Return who is meant by a thing: "[Lithuanian] airspace"; nobody for "warning shots"."""
    between = [held for name, held in prepositions_of(head) if name == "between"]
    if between and head.pos_ != "PROPN":
        return between  # "sanctions on a pipeline project between [Russia] and [Germany]"
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


def replace_weapon(actor: Token, words: TriggerWords) -> Heads:
    """Return who stands behind a weapon, an act or a paper: "a Russian missile hit" gives the adjective."""
    if words.has("document", lemma_of(actor)):
        # "issued a statement urging Minsk"
        above = (
            find_subjects(actor.head) if is_verb_form(actor.head) and actor.dep_ in ("dobj", "pobj") else []
        )
        return find_noun_agents(actor) or above or naming_words(actor)
    if words.has("blaming_noun", lemma_of(actor)):
        # As in "charges against [officers] for trying to hack".
        return [held for name, held in prepositions_of(actor) if name == "against"] or [actor]
    if not words.has("thing", lemma_of(actor)):
        return [actor]
    fired = [head for child in children(actor, "acl") if is_verb_form(child) for head in find_agents(child)]
    # "shelling from Yemen": a state that it came from is not said to have done it.
    sender = [held for name, held in prepositions_of(actor) if name == "from" and held.ent_type_ != "GPE"]
    return find_noun_agents(actor) or fired or sender or [actor]
