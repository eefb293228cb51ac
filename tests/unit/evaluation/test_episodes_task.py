"""Episodes: which reports are on one, and whether it was noticed with the first of them."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tocsin.errors import InputError
from tocsin.evaluation.episodes import EpisodesTask, Notice, is_on, judge_episode
from tocsin.model import Incident, IncidentStatus, Reading
from tocsin.model.document import Document

GOLD = Path(__file__).parents[3] / "evals" / "gold" / "episodes" / "episodes.csv"
EPISODE = {
    "id": "cable", "first_day": "2025-01-10", "last_day": "2025-01-11", "countries": "EST",
    "kinds": "undersea", "words": "estonia* & cable*|pipeline", "what": "",
}  # fmt: skip


def make_report(name, text, day):
    moment = datetime.combine(day, datetime.min.time(), tzinfo=UTC)
    return Reading(document=Document(id=name, text=text, external_id=name, published_at=moment))


def make_notice(day, *documents, threat="undersea"):
    incident = Incident(
        id=f"i{day}", title="t", threat_type=threat, status=IncidentStatus.REPORTED, reports=1, origins=1,
        document_ids=documents,
    )  # fmt: skip
    return Notice(day=day, document_id=documents[-1], incident=incident)


FIRST = make_report("d1", "An Estonian cable was cut.", date(2025, 1, 10))
SECOND = make_report("d2", "The pipeline to Estonia broke.", date(2025, 1, 12))


@pytest.mark.parametrize(
    ("text", "day", "expected"),
    [
        ("ESTONIANS mourn cables", date(2025, 1, 25), True),
        ("ESTONIANS mourn cables", date(2025, 1, 26), False),
        ("ESTONIANS mourn cables", date(2025, 1, 9), False),
        ("A cable was cut", date(2025, 1, 10), False),
        ("Estonia: pipelines", date(2025, 1, 10), False),
    ],
)
def test_a_report_is_on_an_episode_by_its_day_and_words(text, day, expected):
    assert is_on(EPISODE, make_report("d", text, day)) is expected


def test_an_episode_is_noticed_at_once_late_or_not():
    reports = [FIRST, SECOND]
    at_once = judge_episode(EPISODE, reports, [make_notice(date(2025, 1, 10), "d1")])
    late = judge_episode(EPISODE, reports, [make_notice(date(2025, 1, 12), "d2")])
    other = judge_episode(EPISODE, reports, [make_notice(date(2025, 1, 10), "d1", threat="cyber")])
    assert (at_once["outcome"], late["outcome"], other["outcome"]) == (
        "with the first report",
        "later",
        "missed",
    )
    assert judge_episode(EPISODE, [], [])["outcome"] == "not covered"


def test_the_list_is_sound_and_long_enough():
    items = EpisodesTask().load_items(GOLD)
    assert len({item["id"] for item in items}) == len(items) >= 25
    for item in items:
        assert date(2022, 1, 1) <= date.fromisoformat(item["first_day"])
        assert date.fromisoformat(item["first_day"]) <= date.fromisoformat(item["last_day"])


def test_a_replay_without_reports_is_refused():
    with pytest.raises(InputError, match="--corpus"):
        EpisodesTask().predict([EPISODE], None)
