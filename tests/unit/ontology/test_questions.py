import pytest

from tocsin.errors import OntologyError
from tocsin.ontology import find_question, load_questions
from tocsin.ontology.questions import parse_questions


def test_the_shipped_questions_can_be_read():
    assert [question.id for question in load_questions()] == ["act-first", "talks", "support"]


def test_a_file_of_ones_own_is_read(tmp_path):
    path = tmp_path / "mine.toml"
    path.write_text('[[question]]\nid = "a"\ntext = "Talk?"\n', encoding="utf-8")
    (question,) = load_questions(path)
    assert (question.text, question.topics, question.postures) == ("Talk?", (), ())


@pytest.mark.parametrize(
    "text",
    [
        '[[question]]\nid = "a"\ntext = "?"\npostures = ["shout"]',
        '[[question]]\nid = "a"\ntext = "?"\nsubject = "x"',
        '[[question]]\nid = "a"\ntext = "?"\n[[question]]\nid = "a"\ntext = "?"',
        '[[question]]\nid = "a"',
    ],
)
def test_a_wrong_file_is_told_in_one_line(text):
    with pytest.raises(OntologyError, match=r"^mine\.toml"):
        parse_questions(text, file="mine.toml")


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(OntologyError, match="check the path"):
        load_questions(tmp_path / "none.toml")


def test_an_unknown_question_names_the_known_ones():
    with pytest.raises(OntologyError, match="known: act-first, talks, support"):
        find_question(load_questions(), "weather")
