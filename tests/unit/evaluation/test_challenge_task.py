from tocsin.evaluation import find_task
from tocsin.evaluation.challenge import ChallengeTask

TALK = {"id": "t", "text": "…", "published": "2025-12-02", "kind": "threat", "acts": [[0, 5]]}
DEED = {"id": "d", "text": "…", "published": "2025-12-02", "acts": [[0, 5]], "alt": [[10, 14]]}


def event(start, end, status="happened", *, background=False):
    return {"trigger": [start, end], "status": status, "background": background}


def figures(item, *events):
    task = ChallengeTask()
    return task.figures(task.tally(item, {"events": list(events)}))


def test_talk_that_is_counted_is_seen():
    assert figures(TALK, event(3, 8))["acts of talk counted"] == 1


def test_talk_told_as_talk_or_as_history_is_not_counted():
    for found in (event(0, 5, "threatened"), event(0, 5, background=True), event(6, 9)):
        assert figures(TALK, found)["talk counted"] == 0


def test_talk_that_is_not_found_at_all_is_told_apart():
    assert figures(TALK)["talk found"] == 0
    assert figures(TALK, event(0, 5, "planned"))["talk found"] == 1


def test_a_deed_may_be_found_and_yet_not_counted():
    found = figures(DEED, event(0, 5, "alleged"))
    assert (found["deeds found"], found["deeds counted"]) == (1, 0)


def test_the_other_word_for_a_foiled_plot_is_as_good():
    assert figures(DEED, event(10, 14))["deeds counted"] == 1


def test_the_baseline_counts_all_it_finds():
    (blind,) = ChallengeTask().baselines([TALK], [{"events": [event(0, 5, "denied")]}]).values()
    assert figures(TALK, *blind[0]["events"])["acts of talk counted"] == 1


def test_the_task_has_its_name():
    assert find_task("challenge").name == "challenge"
