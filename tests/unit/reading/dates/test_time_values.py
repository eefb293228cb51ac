from datetime import date

import pytest
import spacy
from spacy.tokens import Doc

from tocsin.languages import load_language
from tocsin.reading.dates import choose_date, date_brief, find_date_mentions, write_timex
from tocsin.reading.dates.units import find_easter
from tocsin.reading.passage import Passage

ENGLISH = load_language("en")
VOCAB = spacy.blank("en").vocab
THURSDAY = date(2024, 11, 21)
POS = {"V": "VERB", "N": "NOUN", "P": "PROPN", "I": "ADP", "D": "DET", "A": "ADV", "R": "PRON", "S": "SCONJ"}
TAGS = {"V": "VBD", "N": "NN", "P": "NNP", "I": "IN", "D": "DT", "A": "WRB", "R": "PRP", "S": "IN"}


def make_passage(words: str, heads: list[int], deps: str, pos: str, *, tags: str = "", lemmas: str = ""):
    """A parse by hand; `pos` in one letter a word."""
    tokens = words.split()
    doc = Doc(
        VOCAB,
        words=tokens,
        heads=heads,
        deps=deps.split(),
        pos=[POS[letter] for letter in pos],
        tags=tags.split() or [TAGS[letter] for letter in pos],
        lemmas=lemmas.split() or [word.lower() for word in tokens],
        sent_starts=[True, *[False] * (len(tokens) - 1)],
    )
    return Passage(doc=doc, document_id="d1", published_on=THURSDAY)


def make_flat(words: str, *, head: str = "") -> Passage:
    """Words as a flat list under the first, or under the verb named."""
    tokens = words.split()
    root = tokens.index(head) if head else 0
    deps = ["dep"] * len(tokens)
    deps[root] = "ROOT"
    pos = "".join("V" if place == root and head else "N" for place in range(len(tokens)))
    return make_passage(words, [root] * len(tokens), " ".join(deps), pos)


def read(words: str) -> list[str | None]:
    values = [mention.value for mention in find_date_mentions(make_flat(words), ENGLISH)]
    return [value and f"{value.start}/{value.end}/{value.precision}" for value in values]


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("hit on the day before yesterday", "2024-11-19/2024-11-19/day"),
        ("due on the day after tomorrow", "2024-11-23/2024-11-23/day"),
        ("hit overnight into Wednesday", "2024-11-19/2024-11-20/day"),
        ("hit from Saturday until Monday", "2024-11-16/2024-11-18/day"),
        ("hit between March and June 2023", "2023-03-01/2023-06-30/month"),
        ("hit in the second half of 2023", "2023-07-01/2023-12-31/half"),
        ("hit in Q2 2023", "2023-04-01/2023-06-30/quarter"),
        ("hit in the 2023 third quarter", "2023-07-01/2023-09-30/quarter"),
        ("hit in two quarters ago", "2024-04-01/2024-06-30/quarter"),
        ("hit in the nineties", "1990-01-01/1999-12-31/decade"),
        ("hit in nineteen ninety-seven", "1997-01-01/1997-12-31/year"),
        ("hit in two thousand and four", "2004-01-01/2004-12-31/year"),
        ("hit on Good Friday", "2024-03-29/2024-03-29/day"),
        ("hit on New Year's Eve", "2024-12-31/2024-12-31/day"),
        ("hit on Christmas Day 2022", "2022-12-25/2022-12-25/day"),
        ("hit at 5 p.m. EST Nov. 9", "2024-11-09/2024-11-09/day"),
        ("hit at midnight Tuesday", "2024-11-19/2024-11-19/day"),
        ("hit earlier in the week", "2024-11-18/2024-11-21/week"),
        ("hit on Aug. 6", "2024-08-06/2024-08-06/day"),
        ("ended May 31", "2024-05-31/2024-05-31/day"),
        ("hit a year ago", "2023-01-01/2023-12-31/year"),
        ("due until mid-December", "2024-11-21/2024-12-31/month"),
    ],
)
def test_expression_means_these_days(words, value):
    assert read(words) == [value]


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("met on 4 November ; hit the following Friday", "2024-11-08/2024-11-08/day"),
        ("met on 4 November ; hit the previous Friday", "2024-11-01/2024-11-01/day"),
        ("met on 4 November ; hit that same day", "2024-11-04/2024-11-04/day"),
        ("met on 4 November ; hit the previous day", "2024-11-03/2024-11-03/day"),
        ("met on 4 November ; hit a month earlier", "2024-10-01/2024-10-31/month"),
        ("met in March 2019 ; hit the following month", "2019-04-01/2019-04-30/month"),
        ("met on 22 May 1995 ; hit the following year", "1996-01-01/1996-12-31/year"),
        ("fell in the third quarter ; rose from a year earlier", "2023-07-01/2023-09-30/quarter"),
        ("fell in the third quarter ; rose in the year-ago quarter", "2023-07-01/2023-09-30/quarter"),
        ("fell in the second quarter ; rose in the latest period", "2024-04-01/2024-06-30/quarter"),
    ],
)
def test_later_expression_counts_from_what_was_named(words, value):
    assert read(words)[-1] == value


def test_a_day_cannot_be_counted_from_a_month():
    assert read("met in March 2019 ; hit two days later")[-1] is None


@pytest.mark.parametrize("words", ["the Christmas truce", "an Easter egg", "the year was hard", "a quarter"])
def test_names_and_measures_are_no_dates(words):
    assert read(words) == []


def test_an_expression_that_is_given_is_read_even_where_it_would_not_be_found():
    passage = make_flat("prices of 1995 models")
    assert find_date_mentions(passage, ENGLISH, given=[(10, 14)])[0].value.start.year == 1995


def test_what_the_words_name_stays_apart_from_how_far_they_reach():
    [mention] = find_date_mentions(make_flat("hit since 4 November"), ENGLISH)
    assert (mention.named.end, mention.value.end) == (date(2024, 11, 4), THURSDAY)


def test_a_dateline_is_the_day_that_today_means():
    passage = make_flat("VILNIUS , Nov 19 (Agency) - Ships left today")
    assert find_date_mentions(passage, ENGLISH)[-1].value.start == date(2024, 11, 19)


@pytest.mark.parametrize(
    ("year", "day"), [(2000, "04-23"), (2024, "03-31"), (2025, "04-20"), (2038, "04-25")]
)
def test_easter_falls_on_its_sunday(year, day):
    assert find_easter(year).isoformat() == f"{year}-{day}"


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("hit last week", "2024-W46"),
        ("hit in the third quarter", "2024-Q3"),
        ("hit last summer", "2024-SU"),
        ("hit in the first half of 2023", "2023-H1"),
        ("hit in the 1990s", "199"),
    ],
)
def test_value_is_written_as_timex(words, value):
    [mention] = find_date_mentions(make_flat(words), ENGLISH)
    assert write_timex(mention.named) == value


def test_the_day_of_discovery_does_not_date_the_act():
    passage = make_passage(
        "The leak was discovered on Monday",
        [1, 3, 3, 3, 3, 4],
        "det nsubjpass auxpass ROOT prep pobj",
        "DNVVIP",
        tags="DT NN VBD VBN IN NNP",
        lemmas="the leak be discover on Monday",
    )
    mentions = find_date_mentions(passage, ENGLISH)
    assert mentions[0].value is not None
    assert choose_date(passage, passage.doc[1], mentions, ENGLISH) is None


def test_what_was_done_there_has_the_day_of_going_there():
    passage = make_passage(
        "She flew to Delhi on Monday where he met envoys",
        [1, 1, 1, 2, 1, 4, 8, 8, 3, 8],
        "nsubj ROOT prep pobj prep pobj advmod nsubj relcl dobj",
        "RVIPIPARVN",
    )
    value = choose_date(passage, passage.doc[8], find_date_mentions(passage, ENGLISH), ENGLISH)
    assert value is not None
    assert value.start == date(2024, 11, 18)


def make_brief(words: str, link: str, tags: str) -> Passage:
    """Chad closes ports as/after troops retreat."""
    return make_passage(words, [1, 1, 1, 5, 5, 1], f"nsubj ROOT dobj {link} nsubj advcl", "PVNSNV", tags=tags)


def test_a_brief_dates_what_goes_on_beside_its_act_but_not_what_went_before():
    beside = make_brief("Chad closes ports as troops retreat", "mark", "NNP VBZ NNS IN NNS VBP")
    before = make_brief("Chad closes ports after troops retreat", "mark", "NNP VBZ NNS IN NNS VBP")
    assert date_brief(beside, beside.doc[5], ()) is not None
    assert date_brief(before, before.doc[5], ()) is None
