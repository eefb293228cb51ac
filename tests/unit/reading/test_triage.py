"""Whether a text is on topic, by its bare words; no trained model."""

import json
from pathlib import Path

import pytest

from tocsin.errors import OntologyError
from tocsin.languages import load_language
from tocsin.languages.topicwords import parse_topic
from tocsin.model import Document
from tocsin.ontology.threats import load_threats
from tocsin.reading.reader import remark_topic
from tocsin.reading.triage import FEWEST_WORDS, judge_topic
from tocsin.sources import iter_sample

ENGLISH = load_language("en")
GOLD = Path(__file__).parents[3] / "evals/gold"
MATCH = (
    "The striker scored twice as the hosts beat the visitors in front of a sold-out stadium. The home"
    " side attacked from the first whistle, and a deflected shot hit the post before the penalty. The"
    " coach praised the defence, the goalkeeper and the midfield, and said that the team would fight "
    "for every point until the season ends. Fans celebrated the league title with songs until late at"
    " night, and the captain lifted the cup. "
)
DEED = "Drones flew over the naval base, and the ministry suspects Russian sabotage of the cable."


def test_sport_told_in_the_words_of_war_is_off_topic_with_its_reason():
    triage = judge_topic(MATCH, ENGLISH)
    assert not triage.on_topic
    assert triage.reason.startswith(f"off topic (score {triage.score:.1f}); most telling: ")
    assert triage.words and all(word in MATCH.lower() for word in triage.words)


def test_one_act_in_a_long_off_topic_text_has_it_read():
    assert judge_topic(MATCH * 3 + DEED + " " + MATCH * 3, ENGLISH).on_topic


def test_a_text_too_short_to_judge_is_read():
    words = MATCH.split()
    assert judge_topic(" ".join(words[: FEWEST_WORDS - 1]), ENGLISH).on_topic
    assert not judge_topic(" ".join(words), ENGLISH).on_topic
    assert judge_topic("", ENGLISH).on_topic


def test_every_worked_example_of_the_threat_types_is_read():
    for kind in load_threats().values():
        for example in kind.examples:
            assert judge_topic(example.replace("[[", "").replace("]]", ""), ENGLISH).on_topic, example


def test_every_report_of_the_sample_is_read():
    assert [one.title for one in iter_sample() if not judge_topic(one.text, ENGLISH).on_topic] == []


@pytest.mark.parametrize("name", ["challenge_dev/talk", "challenge_dev/deeds", "statements_dev/texts"])
def test_single_sentences_of_conflict_are_read(name):
    lines = (GOLD / f"{name}.jsonl").read_text("utf-8").splitlines()
    assert [line for line in lines if not judge_topic(json.loads(line)["text"], ENGLISH).on_topic] == []


def test_the_remark_covers_the_document_and_says_what_to_do():
    remark = remark_topic(Document(id="d1", text=MATCH), judge_topic(MATCH, ENGLISH))
    assert (remark.about, remark.span.start, remark.span.end) == ("topic", 0, len(MATCH))
    assert "off topic" in remark.message and "--all" in remark.message


def test_the_threshold_is_that_of_the_length():
    topic = parse_topic('bias = 0\nthresholds = [[0, -3], [50, -1]]\n[weights]\n"war" = 2\n')
    assert [topic.threshold_at(words) for words in (0, 49, 50, 900)] == [-3, -3, -1, -1]


@pytest.mark.parametrize(
    "text",
    [
        "bias = 0",
        "bias = 0\nthresholds = []\n[weights]\n",
        "bias = 0\nthresholds = [[9, 1]]\n[weights]\n",
        'bias = 0\nthresholds = [[0, 1]]\n[weights]\nwar = "much"\n',
    ],
)
def test_a_faulty_file_is_refused_by_name(text):
    with pytest.raises(OntologyError, match=r"topic\.toml"):
        parse_topic(text)
