"""Acts that are only played: in exercises told like news, in war games, in scripts and scenarios."""

from collections.abc import Iterable, Iterator

from spacy.tokens import Span, Token

from tocsin.languages.hedges import HedgeWords
from tocsin.reading import grammar
from tocsin.reading.grammar import children, is_noun, is_verb, lemma_of

ON_STAGE = frozenset({"in", "during", "under", "at", "throughout", "for", "of", "by", "to", "into"})
# The other side, where it is only called so: "enemy" paratroopers.
QUOTED_SIDES = frozenset({"enemy", "northern", "southern", "hostile", "aggressor", "terrorist"})
BECOMING = frozenset({"come", "become"})
QUOTES = frozenset("\"'“”‘’«»")


def find_play(token: Token, hedges: HedgeWords) -> Token | None:
    """Return the word that makes an act a part of a game: "red teams", "in the drill", "umpires"."""
    if not _may_be_played(token, hedges):
        return None
    sentence = token.sent
    if (rehearsing := _find_rehearsing(token, hedges)) is not None:
        return rehearsing
    stage = next(_iter_stages(sentence, token, hedges), None)
    if stage is not None:
        return stage
    if not hedges.has("played_acts", lemma_of(token)):
        return None
    exercise = next(_iter_exercises(sentence, token, hedges), None)
    if exercise is not None:
        return exercise
    return _find_stage_beside(sentence, token, hedges)


def _find_rehearsing(token: Token, hedges: HedgeWords) -> Token | None:
    """Return the verb of practice over the act: "practised the night after the port is bombed"."""
    place = token
    for above in grammar.climb(token):
        if is_verb(place) and not grammar.is_told_now(place) and _has_real_link(place, hedges):
            return None  # "drilled after rebels had taken the town"
        if place.dep_ == "prep" and hedges.has("real_links", place.lower_):
            return None
        if hedges.has("rehearsing_verbs", lemma_of(above)) and place.dep_ not in grammar.SUBJECTS | {"conj"}:
            return above
        place = above
    return None


def _has_real_link(verb: Token, hedges: HedgeWords) -> bool:
    return any(hedges.has("real_links", word.lower_) for word in children(verb, "mark", "prep"))


def _may_be_played(token: Token, hedges: HedgeWords) -> bool:
    lemma = lemma_of(token)
    return not (
        hedges.has("exercise_nouns", lemma)
        or hedges.has("stage_holding_verbs", lemma)
        or hedges.has("speech_acts", lemma)
    )


def _iter_stages(words: Iterable[Token], event: Token, hedges: HedgeWords) -> Iterator[Token]:
    """Yield the words that only stand where an act is played."""
    for word in words:
        if word.i == event.i:
            continue
        name = lemma_of(word)
        names = (name, word.lower_.removesuffix("s"))  # "Umpires", taken for a name
        is_stage = any(hedges.has("stage_nouns", one) for one in names) and not _is_real(word, event)
        is_pair = hedges.has("stage_pairs", f"{_before(word)} {name}")
        is_stage = is_stage or _is_invented(word, event, hedges)
        is_other_side = name in QUOTED_SIDES and _before(word) in QUOTES and _after(word) in QUOTES
        if is_stage or is_pair or is_other_side:
            yield word


def _before(word: Token) -> str:
    return word.nbor(-1).lower_ if word.i else ""


def _after(word: Token) -> str:
    return word.nbor(1).text if word.i + 1 < len(word.doc) else ""


def _is_invented(work: Token, event: Token, hedges: HedgeWords) -> bool:
    """Whether the act is told of in a novel or a film, or is what it tells: "the novel opens when"."""
    if not hedges.has("invented_works", lemma_of(work)):
        return False
    is_setting = work.dep_ == "pobj" and work.head.lower_ in {"in", "throughout"}
    tells = work.dep_ == "nsubj" and grammar.is_present(work.head) and work.head.i != event.i
    return is_setting or tells


def _is_real(noun: Token, event: Token) -> bool:
    """Whether the noun is what is done or taken, or came true: "published the scenario"."""
    if noun.dep_ == "nsubj" and lemma_of(noun.head) in BECOMING:
        return True
    return noun.dep_ in {"dobj", "nsubjpass"} and noun.head.i == event.i


def _iter_exercises(sentence: Span, event: Token, hedges: HedgeWords) -> Iterator[Token]:
    """Yield the exercises that the event belongs to: "during the drill", "a drill in which"."""
    above = {word.i for word in (event, *grammar.climb(event))}
    for word in sentence:
        is_exercise = hedges.has("exercise_nouns", lemma_of(word)) or hedges.has(
            "exercise_names", word.lower_
        )
        if word.i == event.i or not is_exercise or not is_noun(word):
            continue
        is_told = word.i in above and any(place.dep_ == "relcl" for place in (event, *grammar.climb(event)))
        is_setting = word.dep_ in {"pobj", "compound", "nmod", "poss"} and _hangs_in(word, event, hedges)
        if word.dep_ == "nsubj" and word.head.dep_ == "advcl" and hedges.has("exercise_names", word.lower_):
            yield word  # "stormed the beach as Balikatan entered its last week"
        holds = word.dep_ == "nsubj" and hedges.has("stage_holding_verbs", lemma_of(word.head))
        if is_told or is_setting or (holds and word.head.i in above):
            yield word


def _hangs_in(exercise: Token, event: Token, hedges: HedgeWords) -> bool:
    """Whether the exercise is where the event is set, and not what it is done to."""
    noun = exercise.head if exercise.dep_ in {"compound", "nmod", "poss"} else exercise
    is_named = noun.pos_ == "PROPN" and exercise.text[:1].isupper()  # "at Exercise Iron Shield"
    if noun.dep_ == "pobj" and noun.head.lower_ == "of" and is_noun(noun.head.head):
        noun = noun.head.head  # "the third phase of the drill"
        if noun.dep_ == "appos":
            return True
        is_named = noun.dep_ == "pobj"
    link = noun.head
    if exercise.dep_ == "poss":
        return hedges.has("stage_holding_verbs", lemma_of(noun.head))
    if noun.dep_ != "pobj" or link.lower_ not in ON_STAGE:
        return False
    if (
        noun.i != exercise.i
        and not is_named
        and not (
            hedges.has("exercise_nouns", lemma_of(noun)) or hedges.has("training_places", lemma_of(noun))
        )
    ):
        return False
    if lemma_of(link.head) == "part":
        return True
    return link.lower_ in {"in", "during", "under", "throughout", "at"}


def _find_stage_beside(sentence: Span, event: Token, hedges: HedgeWords) -> Token | None:
    """Return the word of play in the sentence before or after, where the story goes on from there."""
    doc = event.doc
    before = doc[sentence.start - 1].sent if sentence.start else None
    after = doc[sentence.end].sent if sentence.end < len(doc) else None
    if before is not None and _is_story(event):
        stage = next(_iter_stages(before, event, hedges), None)
        if stage is not None:
            return stage
    for beside in (before, after):
        for word in beside or ():
            if hedges.has("umpires", lemma_of(word)) or hedges.has(
                "play_ends", f"{_before(word)} {word.lower_}"
            ):
                return word
    return None


def _is_story(event: Token) -> bool:
    """Whether the event is told as a story is: in the simple present, with nobody beside who tells it."""
    verb = event if is_verb(event) else next((word for word in grammar.climb(event) if is_verb(word)), None)
    if verb is None:
        return False
    opens = event.sent[0].lower_ in {"in", "first", "then", "next", "finally"}
    return opens or (grammar.is_present(verb) and not children(verb, "ccomp"))
