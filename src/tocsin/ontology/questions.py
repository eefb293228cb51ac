"""Questions to track: those that ship as examples, or a user's own file."""

from pathlib import Path

from tocsin.errors import OntologyError
from tocsin.model import Question
from tocsin.ontology.files import Section, parse_toml, read_text, refuse_twins
from tocsin.ontology.vocabularies import vocabulary

FILE = "questions.toml"


def load_questions(path: Path | None = None) -> tuple[Question, ...]:
    """Load a file of questions, or the examples that ship."""
    if path is None:
        return parse_questions(read_text(FILE), file=FILE)
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise OntologyError(
            f"questions file {str(path)!r} cannot be read ({error}); check the path"
        ) from error
    return parse_questions(text, file=str(path))


def parse_questions(text: str, *, file: str) -> tuple[Question, ...]:
    """Read the questions of a file's text: id, wording, topics and postures of each."""
    questions = tuple(_read_question(section) for section in parse_toml(text, file=file).sections("question"))
    refuse_twins(tuple(question.id for question in questions), file=file, key="question")
    return questions


def _read_question(section: Section) -> Question:
    section.allow("id", "text", "topics", "postures")
    known = tuple(term.code for term in vocabulary("posture"))
    postures = section.texts("postures", ())
    for code in postures:
        if code not in known:
            raise section.refuse("postures", f"postures of {', '.join(known)}")
    return Question(
        id=section.text("id"),
        text=section.text("text"),
        topics=section.texts("topics", ()),
        postures=postures,
    )


def find_question(questions: tuple[Question, ...], question_id: str) -> Question:
    """Return the question of that id."""
    for question in questions:
        if question.id == question_id:
            return question
    known = ", ".join(question.id for question in questions)
    raise OntologyError(f"unknown question {question_id!r}; known: {known}; tocsin questions lists them")
