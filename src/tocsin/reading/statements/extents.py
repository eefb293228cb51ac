"""Where the name of a speaker begins and ends inside his noun phrase."""

from spacy.tokens import Token

from tocsin.languages.cues import SpeakerWords
from tocsin.reading.grammar import child_of
from tocsin.reading.statements.clauses import TIMES, Run
from tocsin.reading.statements.naming import Mention

NAME_PARTS = frozenset({"ADP", "DET", "PROPN", "CCONJ", "NOUN", "ADJ"})


def find_name_end(head: Token, core: Run) -> int:
    """Return where a name ends: "Security Service of Ukraine" goes on behind its head."""
    tail = child_of(head, "prep")
    if tail is None or tail.i != head.i + 1 or tail.lower_ not in ("of", "for"):
        return head.i + 1
    inner = child_of(tail, "pobj")
    if inner is None or inner.pos_ != "PROPN":
        return head.i + 1
    end = head.i + 1
    while end < core[1] and (head.doc[end].pos_ in NAME_PARTS) and head.doc[end].ent_type_ not in TIMES:
        end += 1
    while head.doc[end - 1].pos_ not in ("PROPN", "NOUN"):
        end -= 1
    return end


def find_owner_end(start: int, head: Token, words: SpeakerWords) -> int:
    """Return where the name proper begins: "Norway's Equinor" is Equinor, "Norway's army" is not an army."""
    owner = child_of(head, "poss")
    if owner is None or head.lower_ in words.bodies | words.offices:
        return start
    return max(start, owner.right_edge.i + 1)


def find_class_end(start: int, mention: Mention, head: Token, words: SpeakerWords) -> int:
    """Return where the name begins behind the noun that says what it is: "the regional paper X" is X."""
    before = head.doc[start : mention.start]
    classes = [token.i for token in before if token.pos_ == "NOUN" or token.lower_ in words.outlets]
    return classes[-1] + 1 if classes and head.i < mention.end else start
