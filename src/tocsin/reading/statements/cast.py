"""The cast of a document: its names, who spoke last, and which words are quoted."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from spacy.tokens import Doc, Token

from tocsin.gazetteer.countries import country_of_metonym
from tocsin.languages.cues import SpeakerWords
from tocsin.model import SpeakerKind
from tocsin.reading.statements.naming import BODIES, PERSON, Mention, find_mentions
from tocsin.reading.statements.quotes import Quote

# A pronoun looks back no farther than this.
FARTHEST_SENTENCES = 5
# So many names back a short form still takes one up; so many ahead an office is named ("the governor, X").
MOST_MENTIONS_BACK = 200
MOST_MENTIONS_AHEAD = 12
GENERATIONS = frozenset({"Jr", "Sr", "II", "III"})
LONGEST_NAME = 5


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker as the document knows him; `body` is the token of the body an unnamed one speaks for."""

    name: str | None
    kind: SpeakerKind
    actor_id: str | None = None
    body: int | None = None


HIDDEN_VOICE = Voice(None, SpeakerKind.HIDDEN)


@dataclass(frozen=True, slots=True)
class Spoken:
    """Who spoke at a token; `inner` where he does so in another's words."""

    position: int
    voice: Voice
    is_person: bool
    is_plural: bool
    inner: bool


@dataclass(slots=True)
class Cast:
    """The names of a document, and who spoke last."""

    doc: Doc
    mentions: list[Mention]
    sentences: list[int]
    full_names: dict[str, str]
    at: dict[int, Mention]
    quoted: list[int]
    """For each token the number of the quotation it stands in, 0 outside all."""
    genders: dict[str, str]
    author: Voice | None = None
    """Who speaks in the text itself, where its heading says so."""
    spoken: list[Spoken] = field(default_factory=list)


def gather_cast(doc: Doc, words: SpeakerWords, quotes: tuple[Quote, ...] = ()) -> Cast:
    """Return the names of a document with what helps to know them again."""
    sentences = [0] * len(doc)
    if doc.has_annotation("SENT_START"):
        number = -1
        for token in doc:
            number += bool(token.is_sent_start) or token.i == 0
            sentences[token.i] = number
    mentions = find_mentions(doc, sentences, words)
    at = {position: mention for mention in mentions for position in range(mention.start, mention.end)}
    full_names = _list_full_names(doc, mentions, words)
    genders = {full_names.get(one.name, one.name): one.gender for one in mentions if one.gender}
    return Cast(doc, mentions, sentences, full_names, at, _number_quotes(doc, quotes), genders)


def _number_quotes(doc: Doc, quotes: tuple[Quote, ...]) -> list[int]:
    numbers, index = [0] * len(doc), 0
    for token in doc if quotes else ():
        while index < len(quotes) and quotes[index].end <= token.idx:
            index += 1
        if index < len(quotes) and quotes[index].start <= token.idx:
            numbers[token.i] = index + 1
    return numbers


def _list_full_names(doc: Doc, mentions: list[Mention], words: SpeakerWords) -> dict[str, str]:
    """Return surname or acronym -> the most frequent longer name with it or with its initials."""
    counts: dict[str, Counter[str]] = {}
    for mention in mentions:
        parts = [part for part in mention.name.split() if part.rstrip(".") not in GENERATIONS]
        if mention.label == PERSON and 2 <= len(parts) <= LONGEST_NAME:
            for surname in {parts[-1], parts[-1].split("-")[-1]}:
                counts.setdefault(surname, Counter())[mention.name] += 1
        elif mention.label == "ORG" and len(parts) >= 2:
            initials = "".join(part[0] for part in parts if part[0].isupper())
            if len(initials) >= 3:
                counts.setdefault(initials, Counter())[mention.name] += 1
    full = {short: names.most_common(1)[0][0] for short, names in counts.items()}
    proper = [token for token in doc if token.pos_ == "PROPN" and token.text.istitle()]
    for left, right in pairwise(proper):
        # A name the tagger took for no person: "Adviser for Cyber Anna Berg ... Berg said".
        if left.i + 1 != right.i or left.ent_type_ in BODIES or right.text in full:
            continue
        if country_of_metonym(left.text) is not None:
            continue  # "denied from Moscow Berg's claim"
        if left.lower_ not in words.titles and left.lower_ not in words.ranks:
            full[right.text] = f"{left.text} {right.text}"
    return full


def mentions_before(cast: Cast, position: int) -> Iterator[Mention]:
    """Yield the names that start before a token, nearest first, so many that a long document stays linear."""
    low = bisect_left(cast.mentions, position, key=lambda mention: mention.start)
    for index in range(low - 1, max(-1, low - 1 - MOST_MENTIONS_BACK), -1):
        yield cast.mentions[index]


def mentions_after(cast: Cast, position: int) -> Iterator[Mention]:
    """Yield the names that start behind a token, nearest first, but not many."""
    first = bisect_right(cast.mentions, position, key=lambda mention: mention.start)
    yield from cast.mentions[first : first + MOST_MENTIONS_AHEAD]


def find_last_spoken(pronoun: Token, cast: Cast, *, person: bool, plural: bool = False) -> Spoken | None:
    """Return who spoke last before a pronoun, a person or else a body, if not too far back.

    Of the voices of one sentence the outer one is taken up: "X rejected Y's claim. He added".
    """
    here = cast.sentences[pronoun.i]
    found: Spoken | None = None
    for one in reversed(cast.spoken):
        if one.position >= pronoun.i:
            continue
        sentence = cast.sentences[one.position]
        if here - sentence > FARTHEST_SENTENCES or (
            found is not None and sentence != cast.sentences[found.position]
        ):
            break
        if one.is_person != person or one.is_plural != plural:
            continue
        if found is None or (found.inner and not one.inner):
            found = one
    return found
