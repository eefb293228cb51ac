"""Find in a statement's words whom it points at ("Russia is behind it"), and whether it denies."""

import re
from dataclasses import dataclass

from tocsin.register.offices import find_named_country

BODIES = (
    r"(?:services?|intelligence|military|secret|special|government|state|agents?|forces|security|army|navy"
    r"|authorities|hackers?|of|the)"
)
# No name is longer: a "word" of a million letters would be looked at from each of them.
WORD = r"[A-Z][\w’'-]{{0,40}}"
NAME = (
    r"(?:the )?(?P<{}>(?:" + BODIES + r" ){{0,4}}" + WORD + r"(?: (?:" + BODIES + "|" + WORD + r")){{0,4}})"
)
# Who is said to stand behind an act, before the verb or after the noun.
POINTING: tuple[re.Pattern[str], ...] = (
    re.compile(
        NAME.format("who")
        + r" (?:is|was|are|were|has been|had been|stands?|stood) "
        + r"(?:probably |likely |clearly |apparently )?(?:behind|responsible for|to blame for)\b"
    ),
    re.compile(NAME.format("who") + r" (?:had|has|have) something to do with\b"),
    re.compile(
        r"\b(?:ordered|orchestrated|directed|commissioned|organi[sz]ed|masterminded|blamed on|carried out) "
        r"(?:by |on )?" + NAME.format("who") + r"(?=[.,;:]|$| (?:in|on|and|who|which|to|from|against|with)\b)"
    ),
    re.compile(
        r"\b(?:(?:hand|work|orders?|instructions?|behalf) of|work(?:ed|ing) for) "
        + NAME.format("who")
        + r"(?=[.,;:]|$| (?:in|on|and|who|which|to|from|against|with)\b)"
    ),
)
SUSPICION = re.compile(
    r"\b(?:suspect|suspicion|believ|likely|probabl|appear|seem|assum|think|sees?\b|indicat|point)\w*",
    re.IGNORECASE,
)
# What is asked, feared, doubted or supposed points at nobody.
IDLE = re.compile(
    r"\b(?:no|not|never|nothing|neither|nobody|none|whether|if|could|would|may|might|must|should|den(?:y|ies|ied)"
    r"|reject\w*|dismiss\w*|doubt\w*)\b|n't\b|\?",
    re.IGNORECASE,
)
ACCUSATION = r"(?:accusations?|allegations?|charges?|claims?|suspicions?|remarks?|reports?|blame|findings?)"
DENYING = re.compile(
    rf"\b(?:den(?:y|ies|ied)|reject(?:s|ed)?|dismiss(?:es|ed)?|refut(?:es|ed))\b.{{0,40}}\b{ACCUSATION}\b"
    rf"|\b{ACCUSATION}\b.{{0,60}}\b(?:baseless|absurd|nonsense|unfounded|groundless|untrue|false|russophobic"
    r"|ridiculous|lies?|fabricat\w+|invented|not true)\b"
    r"|\b(?:den(?:y|ies|ied)|reject(?:s|ed)?)\b.{0,20}"
    r"\b(?:involvement|responsibility|any (?:role|part|link))\b"
    r"|\b(?:had|has|have) nothing to do with\b"
    r"|\b(?:did not|had not|has not|never) (?:violate|break|breach|touch|enter|cross|broken)\w*\b"
    r"|\bfollow(?:ed|ing|s)? (?:all )?(?:the )?rules\b"
    r"|\b(?:in )?(?:strict )?(?:accordance|compliance|line) with international (?:law|rules)\b",
    re.IGNORECASE,
)


# "Ukraine denies the charge": a state by its name, outside of what anybody is quoted with.
STATE_DENYING = re.compile(
    NAME.format("who")
    + r" (?:has |have |had |again |also )?(?:den(?:y|ies|ied)|reject(?:s|ed)?|dismiss(?:es|ed)?)\b.{0,40}\b"
    + ACCUSATION
    + r"\b"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pointed:
    """Whom words point at, and how firmly: `attributes` or `suspects`."""

    act: str
    towards: str


def find_pointed(words: str) -> Pointed | None:
    """Return the state that a sentence lays an act at, None where it names none or only wonders."""
    if IDLE.search(words):
        return None
    for pattern in POINTING:
        match = pattern.search(words)
        country = find_named_country(match["who"]) if match else None
        if country is not None:
            return Pointed(act="suspects" if SUSPICION.search(words) else "attributes", towards=country)
    return None


def is_denial(words: str) -> bool:
    """Whether a sentence rejects an accusation, or says that the speaker's side did no wrong."""
    return DENYING.search(words) is not None


def find_denying_state(words: str) -> str | None:
    """Return the state that a sentence says denies an accusation."""
    match = STATE_DENYING.search(words)
    return find_named_country(match["who"]) if match else None
