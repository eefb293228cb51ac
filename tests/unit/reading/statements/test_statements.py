import pytest
import statement_parses as parses
from spacy.lang.en import English
from statement_parses import make_passage, quote

from tocsin.languages import load_language
from tocsin.model import Form, SpeakerKind, SpeechAct
from tocsin.reading.passage import Passage
from tocsin.reading.statements import find_statements

ENGLISH = load_language("en")


def read(rows):
    """(act, form, content pieces, names outermost first) of each statement."""
    passage = make_passage(rows)
    return [
        (
            statement.act,
            statement.form,
            [quote(passage, piece) for piece in statement.content],
            [voice.name for voice in statement.attributions],
        )
        for statement in find_statements(passage, ENGLISH)
    ]


def test_according_to_a_paper_a_speaker_said_gives_both_voices_outermost_first():
    outer, inner = read(parses.NESTED)
    assert outer[2:] == (["Admiral Berg said the alliance was studying a response"], ["Morning Post"])
    assert inner[2:] == (["the alliance was studying a response"], ["Morning Post", "Berg"])


def test_said_that_another_had_claimed_gives_a_chain_with_each_own_act():
    outer, inner = read(parses.SAID_CLAIMED)
    assert (outer[0], outer[3]) == (SpeechAct.SAY, ["Ruritania"])
    assert (inner[0], inner[2], inner[3]) == (
        SpeechAct.ALLEGE,
        ["the bridge was bombed"],
        ["Ruritania", "Sylvania"],
    )


@pytest.mark.parametrize(
    ("rows", "act", "content", "name"),
    [
        (parses.THREATENED, SpeechAct.THREATEN, ["to close the strait"], "Sylvania"),
        (parses.NOT_BELIEVE, SpeechAct.DENY, ["that Ruritania will attack"], "Sylvania"),
        (parses.PARENTHESIS, SpeechAct.SAY, ["The ban", "will hurt"], None),
        (parses.REPORTEDLY, SpeechAct.SAY, ["The freighter was", "hit by a drone"], None),
        (parses.STRAY_AGENT, SpeechAct.ACCUSE, ["He", "of spying"], "court"),
        (parses.CITING, SpeechAct.SAY, ["that the pipe was cut"], "Post"),
    ],
)
def test_cue_decides_act_and_content(rows, act, content, name):
    assert (act, Form.INDIRECT, content, name) in [
        (found_act, form, pieces, names[0]) for found_act, form, pieces, names in read(rows)
    ]


def test_denied_gerund_and_accused_object_stand_in_the_content_of_the_same_speaker():
    assert read(parses.DENIED_ACCUSED) == [
        (SpeechAct.DENY, Form.INDIRECT, ["cutting the cable"], ["Ruritania"]),
        (SpeechAct.ACCUSE, Form.INDIRECT, ["Sylvania of lying"], ["Ruritania"]),
    ]


def test_passive_without_a_source_has_a_hidden_voice_and_covers_the_deed():
    passage = make_passage(parses.SUSPECTED)
    suspected = find_statements(passage, ENGLISH)[0]
    assert [quote(passage, piece) for piece in suspected.content] == ["Two men", "of planning an attack"]
    assert suspected.attributions[0].speaker is None
    assert suspected.attributions[0].kind is SpeakerKind.HIDDEN


def test_declining_to_confirm_confirms_nothing():
    assert {act for act, *_ in read(parses.DECLINED)} == {SpeechAct.DECLINE}


def test_rejected_claim_is_denied_outside_and_alleged_inside():
    outer, inner = read(parses.REJECTED_CLAIM)
    assert (outer[0], outer[3]) == (SpeechAct.DENY, ["minister"])
    assert (inner[0], inner[2]) == (SpeechAct.ALLEGE, ["that the pipeline was attacked"])
    assert inner[3] == ["minister", "Ruritania"]


def test_quotation_that_goes_on_after_its_speaker_is_one_statement_with_two_pieces():
    assert read(parses.TWO_QUOTES) == [
        (SpeechAct.SAY, Form.DIRECT, ["“We are ready,”", "“We will answer.”"], ["Anna Berg"])
    ]


def test_partly_quoted_content_is_mixed_and_keeps_its_marks():
    (act, form, content, names), *_ = read(parses.MIXED)
    assert (act, form, names) == (SpeechAct.SAY, Form.MIXED, ["Berg"])
    assert content == ["The cabinet wants a “full and fast inquiry” into the fire"]


def test_outlet_citing_officials_passes_on_their_words():
    (statement,) = find_statements(make_passage(parses.CITING), ENGLISH)
    assert [voice.kind for voice in statement.attributions] == [SpeakerKind.NAMED, SpeakerKind.ANONYMOUS]


def test_outlet_that_quotes_a_speaker_is_the_outer_voice():
    (statement,) = find_statements(make_passage(parses.QUOTED_BY), ENGLISH)
    assert [voice.name for voice in statement.attributions] == ["Reuters", "Berg"]


def test_main_clause_before_a_semicolon_is_not_what_the_next_one_says():
    assert read(parses.SEMICOLON) == []


def test_day_between_speaker_and_verb_calls_on_nobody():
    (statement,) = (
        one for one in find_statements(make_passage(parses.CALLED_ON_A_DAY), ENGLISH) if one.act == "say"
    )
    assert [quote(make_passage(parses.CALLED_ON_A_DAY), piece) for piece in statement.content] == [
        "it wrong and a sign of fear"
    ]


def test_offset_of_the_piece_moves_every_span_and_the_id():
    here = find_statements(make_passage(parses.THREATENED), ENGLISH)
    there = find_statements(make_passage(parses.THREATENED, offset=1000), ENGLISH)
    assert there[0].content[0].start == here[0].content[0].start + 1000
    assert there[0].id == f"d-s{there[0].content[0].start}-{there[0].content[0].end}"


def test_ids_differ_where_two_statements_share_their_words():
    statements = find_statements(make_passage(parses.REJECTED_CLAIM), ENGLISH)
    assert len({statement.id for statement in statements}) == len(statements)


@pytest.mark.parametrize(
    "text", ["", "\n", '"', '""', "said", "According to", "A: “B", "\x00 said ''", "“ ” said he"]
)
def test_odd_text_without_a_parse_gives_no_crash(text):
    passage = Passage(doc=English().make_doc(text), document_id="d")
    for statement in find_statements(passage, ENGLISH):
        assert all(quote(passage, piece).strip() for piece in statement.content)
