"""Episodes replayed report by report: noticed once, named by the brief of their shift with their words."""

from datetime import UTC, date, datetime, timedelta

import pytest

from fire_reports import tell
from tocsin.errors import InputError
from tocsin.evaluation.briefs import BriefsTask, judge_replay
from tocsin.evaluation.live import replay_live

FIRE = date(2024, 11, 4)
EPISODE = {
    "id": "gdansk", "first_day": "2024-11-04", "last_day": "2024-11-04", "countries": "POL",
    "kinds": "sabotage", "words": "gdansk & depot", "what": "A depot burns in Gdansk",
}  # fmt: skip


def report(day, *, town="Gdansk", by="Paper", status="happened"):
    return tell(town, FIRE, day, status=status, by=by)


def judge(readings, **changed):
    (found,) = judge_replay([{**EPISODE, **changed}], readings, weeks=1.0)
    return found


def test_the_first_report_is_noticed_and_named_with_its_words():
    found = judge([report(FIRE), report(FIRE, town="Lublin")])
    assert found["at_once"]
    assert found["in_shift"]["section"] == "new"
    assert "the depot in Gdansk burned" in found["in_shift"]["quote"]
    assert (found["notices"], found["records"]) == (1, 1)
    assert found["other_notices_a_week"] == 1.0


def test_copies_that_follow_give_no_second_notice():
    found = judge([report(FIRE), *(report(FIRE, by=f"Copy {n}") for n in range(4))])
    assert found["notices"] == 1
    assert len(found["reports"]) == 5


def test_an_episode_that_opens_no_record_is_missed_by_notice_and_brief():
    found = judge([report(FIRE, status="planned")])
    assert not found["noticed"]
    assert found["in_shift"] is None
    assert found["in_week"] is None


def test_one_that_is_coded_as_another_kind_is_not_named():
    assert judge([report(FIRE)], kinds="cyber")["in_shift"] is None


def test_a_later_report_is_late_and_named_by_the_week_only():
    found = judge([report(FIRE, status="planned"), report(FIRE + timedelta(days=2))])
    assert (found["at_once"], found["noticed"]) == (False, True)
    assert found["in_shift"] is None
    assert found["in_week"]["section"] == "new"


def test_a_brief_sees_no_report_of_a_later_day():
    later = report(FIRE + timedelta(days=1), town="Krakow")
    brief = replay_live([report(FIRE), later], [(FIRE, FIRE)]).briefs[FIRE, FIRE]
    assert brief.documents == 1
    assert brief.newest_at == datetime.combine(FIRE, datetime.min.time(), tzinfo=UTC)


def test_figures_are_shares_of_what_reports_tell_of():
    task = BriefsTask()
    found = judge([report(FIRE)])
    figures = task.figures(task.tally(EPISODE, found))
    assert figures["named in its shift"] == figures["noticed at once"] == figures["in five minutes"] == 1.0
    assert figures["notices a record"] == 1.0


def test_a_replay_without_reports_names_the_task_and_the_option():
    with pytest.raises(InputError, match=r"eval briefs needs reports.*--corpus"):
        BriefsTask().predict([EPISODE], None)
