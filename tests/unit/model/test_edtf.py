from datetime import date

import pytest

from tocsin.model import DateRange
from tocsin.model.codec import decode, encode
from tocsin.model.edtf import write_edtf


@pytest.mark.parametrize(
    ("start", "end", "precision", "edtf"),
    [
        ("2024-11-21", "2024-11-21", "day", "2024-11-21"),
        ("2024-11-20", "2024-11-21", "day", "2024-11-20/2024-11-21"),
        ("2024-11-18", "2024-11-24", "week", "2024-11-18/2024-11-24"),
        ("2024-11-01", "2024-11-30", "month", "2024-11"),
        ("2024-11-01", "2024-11-21", "month", "2024-11-01/2024-11-21"),
        ("2024-03-01", "2024-06-30", "month", "2024-03-01/2024-06-30"),
        ("2024-07-01", "2024-09-30", "quarter", "2024-35"),
        ("2024-07-01", "2024-12-31", "half", "2024-41"),
        ("2022-12-01", "2023-02-28", "season", "2022-24"),
        ("2014-01-01", "2014-12-31", "year", "2014"),
        ("2014-01-01", "2016-12-31", "year", "2014-01-01/2016-12-31"),
        ("1990-01-01", "1999-12-31", "decade", "199X"),
    ],
)
def test_interval_is_written_by_its_unit_or_by_its_ends(start, end, precision, edtf):
    days = DateRange(start=date.fromisoformat(start), end=date.fromisoformat(end), precision=precision)
    assert write_edtf(days) == edtf


def test_a_date_is_printed_with_its_edtf_and_read_back_without():
    days = DateRange(start=date(2024, 11, 1), end=date(2024, 11, 30), precision="month")
    printed = encode(days)
    assert printed["edtf"] == "2024-11"
    assert decode(DateRange, printed) == days
