"""One body over every export of coded events: what leaves, what does not, and that it is said."""

import csv
import io
import json
from datetime import UTC, date, datetime

import pytest

from tocsin.errors import InputError
from tocsin.exports.events import EVENT_EXPORTERS, EventChoice, find_event_exporter
from tocsin.exports.events.icews import CAMEO_ROOTS
from tocsin.model import (
    DateRange,
    Document,
    EpistemicStatus,
    Event,
    EventTime,
    Participant,
    Place,
    Reading,
    Span,
)
from tocsin.ontology import load_plover

TEXT = "Vandals burned\ta depot in Gdansk on Monday. Officials warned that more depots could burn."


def make_event(word="burned", **changed) -> Event:
    start = TEXT.index(word)
    wanted = {
        "id": f"d1-e{start}-{start + len(word)}",
        "trigger": Span("d1", start, start + len(word)),
        "event_type": "ASSAULT",
        "mode": "primitive",
        "threat_type": "sabotage",
        "actors": (Participant(span=Span("d1", 0, 7), name="Vandals", sector="CRM"),),
        "recipients": (
            Participant(span=Span("d1", 15, 22), name="a depot", country="POL"),
            Participant(span=Span("d1", 26, 32), name="Gdansk", country="POL"),
        ),
        "place": Place(
            name="Gdansk", gazetteer_id="1", lat=54.35, lon=18.65, country="POL", precision="settlement"
        ),
        "date": DateRange(start=date(2025, 3, 10), end=date(2025, 3, 10)),
        "status": EpistemicStatus.HAPPENED,
        "time": EventTime.PAST,
        "factuality": 2.9,
        "certainty": 0.9,
        "score": -9.0,
    }
    return Event(**{**wanted, **changed})


READING = Reading(
    document=Document(
        id="d1", text=TEXT, publisher="Wire\tOne", lang="en", published_at=datetime(2025, 3, 11, tzinfo=UTC)
    ),
    sentences=(Span("d1", 0, 43), Span("d1", 44, len(TEXT))),
    events=(
        make_event(),
        make_event("burn.", status=EpistemicStatus.POSSIBLE, id="talk"),
        make_event("warned", background=True, id="history"),
    ),
)


def export(name, choice=None, reading=READING):
    stream = io.BytesIO()
    tally = find_event_exporter(name).write([reading], stream, choice or EventChoice(), version="0.0")
    return stream.getvalue().decode("utf-8"), tally


def read_rows(text):
    return list(csv.DictReader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize("name", [exporter.name for exporter in EVENT_EXPORTERS])
def test_talk_and_history_do_not_leave_unless_asked_for_and_are_told(name):
    text, tally = export(name)
    assert "talk" not in text
    assert "history" not in text
    assert tally.left_out == {"possible": 1, "background": 1}
    text, tally = export(name, EventChoice(statuses=frozenset(EpistemicStatus), background=True))
    assert "talk" in text
    assert "history" in text
    assert not tally.left_out


@pytest.mark.parametrize("name", [exporter.name for exporter in EVENT_EXPORTERS])
def test_days_choose(name):
    assert "d1-e8-14" in export(name, EventChoice(since=date(2025, 3, 10), until=date(2025, 3, 10)))[0]
    assert "d1-e8-14" not in export(name, EventChoice(since=date(2025, 3, 11)))[0]
    assert "d1-e8-14" not in export(name, EventChoice(until=date(2025, 3, 9)))[0]


@pytest.mark.parametrize("name", ["jsonl", "plover"])
def test_lines_are_json_with_the_sentence(name):
    text, tally = export(name)
    (entry,) = [json.loads(line) for line in text.splitlines()]
    assert tally.rows == 1
    assert "Vandals burned\ta depot in Gdansk on Monday." in entry.values()


def test_plover_line_has_the_manuals_fields_and_the_status_in_ours():
    entry = json.loads(export("plover")[0])
    assert (entry["event"], entry["mode"], entry["quad"]) == ("ASSAULT", "primitive", 4)
    assert entry["source"] == [{"code": "CRM", "name": "Vandals", "tocsin:actor_id": None}]
    assert entry["tocsin:status"] == "happened"


def test_polecat_row_has_one_cell_a_column_whatever_the_words_are():
    text, _ = export("polecat")
    assert {line.count("\t") for line in text.splitlines()} == {len(text.splitlines()[0].split("\t")) - 1}
    (row,) = read_rows(text)
    assert row["Event Date"] == "2025-03-10"
    assert row["Recipient Name"] == "a depot;Gdansk"
    assert row["Quad Code"] == "material conflict"
    assert (row["City"], row["Province"]) == ("Gdansk", "")
    assert row["Source"] == "Wire One"


def test_icews_has_one_row_a_pair_and_counts_them():
    text, tally = export("icews")
    rows = read_rows(text)
    assert tally.rows == 2
    assert [row["Target Name"] for row in rows] == ["a depot", "Gdansk"]
    assert {row["CAMEO Code"] for row in rows} == {"18"}


def test_icews_leaves_out_what_has_no_plover_type_and_says_so():
    spying = Reading(document=READING.document, events=(make_event(event_type=None, mode=None),))
    text, tally = export("icews", reading=spying)
    assert text.count("\n") == 1
    assert (tally.rows, tally.left_out) == (0, {"no PLOVER type": 1})


def test_every_plover_type_has_a_cameo_root():
    assert set(CAMEO_ROOTS) == set(load_plover().event_types)


def test_unknown_format_is_refused_with_those_known():
    with pytest.raises(InputError, match="unknown format 'xml'; known: jsonl, plover, polecat, icews"):
        find_event_exporter("xml")
