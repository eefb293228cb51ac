from datetime import date

import pytest
import spacy
from spacy.tokens import Doc

from tocsin.languages import load_language
from tocsin.reading.passage import Passage
from tocsin.reading.places import choose_place, find_place_mentions

ENGLISH = load_language("en")
VOCAB = spacy.blank("en").vocab
POS = {"V": "VERB", "N": "NOUN", "P": "PROPN", "A": "ADJ", "I": "ADP", "D": "DET", "R": "PRON", "W": "SCONJ"}
TAGS = {
    "V": "VBD",
    "N": "NN",
    "P": "NNP",
    "A": "JJ",
    "I": "IN",
    "D": "DT",
    "R": "PRP",
    "W": "WRB",
    "X": "PRP$",
}


def find_place(words: str, trigger: str, heads: list[int], deps: str, pos: str, *, lemmas: str = ""):
    """The place of the act at a word of a parse by hand; every name is taken for a place."""
    tokens = words.split()
    labels = ["B-GPE" if letter == "P" else "O" for letter in pos]
    doc = Doc(
        VOCAB,
        words=tokens,
        heads=heads,
        deps=deps.split(),
        pos=[POS.get(letter, "PRON") for letter in pos],
        tags=[TAGS[letter] for letter in pos],
        lemmas=lemmas.split() or [word.lower() for word in tokens],
        ents=labels,
        sent_starts=[True, *[False] * (len(tokens) - 1)],
    )
    passage = Passage(doc=doc, document_id="d1", published_on=date(2024, 11, 21))
    place = choose_place(passage, doc[tokens.index(trigger)], find_place_mentions(passage, ENGLISH), ENGLISH)
    return place and (place.name, place.country, place.precision, place.role)


@pytest.mark.parametrize(
    ("verb", "lemma", "country"), [("violated", "violate", "NOR"), ("closed", "close", "RUS")]
)
def test_who_violates_airspace_does_not_own_it_and_who_closes_it_does(verb, lemma, country):
    place = find_place(
        f"Norway says Russia {verb} its airspace",
        verb,
        [1, 1, 3, 1, 5, 3],
        "nsubj ROOT nsubj ccomp poss dobj",
        "PVPVXN",
        lemmas=f"Norway say Russia {lemma} its airspace",
    )
    assert place is not None
    assert place[1:] == (country, "country", "act")


def test_the_country_is_the_one_the_sentence_is_about():
    place = find_place(
        "Sweden protested after balloons entered the country",
        "entered",
        [1, 1, 4, 4, 1, 6, 4],
        "nsubj ROOT mark nsubj advcl det dobj",
        "PVINVDN",
        lemmas="Sweden protest after balloon enter the country",
    )
    assert place is not None
    assert place[1] == "SWE"


def test_ground_of_a_group_that_owns_it_has_no_country():
    place = find_place(
        "Norway says rebels burned their base",
        "burned",
        [1, 1, 3, 1, 5, 3],
        "nsubj ROOT nsubj ccomp poss dobj",
        "PVNVXN",
        lemmas="Norway say rebel burn their base",
    )
    assert place is None


def test_a_state_of_emergency_is_in_the_state_that_declares_it():
    place = find_place(
        "Lithuania declares a state of emergency",
        "declares",
        [1, 1, 3, 1, 3, 4],
        "nsubj ROOT det dobj prep pobj",
        "PVDNIN",
        lemmas="Lithuania declare a state of emergency",
    )
    assert place is not None
    assert place[1] == "LTU"


def test_an_embassy_is_not_in_the_country_it_stands_for():
    words, deps = "Rioters attacked the Russian embassy", "nsubj ROOT det amod dobj"
    lemmas = "rioter attack the Russian embassy"
    assert find_place(words, "attacked", [1, 1, 4, 4, 1], deps, "NVDAN", lemmas=lemmas) is None
    base = find_place(
        words.replace("embassy", "base"),
        "attacked",
        [1, 1, 4, 4, 1],
        deps,
        "NVDAN",
        lemmas=lemmas.replace("embassy", "base"),
    )
    assert base is not None
    assert base[1] == "RUS"


@pytest.mark.parametrize(("noun", "country"), [("strike", "SYR"), ("sanction", None)])
def test_a_country_is_the_place_of_the_strike_on_it_and_of_no_sanction(noun, country):
    place = find_place(
        f"They condemned the {noun} on Syria",
        noun,
        [1, 1, 3, 1, 3, 4],
        "nsubj ROOT det dobj prep pobj",
        "RVDNIP",
    )
    assert (place and place[1]) == country


def test_what_came_after_talks_was_not_where_they_talked():
    place = find_place(
        "The strike came after debate in Washington",
        "strike",
        [1, 2, 2, 2, 3, 4, 5],
        "det nsubj ROOT prep pobj prep pobj",
        "DNVINIP",
    )
    assert place is None


def test_what_was_done_there_is_where_one_went():
    place = find_place(
        "She stayed in Delhi where he met envoys",
        "met",
        [1, 1, 1, 2, 6, 6, 3, 6],
        "nsubj ROOT prep pobj advmod nsubj relcl dobj",
        "RVIPWRVN",
        lemmas="she stay in Delhi where he meet envoy",
    )
    assert place is not None
    assert place[0] == "Delhi"


def test_the_only_country_of_the_clause_is_the_place():
    """The place hangs on a noun that is an act of its own and stands after "to"."""
    place = find_place(
        "Judges sentenced him to imprisonment in Minsk",
        "sentenced",
        [1, 1, 1, 1, 3, 4, 5],
        "nsubj ROOT dobj prep pobj prep pobj",
        "NVRINIP",
        lemmas="judge sentence he to imprisonment in Minsk",
    )
    assert place is not None
    assert place[1] == "BLR"


def test_blasts_are_where_they_were_reported():
    place = find_place(
        "Blasts were reported in Kyiv",
        "Blasts",
        [2, 2, 2, 2, 3],
        "nsubjpass auxpass ROOT prep pobj",
        "NVVIP",
        lemmas="blast be report in Kyiv",
    )
    assert place is not None
    assert place[0] == "Kyiv"


def test_who_was_killed_after_a_town_was_shelled_was_killed_there():
    place = find_place(
        "Two were killed after Izium was shelled",
        "killed",
        [2, 2, 2, 6, 6, 6, 2],
        "nsubjpass auxpass ROOT mark nsubjpass auxpass advcl",
        "NVVWPVV",
        lemmas="two be kill after Izium be shell",
    )
    assert place is not None
    assert place[0] == "Izium"


def test_who_was_jailed_after_a_town_was_shelled_was_not_jailed_there():
    place = find_place(
        "Two were jailed after Izium was shelled",
        "jailed",
        [2, 2, 2, 6, 6, 6, 2],
        "nsubjpass auxpass ROOT mark nsubjpass auxpass advcl",
        "NVVWPVV",
        lemmas="two be jail after Izium be shell",
    )
    assert place is None


@pytest.mark.parametrize(
    ("party", "expected"), [("Poland", ("Poland", "POL", "country", "arrest")), ("Nobody", None)]
)
def test_a_state_arrests_at_home(party, expected):
    place = find_place(
        f"{party} arrested spies",
        "arrested",
        [1, 1, 1],
        "nsubj ROOT dobj",
        "PVN",
        lemmas=f"{party} arrest spy",
    )
    assert place == expected
