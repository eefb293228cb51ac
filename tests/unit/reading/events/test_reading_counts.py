import count_parses as parses
import pytest
from event_parses import DRONES_ENTERED, EXPULSION, KILLED_IN, make_passage

from tocsin.languages import load_language
from tocsin.reading.events.counts import find_counts
from tocsin.reading.events.triggers import find_triggers

ENGLISH = load_language("en")


def read(rows):
    passage = make_passage(*rows)
    return {
        (trigger.token.text, count.what): (
            count.min,
            count.max,
            passage.doc.text[count.span.start : count.span.end],
        )
        for trigger in find_triggers(passage, ENGLISH)
        for count in find_counts(passage, trigger, ENGLISH)
    }


def killed(*words):
    """A sentence in which so many soldiers were killed by rebels."""
    size = len(words)
    rows = [f"{word} {size} nummod CD" for word in words]
    return (
        *rows,
        f"soldiers {size + 2} nsubjpass NNS soldier",
        f"were {size + 2} auxpass VBD be",
        f"killed {size + 2} ROOT VBN kill",
        f"by {size + 2} agent IN",
        f"rebels {size + 3} pobj NNS rebel",
    )


def test_at_least_leaves_the_top_open():
    assert read(KILLED_IN)[("killed", "killed")] == (4, None, "At least four")


def test_up_to_leaves_the_bottom_open():
    assert read(DRONES_ENTERED)[("entered", "drones")] == (None, 20, "Up to 20")


def test_expelled_are_counted():
    assert read(EXPULSION)[("expelled", "expelled")] == (3, 3, "three")


@pytest.mark.parametrize(
    ("words", "low", "high"),
    [
        (["19"], 19, 19),
        (["1,200"], 1200, 1200),
        (["twenty", "-", "five"], 25, 25),
        (["23", "-", "25"], 23, 25),
        (["two", "hundred"], 200, 200),
        (["three", "thousand"], 3000, 3000),
        (["more", "than", "40"], 41, None),
        (["nearly", "90"], None, 90),
        (["fewer", "than", "10"], None, 9),
    ],
)
def test_numbers_are_read_as_bounds(words, low, high):
    assert read(killed(*words))[("killed", "killed")][:2] == (low, high)


def test_dozens_are_at_least_two_dozen():
    rows = (
        "Dozens 2 nsubjpass NNS dozen",
        "were 2 auxpass VBD be",
        "killed 2 ROOT VBN kill",
        "by 2 agent IN",
        "militants 3 pobj NNS militant",
    )
    assert read(rows)[("killed", "killed")][:2] == (24, None)


def test_year_is_no_count():
    rows = (
        "In 5 prep IN",
        "2019 0 pobj CD DATE",
        "soldiers 4 nsubjpass NNS soldier",
        "were 4 auxpass VBD be",
        "killed 4 ROOT VBN kill",
        ". 4 punct .",
    )
    assert read((rows[0].replace("5", "4"), *rows[1:])) == {}


def test_absurdly_long_number_is_no_count():
    assert read(killed("9" * 40)) == {}


@pytest.mark.parametrize(
    ("rows", "key", "low", "high"),
    [
        (parses.BETWEEN, ("killed", "killed"), 20, 25),
        (parses.NO_FEWER, ("launched", "drones"), None, 40),
        (parses.NO_FEWER, ("launched", "missiles"), 12, None),
        (parses.COUPLE, ("seized", "ships"), 2, 2),
        (parses.HALF_DOZEN, ("detained", "detained"), 6, 6),
        (parses.SEVERAL_MORE, ("killed", "killed"), 1, None),
        (parses.SEVERAL_MORE, ("injured", "injured"), 3, None),
        (parses.SEVERAL_HUNDRED, ("killed", "killed"), 300, None),
        (parses.TWO_TO_THREE, ("deported", "expelled"), 24, 36),
        (parses.SCORES, ("killed", "killed"), 40, None),
        (parses.SOME, ("killed", "killed"), 30, 30),
        (parses.MORE_DOZEN, ("entered", "balloons"), 13, None),
    ],
)
def test_amounts_in_words_are_read_as_bounds(rows, key, low, high):
    assert read(rows)[key][:2] == (low, high)


def test_years_between_which_it_happened_are_no_counts():
    assert read(parses.YEARS) == {}
