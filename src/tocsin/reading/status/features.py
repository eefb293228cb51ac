"""What the learned score sees of an event: its form, its neighbours, what governs it, the rule's verdict."""

from collections.abc import Iterator

from spacy.tokens import Span, Token

from tocsin.reading.grammar import SUBJECTS, lemma_of
from tocsin.reading.status.marks import Government
from tocsin.reading.status.stands import Stand

# Children that are named with their word; of others only the relation tells.
WORDED = frozenset(
    {"aux", "auxpass", "neg", "mark", "advmod", "det", "prt", "expl", "cc", "prep", "npadvmod"}
    | {"dobj", "attr", "acomp", "amod", "poss", "compound"}
)
# So many steps up are described, and so many words to either side.
CLIMB = 4
WINDOW = 3


def list_features(token: Token, government: Government, stand: Stand) -> list[str]:
    """Return the names of all features of an event, each once."""
    found = {
        *_describe_event(token),
        *_describe_children("e", token),
        *_describe_way_up(token),
        *_describe_window(token),
        *_describe_sentence(token.sent),
        *_describe_verdict(token, government, stand),
    }
    return sorted(found)


def _describe_event(token: Token) -> Iterator[str]:
    yield "bias"
    yield f"lemma={lemma_of(token)}"
    yield f"tag={token.tag_}"
    yield f"dep={token.dep_}"
    yield f"tag+dep={token.tag_}+{token.dep_}"
    helpers = " ".join(child.lower_ for child in token.children if child.dep_ in {"aux", "auxpass", "neg"})
    yield f"helpers={helpers}+{token.tag_}"


def _describe_children(place: str, token: Token) -> Iterator[str]:
    has_subject = False
    for child in token.children:
        dep = child.dep_
        if dep in WORDED:
            yield f"{place}:{dep}={lemma_of(child)}"
        elif dep in SUBJECTS:
            has_subject = True
            yield f"{place}:{dep}={child.lower_ if child.pos_ == 'PRON' else child.pos_}"
        else:
            yield f"{place}:has={dep}"
    if not has_subject:
        yield f"{place}:no subject"


def _describe_way_up(token: Token) -> Iterator[str]:
    place, path = token, ""
    for step in range(CLIMB):
        head = place.head
        if head.i == place.i:
            yield f"root after={step}"
            return
        path += f">{place.dep_}"
        yield f"path={path}"
        yield f"path={path}>{lemma_of(head)}"
        yield f"path={path}>{head.tag_}"
        yield f"up{step}:lemma={lemma_of(head)}"
        yield f"up{step}:tag={place.dep_}>{head.tag_}"
        yield from _describe_children(f"up{step}", head)
        place = head


def _describe_window(token: Token) -> Iterator[str]:
    doc, sentence = token.doc, token.sent
    for index in range(max(sentence.start, token.i - WINDOW), min(sentence.end, token.i + WINDOW + 1)):
        if index != token.i:
            yield f"word{index - token.i}={lemma_of(doc[index])}"
    if token.i > sentence.start:
        yield f"pair={doc[token.i - 1].lower_} {lemma_of(token)}"
    if token.i > sentence.start + 1:
        yield f"before={doc[token.i - 2].lower_} {doc[token.i - 1].lower_}"


def _describe_sentence(sentence: Span) -> Iterator[str]:
    yield f"first={sentence[0].lower_}"
    yield f"last={sentence[-1].text}"
    if any(word.text == "?" for word in sentence):
        yield "asks"


def _describe_verdict(token: Token, government: Government, stand: Stand) -> Iterator[str]:
    yield f"status={stand.status}"
    yield f"rule={stand.rule}"
    yield f"status+rule={stand.status}+{stand.rule}"
    yield f"status+tag={stand.status}+{token.tag_}"
    yield f"carrier={government.carrier.tag_}"
    yield f"settled={government.settled}+{token.pos_}"
    yield f"rule+lemma={stand.rule}+{lemma_of(token)}"
    yield "marks=" + " ".join(mark.effect for mark in government.marks)
    for mark in government.marks:
        yield f"mark={mark.effect}+{lemma_of(mark.word)}"
        yield f"effect={mark.effect}"
