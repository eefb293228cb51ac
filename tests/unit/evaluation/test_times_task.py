from datetime import date

import spacy

from tocsin.evaluation import find_task
from tocsin.evaluation.times import TimesTask, wanted_value
from tocsin.languages import load_language
from tocsin.reading.passage import Passage

TEXT = "Ships left on Tuesday and came back in 2014 ."
ITEM = {
    "id": "t1",
    "dct": "2024-11-21",
    "text": TEXT,
    "timex": [
        {"start": 14, "end": 21, "type": "DATE", "value": "2024-11-19TEV"},
        {"start": 39, "end": 43, "type": "DATE", "value": "2013"},
        {"start": 0, "end": 5, "type": "DURATION", "value": "P1D"},
    ],
}


class FlatReader:
    """Reads words as a flat list, with no trained model."""

    language = load_language("en")

    def parse(self, documents):
        for document in documents:
            doc = spacy.blank("en")(document.text)
            doc[0].is_sent_start = True
            for token in doc[1:]:
                token.is_sent_start = False
            yield document, [Passage(doc=doc, document_id=document.id, published_on=date(2024, 11, 21))]


def test_values_are_compared_by_their_day_part_and_misses_are_counted():
    task = TimesTask()
    prediction = task.predict([ITEM], FlatReader())[0]
    assert [one["pred"] for one in prediction["timex"]] == ["2024-11-19", "2014", None]
    figures = task.figures(task.tally(ITEM, prediction))
    assert figures["exact value"] == 0.5
    assert figures["day value"] == 1.0
    assert figures["found recall"] == 1.0
    assert figures["found right"] == 0.5
    assert figures["found precision"] == 1.0


def test_the_baseline_takes_the_day_of_writing_for_everything():
    task = TimesTask()
    prediction = task.predict([ITEM], FlatReader())
    [lines] = task.baselines([ITEM], prediction).values()
    assert task.figures(task.tally(ITEM, lines[0]))["exact value"] == 0.0


def test_now_and_durations_have_no_place_in_the_calendar():
    assert wanted_value({"type": "DATE", "value": "PRESENT_REF"}) is None
    assert wanted_value({"type": "DURATION", "value": "P1D"}) is None
    assert wanted_value({"type": "TIME", "value": "1998-02-12T19:15"}) == "1998-02-12"


def test_the_task_is_listed():
    assert find_task("times").name == "times"
