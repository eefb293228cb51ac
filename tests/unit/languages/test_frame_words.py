import pytest

from tocsin.errors import OntologyError
from tocsin.languages import load_language
from tocsin.languages.frames import parse_frames
from tocsin.ontology.threats import load_threats

ENGLISH = load_language("en").frames
CUT = '[does.cut]\nverbs = ["cut"]\n'


def frames_of(words):
    return [frame for found in words.predicates.values() for one in found for frame in one.frames]


def test_the_eighteen_types_of_the_codebook_have_frames():
    threats = {frame.threat for frame in frames_of(ENGLISH)}
    assert len(threats) >= 18
    assert threats <= load_threats().keys()


def test_what_is_told_again_is_of_known_types():
    assert set().union(*ENGLISH.again.values()) <= load_threats().keys()


def test_classes_nest_and_conditions_split():
    words = parse_frames(
        '[classes]\nsea = ["sea", "lake bed"]\nwet = ["@sea", "river"]\n'
        + CUT
        + '[[frame]]\nthreat = "undersea"\ndoes = ["cut"]\nscene = ["@wet | harbour", "cable"]\n'
    )
    (frame,) = frames_of(words)
    assert frame.scene == (frozenset({"sea", "lake bed", "river", "harbour"}), frozenset({"cable"}))


def test_the_frame_that_asks_most_stands_first_and_longer_predicates_before_shorter():
    words = parse_frames(
        '[does.go]\nverbs = ["go", "go dark"]\n'
        '[[frame]]\nthreat = "cyber"\ndoes = ["go"]\n'
        '[[frame]]\nthreat = "undersea"\ndoes = ["go"]\nthings = ["cable"]\nscene = ["sea"]\n'
    )
    long, short = words.predicates[("go", "verb")]
    assert (long.rest, short.rest) == (("dark",), ())
    assert [frame.threat for frame in long.frames] == ["undersea", "cyber"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (CUT + '[[frame]]\nthreat = "undersea"\ndoes = ["break"]\n', "unknown predicates 'break'"),
        (CUT + '[[frame]]\nthreat = "flood"\ndoes = ["cut"]\n', "unknown threat type 'flood'"),
        (CUT + '[[frame]]\nthreat = "cyber"\ndoes = ["cut"]\nthing = ["cable"]\n', "unknown key 'thing'"),
        (
            CUT + '[[frame]]\nthreat = "cyber"\ndoes = ["cut"]\nthings = ["@cable"]\n',
            "unknown class '@cable'",
        ),
        (CUT + '[[frame]]\nthreat = "cyber"\nsubtype = "wet"\ndoes = ["cut"]\n', "unknown subtype 'wet'"),
        (CUT + '[[frame]]\nthreat = "cyber"\ncode = "CUT"\ndoes = ["cut"]\n', "unknown code 'CUT'"),
        (CUT + '[[frame]]\nthreat = "cyber"\nrole = "owner"\ndoes = ["cut"]\n', "role 'owner'"),
        ('[does.cut]\nadverbs = ["off"]\n[[frame]]\nthreat = "cyber"\ndoes = ["cut"]\n', "part of speech"),
        (CUT + '[[frame]]\nthreat = "cyber"\ndoes = ["cut"]\nbar = ["a b c d e"]\n', "one to 4 words"),
    ],
)
def test_a_fault_is_named(text, fault):
    with pytest.raises(OntologyError, match=fault):
        parse_frames(text)
