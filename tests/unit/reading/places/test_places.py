from datetime import date

import pytest
import spacy
from spacy.tokens import Doc

from tocsin.languages import load_language
from tocsin.reading.passage import Passage
from tocsin.reading.places import choose_place, find_place_mentions

ENGLISH = load_language("en")
VOCAB = spacy.blank("en").vocab
POS = {"V": "VERB", "N": "NOUN", "P": "PROPN", "A": "ADJ", "I": "ADP", "D": "DET", "X": "PUNCT", "C": "CCONJ"}


def make_passage(
    words: str, heads: list[int], deps: str, pos: str, *, ents: str = "", lemmas: str = ""
) -> Passage:
    """A parse by hand: `pos` in one letter a word, `ents` as "label:start-end"."""
    tokens = words.split()
    labels = ["O"] * len(tokens)
    for entity in ents.split():
        label, _, bounds = entity.partition(":")
        start, _, end = bounds.partition("-")
        for i in range(int(start), int(end)):
            labels[i] = ("B-" if i == int(start) else "I-") + label
    doc = Doc(
        VOCAB,
        words=tokens,
        heads=heads,
        deps=deps.split(),
        pos=[POS[letter] for letter in pos],
        tags=["VBD" if letter == "V" else "NN" for letter in pos],
        lemmas=lemmas.split() or tokens,
        ents=labels,
        sent_starts=[True, *[False] * (len(tokens) - 1)],
    )
    return Passage(doc=doc, document_id="d1", offset=10, published_on=date(2024, 11, 21))


def find_place(passage: Passage, trigger: int):
    return choose_place(passage, passage.doc[trigger], find_place_mentions(passage, ENGLISH), ENGLISH)


def test_what_talks_are_about_is_not_where_they_are_held():
    passage = make_passage(
        "Envoys held talks on ending war in Ukraine",
        [1, 1, 1, 2, 3, 4, 5, 6],
        "nsubj ROOT dobj prep pcomp dobj prep pobj",
        "NVNIVNIP",
        ents="GPE:7-8",
        lemmas="envoy hold talk on end war in Ukraine",
    )
    assert find_place(passage, 2) is None


def test_place_after_in_is_where_it_happened():
    passage = make_passage(
        "Drones struck depots in Kharkiv",
        [1, 1, 1, 1, 3],
        "nsubj ROOT dobj prep pobj",
        "NVNIP",
        ents="GPE:4-5",
    )
    place = find_place(passage, 1)
    assert place is not None
    assert (place.name, place.country, place.precision, place.role) == ("Kharkiv", "UKR", "settlement", "act")
    assert passage.doc.text[place.span.start - 10 : place.span.end - 10] == "Kharkiv"


def test_country_stays_a_country():
    passage = make_passage(
        "Shells fell in Ukraine", [1, 1, 1, 2], "nsubj ROOT prep pobj", "NVIP", ents="GPE:3-4"
    )
    place = find_place(passage, 1)
    assert place is not None
    assert (place.country, place.precision) == ("UKR", "country")


def test_sea_is_a_place_without_a_country():
    passage = make_passage(
        "Cables broke in the Baltic Sea",
        [1, 1, 1, 5, 5, 2],
        "nsubj ROOT prep det compound pobj",
        "NVIDPP",
        ents="LOC:3-6",
    )
    place = find_place(passage, 1)
    assert place is not None
    assert (place.country, place.precision) == (None, "sea_area")


def test_airspace_acted_on_is_the_scene():
    passage = make_passage(
        "Jets violated Estonian airspace", [1, 1, 3, 1], "nsubj ROOT amod dobj", "NVAN", ents="NORP:2-3"
    )
    place = find_place(passage, 1)
    assert place is not None
    assert place.country == "EST"


def test_metonym_is_no_place():
    passage = make_passage(
        "Moscow denied strikes",
        [1, 1, 1],
        "nsubj ROOT dobj",
        "PVN",
        ents="GPE:0-1",
        lemmas="Moscow deny strike",
    )
    assert [mention.is_literal for mention in find_place_mentions(passage, ENGLISH)] == [False]
    assert find_place(passage, 1) is None


def test_recipient_country_is_not_the_place():
    passage = make_passage(
        "Russia attacked Ukraine",
        [1, 1, 1],
        "nsubj ROOT dobj",
        "PVP",
        ents="GPE:0-1 GPE:2-3",
        lemmas="Russia attack Ukraine",
    )
    assert find_place(passage, 1) is None


def test_town_attacked_is_the_place():
    passage = make_passage(
        "Drones attacked Odesa",
        [1, 1, 1],
        "nsubj ROOT dobj",
        "NVP",
        ents="GPE:2-3",
        lemmas="drone attack Odesa",
    )
    place = find_place(passage, 1)
    assert place is not None
    assert place.country == "UKR"


def test_name_inside_a_body_is_no_place():
    passage = make_passage(
        "The Bank of Finland fell",
        [1, 4, 1, 2, 4],
        "det nsubj prep pobj ROOT",
        "DPIPV",
        ents="ORG:0-4",
    )
    assert find_place_mentions(passage, ENGLISH) == ()


def test_place_of_saying_does_not_place_what_is_said():
    passage = make_passage(
        "Officials said in Kyiv drones hit depots",
        [1, 1, 1, 2, 5, 1, 5],
        "nsubj ROOT prep pobj nsubj ccomp dobj",
        "NVIPNVN",
        ents="GPE:3-4",
        lemmas="official say in Kyiv drone hit depot",
    )
    assert find_place(passage, 5) is None


def test_country_after_the_comma_tells_which_town():
    passage = make_passage(
        "Shots fell near Wyryki , Poland",
        [1, 1, 1, 2, 3, 3],
        "nsubj ROOT prep pobj punct appos",
        "NVIPXP",
        ents="GPE:3-4 GPE:5-6",
    )
    place = find_place(passage, 1)
    assert place is not None
    assert (place.name, place.country) == ("Wyryki", "POL")


def test_unknown_name_is_not_placed():
    passage = make_passage(
        "Shots fell in Zzyqqx", [1, 1, 1, 2], "nsubj ROOT prep pobj", "NVIP", ents="GPE:3-4"
    )
    assert find_place(passage, 1) is None


def test_missiles_from_a_place_were_launched_there():
    passage = make_passage(
        "Crews launched missiles from Kaliningrad",
        [1, 1, 1, 1, 3],
        "nsubj ROOT dobj prep pobj",
        "NVNIP",
        ents="GPE:4-5",
        lemmas="crew launch missile from Kaliningrad",
    )
    place = find_place(passage, 1)
    assert place is not None
    assert (place.role, place.country) == ("launch", "RUS")


def test_arrest_has_its_own_role():
    passage = make_passage(
        "Police arrested men in Riga",
        [1, 1, 1, 1, 3],
        "nsubj ROOT dobj prep pobj",
        "NVNIP",
        ents="GPE:4-5",
        lemmas="police arrest man in Riga",
    )
    place = find_place(passage, 1)
    assert place is not None
    assert place.role == "arrest"


def test_parties_of_a_tie_are_no_place():
    passage = make_passage(
        "Talks between Poland and Belarus ended",
        [5, 0, 1, 2, 2, 5],
        "nsubj prep pobj cc conj ROOT",
        "NIPCPV",
        ents="GPE:2-3 GPE:4-5",
    )
    assert find_place(passage, 5) is None


@pytest.mark.parametrize("words", ["", "Nothing"])
def test_odd_text_gives_nothing(words):
    size = len(words.split())
    passage = Passage(
        doc=Doc(VOCAB, words=words.split(), sent_starts=[True] * size), document_id="d1", published_on=None
    )
    assert find_place_mentions(passage, ENGLISH) == ()
