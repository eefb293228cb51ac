"""Whether the one who acts and the one who speaks are the same side, and whom a report accuses."""

from functools import lru_cache

from spacy.tokens import Token

from tocsin.gazetteer import compose_actor
from tocsin.languages.hedges import Effect, HedgeWords
from tocsin.reading import grammar
from tocsin.reading.grammar import lemma_of
from tocsin.reading.status.governors import effect_of
from tocsin.reading.status.marks import Mark
from tocsin.reading.status.voices import phrase_of

# A name longer than this names more than one party.
LONGEST_NAME = 12
# Names once looked up; a document speaks of few parties, again and again.
KEPT_NAMES = 4096


def is_own(actor: Token, holder: Token, hedges: HedgeWords) -> bool:
    """Whether the actor is the holder or stands on his side: "we", the same name, the same state."""
    if hedges.has("own_pronouns", actor.lower_) or actor.i == holder.i:
        return True
    if grammar.share_name(actor, holder, hedges):
        return True
    country = find_country(actor)
    return country is not None and country == find_country(holder)


def may_speak_for(holder: Token, actor: Token) -> bool:
    """Whether a named person may be of the actor's side, as far as nobody knows his state."""
    if holder.pos_ != "PROPN" or holder.ent_type_ in {"GPE", "NORP", "ORG"}:
        return False
    return find_country(holder) is None or find_country(actor) is None


def find_country(head: Token) -> str | None:
    """Return the state a noun phrase speaks or acts for, as far as the gazetteer knows it."""
    start, end = phrase_of(head)
    if end - start > LONGEST_NAME or head.pos_ == "PRON":
        return None
    return _country_of_name(head.doc[start:end].text)


@lru_cache(maxsize=KEPT_NAMES)
def _country_of_name(name: str) -> str | None:
    actor = compose_actor(name)
    return None if actor is None else actor.country


def announces_own_harm(event: Token, mark: Mark, hedges: HedgeWords) -> bool:
    """Whether the speaker announces harm that he, or his side, will do."""
    actor = grammar.find_doer(event)
    if actor is None or mark.holder is None or not hedges.has("harmful_acts", lemma_of(event)):
        return False
    return is_own(actor, mark.holder, hedges)


def accuses(event: Token, mark: Mark, hedges: HedgeWords) -> bool:
    """Whether the report lays a hostile act at the door of a named party that is not the speaker's own."""
    if mark.holder is None or hedges.has("conceding_verbs", lemma_of(mark.word)):
        return False
    actor = find_culprit(event, hedges)
    if actor is None or not hedges.has("hostile_acts", lemma_of(event)):
        return False
    if _is_held(actor, hedges):
        return True  # a state's own officers too, where it holds them for it
    if is_own(actor, mark.holder, hedges):
        return False
    if actor.i == event.i:
        # "Russian attack" names the culprit, "Sony hack" the victim.
        before = grammar.children(event, "amod", "compound", "nmod")
        return any(find_country(word) is not None for word in before)
    return names_party(actor)


def find_culprit(event: Token, hedges: HedgeWords) -> Token | None:
    """Return the word for whoever is said to have done it: "the attack was carried out by Russian jets"."""
    by_whom = find_revealed(event, hedges)
    if by_whom is not None:
        return by_whom
    actor = grammar.find_doer(event)
    if actor is not None and actor.tag_ in {"WP", "WDT"} and actor.head.dep_ == "relcl":
        return actor.head.head
    return actor


def find_revealed(event: Token, hedges: HedgeWords) -> Token | None:
    """Return who did what a noun names, where the verb over it tells just that."""
    verb = event.head
    if event.dep_ != "nsubjpass" or effect_of("object", verb, hedges) is not Effect.CARRY:
        return None
    return next(grammar.iter_agents(verb), None)


def names_party(actor: Token) -> bool:
    """Whether a noun phrase names a party, and not only a thing: "Su-24" names none."""
    if actor.tag_ == "NNS" and not grammar.children(actor, *grammar.NAMING):
        return False  # "Gunmen", taken for a name
    return any(not any(sign.isdigit() for sign in name) for name in grammar.list_names(actor))


def _is_held(actor: Token, hedges: HedgeWords) -> bool:
    """Whether the one who acted is held for it: "detained two men who were planning ..."."""
    return actor.dep_ in {"dobj", "nsubjpass"} and hedges.has("arresting_verbs", lemma_of(actor.head))
