"""How well a phrase identifies the voice it describes."""

from spacy.tokens import Token

from tocsin.languages.cues import SpeakerWords
from tocsin.model import SpeakerKind
from tocsin.reading.grammar import is_plural, lemma_of

DEFINITE = frozenset({"the", "this", "that"})


def _is_counted(lefts: list[Token], head: Token, words: SpeakerWords) -> bool:
    """Whether the phrase counts or hides individuals: "two officials", "officials familiar with it"."""
    right = any(child.lower_ in words.privy for child in head.rights)
    return right or any(token.like_num or token.lower_ in words.uncounted for token in lefts)


def judge_kind(
    head: Token, lefts: list[Token], words: SpeakerWords, *, owned: bool, serves: bool
) -> SpeakerKind:
    """Return how well a described voice is identified: a body, a role, a class, or nobody one could name."""
    lemma, plural = lemma_of(head), is_plural(head)
    first = lefts[0].lower_ if lefts else ""
    if lemma in words.unnamed:
        return SpeakerKind.ANONYMOUS
    if lemma in words.bodies:
        definite = first in DEFINITE or (bool(lefts) and lefts[0].dep_ == "poss")
        named = (owned or definite) and first not in words.indefinite and lemma not in words.crowds
        return SpeakerKind.NAMED if named and not plural else SpeakerKind.COLLECTIVE
    if plural or lemma in words.crowds:
        hidden = lemma in words.humans and _is_counted(lefts, head, words)
        return SpeakerKind.ANONYMOUS if hidden else SpeakerKind.COLLECTIVE
    if lemma in words.offices:
        served = owned or serves or lemma.startswith("spokes") or first not in words.indefinite
        return SpeakerKind.ROLE if served else SpeakerKind.ANONYMOUS
    if lemma in words.kin and (owned or (lefts and lefts[0].dep_ == "poss")):
        return SpeakerKind.ROLE
    if lemma in words.humans or first in words.indefinite:
        return SpeakerKind.ANONYMOUS
    if owned:
        return SpeakerKind.NAMED
    return SpeakerKind.COLLECTIVE if lemma in words.collective else SpeakerKind.ANONYMOUS
