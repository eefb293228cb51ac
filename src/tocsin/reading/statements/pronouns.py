"""Whom a pronoun means that speaks: "he" is a person named or described near before, or who spoke last."""

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from tocsin.languages.cues import SpeakerWords
from tocsin.model import SpeakerKind
from tocsin.reading.grammar import NOUN_SUBJECTS, lemma_of
from tocsin.reading.statements.cast import (
    FARTHEST_SENTENCES,
    Cast,
    Voice,
    find_last_spoken,
    mentions_before,
)
from tocsin.reading.statements.naming import PERSON, Mention, is_organisation, may_be_person

# How a pronoun weighs who it may stand for: nearness in sentences, being a subject, having just spoken,
# and standing in the same quotation or outside all as the pronoun does.
SENTENCE_WEIGHT = 10
SUBJECT_WEIGHT = 6
SPEAKER_WEIGHT = 9
OTHER_QUOTE_WEIGHT = 8
GENDER_WEIGHT = 8
# One who is only described ("the officer") is taken up in the next sentences, hardly later.
FARTHEST_NOUN = 2
FARTHEST_NOUN_TOKENS = 80
NO_HEADS = frozenset({"compound", "appos", "attr", "amod", "nmod"})
# So many verbs above its relative pronoun a clause is looked for.
MOST_VERBS_UP = 4

Range = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """In whose words a speaker stands: the nearest voice, the one whose quotation it is, his own content."""

    within: Voice | None = None
    quoter: Voice | None = None
    content: tuple[Range, ...] = ()


NO_SETTING = Setting()


def find_antecedent(relative: Token) -> Token | None:
    """Return the noun that a relative pronoun takes up: "[the envoy], who said"."""
    verb = relative.head
    for _ in range(MOST_VERBS_UP):
        if verb.dep_ == "relcl":
            head = verb.head
            return head if head.i < relative.i and head.lower_ != relative.lower_ else None
        if verb.head.i == verb.i:
            break
        verb = verb.head
    if relative.i and relative.doc[relative.i - 1].pos_ in ("NOUN", "PROPN"):
        return relative.doc[relative.i - 1]
    return None


def resolve_pronoun(
    pronoun: Token, cast: Cast, words: SpeakerWords, setting: Setting
) -> Voice | Mention | Token:
    """Return whom a personal or indefinite pronoun stands for: a voice, a name or a noun that tells it."""
    word = pronoun.lower_
    if word in words.unnamed or word in words.anonymous:
        return Voice(pronoun.text, SpeakerKind.ANONYMOUS)
    person, plural = word in words.male | words.female, word in words.plural
    if not person and not plural and word not in words.thing:
        return Voice(None, SpeakerKind.ANONYMOUS)
    gender = "male" if word in words.male else "female" if word in words.female else None
    search = _Search(pronoun, cast, words, setting, person=person, plural=plural, gender=gender)
    best = max(search.iter_candidates(), key=lambda found: found[:2], default=None)
    if best is not None and not (plural and cast.quoted[pronoun.i] and _is_outside(best[1], pronoun, cast)):
        return best[2]
    if plural and cast.quoted[pronoun.i]:
        # Whom a quoted "they" means, the text seldom tells.
        return Voice(pronoun.lower_, SpeakerKind.ANONYMOUS)
    return search.find_likely() or Voice(None, SpeakerKind.COLLECTIVE if plural else SpeakerKind.ANONYMOUS)


def _is_outside(order: int, pronoun: Token, cast: Cast) -> bool:
    return cast.quoted[-order] != cast.quoted[pronoun.i]


def find_taken_up(noun: Token, cast: Cast, words: SpeakerWords) -> Mention | None:
    """Return the name that a noun takes up as a pronoun would: "the laureate", "the company"."""
    lemma = lemma_of(noun)
    person = lemma in words.people | words.anonymous and lemma not in words.kin | words.unnamed
    if not person and lemma not in words.ventures:
        return None
    search = _Search(noun, cast, words, NO_SETTING, person=person, plural=False, gender=None)
    return search.find_name()


_Candidate = tuple[int, int, Voice | Mention | Token]


@dataclass(frozen=True, slots=True)
class _Search:
    """What a pronoun may stand for, by its number and gender and by where it stands."""

    pronoun: Token
    cast: Cast
    words: SpeakerWords
    setting: Setting
    person: bool
    plural: bool
    gender: str | None

    def iter_candidates(self) -> Iterator[_Candidate]:
        """Yield weight, order and candidate; of equals the first of its sentence has the higher order."""
        yield from self._iter_spoken()
        for mention in mentions_before(self.cast, self.pronoun.i):
            if self._distance(mention.start) > FARTHEST_SENTENCES:
                break
            if self._fits_mention(mention):
                weight = self._weigh(mention.start) + SUBJECT_WEIGHT * mention.is_subject
                full = self.cast.full_names.get(mention.name, mention.name)
                yield weight + GENDER_WEIGHT * self._matches(full), -mention.start, mention
        for token in self._iter_nouns():
            if self._fits_noun(token):
                weight = self._weigh(token.i) + SUBJECT_WEIGHT * (token.dep_ in NOUN_SUBJECTS)
                yield weight, -token.i, token

    def find_likely(self) -> Mention | None:
        """Return the nearest name in the form of a person's, taken for a body so far: "he" tells better."""
        if not self.person:
            return None
        for mention in mentions_before(self.cast, self.pronoun.i):
            if self._distance(mention.start) > FARTHEST_NOUN:
                return None
            if may_be_person(mention) and self._is_free(mention.start, mention.name):
                return mention
        return None

    def find_name(self) -> Mention | None:
        """Return the weightiest name near before, of organisations where no person is wanted."""
        best: tuple[int, Mention] | None = None
        last = find_last_spoken(self.pronoun, self.cast, person=self.person)
        for mention in mentions_before(self.cast, self.pronoun.i):
            if self._distance(mention.start) > FARTHEST_NOUN + 1:
                break
            if not self._fits_mention(mention) or not (self.person or is_organisation(mention)):
                continue
            full = self.cast.full_names.get(mention.name, mention.name)
            spoke = last is not None and last.voice.name == full
            weight = self._weigh(mention.start) + SUBJECT_WEIGHT * mention.is_subject + SPEAKER_WEIGHT * spoke
            if best is None or weight >= best[0]:
                best = (weight, mention)
        return best[1] if best is not None else None

    def _iter_spoken(self) -> Iterator[_Candidate]:
        last = find_last_spoken(self.pronoun, self.cast, person=self.person, plural=self.plural)
        if last is None or not self._is_free(last.position, last.voice.name):
            return
        known = self._find_gender(last.voice.name or "")
        if self.gender is None or known is None or known == self.gender:
            weight = self._weigh(last.position) + SUBJECT_WEIGHT + SPEAKER_WEIGHT
            weight += GENDER_WEIGHT * self._matches(last.voice.name or "")
            yield weight, -last.position, last.voice

    def _find_gender(self, name: str) -> str | None:
        """Return the gender of a voice by its first name, its title or the noun that describes it."""
        last = name.rsplit(" ", 1)[-1].lower()
        if last in self.words.male_titles:
            return "male"
        return "female" if last in self.words.female_titles else self.cast.genders.get(name)

    def _matches(self, name: str) -> bool:
        """Whether a name is known to be of the pronoun's gender."""
        return self.gender is not None and self._find_gender(name) == self.gender

    def _distance(self, position: int) -> int:
        return self.cast.sentences[self.pronoun.i] - self.cast.sentences[position]

    def _weigh(self, position: int) -> int:
        apart = self.cast.quoted[position] not in (0, self.cast.quoted[self.pronoun.i])
        return -SENTENCE_WEIGHT * self._distance(position) - OTHER_QUOTE_WEIGHT * apart

    def _is_free(self, position: int, name: str | None) -> bool:
        """Whether a candidate may be meant: nobody stands in his own words, none quoted is his own "he"."""
        place = self.pronoun.doc[position].idx
        if any(start <= place < end for start, end in self.setting.content):
            return False
        quoter = self.setting.quoter
        return quoter is None or name is None or quoter.name != name

    def _fits_mention(self, mention: Mention) -> bool:
        if (mention.label == PERSON) != self.person:
            return False
        full = self.cast.full_names.get(mention.name, mention.name)
        gender = self.cast.genders.get(full)
        fits = self.gender is None or gender is None or gender == self.gender
        return fits and self._is_free(mention.start, full)

    def _iter_nouns(self) -> Iterator[Token]:
        lowest = max(-1, self.pronoun.i - FARTHEST_NOUN_TOKENS)
        for position in range(self.pronoun.i - 1, lowest, -1):
            if self._distance(position) > FARTHEST_NOUN:
                return
            yield self.pronoun.doc[position]

    def _fits_noun(self, token: Token) -> bool:
        if token.pos_ != "NOUN" or token.dep_ in NO_HEADS or token.i in self.cast.at:
            return False
        if (token.tag_ == "NNS") != self.plural or not self._is_free(token.i, None):
            return False
        lemma = lemma_of(token)
        if lemma in self.words.male_titles | self.words.female_titles and self.gender is not None:
            fitting = self.words.male_titles if self.gender == "male" else self.words.female_titles
            return lemma in fitting
        if self.plural:
            return lemma in self.words.humans | self.words.collective | self.words.bodies
        return lemma in (self.words.humans if self.person else self.words.bodies)
