"""Find the words that name an act: "carried out [strikes]", "the [expulsion] of diplomats"."""

from collections.abc import Iterator
from dataclasses import replace

from spacy.tokens import Token

from tocsin.languages import Language
from tocsin.languages.triggers import BY_MEANS, NOUN, VERB, Sense, TriggerWords
from tocsin.ontology.threats import ThreatMatch, match_threat, threat_type, trigger_words
from tocsin.reading.events.arguments import find_patients, prepositions_of
from tocsin.reading.events.frames import Match, is_telling, match_frame
from tocsin.reading.events.retelling import drop_passing, drop_retold, name_again
from tocsin.reading.events.senses import (
    MAX_SENTENCE,
    Surroundings,
    base_of,
    denies_only_manner,
    find_means,
    holds,
    is_idiom,
    is_label,
    part_of,
    senses_of,
)
from tocsin.reading.events.setting import Setting
from tocsin.reading.events.trigger import Trigger, may_be_threat
from tocsin.reading.grammar import NOUN_SUBJECTS, children, is_verb_form, lemma_of
from tocsin.reading.passage import Passage

DESCRIBING = frozenset({"ACCUSE", "SUPPORT", "COOPERATE", "AGREE"})
STATES = frozenset({"GPE", "NORP"})
# Words that make one act with their verb.
COMPLETED = frozenset({("set", "fire"), ("catch", "fire"), ("put", "fire"), ("open", "fire")})
# The narrower medium wins: a cable cut at sea is no sabotage on land, a parcel that burns no arson.
NARROWER = frozenset(
    {("sabotage", "undersea"), ("sabotage", "parcel_device"), ("site_intrusion", "espionage")}
)
# What these mean elsewhere gives way to a hybrid act that its frame makes plain: "[opened] the letter bomb".
MILD = frozenset({"AGREE", "CONCEDE", "CONSULT", "SUPPORT"})
# A state that holds foreigners to press another does more than make an arrest.
DETAINING = frozenset({("COERCE", "arrest"), ("SANCTION", "convict")})
PRESSING = "economic_coercion"
# Only an act of these types has a means worth telling.
ARMED = frozenset({"ASSAULT", "COERCE", "MOBILIZE", None})


def find_triggers(passage: Passage, language: Language) -> tuple[Trigger, ...]:
    """Return the triggers of a passage in the order of the text, one a word."""
    words = language.triggers
    setting = Setting(tokens=tuple(passage.doc), heading=passage.heading)
    found: list[Trigger] = []
    for around in _survey(passage, words):
        if not around.is_sport:
            told = list(_find_in_sentence(around, language, setting))
            single = _drop_doubles(drop_retold(told), words)
            found.extend(_add_foiled(single, words))
    return name_again(drop_passing(tuple(found)), language)


def _add_foiled(found: list[Trigger], words: TriggerWords) -> list[Trigger]:
    """Add the act of foiling, typed by the act foiled: "police [foiled] a plot to bomb the depot"."""
    known = {trigger.token.i for trigger in found}
    added: list[Trigger] = []
    for trigger in found:
        verb = _foiling_verb(trigger.token, words)
        if verb is not None and verb.i not in known:
            known.add(verb.i)
            sense = replace(trigger.sense, part=VERB) if trigger.sense is not None else None
            added.append(
                replace(trigger, token=verb, start=verb.i, end=verb.i + 1, outcome="foiled", sense=sense)
            )
    # "foiled a plot": the verb tells it all, the plot by itself adds nothing.
    kept = [trigger for trigger in found if not _is_foiled_plot(trigger, added, words)]
    return sorted((*kept, *added), key=lambda trigger: trigger.token.i)


def _is_foiled_plot(trigger: Trigger, added: list[Trigger], words: TriggerWords) -> bool:
    is_plot = trigger.sense is None and words.has("plot", lemma_of(trigger.token))
    return is_plot and any(trigger.token.head.i == verb.token.i for verb in added)


def _foiling_verb(token: Token, words: TriggerWords) -> Token | None:
    for above in (token.head, token.head.head):
        if is_verb_form(above) and above.i != token.i and words.has("foil", lemma_of(above)):
            held = find_patients(above)
            is_plot = token.head.i == above.i and any(words.has("plot", lemma_of(one)) for one in held)
            if is_plot or any(one.i in (token.i, token.head.i) for one in held):
                return above
    return None


def _drop_doubles(found: list[Trigger], words: TriggerWords) -> list[Trigger]:
    """Keep one trigger where two words tell one act: "signed a deal", "was hit by a ransomware attack"."""
    by_index = {trigger.token.i: trigger for trigger in found}
    dropped: set[int] = set()
    for trigger in found:
        token, above = trigger.token, by_index.get(trigger.token.head.i)
        if is_verb_form(token) or above is None or above is trigger:
            continue
        if token.dep_ in ("dobj", "nsubjpass") and above.event_type == trigger.event_type:
            light = words.has("light", lemma_of(above.token)) and lemma_of(above.token) != "sign"
            dropped.add(above.token.i if light else token.i)
    for trigger in found:
        if _is_part_of(token := trigger.token, by_index) or _is_told_twice(trigger, by_index):
            dropped.add(token.i)
        by = [held for name, held in prepositions_of(trigger.token) if name == "by" and held.i in by_index]
        if by and words.has("hitting", lemma_of(trigger.token)):
            dropped.add(trigger.token.i)
    return [trigger for trigger in found if trigger.token.i not in dropped]


def _is_part_of(token: Token, found: dict[int, Trigger]) -> bool:
    """Whether the word only completes a verb that is a trigger: "[set] the depot on fire"."""
    if token.dep_ != "pobj":
        return False
    verb = found.get(token.head.head.i)
    return verb is not None and is_verb_form(verb.token) and (lemma_of(verb.token), token.lower_) in COMPLETED


def _is_told_twice(trigger: Trigger, found: dict[int, Trigger]) -> bool:
    """Whether a joined verb tells the act before it again: "was arrested and [detained]"."""
    verb = trigger.token
    if verb.dep_ != "conj" or children(verb, *NOUN_SUBJECTS, "dobj", "npadvmod"):
        return False
    first = found.get(verb.head.i)
    code = (trigger.event_type, trigger.mode)
    return first is not None and code == (first.event_type, first.mode) == ("COERCE", "arrest")


def _survey(passage: Passage, words: TriggerWords) -> Iterator[Surroundings]:
    if not passage.doc.has_annotation("SENT_START"):
        return
    sentences = [tuple(sentence)[:MAX_SENTENCE] for sentence in passage.doc.sents]
    lemmas = [tuple(base_of(token, words) for token in tokens) for tokens in sentences]
    for index, tokens in enumerate(sentences):
        forms = [token.lower_ for token in tokens]
        near = frozenset(lemmas[index]).union(forms, (form.removesuffix("s") for form in forms))
        wide = near.union(*(lemmas[other] for other in (index - 1, index + 1) if 0 <= other < len(lemmas)))
        yield Surroundings(
            tokens=tokens,
            lemmas=lemmas[index],
            near=near,
            is_political=bool(wide & words.classes.get("political", frozenset())),
            is_international=len({token.lower_ for token in tokens if token.ent_type_ in STATES}) > 1,
            is_sport=len(frozenset(lemmas[index]) & words.classes.get("sport", frozenset())) > 1,
        )


def _find_in_sentence(around: Surroundings, language: Language, setting: Setting) -> Iterator[Trigger]:
    words, frames = language.triggers, language.frames
    threats = trigger_words()
    for position, token in enumerate(around.tokens):
        lemma = around.lemmas[position]
        part = part_of(token)
        if part is None:
            continue
        senses = senses_of(token, lemma, part, words)
        may_threaten = lemma in threats or lemma.removesuffix("s") in threats
        may_be_framed = (lemma, part) in frames.predicates
        if not senses and not may_threaten and not may_be_framed:
            continue
        if is_label(token, part, words) or is_idiom(position, around.lemmas, words):
            continue
        if denies_only_manner(token, words):
            continue
        sense = next((sense for sense in senses if holds(sense, token, around, words)), None)
        threat = _match_threat(sense, position, around) if may_threaten else None
        if sense is not None and sense.is_late and threat is not None:
            sense = None  # what a threat type knows of it is the narrower
        match = None
        detains = sense is not None and (sense.event_type, sense.mode) in DETAINING
        if may_be_framed and (sense is None or may_be_threat(sense) or sense.event_type in MILD or detains):
            match = match_frame(token, lemma, part, sentence=around.tokens, setting=setting, words=frames)
        if detains and match is not None and match.frame.threat != PRESSING:
            match = None
        if match is not None and sense is not None and sense.event_type in MILD:
            sense, match = (None, match) if is_telling(match) else (sense, None)
        if match is not None and threat is not None:
            is_narrower = not match.weak and (threat.threat_type, match.frame.threat) in NARROWER
            threat, match = (None, match) if is_narrower else (threat, None)
        trigger = _make_trigger(token, sense, threat, match, around, words)
        if trigger is not None:
            yield trigger


def _match_threat(sense: Sense | None, position: int, around: Surroundings) -> ThreatMatch | None:
    if sense is not None and not may_be_threat(sense):
        return None
    return match_threat(around.lemmas[position], around.lemmas, position=position)


def _make_trigger(
    token: Token,
    sense: Sense | None,
    threat: ThreatMatch | None,
    match: Match | None,
    around: Surroundings,
    words: TriggerWords,
) -> Trigger | None:
    if sense is not None and (sense.is_nothing or _only_hedges(sense, token)):
        return None
    if sense is None and _is_light(token, words):
        return None
    if sense is not None and (sense.event_type is not None or match is None):
        event_type, mode, contexts = sense.event_type, sense.mode, sense.contexts
    elif threat is not None:
        kind = threat_type(threat.threat_type)
        event_type, mode, contexts = kind.event_type, kind.mode, kind.contexts
    elif match is not None:
        event_type, mode = match.frame.event_type, match.frame.mode
        contexts = threat_type(match.frame.threat).contexts
    else:
        return None
    if event_type is None and threat is None and match is None:
        return None
    start, end = _span_of(token, sense, words)
    if match is not None and words.has("becoming", lemma_of(token)):
        end = _end_of_change(token)
    means, means_mode = find_means(token, around, words)
    if mode == BY_MEANS:
        mode = means_mode
    return Trigger(
        token=token,
        start=start,
        end=end,
        event_type=event_type,
        mode=mode,
        contexts=contexts,
        threat_type=threat.threat_type if threat else match.frame.threat if match else None,
        subtype=threat.subtype if threat else match.frame.subtype if match else None,
        outcome=sense.outcome if sense else None,
        means=means if event_type in ARMED else None,
        sense=sense,
        is_framed=match is not None,
        is_passing=match is not None and match.weak,
    )


def _span_of(token: Token, sense: Sense | None, words: TriggerWords) -> tuple[int, int]:
    """Return where the words of the act stand: a noun with its light verb before it, a verb with its rest.

    "[opened fire]", "[took hostage] five men"; but "launched heavy [strikes]".
    """
    start, end = token.i, token.i + 1
    if is_verb_form(token) and sense is not None:
        while end < len(token.doc) and end - start <= len(sense.rest) and token.doc[end].lower_ in sense.rest:
            end += 1
    elif not is_verb_form(token) and start > token.sent.start:
        before = token.doc[start - 1]
        if token.dep_ == "dobj" and before.i == token.head.i and words.has("bare_light", lemma_of(before)):
            start -= 1
    return start, end


def _end_of_change(verb: Token) -> int:
    """Return where the words end that a verb of mere change needs to name an act: "[went dark]"."""
    near = (child for child in children(verb, "acomp", "prt", "oprd", "advmod") if 0 < child.i - verb.i < 3)
    return max((child.i + 1 for child in near), default=verb.i + 1)


def _only_hedges(sense: Sense, token: Token) -> bool:
    # "a suspected arson attack" accuses nobody; "U.S.-backed rebels" and "a finalized deal" tell of no act.
    return sense.event_type in DESCRIBING and token.dep_ == "amod"


def _is_light(token: Token, words: TriggerWords) -> bool:
    # "exchanged gunfire", "carried out strikes": the noun is the trigger.
    if not is_verb_form(token) or not (
        words.has("light", lemma_of(token)) or words.has("patient", lemma_of(token))
    ):
        return False
    return any((lemma_of(held), NOUN) in words.senses for held in find_patients(token))
