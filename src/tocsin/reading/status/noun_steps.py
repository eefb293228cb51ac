"""One step up from a noun, a gerund or a preposition to what it is an argument or a part of."""

from spacy.tokens import Token

from tocsin.languages.hedges import Effect, HedgeWords
from tocsin.reading import grammar
from tocsin.reading.grammar import children, is_infinitive, is_noun, is_passive, is_verb, lemma_of
from tocsin.reading.status.governors import effect_of, find_holder, find_owner, is_irrealis
from tocsin.reading.status.marks import VOICES, Mark, Step


def step_preposition(place: Token, head: Token, hedges: HedgeWords) -> Step:
    """Climb over a preposition to the word it hangs on; `place` is its noun, its gerund or itself."""
    if place.dep_ in {"prep", "agent"}:
        return Step(head, bare=False)
    word, host = head.lower_, head.head
    gerund = place.dep_ == "pcomp"
    if hedges.has("blocking_prepositions", word) or (word == "of" and _follows_instead(head)):
        return Step(host, Mark(effect=Effect.NEGATE, word=head), bare=False)
    if host.pos_ == "ADV" and host.dep_ == "advmod":
        host = host.head  # "stopped short of storming"
    if host.dep_ == "prep" and host.i != head.i and not hedges.effect("noun", lemma_of(host)):
        host = host.head  # "because of", "in response to": two prepositions in a row
    host = _find_phrasal_verb(host, word, hedges) or _find_noun_host(host, word, hedges) or host
    if gerund and word == "by" and (trying := _find_trying(host, hedges)) is not None:
        return Step(trying)
    if hedges.has("eventualities", lemma_of(host)) and host.head.lower_ == "in" and word == "of":
        return Step(host, Mark(effect=Effect.POSSIBLE, word=host))  # "in the event of an attack"
    if (disowning := _find_disowning(host, word)) is not None:
        holder = grammar.find_subject(disowning.head) if is_verb(disowning.head) else None
        above = disowning.head if word == "with" else host
        return Step(above, Mark(effect=Effect.DENY, word=disowning, holder=holder), bare=False)
    if is_verb(host) and (effect := hedges.effect("preposition", f"{lemma_of(host)} {word}")):
        if effect is Effect.CARRY and not grammar.is_definite(place, hedges):
            return Step(host, Mark(effect=effect, word=host))  # "will end in a truce"
        named = word == "with" and any(child.lower_ == "the" for child in children(place, "det"))
        if effect in {Effect.FACT, Effect.CARRY} or (named and effect is Effect.ALLEGE):
            # "charged with the murder of ...": the murder is known, the culprit is in question.
            return Step(host, settled=True, bare=False)
        return Step(host, Mark(effect=effect, word=host, holder=find_holder(host, effect)))
    if gerund and is_infinitive(place):
        return Step(
            host, Mark(effect=Effect.POSSIBLE, word=place), bare=False
        )  # "trained in how to derail trains"
    if not gerund and _is_talked_about(place, host, word, hedges):
        return Step(host, Mark(effect=Effect.POSSIBLE, word=host), settled=True, bare=False)
    if host.pos_ == "ADJ" and (effect := hedges.effect("preposition", f"{host.lower_} {word}")):
        return _step_quality(host, effect, hedges)
    if (
        is_noun(host)
        and hedges.has("noun_prepositions", word)
        and (effect := hedges.effect("noun", lemma_of(host)))
    ):
        return Step(host, Mark(effect=effect, word=host, holder=find_owner(host)))
    asks = (
        not gerund
        and is_noun(host)
        and word == "for"
        and hedges.effect("preposition", f"{lemma_of(host)} for")
    )
    if asks is Effect.DEMAND:
        return Step(host, Mark(effect=asks, word=host, holder=find_owner(host)))  # "a rally for the release"
    if is_noun(host) and _is_inquired_into(place, host, hedges):
        return Step(host, Mark(effect=Effect.BELIEVE, word=host, holder=find_owner(host)), settled=True)
    if is_noun(host) and word == "of" and not gerund and not grammar.is_definite(place, hedges):
        return Step(host)  # "a series of strikes": the first noun stands for the second
    if head.dep_ == "agent" and not grammar.is_definite(place, hedges):
        return Step(host)
    if word == "before":
        averted = hedges.has("outcomes_averted", lemma_of(host))
        return Step(host, Mark(effect=Effect.NEGATE, word=head) if averted else None, bare=False)
    if gerund and word == "with" and is_passive(host) and effect_of("object", host, hedges) in VOICES:
        return Step(host, Mark(effect=Effect.HIDE, word=host))  # "blasts are reported, with ten killed"
    if (
        (word == "with" or (word == "for" and _is_purpose(place, host, hedges)))
        and is_verb(host)
        and is_irrealis(host, hedges)
        and not grammar.is_definite(place, hedges)
    ):
        return Step(host)  # "will be met with fire", "to visit Oslo for talks": as open as the meeting
    if (gerund and word in {"by", "with", "in"}) or hedges.has("listing_prepositions", word):
        return Step(host)
    return Step(host, settled=True, bare=False)


def _find_disowning(host: Token, word: str) -> Token | None:
    """Return the word by which a party has no part in it: "nothing to do with", "pleaded not guilty to"."""
    if word == "with" and lemma_of(host) == "do" and host.i > 1:
        before = host.nbor(-2)
        return before if before.lower_ in {"nothing", "naught"} else None
    if word == "to" and (lemma_of(host) == "plead" or host.lower_ == "guilty"):
        sentence = host.sent
        for left in sentence[:-1]:
            if left.lower_ == "not" and left.nbor(1).lower_ == "guilty" and lemma_of(host) != "find":
                return left
    return None


def _is_purpose(place: Token, host: Token, hedges: HedgeWords) -> bool:
    """Whether a journey or a meeting is for the act; what one goes on trial for lies behind."""
    return hedges.has("scheduled_verbs", lemma_of(host)) and not hedges.has("hostile_acts", lemma_of(place))


def _follows_instead(link: Token) -> bool:
    return link.i > 0 and link.nbor(-1).lower_ == "instead"


def _step_quality(quality: Token, effect: Effect, hedges: HedgeWords) -> Step:
    """From what an adjective governs to it: "capable of attacking", "(not) guilty of spying"."""
    if effect is not Effect.FACT:
        return Step(quality, Mark(effect=effect, word=quality), settled=True)
    if grammar.find_negator(quality, hedges) is None:
        return Step(quality, settled=True, bare=False)
    return Step(
        quality,
        Mark(effect=Effect.DENY, word=quality, holder=find_holder(quality.head, Effect.DENY)),
        bare=False,
    )


def _is_talked_about(place: Token, host: Token, word: str, hedges: HedgeWords) -> bool:
    """Whether an act is only the subject of talks: "talks on a prisoner exchange"."""
    if not is_noun(host) or not hedges.has("talk_nouns", lemma_of(host)):
        return False
    return word in {"on", "about", "over"} and not grammar.is_definite(place, hedges)


def _find_trying(verb: Token, hedges: HedgeWords) -> Token | None:
    """Return the attempt whose means a gerund tells: "tried to hurt it by sending migrants" did send them."""
    above = verb.head
    if verb.dep_ == "xcomp" and hedges.effect("infinitive", lemma_of(above)) is Effect.ATTEMPT:
        return above
    return None


def _is_inquired_into(place: Token, host: Token, hedges: HedgeWords) -> bool:
    """Whether an inquiry is into a named party's act that the text does not take for known."""
    if not hedges.has("inquiry_nouns", lemma_of(host)) or grammar.is_definite(place, hedges):
        return False
    return any(child.pos_ in {"ADJ", "PROPN"} and grammar.is_name(child) for child in place.children)


def _find_noun_host(host: Token, word: str, hedges: HedgeWords) -> Token | None:
    """Return the noun that a misparsed preposition belongs to: "debate in Washington over intervention"."""
    if host.dep_ != "pobj" or hedges.effect("noun", lemma_of(host)) or word not in {"for", "over", "about"}:
        return None
    above = host.head.head
    return above if is_noun(above) and hedges.effect("noun", lemma_of(above)) else None


def _find_phrasal_verb(host: Token, word: str, hedges: HedgeWords) -> Token | None:
    """Return the verb that a misparsed preposition belongs to: "plead with X for"."""
    if not is_noun(host) or hedges.effect("noun", lemma_of(host)):
        return None
    for above in grammar.climb(host):
        if is_verb(above):
            return above if hedges.effect("preposition", f"{lemma_of(above)} {word}") else None
        if above.dep_ not in {"prep", "pobj", "dobj", "conj"} and above.pos_ != "ADP":
            return None
    return None


def step_noun(place: Token, head: Token, hedges: HedgeWords) -> Step:
    """Step from a word that describes a noun to that noun."""
    if place.dep_ == "appos":
        return Step(head)
    if place.dep_ != "poss" and is_noun(place) and (effect := hedges.effect("noun", lemma_of(head))):
        return Step(head, Mark(effect=effect, word=head, holder=find_owner(head)))
    # "arson attack" is one act; "captured pilot" takes the capture for a fact.
    return Step(head, settled=not is_noun(place) or place.dep_ == "poss", bare=place.dep_ == "compound")


def step_argument(place: Token, head: Token, hedges: HedgeWords, *, event: bool) -> Step:
    """From a noun to the verb it is subject or object of."""
    if place.dep_ in grammar.NOUN_SUBJECTS:
        for quality in children(head, "acomp"):
            if found := hedges.effect("adjective", quality.lower_):
                return Step(head, Mark(effect=found, word=quality))
        if (predicate := _find_open_predicate(head, hedges)) is not None:
            return Step(head, Mark(effect=Effect.POSSIBLE, word=predicate))
    predicate = _find_open_predicate(head, hedges) if place.dep_ == "attr" else None
    if predicate is not None and predicate.i < head.i:
        return Step(head, Mark(effect=Effect.POSSIBLE, word=predicate))  # "among the options is a blockade"
    if place.dep_ == "attr" and (mark := _find_named_aim(head, hedges)) is not None:
        return Step(head, mark)
    if place.dep_ == "nsubj" and lemma_of(head) == "be" and grammar.is_present(head):
        coming = next(filter(is_infinitive, children(head, "xcomp")), None)
        if coming is not None and (is_passive(coming) or hedges.has("scheduled_verbs", lemma_of(coming))):
            return Step(head, Mark(effect=Effect.PLAN, word=coming))  # "the rally is to begin at noon"
    topic = place.dep_ in grammar.NOUN_SUBJECTS and event and grammar.is_definite(place, hedges)
    if is_verb(place) or (lemma_of(head) == "be" and not topic):
        return Step(head, Mark(effect=Effect.CARRY, word=head))
    if place.dep_ != "nsubj" and (effect := effect_of("object", head, hedges)):
        return _step_object(place, head, effect, hedges, event=event)
    if place.dep_ == "nsubj" and hedges.has("persisting_verbs", lemma_of(head)):
        return Step(head, Mark(effect=Effect.CONTINUE, word=head))
    if place.dep_ == "nsubj" and hedges.has("hinging_verbs", lemma_of(head)):
        return Step(head, Mark(effect=Effect.POSSIBLE, word=head))
    if place.dep_ == "nsubj" and _takes_place(head, hedges):
        return Step(head, Mark(effect=Effect.CARRY, word=head))
    told = place.dep_ in grammar.NOUN_SUBJECTS and not is_irrealis(head, hedges)
    if told or grammar.is_definite(place, hedges):
        return Step(head, settled=True, bare=False)
    return Step(head)


def _find_named_aim(verb: Token, hedges: HedgeWords) -> Mark | None:
    """Return the mark of a subject that says what the event only is: "the next step is a boarding"."""
    if lemma_of(verb) != "be":
        return None
    for subject in children(verb, "nsubj", "csubj", "advcl"):
        word = lemma_of(subject)
        effect = hedges.effect("noun", word) if is_noun(subject) else None
        if is_verb(subject):
            if not any(hedges.has("party_questions", one.lower_) for one in subject.children):
                continue  # "what is needed is a blockade"
            effect = hedges.effect("object", word) or hedges.effect("infinitive", word)
        if effect in {Effect.PLAN, Effect.POSSIBLE, Effect.DEMAND, Effect.THREATEN}:
            return Mark(effect=effect, word=subject, holder=find_owner(subject))
    return None


def _find_open_predicate(verb: Token, hedges: HedgeWords) -> Token | None:
    """Return the word that leaves a subject open: "a strike remains an option", "... is on the table"."""
    if not hedges.has("linking_verbs", lemma_of(verb)):
        return None
    for noun in children(verb, "attr", "oprd"):
        # "one of the options": the number stands for what it counts.
        counted = [word for link in children(noun, "prep") for word in children(link, "pobj")]
        for word in (noun, *counted) if noun.pos_ == "NUM" else (noun,):
            named = [f"{lemma_of(word)} of {one.lower_}" for one in counted]
            if any(hedges.has("open_predicates", name) for name in (lemma_of(word), *named)):
                return word
    for link in children(verb, "prep"):
        for noun in children(link, "pobj"):
            names = [f"{link.lower_} {lemma_of(noun)}", *([lemma_of(noun)] if link.lower_ == "among" else [])]
            if any(hedges.has("open_predicates", name) for name in names):
                return noun
    return None


def _takes_place(verb: Token, hedges: HedgeWords) -> bool:
    if lemma_of(verb) == "take":
        return any(word.lower_ == "place" for word in children(verb, "dobj"))
    return lemma_of(verb) != "be" and hedges.has("happening_verbs", lemma_of(verb))


def _step_object(place: Token, head: Token, effect: Effect, hedges: HedgeWords, *, event: bool) -> Step:
    """From a noun to the verb that works on it: launched an attack, denied the attack, foiled a plot."""
    spoken = event and hedges.has("speech_acts", lemma_of(place))
    plotted = event and hedges.has("plot_nouns", lemma_of(place))
    if effect is Effect.CARRY:
        known = grammar.is_definite(place, hedges) or hedges.has("lasting_nouns", lemma_of(place))
        if known and hedges.has("changing_verbs", lemma_of(head)):
            return Step(head, settled=True, bare=False)
        return Step(head, Mark(effect=effect, word=head))
    bare_verb = not children(head, "prt")
    if bare_verb and hedges.has("convening_verbs", lemma_of(head)) and grammar.is_definite(place, hedges):
        return Step(head, settled=True, bare=False)  # "who called the demonstrations": they were held
    if effect in {Effect.DENY, Effect.NEGATE} and (spoken or plotted):
        # "foiled a plot", "denied the accusations": the plot was laid, the accusation made.
        return Step(head, settled=True, bare=False)
    announced = effect is Effect.PLAN and effect_of("clause", head, hedges) is Effect.REPORT
    if announced and hedges.has("unplanned_acts", lemma_of(place)):
        effect = Effect.REPORT  # nobody announces a sighting that is to come
    elif announced and spoken:
        # "announced an agreement" tells of it, "announced charges" lays them, "announced a visit" plans it.
        done = hedges.has("performed_acts", lemma_of(place)) and not children(place, "poss")
        if done:
            return Step(head, Mark(effect=Effect.CARRY, word=head))
        effect = Effect.REPORT
    holder = None if effect is Effect.CONTINUE else find_holder(head, effect)
    if holder is None and place.dep_ == "nsubjpass" and effect in VOICES:
        effect = Effect.HIDE  # "explosions are reported"
    return Step(head, Mark(effect=effect, word=head, holder=holder))
