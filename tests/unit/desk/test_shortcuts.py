import pytest

from tocsin.desk.shortcuts import DEFAULTS, SHORTCUTS, choose_keys, read_keys, write_keys
from tocsin.errors import InputError


def test_no_two_things_have_one_key():
    assert len(set(DEFAULTS.values())) == len(SHORTCUTS)


def test_choice_is_kept_in_a_cookie_and_read_again():
    chosen = choose_keys({"accept": "b", "skip": "+"})
    assert read_keys(write_keys(chosen)) == chosen
    assert write_keys(DEFAULTS) == ""


@pytest.mark.parametrize("given", [{"accept": "x"}, {"accept": "ab"}, {"accept": "ä"}, {"accept": "\x00"}])
def test_key_of_two_things_and_what_is_no_key_are_refused(given):
    with pytest.raises(InputError):
        choose_keys(given)


@pytest.mark.parametrize("cookie", ["accept=x", "a" * 5000, "&" * 100, "accept=%00", "nonsense"])
def test_cookie_that_cannot_be_used_gives_our_keys(cookie):
    assert read_keys(cookie) == DEFAULTS
