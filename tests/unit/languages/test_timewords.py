from importlib.resources import files

import pytest

from tocsin.errors import OntologyError
from tocsin.languages.timewords import TimeWords, load_times, parse_times
from tocsin.sources.sample import iter_sample


@pytest.fixture(scope="module")
def words() -> TimeWords:
    return load_times(files("tocsin.languages") / "en" / "times.toml")


def english() -> str:
    return (files("tocsin.languages") / "en" / "times.toml").read_text(encoding="utf-8")


def test_every_month_and_weekday_has_its_number(words):
    assert {words.number("months", name) for name in words.tables["months"]} == set(range(1, 13))
    assert {words.number("weekdays", name) for name in words.tables["weekdays"]} == set(range(7))


def test_unknown_word_has_no_number(words):
    assert words.number("months", "brumaire") is None


@pytest.mark.parametrize(
    "text",
    [
        "18 November 2024",
        "Nov. 18",
        "three days after",
        "the night of 9-10 September",
        "earlier this month",
        "the 1990s",
        "last weekend",
        "overnight",
        "the third quarter of 2023",
        "winter 2022",
    ],
)
def test_a_pattern_takes_the_whole_expression(words, text):
    assert any(pattern.regex.fullmatch(text) for pattern in words.patterns)


@pytest.mark.parametrize("text", ["$2014", "2014%", "12014", "2014.5"])
def test_figures_that_are_no_years_do_not_match(words, text):
    assert not any(pattern.kind == "year" and pattern.regex.search(text) for pattern in words.patterns)


def test_quick_look_skips_text_without_a_time(words):
    assert words.any_word.search("on Tuesday")
    assert words.any_word.search("in 2014")
    assert not words.any_word.search("The ministry denied the report.")


def test_the_look_before_a_search_rules_out_no_text_that_it_would_find(words):
    sentences = [line for report in iter_sample() for line in report.text.splitlines()]
    for pattern in words.patterns:
        found = [line for line in sentences if pattern.regex.search(line)]
        assert all(pattern.may_match(line.casefold()) for line in found), pattern.regex.pattern


def test_the_look_before_a_search_rules_out_text_without_a_needed_word(words):
    weekday = next(pattern for pattern in words.patterns if pattern.kind == "weekday")
    assert not weekday.may_match("the ship left in march 2024.")
    assert weekday.may_match("it left on tuesday")


def test_missing_table_is_named():
    with pytest.raises(OntologyError, match="months"):
        parse_times("x = 1")


def test_broken_toml_is_named():
    with pytest.raises(OntologyError, match="not valid TOML"):
        parse_times("months = [")


def test_unknown_slot_in_a_pattern_is_named():
    with pytest.raises(OntologyError, match="unknown slot 'fortnights'"):
        parse_times(english() + "\n[[patterns]]\nkind = 'x'\npattern = '{fortnights}'\n")


def test_pattern_that_does_not_compile_is_named():
    with pytest.raises(OntologyError, match="does not compile"):
        parse_times(english() + "\n[[patterns]]\nkind = 'x'\npattern = '(['\n")


def test_every_kind_can_be_worked_out(words):
    from tocsin.reading.dates.meaning import RULES

    assert {pattern.kind for pattern in words.patterns} == set(RULES)
