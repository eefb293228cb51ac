"""The starter list is metadata only, each entry whole and told apart from the others."""

from collections import Counter

import pytest

from tocsin.errors import InputError
from tocsin.gazetteer import find_country_by_code
from tocsin.sources.addresses import split_address
from tocsin.sources.starter import choose_starter, load_starter

KINDS = {
    *(
        "alliance",
        "cert",
        "ministry",
        "authority",
        "news_agency",
        "broadcaster",
        "fact_checker",
        "investigator",
    ),
}
TOGETHER = {"NATO", "EUU", "UNO"}


def test_every_entry_is_whole_and_stands_once():
    sources = [one.source for one in load_starter()]
    assert 55 <= len(sources) <= 75
    for field in ("id", "name", "address"):
        (_value, most), *_rest = Counter(getattr(source, field) for source in sources).most_common(1)
        assert most == 1
    for source in sources:
        split_address(source.address)
        assert source.country in TOGETHER or find_country_by_code(source.country)
        assert source.publisher_kind in KINDS
        assert source.reliability in "abcdef"
        assert len(source.lang) == 2


def test_english_comes_first_and_all_kinds_are_there():
    sources = [one.source for one in load_starter()]
    assert sum(source.lang == "en" for source in sources) > 0.7 * len(sources)
    assert {source.publisher_kind for source in sources} == KINDS


def test_nothing_is_called_verified_that_nobody_fetched():
    assert not any(one.is_verified for one in load_starter())


def test_feeds_are_chosen_by_country_kind_and_language():
    chosen = choose_starter(countries=["swe", "FIN"], kinds=["cert"])
    assert {(one.source.country, one.source.publisher_kind) for one in chosen} == {
        ("SWE", "cert"),
        ("FIN", "cert"),
    }
    assert all(one.source.lang == "sv" for one in choose_starter(languages=["sv"]))


def test_an_unknown_wish_tells_what_is_known():
    with pytest.raises(InputError, match="no country 'XXX'.*EST"):
        choose_starter(countries=["xxx"])
