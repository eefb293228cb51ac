"""Find in a statement's words whom it points at ("Russia is behind it"), and whether it denies."""

import re
from dataclasses import dataclass

from tocsin.register.offices import find_named_country, list_named_countries

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
# People and things of a country are not the country.
OF_PEOPLE = re.compile(
    r"-(?:speaking|made|built|flagged|linked)\b|\b(?:hackers?|hacktivists?|gangs?|criminals?|citizens?|nationals?|m[ae]n"
    r"|wom[ae]n|sailors?|students?|ships?|vessels?|tankers?|crews?|companies|company|speakers?)\b"
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
    r"|\b(?:den(?:y|ies|ied)|reject(?:s|ed)?)\b.{0,80}\b(?:anything to do with|was behind|were behind"
    r"|is behind|a (?:hand|part|role) in)\b"
    r"|\b(?:(?:is|are|was|were) not|had not been|never) (?:involved in|behind|responsible for)\b"
    r"|\b(?:spoke|speaks) of (?:an? )?(?:\w+ )?(?:provocation|slander|smear|farce|reflex|invention)s?\b"
    r"|\bno (?:proof|evidence) (?:had|has) been (?:shown|given|presented|offered)\b"
    r"|\bregards?\b.{0,60}\bas (?:an? )?(?:inventions?|lies?|slander|provocations?)\b"
    r"|\bno violation of\b|\bover neutral waters only\b"
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


# What a state that is accused calls the accusation: "the embassy spoke of a fairy tale".
DISMISSAL = (
    r"\b(?:nonsense|absurd\w*|fairy[- ]tales?|guesswork|inventions?|invented|fantas\w+|fabricat\w+|lies?|hype"
    r"|hysteri\w*|paranoi\w+|baseless|groundless|unfounded|ridiculous|slander\w*|russophob\w+|farce|fiction"
    r"|thrillers?|smears?|far-fetched|cold[- ]war|reflex|insinuations?|propaganda|baiting)\b"
)
CALLING = (
    r"(?:calls?|called|brand(?:s|ed)?|label(?:s|led)|describe[sd]?|regard(?:s|ed)|(?:speaks?|spoke) of"
    r"|dismiss(?:es|ed)?)"
)
# "Rejected the offer" and "denied visas" are no denials.
REJECTING = (
    r"(?:den(?:y|ies|ied)|reject(?:s|ed)?|dismiss(?:es|ed)?|refut(?:es|ed))\b"
    rf".{{0,40}}\b(?:{ACCUSATION}|case|remarks?|fuss|story|version|involvement|responsibility|having|being)"
)
BRUSHING_OFF = (
    r"(?:(?:laugh|shrug|scoff|brush|wave)(?:s|es|ed|d)?\b.{0,40}\b(?:off|aside|away|at)\b"
    rf"|{REJECTING}\b|(?:has|had|have) nothing to do with|was not involved|followed (?:all )?the rules)"
)
# Who speaks for a state: its capital, its government and what belongs to it abroad.
SPEAKING = re.compile(
    r"\b(?:embassy|ambassador|envoy|consulate|charg[eé]|ministr(?:y|ies)|ministers?|government|kremlin|spokes\w+"
    r"|committee|authorities|diplomats?|president|premier)\b",
    re.IGNORECASE,
)
DISMISSING = re.compile(rf"\b(?:{CALLING}\b.{{0,80}}{DISMISSAL}|{BRUSHING_OFF})", re.IGNORECASE)
CLAUSE = re.compile(r"[;:]|,? (?:and|but|while)\b(?= [A-Z])")
MOST_SUBJECT_WORDS = 14


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
        if match is None or OF_PEOPLE.search(match["who"]) is not None:
            continue
        country = find_named_country(match["who"])
        if country is not None:
            return Pointed(act="suspects" if SUSPICION.search(words) else "attributes", towards=country)
    return None


def is_denial(words: str) -> bool:
    """Whether a sentence rejects an accusation, or says that the speaker's side did no wrong."""
    return DENYING.search(words) is not None


def find_denying_state(words: str) -> str | None:
    """Return the state that a sentence says denies an accusation."""
    match = STATE_DENYING.search(words)
    if match is not None:
        return find_named_country(match["who"])
    found = DISMISSING.search(words)
    if found is None:
        return None
    subject = CLAUSE.split(words[: found.start()])[-1].strip(' "“”,')
    named = list_named_countries(subject)
    if not named or len(subject.split()) > MOST_SUBJECT_WORDS:
        return None
    # A bare name of a state or its capital, or somebody who speaks for it.
    is_bare = len(subject.split()) <= 2
    return named[0] if is_bare or SPEAKING.search(subject) else None
