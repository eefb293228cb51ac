"""Find how many: "at least [four] people were killed", "[dozens] injured", "up to [20] drones"."""

from collections.abc import Iterable, Iterator

from spacy.tokens import Span as Run
from spacy.tokens import Token

from tocsin.languages import Language
from tocsin.languages.triggers import CountWords
from tocsin.model import Count
from tocsin.reading.events.arguments import find_patients, find_subjects, phrase_of, prepositions_of, spread
from tocsin.reading.events.trigger import Trigger
from tocsin.reading.grammar import NOUN_SUBJECTS, children, is_verb_form, lemma_of
from tocsin.reading.passage import Passage

# A count above this is no number of people or things, but an odd text.
MAX_COUNT = 1_000_000_000
MAX_DIGITS = 12
# How far before a number the words stand that bound it: "at least some [40]".
WORDS_BEFORE = 4
HALF_A_DOZEN = 6

Bounds = tuple[int | None, int | None]


def find_counts(passage: Passage, trigger: Trigger, language: Language) -> tuple[Count, ...]:
    """Return the numbers that go with a trigger: of those it befell, or of the things it was done with."""
    words = language.triggers.counts
    found: dict[tuple[str, int], Count] = {}
    for what, head in _counted_heads(trigger, words):
        for token in _number_tokens(head, words):
            bounded = read_bounds(token, words)
            if bounded is None:
                continue
            (low, high), run = bounded
            if low is None and high is None:
                continue
            found.setdefault(
                (what, run.start), Count(what=what, min=low, max=high, span=passage.span_of(run))
            )
    return tuple(found.values())


def _counted_heads(trigger: Trigger, words: CountWords) -> Iterator[tuple[str, Token]]:
    token = trigger.token
    act = words.what_by_act.get(lemma_of(token))
    befallen = _befallen(trigger, words)
    if act is not None:
        yield from ((act, head) for head in befallen if _what(head, words) is None or act != "released")
    others = befallen if act is None else []
    if is_verb_form(token):
        others = [*others, *find_subjects(token)]
    others += [held for _, held in prepositions_of(token)]
    for head in (member for other in others for member in spread(other)):
        what = _what(head, words) or _what_is_measured(head, words)
        if what is not None and (act is None or head not in befallen):
            yield what, head


def _what(head: Token, words: CountWords) -> str | None:
    return words.what_by_thing.get(lemma_of(head)) or words.what_by_thing.get(head.lower_.removesuffix("s"))


def _what_is_measured(head: Token, words: CountWords) -> str | None:
    """Return what an amount is of: "a [couple] of vessels"."""
    if not _is_number(head, words):
        return None
    held = (word for name, word in prepositions_of(head) if name == "of")
    return next((what for word in held if (what := _what(word, words)) is not None), None)


def _amount_before(verb: Token, words: CountWords) -> Token | None:
    """Return the amount of people before a joined verb: "one was killed and [several] more hurt"."""
    if verb.dep_ != "conj" or children(verb, *NOUN_SUBJECTS, "auxpass"):
        return None
    near = [deeper for child in verb.lefts for deeper in (child, *child.children)]
    return next((token for token in near if token.i > verb.head.i and _is_number(token, words)), None)


def _befallen(trigger: Trigger, words: CountWords) -> list[Token]:
    token = trigger.token
    if is_verb_form(token) and (amount := _amount_before(token, words)) is not None:
        return [amount]
    if is_verb_form(token):
        is_of_subject = trigger.sense is not None and trigger.sense.subject_is_recipient
        heads = find_subjects(token) if is_of_subject else find_patients(token)
    else:
        heads = [held for name, held in prepositions_of(token) if name == "of"]
    return [member for head in heads for member in spread(head)]


def _number_tokens(head: Token, words: CountWords) -> list[Token]:
    """Return the words of the phrase that are numbers: the number before the noun, or the head itself."""
    if _is_number(head, words):
        return [head]
    near = [
        token
        for token in phrase_of(head)
        if token.i < head.i and (token.head.i == head.i or token.i > head.i - 4)
    ]
    for token in near:
        if token.dep_ in ("nummod", "amod", "quantmod", "compound", "det", "nmod") and _is_number(
            token, words
        ):
            if token.lower_ in ("a", "an") and not _counts_one(head, words):
                continue
            return [token]
    return []


def _counts_one(head: Token, words: CountWords) -> bool:
    # "a soldier was killed" is one; "a group", "a number of" are not.
    return lemma_of(head) not in words.groups


def _is_number(token: Token, words: CountWords) -> bool:
    if token.ent_type_ in ("DATE", "TIME", "MONEY", "PERCENT", "ORDINAL") and not _is_between(token):
        return False
    word = token.lower_
    return (
        word in words.numbers
        or word in words.scales
        or word in words.vague
        or _parse_digits(word) is not None
    )


def _is_between(token: Token) -> bool:
    """Whether the number is one of two between which the true one lies: the model takes those for years."""
    first = token.head if token.dep_ == "conj" else token
    return first.dep_ == "nummod" and first.i > 0 and first.nbor(-1).lower_ == "between"


def read_bounds(token: Token, words: CountWords) -> tuple[Bounds, Run] | None:
    """Return the least and most that the number at a token can mean, and its words with what bounds it."""
    doc = token.doc
    start, end = _number_run(token, words)
    values = _values(doc[start:end], words)
    if values is None:
        return None
    low, high = values
    if doc[end - 1].lower_ == "dozen" and "half" in (
        word.lower_ for word in doc[max(0, start - 2) : start + 1]
    ):
        low = high = HALF_A_DOZEN
    before = [doc[at].lower_ for at in range(max(0, start - WORDS_BEFORE), start)]
    known: list[tuple[Iterable[tuple[str, ...]], Bounds]] = [
        (words.at_most, (None, high)),
        (words.less_than, (None, None if high is None else high - 1)),
        (words.at_least, (low, None)),
        (words.more_than, (None if low is None else low + 1, None)),
    ]
    # The longest bound counts: "no fewer than" is not "fewer than".
    size, bounds = max(((_ends_with(before, phrases), bounds) for phrases, bounds in known), key=_size_of)
    if size:
        return bounds, doc[start - size : end]
    return (low, high), doc[start:end]


def _size_of(found: tuple[int, Bounds]) -> int:
    return found[0]


def _ends_with(before: list[str], phrases: Iterable[tuple[str, ...]]) -> int:
    return max((len(phrase) for phrase in phrases if tuple(before[-len(phrase) :]) == phrase), default=0)


def _number_run(token: Token, words: CountWords) -> tuple[int, int]:
    doc, start, end = token.doc, token.i, token.i + 1
    while start > 0 and _joins(doc[start - 1], words):
        start -= 1
    while end < len(doc) and _joins(doc[end], words):
        end += 1
    while end - 1 > token.i and not _is_number(doc[end - 1], words):
        end -= 1
    while start < token.i and not _is_number(doc[start], words):
        start += 1
    return start, end


def _joins(token: Token, words: CountWords) -> bool:
    return (
        _is_number(token, words) or token.text in ("-", "–", "to", "and") and _between_numbers(token, words)
    )


def _between_numbers(token: Token, words: CountWords) -> bool:
    doc, at = token.doc, token.i
    return 0 < at < len(doc) - 1 and _is_number(doc[at - 1], words) and _is_number(doc[at + 1], words)


def _values(run: Run, words: CountWords) -> Bounds | None:
    """Return the bounds that a number means by itself: "two hundred", "23-25", "dozens"."""
    parts: list[list[str]] = [[]]
    is_between = run.start > 0 and run.doc[run.start - 1].lower_ == "between"
    for token in run:
        is_dash = token.text in ("-", "–", "to") and not _is_compound_number(token, words)
        if is_dash or (is_between and token.lower_ == "and"):
            parts.append([])
        elif token.lower_ not in ("and", "-"):
            parts[-1].append(token.lower_)
    last = parts[-1]
    if len(parts) == 2 and len(last) == 2 and len(parts[0]) == 1 and _is_scale(last[1], words):
        parts[0].append(last[1])  # "two to three dozen"
    bounds = [_value_of(part, words) for part in parts if part]
    if not bounds or any(bound is None for bound in bounds):
        return None
    known = [bound for bound in bounds if bound is not None]
    return known[0][0], known[-1][1]


def _is_scale(word: str, words: CountWords) -> bool:
    return word in words.scales or word == "dozen"


def _is_compound_number(token: Token, words: CountWords) -> bool:
    # "twenty-five" is one number, "20-25" a range.
    doc, at = token.doc, token.i
    if token.text != "-" or not 0 < at < len(doc) - 1:
        return False
    tens, ones = words.numbers.get(doc[at - 1].lower_, 0), words.numbers.get(doc[at + 1].lower_, 0)
    return tens >= 20 and tens % 10 == 0 and 0 < ones < 10


def _value_of(part: list[str], words: CountWords) -> Bounds | None:
    phrase = " ".join(part)
    if phrase in words.vague:
        return words.vague[phrase]
    total = current = 0
    low_scale: Bounds | None = None
    if len(part) == 2 and part[0] in words.vague and part[1] in words.scales:
        low, _ = words.vague[part[0]]  # "several hundred"
        return (None if low is None else low * words.scales[part[1]]), None
    for word in part:
        digits = _parse_digits(word)
        if word in words.vague:
            low_scale = words.vague[word]
        elif word == "dozen":
            current = max(current, 1) * 12
        elif word in words.scales:
            current = max(current, 1) * words.scales[word]
            if words.scales[word] >= 1000:
                total, current = total + current, 0
        elif digits is not None:
            current += digits
        else:
            current += words.numbers.get(word, 0)
    if low_scale is not None:
        return low_scale
    value = total + current
    return (value, value) if 0 <= value <= MAX_COUNT else None


def _parse_digits(word: str) -> int | None:
    plain = word.replace(",", "")
    if not plain.isascii() or not plain.isdigit() or len(plain) > MAX_DIGITS:
        return None
    return int(plain)
