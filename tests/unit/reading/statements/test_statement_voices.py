from dataclasses import replace

import pytest
import voice_parses as parses
from spacy.lang.en import English
from statement_parses import make_passage, quote

from tocsin.languages import load_language
from tocsin.model import SpeakerKind, SpeechAct
from tocsin.reading.passage import Passage
from tocsin.reading.statements import find_statements

ENGLISH = load_language("en")


def read(rows):
    """(act, content pieces, names outermost first) of each statement."""
    passage = make_passage(rows)
    return [
        (
            statement.act,
            [quote(passage, piece) for piece in statement.content],
            [voice.name for voice in statement.attributions],
        )
        for statement in find_statements(passage, ENGLISH)
    ]


def last_voice(rows):
    return find_statements(make_passage(rows), ENGLISH)[-1].attributions[-1]


def test_a_quotation_without_cue_goes_on_from_what_was_said_before_it():
    ((act, content, names),) = read(parses.GOES_ON)
    assert (act, content, names) == (
        SpeechAct.SAY,
        ["the letters existed", "“I have read them.”"],
        ["lawyer"],
    )


def test_an_inner_statement_came_through_the_outlet_and_through_whom_it_cites():
    chains = {names[-1]: names for _, _, names in read(parses.CITED_THROUGH)}
    assert chains["men"] == ["Post", "doctors", "men"]


def test_quoted_as_saying_makes_two_voices():
    passage = make_passage(parses.QUOTED_AS)
    inner = find_statements(passage, ENGLISH)[-1]
    assert [quote(passage, one.speaker) for one in inner.attributions] == ["The Post", "her"]
    assert [quote(passage, one.cue) for one in inner.attributions] == ["quoted", "saying"]


def test_the_claim_that_is_rejected_stands_inside_the_rejection():
    outer, inner = read(parses.REJECTED)
    assert (outer[0], inner[0]) == (SpeechAct.DENY, SpeechAct.ALLEGE)
    assert inner[1:] == (["that the ship was bombed"], ["Sylvania", None])


def test_the_we_of_a_spokesman_is_his_body():
    voices = [statement.attributions for statement in find_statements(make_passage(parses.NAVY_WE), ENGLISH)]
    assert [voice.name for voice in voices[-1]] == ["navy spokesman", "navy"]


def test_the_government_is_that_of_the_nation_the_text_is_about():
    voice = last_voice(parses.NATION)
    assert (voice.name, voice.actor_id, voice.kind) == ("Norwegian government", "NOR.GOV", SpeakerKind.NAMED)


def test_a_body_is_named_by_the_fuller_phrase_before_it():
    assert last_voice(parses.FULLER).name == "Nigerian army"


def test_he_is_the_one_whose_first_name_is_a_mans():
    assert last_voice(parses.TWO_PERSONS).name == "Peter Lind"


def test_an_aide_inside_a_phrase_is_told_whose_he_is():
    assert last_voice(parses.AIDES).name == "One of Peter Lind's aides"


def test_a_group_goes_by_what_it_calls_itself():
    assert read(parses.SELF_CALLED) == [(SpeechAct.SAY, ["it took the files"], ["Night Ledger"])]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (parses.VIEW, (SpeechAct.BELIEVE, ["the deal would fail"], ["minister"])),
        (
            parses.DISMISSED_LATE,
            (SpeechAct.DENY, ["speculation that the ship sank"], ["Sylvania"]),
        ),
        (parses.SAID_IN, (SpeechAct.SAY, ["that the ship sank"], ["Sylvania"])),
        (parses.WAS_QUOTED, (SpeechAct.SAY, ["“It sank,”"], ["Anna Berg"])),
        (parses.WARNED_LATE, (SpeechAct.WARN, ["a complete halt"], ["Sylvania"])),
        (parses.REPORTS, (SpeechAct.SAY, ["a second attack"], [None])),
        (parses.WHICH, (SpeechAct.DENY, ["which"], ["daily", "ministry"])),
    ],
)
def test_content_is_found_beside_the_usual_place(rows, expected):
    assert expected in read(rows)


def test_what_one_declines_to_comment_on_is_one_statement():
    ((act, content, _),) = read(parses.COMMENT)
    assert (act, content) == (SpeechAct.DECLINE, ["to comment on the raid"])


def test_an_order_to_tell_is_nobodys_statement():
    assert read(parses.ORDER) == []


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("Statement by Foreign Minister Anna Berg on the Deal", "Anna Berg"),
        ("Remarks by Anna Berg", "Anna Berg"),
        ("Statement from Anna Berg and Peter Lind on the Deal", None),
        ("Berg signs the deal", None),
        ("", None),
    ],
)
def test_heading_names_the_first_person_of_its_text(heading, name):
    passage = replace(make_passage(parses.I_WELCOME), heading=heading)
    voice = find_statements(passage, ENGLISH)[0].attributions[0]
    assert (voice.name, voice.kind) == (name, SpeakerKind.AUTHOR)


def test_dialogue_is_read_by_its_labels_and_leaves_out_what_is_asked():
    text = "Berg: The deal holds.\n\nPost: Will it last?\n\nBerg: It will."
    passage = Passage(doc=English().make_doc(text), document_id="d")
    said = [quote(passage, one.content[0]) for one in find_statements(passage, ENGLISH)]
    assert said == ["The deal holds.", "It will."]
