"""Threat types: every example in the data file is found, and no counterexample is."""

import re

import pytest

from tocsin.errors import OntologyError
from tocsin.ontology import load_threats, match_threat, threat_type, trigger_words
from tocsin.ontology.threats import parse_threats

# What a lemmatizer would do to the words of our examples, as far as they need it.
LEMMA_PAIRS = """
ruptured:rupture hacked:hack exploded:explode ignited:ignite sent:send poisoned:poison
abducted:abduct recruited:recruit violated:violate entered:enter spotted:spot found:find
drifted:drift launched:launch jammed:jam fired:fire shots:shot removed:remove crossed:cross
orchestrating:orchestrate escorted:escort pushed:push trespassed:trespass photographed:photograph
planted:plant placed:place meddled:meddle banned:ban bribed:bribe killed:kill kidnapped:kidnap
reported:report seen:see encouraged:encourage says:say was:be were:be had:have is:be men:man
positions:position waters:water saboteurs:saboteur caught:catch
"""
LEMMAS = dict(pair.split(":") for pair in LEMMA_PAIRS.split())


def lemmatize(sentence: str) -> tuple[list[str], int]:
    """Return the lemmas of an example and the position of its [[marked]] word."""
    marked = re.findall(r"\[\[[^\]]+\]\]|[\w]+(?:'\w+)?", sentence)
    position = next(at for at, word in enumerate(marked) if word.startswith("[["))
    words = [word.strip("[]").lower() for word in marked]
    return [LEMMAS.get(word, word) for word in words], position


def match(sentence: str, *, war_zone: bool = False) -> tuple[str, str | None] | None:
    lemmas, position = lemmatize(sentence)
    found = match_threat(lemmas[position], lemmas, position=position, war_zone=war_zone)
    return (found.threat_type, found.subtype) if found else None


EXAMPLES = [(threat.code, text) for threat in load_threats().values() for text in threat.examples]
COUNTEREXAMPLES = [
    (threat.code, text) for threat in load_threats().values() for text in threat.counterexamples
]


@pytest.mark.parametrize(("code", "text"), EXAMPLES)
def test_example_is_of_its_type(code: str, text: str) -> None:
    found = match(text)
    assert found is not None
    assert found[0] == code


@pytest.mark.parametrize(("code", "text"), COUNTEREXAMPLES)
def test_counterexample_is_not_of_the_type(code: str, text: str) -> None:
    found = match(text)
    assert found is None or found[0] != code


def test_every_type_but_other_has_three_examples_and_counterexamples() -> None:
    short = [t.code for t in load_threats().values() if min(len(t.examples), len(t.counterexamples)) < 3]
    assert short == ["other"]


def test_codebook_has_eighteen_types_and_other() -> None:
    assert len(load_threats()) == 19
    assert list(load_threats())[-1] == "other"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A data cable under the Baltic Sea was [[cut]].", ("undersea", "telecom_cable")),
        ("An undersea cable was [[cut]].", ("undersea", None)),
        ("The electricity cable and the data cable in the sea were [[cut]].", ("undersea", None)),
        ("A letter bomb [[exploded]] at the embassy.", ("parcel_device", "explosive")),
        ("A spy balloon [[entered]] the airspace.", ("balloon", "surveillance")),
        ("The drone [[entered]] the airspace over the naval base.", ("drone_incursion", "base_overflight")),
        ("A cyber [[attack]] disturbed the election.", ("cyber", None)),
        ("Hackers [[hacked]] the campaign before the election.", ("cyber", "intrusion")),
    ],
)
def test_narrower_medium_and_subtype(text: str, expected: tuple[str, str | None]) -> None:
    assert match(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "A drone [[violated]] the airspace near the border.",
        "GPS signals were [[jammed]] along the coast.",
        "A fighter [[violated]] the airspace.",
        "An explosion called [[sabotage]] tore up the rail line.",
    ],
)
def test_combat_types_are_not_given_in_a_war_zone(text: str) -> None:
    assert match(text) is not None
    assert match(text, war_zone=True) is None


def test_hyphens_do_not_matter() -> None:
    lemmas = ["a", "letter", "-", "bomb", "explode"]
    found = match_threat("explode", lemmas, position=4)
    assert found is not None
    assert found.threat_type == "parcel_device"


def test_words_far_from_the_trigger_do_not_count() -> None:
    lemmas = ["undersea", "cable", *["word"] * 40, "cut"]
    assert match_threat("cut", lemmas, position=42) is None


def test_position_outside_the_clause_is_refused() -> None:
    with pytest.raises(OntologyError, match="position 3 lies outside the 1 lemmas"):
        match_threat("cut", ["cut"], position=3)


def test_trigger_words_hold_last_words_of_phrases() -> None:
    assert {"cut", "bomb", "jamming"} <= trigger_words()


def test_unknown_type_names_the_known_ones() -> None:
    with pytest.raises(OntologyError, match="unknown threat type 'piracy'; known: cyber, sabotage"):
        threat_type("piracy")


HEAD = 'version = "1"\n[sets]\nsea = ["sea"]\n'
THREAT = '[[threat]]\ncode = "x"\nlabel = "X"\ndefinition = "d"\nphysical = true\nicon = "dot"\n'


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("version = ", "odd.toml: not valid TOML"),
        (
            HEAD + THREAT.replace('label = "X"\n', ""),
            r"odd.toml: threat\[x\].label: wanted a text, got nothing",
        ),
        (HEAD + THREAT + "colour = 1\n", r"odd.toml: threat\[x\].colour: wanted one of the keys"),
        (HEAD + THREAT + THREAT, r"odd.toml: threat: wanted each code once, got 'x' twice"),
        (
            HEAD + THREAT + 'triggers = [{ words = ["Cut"] }]\n',
            "wanted lower-case words and known @sets; 'Cut'",
        ),
        (HEAD + THREAT + 'triggers = [{ words = ["cut"], with = ["@lake"] }]\n', "'@lake' is neither"),
        (HEAD + THREAT + "triggers = [{ words = [] }]\n", "triggers.0..words: wanted at least one word"),
        (HEAD + THREAT + 'triggers = [{ words = ["cut"], subtype = "y" }]\n', "subtype: wanted one of"),
        (HEAD + THREAT + 'plover = { event_type = "HIT" }\n', "event_type: wanted one of ACCUSE"),
        (HEAD.replace('["sea"]', '["@sea"]') + THREAT, "sets.sea: wanted lower-case words and known @sets"),
    ],
)
def test_malformed_file_names_file_key_and_what_was_wanted(text: str, message: str) -> None:
    with pytest.raises(OntologyError, match=message) as caught:
        parse_threats(text, file="odd.toml")
    assert "\n" not in str(caught.value)
