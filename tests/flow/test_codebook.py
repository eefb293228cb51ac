"""The worked examples and counterexamples of the codebook, and the guideline's conventions, read whole."""

import pytest

from tocsin.model import Document

# What the codebook includes and how its trial coding settled cases: text, threat type, subtype.
INCLUDED = [
    ("A tanker was damaged by a limpet mine off the coast of Oman.", "sabotage", "explosive"),
    ("A drone armed with explosives struck a fuel depot near Vilnius.", "sabotage", "explosive"),
    (
        "An unidentified drone flew over the air base at Volkel without hitting anything.",
        "drone_incursion",
        None,
    ),
    (
        "Chinese coast guard ships blocked a Philippine supply vessel near the shoal.",
        "maritime",
        "boarding_obstructed",
    ),
    (
        "Two Chinese bombers entered Taiwan's air defence identification zone.",
        "airspace_crewed",
        "near_incursion",
    ),
    (
        "The minister objected after a Russian survey ship loitered over undersea cables off Ireland.",
        "maritime",
        "loitering_over_infrastructure",
    ),
    ("A Russian missile fell on a Polish village near the border.", "airspace_crewed", "incursion"),
    ("Debris of a Russian drone was found in a field in Moldova.", "drone_incursion", "wreckage"),
    ("A telecom cable in the Baltic Sea was cut.", "undersea", "telecom_cable"),
    ("An incendiary parcel caught fire at a freight hub in Leipzig.", "parcel_device", "incendiary"),
    ("A drone was seen over the nuclear plant at Ringhals.", "drone_incursion", None),
    (
        "Bomb threats by e-mail that were a hoax closed polling stations in Georgia.",
        "election_interference",
        "bomb_hoax",
    ),
    ("Jamming of GPS signals disrupted flights over Finland.", "gnss_interference", "jamming"),
    ("Belarus pushed migrants across the Lithuanian border.", "migration", "organised_push"),
    ("A balloon carrying cigarettes crossed from Belarus into Lithuania.", "balloon", "smuggling"),
    ("Vilnius said hackers attacked the ministry's network.", "cyber", None),
    ("Russia cut off gas supplies to Moldova.", "economic_coercion", "energy_cutoff"),
    ("Russian agents bribed lawmakers in Chisinau.", "subversion", "bribery"),
    (
        "A coordinated disinformation campaign impersonated German newspapers.",
        "information_manipulation",
        "campaign",
    ),
    ("Russian border guards removed buoys from the Narva river.", "border_provocation", "marker_removal"),
    ("Soldiers fired shots across the border into Estonia.", "border_provocation", "shots_fired"),
    (
        "A Russian fighter jet flew dangerously close to a Polish patrol plane over the Black Sea.",
        "airspace_crewed",
        "unsafe_intercept",
    ),
]

# What it excludes: no threat type, whatever else may be coded.
EXCLUDED = [
    "Ukrainian forces jammed Russian drones on the front in Zaporizhzhia.",
    "Russian warships were seen near the coast of Scotland.",
    "A weather balloon of the Finnish meteorological institute landed in a garden.",
    "A hobby pilot flew his drone over the park in Oslo.",
    "Protesters trespassed on the air base.",
    "A journalist photographed the air base.",
    "Operators planned maintenance of the undersea cable.",
    "A storm caused an outage of the network.",
    "The European Union imposed sanctions on Russian banks.",
    "A killer was executed after a trial in Minsk.",
    "Colombian rebels were killed in combat.",
    "An unexplained fire destroyed a warehouse in Warsaw.",
    "The Netherlands expelled two Russian diplomats.",
    "Denmark summoned the Russian ambassador.",
    "Lithuania closed its border with Belarus.",
]

# Responses (section 5) and the conventions of the guideline: text, word, event type, status, outcome.
CODED = [
    ("Denmark summoned the Russian ambassador.", "summoned", "ACCUSE/disapprove", "happened"),
    ("The Netherlands expelled two Russian diplomats.", "expelled", "SANCTION/expel", "happened"),
    ("Lithuania closed its border with Belarus.", "closed", "COERCE/restrict", "happened"),
    (
        "The European Union imposed sanctions on Russian banks.",
        "sanctions",
        "SANCTION/discontinue",
        "happened",
    ),
    ("Prosecutors charged two men with spying for Russia.", "charged", "ACCUSE/allege", "happened"),
    ("Prosecutors charged two men with spying for Russia.", "spying", None, "alleged"),
    ("A court convicted two men of spying for Russia.", "convicted", "SANCTION/convict", "happened"),
    ("A court convicted two men of spying for Russia.", "spying", None, "happened"),
    ("Ukraine launched strikes on the refinery.", "strikes", "ASSAULT", "happened"),
    ("The drone was shot down before it hit the depot.", "hit", "ASSAULT", "not_happened"),
    ("Macron urged Russia to withdraw.", "withdraw", "RETREAT/withdraw", "called_for"),
    ("Medvedev threatened to strike Warsaw.", "threatened", "THREATEN", "happened"),
    ("Police thwarted a plot to bomb the embassy.", "bomb", "ASSAULT/explosives", "not_happened"),
]


def read(reader, text):
    return reader.read(Document(id="d1", text=text)).events


@pytest.mark.parametrize(("text", "threat", "subtype"), INCLUDED)
def test_what_the_codebook_includes_has_its_threat_type(reader, text, threat, subtype):
    found = {(event.threat_type, event.subtype) for event in read(reader, text) if event.is_counted}
    assert (threat, subtype) in found
    assert {one for one, _ in found} <= {threat, None}


@pytest.mark.parametrize("text", EXCLUDED)
def test_what_it_excludes_has_none(reader, text):
    assert [event.threat_type for event in read(reader, text) if event.threat_type] == []


@pytest.mark.parametrize(("text", "word", "code", "status"), CODED)
def test_responses_and_conventions_are_coded_as_written(reader, text, word, code, status):
    (event,) = [one for one in read(reader, text) if text[one.trigger.start : one.trigger.end] == word]
    event_type, _, mode = (code or "").partition("/")
    assert (event.event_type, event.status.value) == (event_type or None, status)
    assert not mode or event.mode == mode


@pytest.mark.parametrize(
    "text",
    ["The trade war between the two countries goes on.", "The minister attacked the budget."],
)
def test_metaphors_are_no_events(reader, text):
    assert read(reader, text) == ()
