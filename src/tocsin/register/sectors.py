"""Find the target sector of an act in the words round it."""

import re
from collections.abc import Iterator

from tocsin.model import Event, Reading, Span
from tocsin.register.evidence import find_sentence

# Sectors by words of the sentence; narrow words only, for a wrong sector misleads more than none.
SECTOR_WORDS: tuple[tuple[str, str], ...] = (
    (
        "energy.electricity",
        r"power (?:cables?|lines?|plants?|stations?|grids?|compan(?:y|ies))|substations?|electricity"
        r"|interconnectors?|estlink|energy (?:group|company|compan(?:y|ies)|supplier|firm)s?|wind farms?"
        r"|nuclear plants?",
    ),
    (
        "energy.gas",
        r"gas (?:pipelines?|terminals?|supply|supplies|networks?|storage)|nord stream|balticconnector|lng",
    ),
    ("energy.oil", r"oil (?:pipelines?|depots?|terminals?|refiner(?:y|ies))|refiner(?:y|ies)|fuel depots?"),
    ("energy.district_heat", r"district heating|heating plants?"),
    (
        "transport.air",
        r"airports?|airliners?|airlines?|flights?|runways?|air traffic|passenger (?:jets?|planes?)",
    ),
    (
        "transport.rail",
        r"railways?|rail (?:lines?|networks?|traffic|tracks?)|trains?|train tracks?|train radio|locomotives?",
    ),
    (
        "transport.water",
        r"ports?|harbou?rs?|ferry|ferries|tankers?|cargo ships?|container ships?|lighthouses?",
    ),
    ("transport.road", r"motorways?|road bridges?|highways?"),
    (
        "digital.telecom",
        r"telecom\w*|(?:data|internet|communications?|fibre[- ]optic|fiber[- ]optic) (?:cables?|links?)"
        r"|phone masts?|mobile (?:masts?|networks?)",
    ),
    (
        "water.drinking",
        r"water ?works|drinking water|water (?:treatment|supply|utilit(?:y|ies)|plants?|canals?)|reservoirs?",
    ),
    ("health", r"hospitals?|clinics?"),
    ("finance", r"banks?|stock exchanges?"),
    (
        "postal_courier",
        r"courier|dhl|post offices?|parcel (?:hubs?|cent(?:re|er)s?)|logistics (?:hub|centre|center)",
    ),
    (
        "defence.forces",
        r"(?:air|military|naval|army|us|nato|allied) (?:bases?|sites?|facilit(?:y|ies)|installations?)"
        r"|barracks|facilities of the (?:\w+ )?(?:armed forces|army|military)|military equipment"
        r"|(?-i:[A-Z][\w’'-]+) base",
    ),
    (
        "defence.industry",
        r"arms (?:factory|factories|makers?|compan(?:y|ies)|firms?|manufacturers?)"
        r"|armaments? (?:firm|company)|ammunition (?:plants?|factory|factories)"
        r"|defen[cs]e (?:compan(?:y|ies)|contractors?|industry)",
    ),
    ("diplomatic", r"embass(?:y|ies)|consulates?"),
    ("media", r"broadcasters?|news sites?|newsrooms?|tv channels?|radio stations?"),
    (
        "elections_parties",
        r"elections? (?:commissions?|systems?|authority)|polling stations?|party (?:offices?|headquarters)",
    ),
    (
        "public_administration",
        r"(?:ministry|government|state|parliament\w*) (?:websites?|networks?|buildings?|computers?|servers?)"
        r"|websites of (?:\w+ )?(?:ministries|parliament|the government)|parliament"
        r"|tax office|town hall|city hall|presidential (?:office|compound|palace)"
        r"|(?:prime minister|president)'s office|public bodies"
        r"|state bodies|ministries",
    ),
    (
        "retail_commercial",
        r"shopping (?:centres?|centers?|malls?)|supermarkets?|furniture stores?|diy stores?",
    ),
    ("logistics_warehouse", r"warehouses?"),
    ("religious_cultural", r"synagogues?|church(?:es)?|mosques?|museums?"),
    ("monument", r"monuments?|memorials?|statues?"),
    ("education_science", r"universit(?:y|ies)|research institutes?"),
    ("border_service", r"border (?:guards?|posts?|crossings?|points?)"),
)
# What an act of the kind is always done to.
SECTOR_BY_TYPE = {"migration": "border_service"}
# Where no target is named at all: what the means goes through.
SECTOR_OF_MEANS = {"parcel_device": "postal_courier"}
# What flies over a country is against no site unless its own sentence says so.
ROVING_TYPES = frozenset({"airspace_crewed", "drone_incursion", "balloon"})
SECTOR_PATTERNS = tuple(
    (sector, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for sector, words in SECTOR_WORDS
)


def find_sectors(reading: Reading, event: Event) -> Iterator[tuple[str, Span]]:
    """Yield each target sector that the mention's sentence names, with the words that name it.

    A report of one kind of act may name the target before or after; a kind may always have the same.
    """
    if event.threat_type is None:
        return
    if event.threat_type in SECTOR_BY_TYPE:
        yield SECTOR_BY_TYPE[event.threat_type], event.trigger
        return
    sentence = find_sentence(reading, event.trigger)
    found = tuple(_search(reading, sentence.start, sentence.end))
    if (
        not found
        and event.threat_type not in ROVING_TYPES
        and len({other.threat_type for other in reading.events if other.threat_type}) == 1
    ):
        # The nearest name: the first in the text after or before.
        nearest = sorted(
            _search(reading, 0, len(reading.document.text)),
            key=lambda named: abs(named[1].start - event.trigger.start),
        )
        found = tuple(nearest[:1])
    if not found and event.threat_type in SECTOR_OF_MEANS:
        yield SECTOR_OF_MEANS[event.threat_type], event.trigger
    yield from found


def _search(reading: Reading, start: int, end: int) -> Iterator[tuple[str, Span]]:
    document = reading.document
    for sector, pattern in SECTOR_PATTERNS:
        match = pattern.search(document.text, start, end)
        if match:
            yield sector, Span(document.id, match.start(), match.end())
