"""The words of one act in the text: which, and what they name."""

from dataclasses import dataclass

from spacy.tokens import Token

from tocsin.languages.triggers import Sense

# Acts whose words a threat type may be laid over; talk of and answers to hostile acts carry none.
# A threat has one only where it feigns a deed: the bomb that was none.
HOSTILE = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "AID", "SANCTION", "COOPERATE", "CONCEDE", "THREATEN"})
ANSWERS = frozenset(
    {
        ("COERCE", "arrest"),
        ("COERCE", "curfew"),
        ("COERCE", "martial-law"),
        ("SANCTION", "convict"),
        ("SANCTION", "expel"),
        ("SANCTION", "withdraw"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Trigger:
    """The words of one mention and what act they name."""

    token: Token
    start: int
    end: int
    event_type: str | None
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    threat_type: str | None = None
    subtype: str | None = None
    outcome: str | None = None
    means: str | None = None
    sense: Sense | None = None
    is_framed: bool = False
    is_passing: bool = False
    stopped_by: Token | None = None
    """What the police did about a plot."""


def may_be_threat(sense: Sense) -> bool:
    """Whether a threat type may be laid over what a word means: not over talk, nor over answers to deeds."""
    if sense.is_nothing:
        return False
    if sense.event_type is None:
        return True
    return sense.event_type in HOSTILE and (sense.event_type, sense.mode) not in ANSWERS
