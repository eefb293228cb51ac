"""Coded rows as Parquet: what goes in comes out, whatever a stranger's text holds."""

from datetime import UTC, date, datetime

import pytest

from tocsin.exports.coded import TABLES, iter_coded_readings, make_coded_rows, write_coded_table
from tocsin.model import (
    Attribution,
    DateRange,
    Document,
    EpistemicStatus,
    Event,
    EventTime,
    Form,
    Participant,
    Reading,
    Span,
    SpeechAct,
    Statement,
)

duckdb = pytest.importorskip("duckdb", reason="DuckDB is not installed: coded Parquet is not tested")

TEXT = "Estonia said a ship cut a cable. Grüße 🚢"


def make_reading(publisher=None):
    document = Document(
        id="d1", text=TEXT, publisher=publisher, published_at=datetime(2025, 12, 2, 9, tzinfo=UTC)
    )
    estonia = Participant(span=Span("d1", 0, 7), name="Estonia", actor_id="EST", country="EST")
    event = Event(
        id="d1-e20-23",
        trigger=Span("d1", 20, 23),
        event_type="ASSAULT",
        recipients=(estonia, estonia),
        date=DateRange(start=date(2025, 12, 1), end=date(2025, 12, 1)),
        status=EpistemicStatus.REPORTED,
        time=EventTime.PAST,
        factuality=2.123456789,
        certainty=0.9,
    )
    statement = Statement(
        id="d1-s13-31",
        content=(Span("d1", 13, 31),),
        form=Form.INDIRECT,
        act=SpeechAct.SAY,
        attributions=(Attribution(Span("d1", 0, 7), Span("d1", 8, 12), "Estonia", "EST"),),
    )
    return Reading(document=document, statements=(statement,), events=(event,), persons=())


def write(reading, folder):
    paths = {}
    for table, rows in make_coded_rows(reading).items():
        paths[table] = folder / f"{table}.parquet"
        paths[table].write_bytes(write_coded_table(table, rows))
    return paths


def test_reading_comes_back_whole(tmp_path):
    reading = make_reading()
    paths = write(reading, tmp_path)
    assert tuple(paths) == TABLES
    assert list(iter_coded_readings([paths["readings"]])) == [reading]


def test_columns_hold_days_numbers_lists_and_words(tmp_path):
    paths = write(make_reading(), tmp_path)
    with duckdb.connect() as connection:
        event = connection.execute(
            "SELECT start_date, factuality, counted, actor_countries, recipient_countries, trigger,"
            " published_at"
            f" FROM '{paths['events']}'"
        ).fetchone()
        statement = connection.execute(
            f"SELECT speaker, voices, quote FROM '{paths['statements']}'"
        ).fetchone()
    moment = datetime(2025, 12, 2, 9)  # noqa: DTZ001 - DuckDB's TIMESTAMP has no zone; ours are UTC
    assert event == (date(2025, 12, 1), 2.123456789, True, [], ["EST"], "cut", moment)
    assert statement == ("Estonia", ["Estonia"], "a ship cut a cable")


def test_publisher_that_no_file_can_hold_does_not_take_the_batch_with_it(tmp_path):
    reading = make_reading("a\0b\ud800c'; DROP TABLE x")
    paths = write(reading, tmp_path)
    with duckdb.connect() as connection:
        (found,) = connection.execute(f"SELECT publisher FROM '{paths['readings']}'").fetchone()
    assert found == "a\ufffdb\ufffdc'; DROP TABLE x"
    assert list(iter_coded_readings([paths["readings"]])) == [reading]


@pytest.mark.parametrize("table", TABLES)
def test_table_without_rows_is_a_file_with_its_columns(table, tmp_path):
    path = tmp_path / "empty.parquet"
    path.write_bytes(write_coded_table(table, []))
    with duckdb.connect() as connection:
        assert connection.execute(f"SELECT document_id FROM '{path}'").fetchall() == []
