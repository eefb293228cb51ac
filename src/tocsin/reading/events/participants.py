"""Find who did it and to whom: "[Warsaw] expelled [three diplomats]", "[Russia]'s attack on [Kyiv]"."""

from collections.abc import Iterable

from spacy.tokens import Token

from tocsin.languages import Language
from tocsin.languages.triggers import VERB, TriggerWords
from tocsin.model import Participant
from tocsin.reading.events.arguments import (
    find_noun_agents,
    find_patients,
    find_subjects,
    is_disguised_verb,
    is_named_gerund,
    naming_words,
    prepositions_of,
    spread,
)
from tocsin.reading.events.naming import Heads, describe_parties, is_first_person
from tocsin.reading.events.noun_parties import find_parties_of_noun
from tocsin.reading.events.trigger import Trigger
from tocsin.reading.events.verb_parties import find_parties_of_verb, find_patients_below
from tocsin.reading.grammar import children, is_verb_form, lemma_of
from tocsin.reading.passage import Passage

# Where a word the tagger took for a plural may head a clause: "the air force [strikes] targets".
CLAUSE_SEATS = frozenset({"ROOT", "ccomp", "advcl", "conj"})
MAX_PARTIES = 12
STATES = frozenset({"GPE", "NORP", "ORG"})


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
    elif trigger.token.dep_ in CLAUSE_SEATS and is_disguised_verb(trigger.token):
        actors, recipients = find_parties_of_verb(trigger, words)
    elif is_named_gerund(trigger.token):
        actors, recipients = find_parties_of_noun(trigger.token, trigger, words)
    elif is_verb_form(trigger.token) or (trigger.sense is not None and trigger.sense.part == VERB):
        actors, recipients = find_parties_of_verb(trigger, words)
    else:
        actors, recipients = find_parties_of_noun(trigger.token, trigger, words)
        if not actors and trigger.token.dep_ == "acomp":
            actors = find_subjects(trigger.token.head)  # "[Bogota] is [willing] to send troops"
        if not recipients and (words.has("trying", lemma_of(trigger.token)) or trigger.token.dep_ == "acomp"):
            recipients = find_patients_below(trigger.token, words)  # "efforts to hack [suppliers]"
    actors, recipients = _expand(actors), _expand(recipients)
    if trigger.threat_type is not None:
        actors, recipients = _part_principals(actors, recipients)
    recipients = [head for head in recipients if all(head.i != other.i for other in actors)]
    left = describe_parties(passage, actors, language, is_actor=True)
    right = describe_parties(passage, recipients, language, is_actor=False, others=actors)
    actor_spans = {participant.span for participant in left}
    right = tuple(participant for participant in right if participant.span not in actor_spans)
    if any(is_first_person(party.name, words) for party in left):
        right = tuple(party for party in right if not is_first_person(party.name, words))
    both = words.has("both_ways", lemma_of(trigger.token.head)) and trigger.token.dep_ == "dobj"
    is_mutual = both or (trigger.sense is not None and trigger.sense.is_reciprocal)
    if is_mutual and (both or not right) and len(left) > 1:
        return left, left  # "Ankara and Baghdad agreed", "fighting between the army and rebels"
    return left, right


def _part_principals(actors: Heads, recipients: Heads) -> tuple[Heads, Heads]:
    """Take for whom a hybrid act is done out of those it is done to: "sabotage for [Moscow]"."""
    principals: Heads = []
    hit: Heads = []
    for head in recipients:
        if lemma_of(head) == "behalf":
            principals += [held for name, held in prepositions_of(head) if name == "of"]
        elif head.dep_ == "pobj" and head.head.lower_ == "for" and head.ent_type_ in STATES:
            principals.append(head)
        else:
            hit.append(head)
    return actors or principals, hit


def _is_label_of_act(token: Token, words: TriggerWords) -> bool:
    """Whether the word is a gerund that tells what an activity is: "expelled for '[spying] activities'"."""
    return (
        token.dep_ in ("amod", "compound")
        and token.tag_ == "VBG"
        and words.has("carrier", lemma_of(token.head))
    )


def _foiling_verb_of(trigger: Trigger, words: TriggerWords) -> Token | None:
    if trigger.outcome == "foiled" and words.has("foil", lemma_of(trigger.token)):
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


def _expand(heads: Iterable[Token]) -> Heads:
    found: Heads = []
    for head in heads:
        for member in spread(head):
            if all(member.i != other.i for other in found) and len(found) < MAX_PARTIES:
                found.append(member)
    return found
