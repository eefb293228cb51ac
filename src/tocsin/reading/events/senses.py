"""Which sense a word has where it stands: the conditions of triggers.toml asked of a parse."""

from dataclasses import dataclass

from spacy.tokens import Token

from tocsin.languages.triggers import ADJECTIVE, NOUN, VERB, Sense, TriggerWords
from tocsin.reading.events.arguments import (
    clause_of,
    find_agents,
    find_noun_agents,
    find_patients,
    find_subjects,
    is_disguised_verb,
    is_passive_act,
    phrase_of,
    prepositions_of,
    spread,
)
from tocsin.reading.governing import find_clause_verb
from tocsin.reading.grammar import (
    HELPERS,
    NOUN_SUBJECTS,
    SUBJECTS,
    children,
    climb,
    is_noun_form,
    is_verb_form,
    lemma_of,
)

# A name that holds a trigger word names no act: the "Strike Fund", the "Trial Chamber".
NAMES = frozenset({"ORG", "PERSON", "FAC", "LAW", "WORK_OF_ART", "PRODUCT", "GPE", "LOC", "NORP"})
BETWEEN_STATES = frozenset(
    {"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST", "REJECT", "SANCTION"}
)
TIMES = frozenset({"DATE", "TIME"})
VERBAL = frozenset({"ACCUSE", "THREATEN"})
MAX_SENTENCE = 200
# Clauses that tell beside another: with a subject of their own they tell of another act.
BESIDE = frozenset({"conj", "parataxis"})
# A noun's weapon stands close by; a verb such as "killed" may have it anywhere in its sentence.
NOUN_MEANS_WINDOW = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """The lemmas of a sentence and of its neighbours, made once for all words in it."""

    tokens: tuple[Token, ...]
    lemmas: tuple[str, ...]
    near: frozenset[str]
    is_political: bool
    is_international: bool
    is_sport: bool


def part_of(token: Token) -> str | None:
    """Return the part of speech a word may be a trigger as, or None."""
    if token.is_space or token.is_punct or not token.is_alpha and "-" not in token.text:
        return None
    if token.tag_.startswith("VB") and token.dep_ in HELPERS:
        return None
    if token.tag_.startswith("VB"):
        return VERB
    if is_noun_form(token):
        return NOUN
    if is_passive_adjective(token):
        return VERB
    return ADJECTIVE if token.tag_.startswith("JJ") else None


def is_passive_adjective(token: Token) -> bool:
    """Whether a participle with a passive helper is taken for an adjective: "are being jammed"."""
    return token.tag_ == "JJ" and token.lower_.endswith("ed") and bool(children(token, "auxpass"))


def base_of(token: Token, words: TriggerWords) -> str:
    """Return the lemma, or the verb of a participle taken for an adjective."""
    if is_passive_adjective(token):
        form = token.lower_
        for stem in (form[:-2], form[:-1], form[:-3]):
            if (stem, VERB) in words.senses:
                return stem
    return lemma_of(token)


def senses_of(token: Token, lemma: str, part: str, words: TriggerWords) -> tuple[Sense, ...]:
    """Return the senses listed for a word, the most specific first."""
    senses = words.senses.get((lemma, part), ())
    if part == NOUN and is_disguised_verb(token):
        stems = (lemma, token.lower_.removesuffix("s"), token.lower_.removesuffix("es"))
        return next((found for stem in stems if (found := words.senses.get((stem, VERB), ()))), senses)
    if not senses and part == NOUN:
        return words.senses.get((token.lower_.removesuffix("s"), part), ())
    return senses


def is_label(token: Token, part: str, words: TriggerWords) -> bool:
    """Whether the word only labels another: "attack helicopter", "Strike Fund", "sanctions list"."""
    if is_disguised_verb(token):
        return False
    if part == NOUN and token.ent_type_ in NAMES and token.tag_.startswith("NNP"):
        return True
    if token.ent_type_ == "DATE" and part == NOUN:
        return True  # "March 30"
    if part == NOUN and token.dep_ in ("compound", "amod", "nmod") and is_noun_form(token.head):
        head = lemma_of(token.head)
        return not words.has("carrier", head) and token.head.i > token.i
    return False


def is_idiom(position: int, lemmas: tuple[str, ...], words: TriggerWords) -> bool:
    """Whether the word stands in a fixed phrase that names no act: "heart attack"."""
    for phrase in words.idioms.get(lemmas[position], ()):
        size = len(phrase)
        for start in range(max(0, position - size + 1), position + 1):
            if lemmas[start : start + size] == phrase:
                return True
    return False


def holds(sense: Sense, token: Token, around: Surroundings, words: TriggerWords) -> bool:
    """Whether every condition of the sense is met, the cheap ones asked first."""
    if sense.political and not _is_political(sense, token, around, words):
        return False
    if (sense.near and not sense.near & around.near) or sense.not_near & around.near:
        return False
    if sense.rest and not _has_rest(sense, token):
        return False
    if sense.preps and not _governs(sense, token):
        return False
    clause = {lemma_of(word) for word in _scope_of(token)} if sense.with_ or sense.without else set()
    if (sense.with_ and not sense.with_ & clause) or sense.without & clause:
        return False
    return _fits_parts(sense, token, words)


def _is_political(sense: Sense, token: Token, around: Surroundings, words: TriggerWords) -> bool:
    # Two states in one sentence are enough for talk between them, not to make a crime a political act.
    if around.is_political or (around.is_international and sense.event_type in BETWEEN_STATES):
        return True
    if around.is_international and sense.mode == "arrest":
        return True  # "Japanese police arrested a Chinese actor"
    return (
        sense.event_type in BETWEEN_STATES | VERBAL and is_verb_form(token) and _is_act_of_state(token, words)
    )


def _is_act_of_state(verb: Token, words: TriggerWords) -> bool:
    # "Germany accepts more families": a state or an organ of one acts.
    agents = [*find_agents(verb), *find_patients(verb)]
    return any(
        agent.ent_type_ in ("GPE", "NORP", "ORG") or words.has("state_organ", lemma_of(agent))
        for agent in agents
    )


def _fits_parts(sense: Sense, token: Token, words: TriggerWords) -> bool:
    if sense.object and not sense.object & _words_of(_patients(token)):
        return False
    if sense.subject and not _has_subject(sense, token):
        return False
    if sense.needs_object and not (find_patients(token) if is_verb_form(token) else True):
        return False
    if sense.complement and not sense.complement & _complements_of(token):
        return False
    if sense.negated and not _is_negated(token):
        return False
    if sense.obliges and not _obliges_others(token, words):
        return False
    if sense.own_action and not _announces_own_action(token, words):
        return False
    return not sense.needs_party or has_party(token, words)


def _has_rest(sense: Sense, token: Token) -> bool:
    if sense.part == NOUN:
        start = token.i - len(sense.rest)
        before = [lemma_of(token.doc[at]) for at in range(max(0, start), token.i)]
        return before == list(sense.rest)
    wanted = set(sense.rest)
    nearby = {
        lemma_of(child) for child in token.children if abs(child.i - token.i) < 8 and not _tells_time(child)
    }
    nearby |= {lemma_of(token.doc[at]) for at in range(token.i + 1, min(token.i + 3, len(token.doc)))}
    return wanted <= nearby


def _tells_time(preposition: Token) -> bool:
    # "[on] Tuesday called the envoy a fool" is not "called on the envoy".
    if preposition.dep_ != "prep":
        return False
    head_comes_later = preposition.i < preposition.head.i
    return head_comes_later or any(held.ent_type_ in TIMES for held in children(preposition, "pobj"))


def _governs(sense: Sense, token: Token) -> bool:
    if any(
        child.lower_ in sense.preps
        for child in token.children
        if child.dep_ in ("prep", "agent", "prt", "advmod", "dative")
    ):
        return True
    return any(
        child.lower_ in sense.preps for patient in find_patients(token) for child in children(patient, "prep")
    )


def _scope_of(token: Token) -> list[Token]:
    """Return the clause of a verb; of a noun its phrase, the noun it labels, and the verb above it."""
    if is_verb_form(token):
        return clause_of(token)
    found = clause_of(token)
    if token.dep_ == "compound":
        found = found + phrase_of(token.head)
    if token.dep_ in ("dobj", "nsubjpass", "attr"):
        found = [*found, token.head, *children(token.head, "prt", "prep")]
        found += [held for _, held in prepositions_of(token.head)]
    if token.dep_ == "pobj":
        found = [*found, token.head, token.head.head]  # "went on strike"
    return found


def _patients(token: Token) -> list[Token]:
    if is_verb_form(token) or is_disguised_verb(token):
        found = find_patients(token)
        if is_passive_act(token):
            found = [*found, *children(token, "dobj")]  # "they were denied entry"
        return [member for patient in found for member in spread(patient)]
    held = [held for name, held in prepositions_of(token) if name in ("of", "against", "on")]
    return [member for head in held for member in spread(head)]


def _has_subject(sense: Sense, token: Token) -> bool:
    agents = find_agents(token)
    if sense.subject & _words_of(agents):
        return True
    if not sense.is_late:
        return False
    # A name that nobody knows may be a state; a pronoun beside a telling object, anybody.
    is_name = any(agent.tag_ == "NNP" and not agent.ent_type_ for agent in agents)
    is_pronoun = bool(sense.object) and any(agent.pos_ == "PRON" for agent in agents)
    return is_pronoun or (is_name and "GPE" in sense.subject)


def _words_of(heads: list[Token]) -> set[str]:
    found: set[str] = set()
    for head in heads:
        found.add(head.ent_type_)
        for word in phrase_of(head):
            found.add(lemma_of(word))
            found.update((word.lower_, word.lower_.removesuffix("s")))  # "Rockets", taken for a name
        for label in children(head, "appos"):
            found.add(lemma_of(label))
    return found


def has_party(token: Token, words: TriggerWords) -> bool:
    """Whether the text names someone behind the noun or the verb."""
    if is_verb_form(token):
        return bool(find_agents(token))
    if find_noun_agents(token):
        return True
    if any(
        child.ent_type_ in ("NORP", "GPE", "ORG") for child in children(token, "amod", "compound", "nmod")
    ):
        return True
    if token.dep_ == "dobj" and words.has("light", lemma_of(token.head)):
        return bool(find_subjects(token.head))
    if token.dep_ == "nsubjpass" and words.has("light", lemma_of(token.head)):
        return True
    return any(name in ("by", "between", "from", "of") for name, _ in prepositions_of(token))


def _announces_own_action(token: Token, words: TriggerWords) -> bool:
    # "Minsk warned that it would cut the supply": the speaker's own act, and still to come.
    speaker = find_agents(token)
    for clause in children(token, "ccomp", "xcomp"):
        is_coming = any(words.has("coming", child.lower_) for child in children(clause, "aux"))
        own = children(clause, *NOUN_SUBJECTS)
        is_own = any(words.has("own", subject.lower_) for subject in own)
        is_own = is_own or any(lemma_of(one) == lemma_of(other) for one in own for other in speaker)
        if is_coming and is_own and not is_passive_act(clause) and not _is_negated(clause):
            return True
    return False


def _complements_of(verb: Token) -> set[str]:
    """Return the words that say what the object is called: "described it as [a sham]"."""
    heads = children(verb, "oprd", "acomp", "attr", "xcomp", "ccomp")
    # "called the envoy a [fool]", read as "the envoy, a fool"
    heads += [label for held in children(verb, "dobj") for label in children(held, "appos")]
    heads += [held for name, held in prepositions_of(verb) if name == "as"]
    heads += [held for child in children(verb, "prep") if child.lower_ == "as" for held in child.children]
    words = [word for head in heads for word in (head, *head.children, *children(head, "conj"))]
    return {lemma_of(word) for word in words} | {word.lower_ for word in words}


def _is_negated(verb: Token) -> bool:
    return any(child.dep_ == "neg" or child.lower_ in ("never", "not") for child in verb.children)


def denies_only_manner(verb: Token, words: TriggerWords) -> bool:
    """Whether only how it came about is denied: "the cable did not break by itself"."""
    return _is_negated(verb) and any(
        words.has("own_accord", held.lower_) for child in children(verb, "prep") for held in child.children
    )


def _obliges_others(token: Token, words: TriggerWords) -> bool:
    # "Washington said that Minsk must free them": what another ought to do.
    speaker = {lemma_of(one) for one in find_agents(token)}
    for clause in children(token, "ccomp"):
        must = any(words.has("obliging", lemma_of(child)) for child in children(clause, "aux"))
        must = must or words.has("obliging", lemma_of(clause))
        own = children(clause, *NOUN_SUBJECTS)
        if must and own and not any(words.has("own", one.lower_) or lemma_of(one) in speaker for one in own):
            return True
    return False


def find_means(token: Token, around: Surroundings, words: TriggerWords) -> tuple[str | None, str | None]:
    """Return the weapon word of a trigger and the mode it stands for: in its phrase, else nearest."""
    # The trigger's own word comes last: drones that bombed a depot are drones.
    for word in sorted(_scope_of(token), key=lambda word: abs(word.i - token.i) or MAX_SENTENCE):
        mode = words.means.get(lemma_of(word))
        if mode is not None:
            return lemma_of(word), mode
    reach = MAX_SENTENCE if is_verb_form(token) else NOUN_MEANS_WINDOW
    armed = [
        word
        for word in around.tokens
        if lemma_of(word) in words.means and abs(word.i - token.i) <= reach and not is_told_apart(word, token)
    ]
    if not armed:
        return None, None
    nearest = min(armed, key=lambda word: abs(word.i - token.i))
    return lemma_of(nearest), words.means[lemma_of(nearest)]


def is_told_apart(word: Token, act: Token) -> bool:
    """Whether a word stands in a clause of its own beside the act's: "..., and drones flew"."""
    verb, own = find_clause_verb(word), find_clause_verb(act)
    if verb is None or own is None or verb.i == own.i:
        return False
    return _parts(verb, own) or _parts(own, verb)


def _parts(verb: Token, other: Token) -> bool:
    is_beside = verb.dep_ in BESIDE and bool(children(verb, *SUBJECTS))
    return is_beside and any(above.i == other.i for above in climb(verb))
