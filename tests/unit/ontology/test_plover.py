"""PLOVER: counts, quads, scores by type and mode, and what is said of a faulty file."""

import json

import pytest

from tocsin.errors import OntologyError
from tocsin.ontology import is_mode_of, load_plover, quad_of, score_of
from tocsin.ontology.files import read_text
from tocsin.ontology.plover import parse_plover


def test_ontology_has_the_manuals_numbers() -> None:
    plover = load_plover()
    assert (len(plover.event_types), len(plover.contexts), len(plover.sectors)) == (16, 37, 25)
    assert sum(len(kind.modes) for kind in plover.event_types.values()) == 67


def test_licence_is_named() -> None:
    assert load_plover().licence == "CC BY-SA 4.0"
    assert "CC BY-SA 4.0" in load_plover().attribution


@pytest.mark.parametrize(
    ("event_type", "mode", "score"),
    [
        ("ASSAULT", "explosives", -9.0),
        ("ASSAULT", "drone", -9.5),
        ("REQUEST", None, 0.0),
        ("AID", None, 10.0),
    ],
)
def test_score_is_by_type_and_mode(event_type: str, mode: str | None, score: float) -> None:
    assert score_of(event_type, mode) == score


def test_accuse_is_read_as_minus_three_and_the_print_is_kept() -> None:
    accuse = load_plover().event_types["ACCUSE"]
    assert score_of("ACCUSE") == -3.0
    assert accuse.score_as_printed == 3.0
    assert "+3" in accuse.notes


def test_mode_without_a_score_takes_that_of_its_type() -> None:
    assert load_plover().event_types["PROTEST"].modes["vandalize"] is None
    assert score_of("PROTEST", "vandalize") == -5.0


def test_older_scale_knows_types_only() -> None:
    assert score_of("ASSAULT", "explosives", scale="older") == -9.3
    assert score_of("REQUEST", scale="older") == -5.0


def test_act_without_event_type_has_no_score() -> None:
    assert score_of(None) is None


def test_sanction_is_material_conflict() -> None:
    assert quad_of("SANCTION") == 4


def test_mode_belongs_to_its_type() -> None:
    assert is_mode_of("COERCE", "cyber")
    assert not is_mode_of("AID", "cyber")


def test_unknown_names_are_refused_with_the_known_ones() -> None:
    with pytest.raises(OntologyError, match="unknown event type 'HIT'; known: AGREE"):
        quad_of("HIT")
    with pytest.raises(OntologyError, match="unknown mode 'x' of AID; known: none"):
        score_of("AID", "x")
    with pytest.raises(OntologyError, match="unknown scale 'new'; known: plover-2.0, older"):
        score_of("AID", scale="new")


def test_faulty_score_names_file_key_and_range() -> None:
    content = json.loads(read_text("plover.json"))
    content["event_types"][0]["score"] = 25
    with pytest.raises(
        OntologyError, match=r"p.json: event_types\[AGREE\].score: wanted a score from -10 to 10"
    ):
        parse_plover(json.dumps(content), file="p.json")


@pytest.mark.parametrize(
    ("text", "message"), [("{", "p.json: not valid JSON"), ("[]", "p.json: wanted an object")]
)
def test_what_is_no_json_object_is_refused(text: str, message: str) -> None:
    with pytest.raises(OntologyError, match=message):
        parse_plover(text, file="p.json")
