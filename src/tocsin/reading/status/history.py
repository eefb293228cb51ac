"""Whether the text places an event in history: more than a year before its publication."""

import re
from functools import lru_cache

from spacy.tokens import Token

from tocsin.languages.hedges import HedgeWords
from tocsin.reading.grammar import MAX_CLIMB, climb, is_noun, is_verb, lemma_of
from tocsin.reading.passage import Passage

DIGITS = frozenset("0123456789'")
YEAR = re.compile(r"(1[5-9]|20)[0-9]{2}")
YEAR_IN_TEXT = re.compile(r"\b(1[5-9]|20)[0-9]{2}\b")
DIGIT = re.compile(r"[0-9]")
DECADE = re.compile(r"((1[5-9]|20)[0-9]0|'?[0-9]0)s")
# News of January still speaks of the year just past: two calendar years apart is more than one year.
YEARS_APART = 2
# "Twenty years have passed since".
PASSING = frozenset({"pass", "go", "elapse", "be", "slip", "roll"})
DATING_LINKS = frozenset({"since", "after", "when"})
LONGEST_ERA = 3
# A time word further off than this many words dates something else.
REACH = 60
# "the poisoning of a former officer in 2006": so far may a year stand behind its noun.
NOUN_REACH = 7
# Events are read passage by passage, so that one text is asked for again and again.
KEPT_TEXTS = 4
# "ten years have now gone by since": so far may "since" stand behind the years.
SINCE_REACH = 5
# "On this day in 1968": what a sentence opens with, and so many words of it.
OPENING_LINKS = frozenset({"in", "on", "during", "back", "by", "one"})
OPENING_WORDS = 6
BEFORE_NOUN = frozenset({"nummod", "compound", "nmod", "amod", "poss"})


def find_history_word(passage: Passage, token: Token, hedges: HedgeWords) -> Token | None:
    """Return the word that puts the event into history: "2008", "decades", "Cold War"; None if it is news."""
    sentence = token.sent
    window = passage.doc[max(sentence.start, token.i - REACH) : min(sentence.end, token.i + REACH)]
    text = window.text.lower()
    names_era = any(era in text for era in hedges.lists["past_eras"])
    names_unit = any(unit[:-1] in text for unit in hedges.lists["long_units"])
    if (memory := _find_memory(token, hedges)) is not None:
        return memory
    if not names_era and not names_unit and not DIGIT.search(text):
        return None  # the cheap way out of nearly every sentence
    for word in window:
        if _is_old(passage, word, hedges, names_era=names_era) and _dates(word, token, hedges):
            return word
    return None


def find_coming_year(passage: Passage, token: Token, hedges: HedgeWords) -> Token | None:
    """Return a year after that of publication in which the event is set: "in 2034 a frigate sinks"."""
    if passage.published_on is None or hedges.has("speech_acts", lemma_of(token)):
        return None
    for word in token.sent:
        is_coming = YEAR.fullmatch(word.text) and int(word.text) > passage.published_on.year
        if is_coming and word.ent_type_ == "DATE" and _dates(word, token, hedges):
            return word
    return None


def _is_old(passage: Passage, word: Token, hedges: HedgeWords, *, names_era: bool) -> bool:
    if word.text[0] in DIGITS:
        if YEAR.fullmatch(word.text):
            return _is_old_year(passage, int(word.text))
        if DECADE.fullmatch(word.lower_):
            return _is_old_year(passage, int(word.text[:4])) if word.text[:4].isdecimal() else True
    if hedges.has("long_units", lemma_of(word)):
        return _is_years_ago(word, hedges)
    lengths = range(1, LONGEST_ERA + 1) if names_era else ()
    return any(hedges.has("past_eras", word.doc[word.i : word.i + length].text.lower()) for length in lengths)


def _is_old_year(passage: Passage, year: int) -> bool:
    if passage.published_on is not None:
        return passage.published_on.year - year >= YEARS_APART
    # Undated text: its latest year stands for its own; a lone year is named because it is not now.
    years = _list_years(passage.text)
    return max(years, default=year) - year >= YEARS_APART or years <= {year}


@lru_cache(maxsize=KEPT_TEXTS)
def _list_years(text: str) -> frozenset[int]:
    return frozenset(int(match.group()) for match in YEAR_IN_TEXT.finditer(text))


def _is_years_ago(unit: Token, hedges: HedgeWords) -> bool:
    """Whether the unit of time is in "80 years ago", "decades earlier" and is more than one year."""
    doc = unit.doc
    following = doc[unit.i + 1].lower_ if unit.i + 1 < len(doc) else ""
    if _find_since(unit) is not None and lemma_of(unit.head) in PASSING:
        return unit.tag_ != "NN" or lemma_of(unit) != "year"
    if not hedges.has("ago_words", following) and following not in DATING_LINKS:
        return False
    if lemma_of(unit) != "year":
        return True
    before = doc[unit.i - 1] if unit.i else unit
    if unit.tag_ == "NN":
        return False
    if before.text.isdecimal():
        return int(before.text[:9]) > 1
    return hedges.has("vague_counts", before.lower_) or before.i == unit.i


def _dates(word: Token, event: Token, hedges: HedgeWords) -> bool:
    """Whether the time word belongs to the event: it hangs on it, or on the verb of its clause."""
    before = word.doc[word.i - 1] if word.i else word
    after = word.doc[word.i + 1 : word.i + 3]
    if hedges.has("long_units", lemma_of(word)) and after and after[0].lower_ in DATING_LINKS:
        return _is_told_under(after[0], event)  # "thirty years after it fell"
    if hedges.has("long_units", lemma_of(word)) and (link := _find_since(word)) is not None:
        return _is_told_under(link, event)  # "half a century has gone by since it fell"
    if any(link.lower_ == "when" and _is_told_under(link, event) for link in after):
        return True  # "since 1974, when troops landed"
    if _opens_sentence(word, event):
        return True  # "In the 1980s rebels kidnapped dozens"
    if _is_told_of(word, event):
        return True
    if _opens_span(word):
        return _shares_clause(word, event)
    if hedges.has("open_starts", word.head.lower_) or hedges.has("open_starts", before.lower_):
        return False  # "since 2014" is no date of what goes on
    if word.dep_ == "conj" or (word.dep_ in BEFORE_NOUN and word.head.dep_ == "conj"):
        return False  # one of several things named
    place = word
    while hedges.has("months", before.lower_) or (before.text.isdecimal() and before.i + 1 == word.i):
        before = before.nbor(-1) if before.i else before  # "in June 2017"
        if not before.i:
            break
    if hedges.has("dating_prepositions", before.lower_):
        place = before  # "In 2008 Russian forces ...": whatever the parse hangs the year on
    elif word.text[:1].isdigit() and word.dep_ in BEFORE_NOUN and is_noun(word.head):
        return _premodifies(word.head, event)
    if (is_noun(event) or event.dep_ == "acl") and _follows_closely(word, event):
        return True
    for _ in range(MAX_CLIMB):
        if place.i == event.i:
            return True
        if place.dep_ == "prep" and hedges.has("open_starts", place.lower_):
            return False  # "since the invasion of 2014 it has seized"
        if _tells(place):
            if lemma_of(place) == "be" and _is_cleft(place, event):
                return True  # "it was in 1939 that planes bombed the town"
            if place.dep_ == "advcl" and place.head.i == event.i and _opens_with_when(place):
                return True  # "killed when it was shot down ten years ago"
            return _belongs(event, place) and not _has_verb_between(event, word)
        if is_noun(place) and _describes(event, place):
            return True  # "the war of 2008, in which it occupied the town"
        if place.head.i == place.i:
            return False
        place = place.head
    return False


def _is_told_under(link: Token, event: Token) -> bool:
    """Whether the event is told in the clause, or the phrase, that the link opens."""
    clause = link if link.dep_ == "prep" else link.head
    return event.i > link.i and event.i in {word.i for word in clause.subtree}


def _find_since(unit: Token) -> Token | None:
    """Return the "since" that counts the years from an act: "ten years have passed since"."""
    following = unit.doc[unit.i + 1 : min(unit.sent.end, unit.i + 1 + SINCE_REACH)]
    return next((word for word in following if word.lower_ == "since"), None)


def _opens_sentence(word: Token, event: Token) -> bool:
    """Whether the time word stands in what the sentence opens with, before the event's verb."""
    start = word.sent.start
    if word.i - start > OPENING_WORDS or word.doc[start].lower_ not in OPENING_LINKS or event.i < word.i:
        return False
    verb = event if is_verb(event) else event.head
    return not any(_tells(between) for between in word.doc[start : verb.i])


def _is_told_of(year: Token, event: Token) -> bool:
    """Whether the event is told in what describes a year: "2007, the year in which banks were attacked"."""
    after = year.doc[year.i + 1 : min(year.sent.end, year.i + 4)]
    unit = next(
        (word for word in after if lemma_of(word) in {"year", "summer", "winter", "autumn", "spring"}), None
    )
    return unit is not None and after[0].text == "," and _describes(event, unit)


def _is_cleft(verb: Token, event: Token) -> bool:
    has_it = any(word.lower_ == "it" and word.dep_ == "nsubj" for word in verb.children)
    return has_it and any(place.i == verb.i for place in climb(event))


def _opens_with_when(verb: Token) -> bool:
    return any(word.lower_ == "when" for word in verb.children)


def _opens_span(year: Token) -> bool:
    """Whether the year begins a closed span: "from 1992 to 1995"."""
    after = year.doc[year.i + 1 : year.i + 3]
    return (
        len(after) > 1 and after[0].lower_ in {"to", "until", "till", "-", "–"} and after[1].shape_ == "dddd"
    )


def _shares_clause(word: Token, event: Token) -> bool:
    verb = next((above for above in climb(word) if is_verb(above)), None)
    return verb is not None and _belongs(event, verb)


def _describes(event: Token, noun: Token) -> bool:
    """Whether the event is told in a relative clause of the noun."""
    return any(
        place.dep_ == "relcl" and place.head.i == noun.i for place in (event, *climb(event)) if is_verb(place)
    )


def _find_memory(event: Token, hedges: HedgeWords) -> Token | None:
    """Return the word that calls the event to mind: "the 80th anniversary of the bombing"."""
    place = event
    for above in climb(event):
        if hedges.has("memory_nouns", lemma_of(above)) and place.dep_ in {"prep", "relcl", "acl", "compound"}:
            return above
        is_remembered = hedges.has("memory_verbs", lemma_of(above)) and place.dep_ in {"dobj", "nsubjpass"}
        if is_remembered and not any(hedges.has("past_words", word.lower_) for word in place.subtree):
            return above
        if is_verb(above) and place.dep_ not in {"relcl", "acl", "pobj", "prep", "dobj", "conj"}:
            return None
        place = above
    return None


def _premodifies(noun: Token, event: Token) -> bool:
    """Whether "the 2018 attempt" or "hacking in the 2018 elections" means the event."""
    if noun.i == event.i:
        return True
    if noun.dep_ == "compound" and noun.head.i == event.i:
        return True
    return noun.dep_ == "pobj" and noun.head.head.i == event.i and (is_noun(event) or event.tag_ == "VBG")


def _follows_closely(word: Token, event: Token) -> bool:
    return 0 < word.i - event.i <= NOUN_REACH and not _has_verb_between(event, word)


def _has_verb_between(event: Token, word: Token) -> bool:
    return event.i < word.i and any(_tells(between) for between in word.doc[event.i + 1 : word.i])


def _tells(word: Token) -> bool:
    """Whether the word is a verb, and not one that only describes a noun: "retreating troops"."""
    return is_verb(word) and word.dep_ not in {"amod", "compound"} and word.head.dep_ != "agent"


def _belongs(event: Token, verb: Token) -> bool:
    """Whether the event is the verb, or is told with it in one clause."""
    place = event
    for _ in range(MAX_CLIMB):
        if place.i == verb.i:
            return True
        if place.head.i == place.i or place.dep_ in {"relcl", "ccomp", "advcl"}:
            return False
        if is_verb(place) and place.dep_ not in {"xcomp", "conj", "pcomp"}:
            return False
        place = place.head
    return False
