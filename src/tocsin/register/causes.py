"""Tell whether a text calls a fire, a blast or a wreck anybody's deed, or leaves open how it came about."""

import re

from tocsin.model import Event, Reading, Span

# What befalls a depot or a train with and without a culprit, by the words it is told in.
BEFALLING = re.compile(
    r"^(?:explosions?|explod\w+|blasts?|blew up|fires?|blazes?|burn\w*|caught(?: fire)?|went up|ignit\w+"
    r"|derail\w*|left|crash\w*|collaps\w*|died|killed|injur\w*|destroy\w*)$",
    re.IGNORECASE,
)
# A deed is behind it: these words say so, where their sentence does not take it back at once.
DEED = re.compile(
    r"\b(?:sabot\w+|arson\w*|deliberate\w*|intentional\w*|on purpose|attack\w*"
    r"|set (?:\w+ ){0,4}(?:on fire|alight)"
    r"|set(?:ting)? fire|torch\w*|incendiar\w*|bombs?|bomb(?:ed|ing|er|ers)|explosive (?:device|charge)s?"
    r"|petrol|molotov\w*|planted|detonat\w+|mined|mines?|thermite|culprits?|perpetrators?|terror\w*|suspects?"
    r"|arrest\w*|detain\w*|blam\w+|accus\w+|act of|foul play|hostile|agents?|criminal\w*|masked)\b",
    re.IGNORECASE,
)
UNDONE = re.compile(
    r"\b(?:no|not|nobody|none|nothing|never|neither|nor|without|cannot|whether|if|may|might|could|would|possib\w+"
    r"|rul(?:e[sd]?|ing) out|exclud\w+|unclear|unknown|rumou?rs?|speculat\w+|question|for the time being"
    r"|for now|fear\w*|worr\w+|warn\w*|accident\w*|prepar\w+|last (?:month|year)|earlier)\b|n't\b|\?",
    re.IGNORECASE,
)
# Only such acts have a double among accidents; a parcel that burns or a cut cable is told by its type.
DOUBLED = frozenset({"sabotage"})
CALLED_A_DEED = frozenset({"arson"})


def is_unexplained(reading: Reading, event: Event) -> bool:
    """Whether a mention tells of a fire, a blast or a wreck that no sentence of its text calls a deed.

    A reader that found arson, a culprit of some country or office, or another way of saying it, knows more.
    """
    if event.threat_type not in DOUBLED or event.subtype in CALLED_A_DEED:
        return False
    if any(actor.country or actor.sector for actor in event.actors):
        return False
    document = reading.document
    if BEFALLING.match(document.quote(event.trigger)) is None:
        return False
    told = (document.quote(sentence) for sentence in _list_sentences(reading))
    return not any(DEED.search(words) and not UNDONE.search(words) for words in told)


def _list_sentences(reading: Reading) -> tuple[Span, ...]:
    """Return the sentences of a text; where none were told apart, the whole text is one."""
    if reading.sentences:
        return reading.sentences
    return (Span(reading.document.id, 0, len(reading.document.text)),)
