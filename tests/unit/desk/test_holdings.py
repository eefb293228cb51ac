"""What is kept is made once for each state of the store, however many ask at once."""

import threading
import time

import pytest

from tocsin.desk.holdings import REGISTER, REPORTS, Holdings
from tocsin.store.shelf_base import Stamp


class Stamped:
    def __init__(self):
        self.stamp = Stamp(reports="1", register="a:1:1")

    def load_stamp(self):
        return self.stamp


def test_many_at_once_make_it_once():
    made = []

    def make():
        time.sleep(0.05)
        made.append(1)
        return len(made)

    holdings = Holdings(Stamped())
    found = []
    threads = [threading.Thread(target=lambda: found.append(holdings.keep("k", make))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (made, found) == ([1], [1] * 8)


def test_what_is_of_reports_outlives_a_change_of_the_register():
    store = Stamped()
    holdings = Holdings(store)
    values = iter(range(9))
    assert holdings.keep("k", lambda: next(values), of=REPORTS) == 0
    assert holdings.keep("r", lambda: next(values), of=REGISTER) == 1
    store.stamp = Stamp(reports="1", register="a:2:1")
    assert holdings.keep("k", lambda: next(values), of=REPORTS) == 0
    assert holdings.keep("r", lambda: next(values), of=REGISTER) == 2


def test_failure_is_not_kept_and_the_next_one_tries_again():
    holdings = Holdings(Stamped())

    def fail():
        raise ValueError("planted")

    with pytest.raises(ValueError, match="planted"):
        holdings.keep("k", fail)
    assert holdings.keep("k", lambda: 3) == 3
