from datetime import date

import pytest

from tocsin.desk.asking import PAGE_FILTER, Filter, read_address, read_day, read_range, read_text
from tocsin.errors import InputError

FILTERS = (
    Filter(name="q", help="Words.", read=read_text),
    Filter(name="since", help="A day.", read=read_day),
    Filter(name="at", help="A place.", read=read_range),
    PAGE_FILTER,
)


def ask(*items):
    return read_address("/x", items, FILTERS)


def test_values_are_read():
    asked = ask(("q", " a b "), ("since", "2025-12-01"), ("at", "3-9"), ("page", "2"))
    assert (asked.get("q"), asked.get("since"), asked.get("at"), asked.page) == (
        "a b", date(2025, 12, 1), (3, 9), 2,
    )  # fmt: skip


def test_empty_value_is_not_given():
    assert ask(("q", ""), ("since", " ")).values == {}


def test_link_keeps_the_filters_escaped_and_starts_from_page_one():
    assert (
        ask(("q", "a&b=c#d"), ("page", "7")).url(since="2025-01-01") == "/x?q=a%26b%3Dc%23d&since=2025-01-01"
    )


def test_link_drops_what_is_none():
    assert ask(("q", "a")).url(q=None) == "/x"


@pytest.mark.parametrize("value", ["9-3", "3", "-1-4", "a-b", "3-9-1", "٣-٩", "1-" + "9" * 30])
def test_odd_range_is_refused(value):
    with pytest.raises(InputError, match="120-171"):
        ask(("at", value))


@pytest.mark.parametrize("value", ["0", "-1", "1.5", "²", "9" * 5000])
def test_odd_page_is_refused(value):
    with pytest.raises(InputError):
        ask(("page", value))
