"""Find the target sector of an act in the words round it."""

import re
from collections.abc import Iterator

from tocsin.model import Event, Reading, Span
from tocsin.register.evidence import find_sentence

# Sectors by words of the sentence; narrow words only, for a wrong sector misleads more than none.
SECTOR_WORDS: tuple[tuple[str, str], ...] = (
    (
        "energy.electricity",
        r"power (?:cable|line|plant|station|grid)|substation|electricity|interconnector|estlink",
    ),
    ("energy.gas", r"gas (?:pipeline|terminal|supply|supplies)|nord stream|balticconnector|lng"),
    ("energy.oil", r"oil (?:pipeline|depot|terminal|refinery)|refinery"),
    ("transport.air", r"airports?|airliner|airline|flights?|runway"),
    ("transport.rail", r"railways?|rail (?:line|network|traffic)|trains?|train tracks?"),
    ("transport.water", r"ports?|ferry|tanker|cargo ships?|container ship"),
    (
        "digital.telecom",
        r"telecom\w*|(?:data|internet|communications?|fibre[- ]optic|fiber[- ]optic) cables?|phone mast",
    ),
    ("water.drinking", r"water ?works|drinking water|water (?:treatment|supply|utility)|reservoir"),
    ("health", r"hospitals?|clinics?"),
    ("finance", r"banks?|stock exchange"),
    ("postal_courier", r"parcels?|courier|dhl|post office|logistics (?:hub|centre|center)"),
    ("defence.forces", r"(?:air|military|naval|army) bases?|barracks|military site"),
    (
        "defence.industry",
        r"arms (?:factory|maker|company)|ammunition (?:plant|factory)|defen[cs]e (?:company|contractor)",
    ),
    ("diplomatic", r"embass(?:y|ies)|consulates?"),
    ("media", r"broadcasters?|newspapers?|news site"),
    ("elections_parties", r"election (?:commission|system)|polling stations?|party (?:office|headquarters)"),
    ("public_administration", r"ministry websites?|government (?:websites?|networks?|buildings?)|parliament"),
    ("retail_commercial", r"shopping (?:centre|center|mall)|warehouse|supermarket"),
    ("border_service", r"border guards?|border post"),
)
SECTOR_PATTERNS = tuple(
    (sector, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for sector, words in SECTOR_WORDS
)


def find_sectors(reading: Reading, event: Event) -> Iterator[tuple[str, Span]]:
    """Yield each target sector that the mention's sentence names, with the words that name it."""
    if event.threat_type is None:
        return
    document = reading.document
    sentence = find_sentence(reading, event.trigger)
    for sector, pattern in SECTOR_PATTERNS:
        match = pattern.search(document.text, sentence.start, sentence.end)
        if match:
            yield sector, Span(document.id, match.start(), match.end())
