import gzip
import json

import pytest

from tocsin.errors import InputError
from tocsin.evaluation.gold_events import find_token, list_gold_events, list_words
from tocsin.evaluation.scoring import load_gold
from tocsin.evaluation.status import StatusTask

SEED = {
    "tokens": ["Saboteurs", "cut", "it"],
    "event": 1,
    "status": "HAPPENED",
    "holders": [{"kind": "author", "head": None, "value": "CT+"}],
}
UDS = {"id": "u", "tokens": ["It", "fell"], "events": [{"i": 1, "y": -1.5}]}
AUTHOR = {"kind": "author"}


def answer(label="happened", *, pred=2.0, factuality=2.0, holders=(AUTHOR,)):
    return {"events": [{"label": label, "pred": pred, "factuality": factuality, "holders": list(holders)}]}


def figures(*pairs):
    task = StatusTask()
    tallies = [task.tally(item, prediction) for item, prediction in pairs]
    return task.figures(sum(tallies[1:], tallies[0]))


def seed(status):
    return {**SEED, "status": status}


def test_each_form_of_gold_is_read():
    bench = {"text": "…", "events": [{"trigger": [3, 6], "status": "denied", "holder": {"name": "Moscow"}}]}
    ((one,), (two,), (three,)) = (list_gold_events(item) for item in (SEED, bench, UDS))
    assert (one.place, one.label, one.by_author) == (1, "happened", True)
    assert (two.place, two.label, two.by_author) == ((3, 6), "denied", False)
    assert (three.place, three.score, three.label) == (1, -1.5, None)


def test_a_right_label_scores_in_full():
    found = figures((SEED, answer()))
    assert found == {
        "status accuracy": 1.0,
        "macro-F1": 1.0,
        "talk as deed": 0.0,
        "counted recall": 1.0,
        "author or other": 1.0,
    }


def test_talk_taken_for_a_deed_is_seen():
    assert figures((seed("denied"), answer("reported")))["talk as deed"] == 1.0


def test_a_deed_taken_for_talk_lowers_recall():
    found = figures((SEED, answer("possible")), (SEED, answer("ongoing")))
    assert (found["counted recall"], found["status accuracy"]) == (0.5, 0.0)


def test_another_voice_than_the_author_is_told_apart():
    assert figures((SEED, answer(holders=[AUTHOR, {"kind": "named"}])))["author or other"] == 0.0


def test_macro_f1_weighs_rare_labels_like_common_ones():
    pairs = [(SEED, answer())] * 3 + [(seed("denied"), answer())]
    assert figures(*pairs)["macro-F1"] == pytest.approx((6 / 7 + 0) / 2)


def test_scores_that_rise_together_correlate():
    pairs = [
        ({**UDS, "events": [{"i": 1, "y": y}]}, answer(pred=y / 2, factuality=0.0)) for y in (-3, 0, 1, 3)
    ]
    found = figures(*pairs)
    assert found["r"] == pytest.approx(1.0)
    assert found["MAE"] == pytest.approx((1.5 + 0 + 0.5 + 1.5) / 4)
    assert found["r with label"] == 0.0


def test_the_baselines_answer_one_thing_for_all():
    items = [seed("denied"), seed("denied"), SEED]
    lines = StatusTask().baselines(items, [answer("possible")] * 3)
    assert {name: line[0]["events"][0]["label"] for name, line in lines.items()} == {
        "status ignored, score 3": "happened",
        "commonest label": "denied",
    }


def test_treebank_signs_become_plain_and_no_word_is_empty():
    assert list_words({"tokens": ["-LRB-", "``", " "]}) == ["(", '"', "_"]


def test_an_event_outside_its_text_is_told():
    (gold,) = list_gold_events(UDS)
    with pytest.raises(InputError, match="outside its text"):
        find_token(gold, [])


def test_packed_gold_is_read(tmp_path):
    path = tmp_path / "gold.jsonl.gz"
    path.write_bytes(gzip.compress(json.dumps(UDS).encode()))
    assert load_gold(path) == [UDS]


def test_gold_that_only_looks_packed_is_told(tmp_path):
    path = tmp_path / "gold.jsonl.gz"
    path.write_bytes(b"{}")
    with pytest.raises(InputError, match="cannot be opened"):
        load_gold(path)
