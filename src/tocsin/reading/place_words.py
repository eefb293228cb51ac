"""The English words that tell where a named place is a scene, and where it is a party or a part of a name."""

PLACE_ENTITIES = frozenset({"GPE", "LOC", "FAC"})
# A name inside one of these belongs to it: "Washington Post", "Bank of Finland", "London Breed".
OWNING_ENTITIES = frozenset({"PERSON", "ORG", "NORP", "WORK_OF_ART", "LAW", "PRODUCT", "EVENT"})
WITHIN = frozenset(
    {
        "above", "across", "along", "amid", "around", "at", "below", "beneath", "beside", "between",
        "beyond", "in", "inside", "into", "near", "off", "onto", "outside", "over", "through",
        "throughout", "under", "within",
    }
)  # fmt: skip
# "ties between Moscow and Kyiv", "an investigation into Russia": parties, not scenes.
PARTY_LINKS = frozenset({"between", "into", "over", "through"})
INQUIRIES = frozenset({"investigation", "inquiry", "probe", "research", "insight", "look"})
# After these a town is where it happened, a country is the one it was done to.
UPON = frozenset({"on", "against", "of", "targeting", "upon"})
# Acts done to a town that are done in it, beside the hostile acts of the language.
SCENE_ACTS = frozenset(
    {
        "battle", "blockade", "capture", "evacuation", "fall", "invasion", "liberation", "march",
        "occupation", "recapture", "siege", "storming",
    }
)  # fmt: skip
FROM = frozenset({"from"})
TOWARDS = frozenset({"to", "towards", "toward"})
MOVING = frozenset(
    {"travel", "go", "fly", "arrive", "move", "deploy", "visit", "return", "sail", "march", "flee"}
)
LAUNCHING = frozenset(
    {"launch", "fire", "shoot", "take", "fly", "depart", "send", "release", "sail", "deploy"}
)
ARRESTING = frozenset({"arrest", "detain", "apprehend", "detention"})
SETTLEMENTS = frozenset({"town", "city", "village", "port", "capital", "settlement", "suburb", "district"})
# Words that carry a place name to their own seat: "the port city of Odesa", "Odesa's harbour".
GROUNDS = SETTLEMENTS | frozenset(
    {
        "airbase", "airfield", "airport", "airspace", "area", "base", "bay", "block", "border", "bridge",
        "building", "camp", "center", "centre", "checkpoint", "church", "coast", "consulate", "county",
        "crossing", "depot", "desert", "east", "embassy", "enclave", "exclave", "frontier", "governorate",
        "gulf", "harbor", "harbour", "hospital", "island", "krai", "lake", "land", "line", "market",
        "mosque", "mountain", "municipality", "neighborhood", "neighbourhood", "north", "oblast",
        "outskirts", "part", "peninsula", "plant", "prison", "province", "raion", "refinery", "region",
        "republic", "river", "school", "sea", "shore", "side", "site", "soil", "south", "square", "state",
        "station", "strait", "street", "terminal", "territory", "valley", "water", "waters", "west",
        "zone",
    }
)  # fmt: skip
# Grounds that are the thing acted on and the scene at once: "violated Estonian airspace".
SCENES = frozenset({"airspace", "territory", "waters", "water", "border", "frontier", "soil", "coast"})
# Things named in the gazetteer that are a scene also where no preposition says so: "Estlink 2 was damaged".
SCENE_KINDS = frozenset(
    {
        "airport", "airspace", "base", "border_crossing", "cable", "gulf", "island", "pipeline", "plant",
        "port", "river", "sea", "strait",
    }
)  # fmt: skip
SCENE_LINKS = frozenset({"dobj", "nsubjpass", "compound", "nmod", "amod", "of", "on", "to", "against"})
DIRECTIONS = frozenset(
    {
        "central", "downtown", "east", "eastern", "greater", "lower", "north", "north-east", "north-west",
        "northeastern", "northern", "northwestern", "south", "south-east", "south-west", "southeastern",
        "southern", "southwestern", "the", "upper", "west", "western",
    }
)  # fmt: skip
GENERIC_HEADS = (
    "city of ",
    "town of ",
    "village of ",
    "port of ",
    "province of ",
    "republic of ",
    "state of ",
)
GENERIC_TAILS = (
    " oblast", " region", " province", " city", " district", " governorate", " county", " krai", " state",
    " international airport", " airport", " air base", " airbase", " airfield", " naval base",
    " airspace", " territory", " waters", " border", " coast", " soil",
)  # fmt: skip
# Relations by which a word before a noun describes it.
CARRYING = frozenset({"compound", "nmod", "amod", "poss"})
# A clause that tells of something else than the clause above it.
OTHER_CLAUSES = frozenset({"ccomp", "advcl", "parataxis", "csubj"})
FINE = frozenset({"settlement", "site", "exact", "sea_area", "admin2", "admin1"})
