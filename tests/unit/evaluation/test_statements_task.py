import pytest

from tocsin.evaluation.attributed import Words, pair_contents
from tocsin.evaluation.chains import is_same_name
from tocsin.evaluation.quotes_baseline import find_by_expressions
from tocsin.evaluation.scoring import score
from tocsin.evaluation.statements import StatementsTask, list_outermost
from tocsin.model import Attribution, Document, Form, Reading, Span, SpeakerKind, SpeechAct, Statement

GOLD = [
    {
        "doc_id": "a",
        "text": "Anna Berg said the cable was cut. “We saw the ship,” she added, “and it had no flag.” "
        "The ministry denied it.\n",
        "attributions": [
            {"content": [[15, 32]], "source": [[0, 9]], "cue": [[10, 14]]},
            {"content": [[34, 52], [64, 85]], "source": [[53, 56]], "cue": [[57, 62]]},
            {"content": [[106, 108]], "source": [[86, 98]], "cue": [[99, 105]]},
        ],
    },
    {
        "doc_id": "b",
        "text": "The harbour was reportedly closed after “an odd noise”, two officials warned on Monday.\n",
        "attributions": [
            {"content": [[0, 54]], "source": [[56, 69]], "cue": [[70, 76]]},
            {"content": [[0, 15], [27, 33]], "source": [], "cue": [[16, 26]]},
        ],
    },
]
FOUND = [
    {
        "doc_id": "a",
        "attributions": [
            {"content": [[15, 33]], "source": [[0, 9]], "cue": [[10, 14]]},
            {"content": [[34, 52]], "source": [[53, 56]], "cue": [[57, 62]]},
            {"content": [[64, 85]], "source": [], "cue": []},
            {"content": [[106, 108]], "source": [[0, 9]], "cue": [[99, 105]]},
        ],
    },
    {
        "doc_id": "b",
        "attributions": [
            {"content": [[0, 55]], "source": [[0, 69]], "cue": [[70, 76]]},
            {"content": [[0, 33]], "source": [], "cue": [[16, 26]]},
        ],
    },
]
CHAINS = {
    "doc_id": "c",
    "text": "The paper reported that the envoy said the cable was cut.",
    "attributions": [
        {
            "id": "A1",
            "content": [[24, 56]],
            "source": [[0, 9]],
            "cue": [[10, 18]],
            "form": "indirect",
            "act": "say",
            "kind": "named",
            "name": "The Baltic Paper",
            "nested_in": None,
        },
        {
            "id": "A2",
            "content": [[39, 56]],
            "source": [[24, 33]],
            "cue": [[34, 38]],
            "form": "indirect",
            "act": "say",
            "kind": "role",
            "name": "the envoy",
            "nested_in": "A1",
        },
    ],
}


def score_figures(items, predictions):
    scored = score(StatementsTask(), items, predictions, system="x")
    return {figure.name: figure.value for figure in scored.figures}


def predict_chain(*names):
    chain = [{"name": name, "kind": "named"} for name in names]
    raw = CHAINS["attributions"][1]
    return {
        "doc_id": "c",
        "attributions": [{**raw, "name": names[-1], "kind": "role", "chain": chain}],
    }


# The numbers that the scorer beside PolNeAR's form prints for the same lines.
@pytest.mark.parametrize(
    ("figure", "value"),
    [
        ("linked precision", 0.3333),
        ("linked recall", 0.4),
        ("linked F1", 0.3636),
        ("content matched F1", 0.9091),
        ("content exact F1", 0.5455),
        ("quoted linked F1", 0.0),
        ("quoted content matched F1", 0.8),
        ("quoted content exact F1", 0.4),
        ("linked recall, indirect", 0.6667),
    ],
)
def test_figures_are_those_of_the_scorer_beside_the_gold(figure, value):
    assert score_figures(GOLD, FOUND)[figure] == pytest.approx(value, abs=0.0001)


def test_recall_is_told_by_kind_of_cue_and_source():
    figures = score_figures(GOLD, FOUND)
    assert figures["linked recall, cue reportedly"] == 1.0
    assert figures["linked recall, cue deny, refuse"] == 0.0
    assert figures["linked recall, source none"] == 1.0


def test_a_source_that_casts_a_wide_net_names_nobody():
    words = Words("one two three four five six seven eight nine ten eleven said it")
    assert words.attribute({"content": [[0, 3]]}) is not None
    assert pair_contents([frozenset({1})], [frozenset({1, 2})]) == [(0, 0)]


def test_a_content_of_marks_alone_is_none():
    assert Words("“ ” ...").attribute({"content": [[0, 3]]}) is None


def test_a_chain_is_right_only_with_every_voice_in_order():
    right = score_figures([CHAINS], [predict_chain("Baltic Paper", "the envoy")])
    wrong = score_figures([CHAINS], [predict_chain("the envoy")])
    assert (right["nested chains right"], wrong["nested chains right"]) == (1.0, 0.0)
    assert right["speaker name right"] == wrong["speaker name right"] == 1.0


def test_a_statement_that_meets_no_gold_is_false():
    prediction = predict_chain("the envoy")
    extra = {**prediction["attributions"][0], "content": [[0, 9]]}
    prediction["attributions"].append(extra)
    figures = score_figures([CHAINS], [prediction])
    assert (figures["false statements"], figures["statements found"]) == (0.5, 0.5)


def test_only_the_outermost_of_nested_statements_is_listed():
    def span(start, end):
        return Span("d", start, end)

    outer = Attribution(span(0, 9), span(10, 18), "Baltic Paper", None, SpeakerKind.NAMED)
    inner = Attribution(span(24, 33), span(34, 38), "the envoy", None, SpeakerKind.ROLE)
    made = {"form": Form.INDIRECT, "act": SpeechAct.SAY}
    statements = (
        Statement(id="s1", content=(span(24, 56),), attributions=(outer,), **made),
        Statement(id="s2", content=(span(39, 56),), attributions=(outer, inner), **made),
    )
    reading = Reading(document=Document(id="d", text=CHAINS["text"]), statements=statements)
    assert [line["source"] for line in list_outermost(reading)] == [[[0, 9]]]


def test_the_baseline_finds_a_quotation_and_its_speaker():
    text = "“We saw the ship pass,” Anna Berg said."
    (found,) = find_by_expressions(text)
    (source,) = found["source"]
    assert text[slice(*source)] == "Anna Berg"


@pytest.mark.parametrize(
    ("chain", "error"),
    [
        (["the envoy"], "a voice missing"),
        (["Baltic Paper", "the minister", "the envoy"], "a voice too many"),
        (["Baltic Paper", "the minister"], "a voice by another name"),
    ],
)
def test_what_is_wrong_with_a_chain_is_said_by_kind(chain, error):
    prediction = predict_chain(chain[-1])
    inner = prediction["attributions"][-1]
    inner["chain"] = [{"name": name, "kind": "role"} for name in chain]
    figures = score_figures([CHAINS], [prediction])
    assert figures["nested chains right"] == 0
    assert figures[f"chains wrong, {error}"] == 1


@pytest.mark.parametrize(
    ("kind", "gold", "found", "same"),
    [
        ("named", "Norwegian government", "Norway", True),
        ("named", "Bresnian government", "Bresnia", True),
        ("named", "Norwegian government", "Sweden", False),
        ("named", "Bresnian interior ministry", "interior ministry", True),
        ("named", "Bresnian interior ministry", "foreign ministry", False),
        ("named", "Anna Berg", "Berg", False),
        ("role", "a spokesman for the navy", "spokesman", True),
        ("role", "a Commission spokesman", "European Commission", False),
    ],
)
def test_a_voice_is_the_same_by_actor_or_by_description(kind, gold, found, same):
    voices = {"name": gold, "kind": kind}, {"name": found, "kind": kind}
    assert is_same_name(*voices) is same


def test_a_statement_found_in_a_text_without_any_is_false():
    empty = {"doc_id": "e", "text": "Anna Berg said it.", "attributions": []}
    (found,) = predict_chain("the envoy")["attributions"]
    place = {"content": [[15, 17]], "source": [[0, 9]], "cue": [[10, 14]]}
    invented = {"doc_id": "e", "attributions": [{**found, **place}]}
    figures = score_figures([CHAINS, empty], [predict_chain("the envoy"), invented])
    assert figures["false statements"] == 0.5
