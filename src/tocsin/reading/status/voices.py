"""Who is committed to an event: the name, span and kind of the holder behind a governing word."""

from spacy.tokens import Token

from tocsin.languages.hedges import HedgeWords
from tocsin.model import Attribution, Holder, SpeakerKind, Statement
from tocsin.reading.grammar import children, is_name, lemma_of
from tocsin.reading.passage import Passage
from tocsin.reading.status.marks import Mark

AUTHOR = "author"
HIDDEN = "hidden"
# What stays outside a holder's name: "the minister, who said ...".
LOOSE = frozenset(
    {"relcl", "acl", "advcl", "appos", "punct", "cc", "conj", "parataxis", "dep", "advmod", "mark", "ccomp"}
)


def name_holder(
    mark: Mark, value: str, passage: Passage, statements: tuple[Statement, ...], hedges: HedgeWords
) -> Holder:
    """Return the holder behind a mark; a statement's attribution knows better what a name means."""
    attribution = find_attribution(mark, passage, statements)
    if attribution is not None and attribution.kind is not SpeakerKind.HIDDEN:
        name = attribution.name or (mark.holder.text if mark.holder is not None else HIDDEN)
        return Holder(name=name, span=attribution.speaker, kind=attribution.kind, value=value)
    if mark.holder is None:
        return Holder(name=HIDDEN, kind=SpeakerKind.HIDDEN, value=value)
    start, end = phrase_of(mark.holder)
    words = passage.doc[start:end]
    return Holder(
        name=words.text, span=passage.span_of(words), kind=judge_kind(mark.holder, hedges), value=value
    )


def find_attribution(mark: Mark, passage: Passage, statements: tuple[Statement, ...]) -> Attribution | None:
    """Return the attribution whose cue or speaker is the mark's own word or holder."""
    cue = passage.span_of(mark.word)
    holder = None if mark.holder is None else passage.span_of(mark.holder)
    for statement in statements:
        for attribution in statement.attributions:
            if attribution.cue is not None and attribution.cue.overlaps(cue):
                return attribution
            if (
                holder is not None
                and attribution.speaker is not None
                and attribution.speaker.contains(holder)
            ):
                return attribution
    return None


def judge_kind(holder: Token, hedges: HedgeWords) -> SpeakerKind:
    """Return how well the words identify a voice: "NATO", "a spokesman", "officials", "one diplomat"."""
    nameless = hedges.has("anonymous_heads", lemma_of(holder)) or hedges.has("anonymous_heads", holder.lower_)
    if nameless and not any(is_name(child) for child in children(holder, "appos")):
        return SpeakerKind.ANONYMOUS
    if any(hedges.has("insider_adjectives", child.lower_) for child in holder.children):
        return SpeakerKind.ANONYMOUS  # "officials familiar with the case"
    if holder.pos_ in {"PROPN", "PRON"}:
        return SpeakerKind.NAMED
    if holder.tag_ == "NNS" or hedges.has("collective_heads", lemma_of(holder)):
        return SpeakerKind.COLLECTIVE
    if hedges.has("role_heads", lemma_of(holder)) or hedges.has("role_heads", holder.lower_):
        return SpeakerKind.ROLE
    if any(is_name(child) for child in children(holder, "compound", "poss", "amod")):
        return SpeakerKind.ROLE
    return SpeakerKind.COLLECTIVE


def phrase_of(head: Token) -> tuple[int, int]:
    """Return the token range of a noun phrase without its grammar."""
    start = end = head.i
    stack = [head]
    while stack:
        word = stack.pop()
        start, end = min(start, word.i), max(end, word.i)
        stack.extend(child for child in word.children if child.dep_ not in LOOSE and child.sent == head.sent)
    return start, end + 1
