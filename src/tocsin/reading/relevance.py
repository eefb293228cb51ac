"""Whether the acts read in a short text are anybody's that tocsin follows, judged after the reading.

A burglary, a cup final and a wildfire are told in the words of conflict. What sets them apart is who takes
part: no state, no army, no group that is known. Texts that are on topic by their words alone are left as they
are, as are long ones, which say enough for the judgement before the parse.
"""

from collections.abc import Sequence

from spacy.tokens import Token

from tocsin.languages import Language
from tocsin.model import Event
from tocsin.reading.events.settling import survey_scene
from tocsin.reading.grammar import lemma_of
from tocsin.reading.passage import Passage
from tocsin.reading.triage import FEWEST_WORDS, WORD, judge_topic

# Above this score the words speak for the topic more than against it.
ENOUGH = 0.0
# A longer text is judged by its words alone.
MOST_WORDS = 120
STATELY = ("state_organ", "organ", "force", "of_the_land", "domestic_body")
# Words of war, espionage and statecraft: with one of them a text is left as it is.
WEIGHTY = frozenset(
    {
        "general",
        "colonel",
        "commander",
        "admiral",
        "ransomware",
        "malware",
        "hacker",
        "missile",
        "drone",
        "spy",
        "wiretap",
    }
    | {
        "sanction",
        "treaty",
        "war",
        "militia",
        "militant",
        "border",
        "diplomat",
        "consul",
        "junta",
        "refugee",
        "migrant",
    }
    | {
        "ceasefire",
        "truce",
        "coup",
        "warship",
        "airspace",
        "terrorist",
        "terrorism",
        "espionage",
        "sabotage",
        "cyberattack",
    }
)
# Bodies that deal with crime, clubs and town affairs as well.
LOCAL = frozenset(
    {
        "police",
        "court",
        "official",
        "officer",
        "judge",
        "prosecutor",
        "security",
        "authority",
        "agency",
        "council",
    }
    | {
        "organization",
        "organisation",
        "union",
        "department",
        "chief",
        "committee",
        "leader",
        "state",
        "guard",
    }
    | {
        "student",
        "supporter",
        "candidate",
        "critic",
        "crowd",
        "resident",
        "panel",
        "striker",
        "villager",
        "opponent",
    }
    | {"commission", "alliance", "king", "prince", "secretary", "governor", "newspaper", "tribunal", "mayor"}
    | {"team", "squad", "side", "club", "crew", "unit", "ship", "boat", "force", "administration"}
)


def concerns_nobody(
    text: str, passages: Sequence[Passage], events: Sequence[Event], language: Language
) -> bool:
    """Whether a short text tells of acts, but of no threat and of nobody who is followed."""
    if not events or any(event.threat_type for event in events):
        return False
    if any(
        party.country or party.actor_id for event in events for party in (*event.actors, *event.recipients)
    ):
        return False
    words = len(WORD.findall(text))
    if not FEWEST_WORDS <= words <= MOST_WORDS or any(survey_scene(passage).states for passage in passages):
        return False
    if any(_is_of_state(word, language) for passage in passages for word in passage.doc):
        return False
    return judge_topic(text, language).score < ENOUGH


def _is_of_state(word: Token, language: Language) -> bool:
    """Whether a word names a body or a force of a state, or who stands against it: "parliament", "rebels"."""
    lemma = lemma_of(word)
    if lemma in LOCAL:
        return False
    if lemma in WEIGHTY:
        return True
    return any(language.triggers.has(kind, lemma) for kind in STATELY)
