import dataclasses

import pytest
from register_reports import NOON, Report

from tocsin.languages import load_language
from tocsin.model import Form, Question, Span, SpeakerKind
from tocsin.register.position_holders import judge_speaks_for
from tocsin.register.positions import list_positions
from tocsin.register.transcripts import name_title_holder

WORDS = load_language("en").postures
QUESTION = Question(
    id="strike", text="Strike first?", topics=("first strike", "retaliate"), postures=("pre_emptive",)
)


def with_sentences(report):
    text = Span(report.document.id, 0, len(report.document.text))
    return dataclasses.replace(report.read(), sentences=(text,))


def list_all(*reports, question=QUESTION):
    return list_positions([with_sentences(report) for report in reports], question, WORDS)


def test_a_statement_that_bears_on_the_question_is_a_position_of_its_speaker():
    report = Report("The admiral said a first strike could be considered.")
    report.say("a first strike could be considered", "The admiral")
    report.event("strike", status="possible", threat_type=None)
    (position,) = list_all(report)
    assert (position.holder, position.posture, position.modality) == ("The admiral", "pre_emptive", "could")
    assert (position.said_at, position.quote) == (NOON, report.document.text)


def test_a_posture_that_answers_another_question_is_left_out():
    report = Report("The admiral said they might retaliate with sanctions.")
    assert list_all(report) == ()


def test_a_sentence_far_from_every_topic_does_not_bear():
    quiet = Question(id="q", text="?", topics=("harvest",), postures=("pre_emptive",))
    assert list_all(Report("A first strike could be considered."), question=quiet) == ()


def test_a_text_that_tells_no_act_of_conflict_bears_on_no_question():
    report = Report("Retaliate they did: the home side struck back after the break.")
    report.say("Retaliate they did", "the home side")
    assert list_all(report) == ()


def test_an_official_text_speaks_for_whom_its_title_names():
    report = Report("We will never strike first.", title="Remarks by President Holm on the Strait")
    report.event("strike", status="not_happened", threat_type=None)
    (position,) = list_all(report, question=Question(id="q", text="?"))
    assert (position.holder, position.modality) == ("President Holm", "would_not")


@pytest.mark.parametrize(
    ("title", "holder"),
    [
        ("Remarks by President Holm on the Strait", "President Holm"),
        ("Statement from Minister Berg", "Minister Berg"),
        ("Readout of President Holm’s Call with President Berg of Ruritania", "President Holm"),
        ("Readout of President Holm Call with President Berg", "President Holm"),
        ("Storm closes the harbour", None),
    ],
)
def test_a_title_names_its_holder(title, holder):
    assert name_title_holder(title) == holder


@pytest.mark.parametrize(
    ("name", "kind", "speaks_for"),
    [
        ("one diplomat", SpeakerKind.ANONYMOUS, "anonymous"),
        ("NATO", SpeakerKind.NAMED, "alliance"),
        ("the Swedish government", SpeakerKind.NAMED, "government"),
        ("former ambassador Holm", SpeakerKind.NAMED, "own_view"),
    ],
)
def test_whom_a_holder_speaks_for(name, kind, speaks_for):
    assert judge_speaks_for(name, kind, Report("x").document) == speaks_for


WIDE = Question(id="q", text="?")


def test_a_question_put_in_a_transcript_is_nobodys_position():
    text = "PRESIDENT HOLM: We need a ceasefire.\n\nQ Will you impose sanctions?\n\nPRESIDENT HOLM: Next."
    found = list_all(Report(text, title="Remarks by President Holm on the war"), question=WIDE)
    assert {one.posture for one in found} <= {"de_escalate"}


def test_a_question_answered_by_yes_could_be_and_no_more():
    text = "Q Will you impose sanctions on the army?\nPRESIDENT HOLM: Yes. The war goes on, with troops."
    report = Report(text)
    parts = [
        Span(report.document.id, 0, text.index("\n")),
        Span(report.document.id, text.index("\n"), len(text)),
    ]
    reading = dataclasses.replace(report.read(), sentences=tuple(parts))
    report.event("sanctions", status="possible", threat_type=None)
    (position,) = list_positions([reading], WIDE, WORDS)
    assert (position.holder, position.modality) == ("PRESIDENT HOLM", "could")


def test_what_news_narrates_of_nobody_known_is_no_position():
    text = "Troops and weapons and war: the sanctions will be imposed."
    assert list_all(Report(text), question=WIDE) == ()


def test_an_open_quotation_goes_on_with_its_speaker():
    report = Report("“The war must end,” Minister Berg said. We want to give weapons to our troops.")
    report.say("The war must end", "Minister Berg")
    text = report.document.text
    cut = text.index("We want")
    reading = report.read()
    statements = tuple(dataclasses.replace(one, form=Form.DIRECT) for one in reading.statements)
    parts = (Span(report.document.id, 0, cut), Span(report.document.id, cut, len(text)))
    reading = dataclasses.replace(reading, statements=statements, sentences=parts)
    found = list_positions([reading], WIDE, WORDS)
    assert ("Minister Berg", "deterrence_denial") in {(one.holder, one.posture) for one in found}


def test_a_thing_holds_no_position():
    words = "This incident shows troops with weapons should respond to the war."
    report = Report(words, title="Remarks by President Holm on the war")
    report.say("troops with weapons should respond to the war", "This incident")
    assert {one.holder for one in list_all(report, question=WIDE)} == {"President Holm"}


def test_a_joint_statement_speaks_for_an_alliance():
    document = Report("x", title="Joint Statement by President Holm and President Berg").document
    assert judge_speaks_for("President Holm", SpeakerKind.AUTHOR, document) == "alliance"
