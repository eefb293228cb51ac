"""Acts that are played, set for a day, called to mind or told of nobody: parsed by hand, no trained model."""

from datetime import date

import pytest
import spacy
from spacy.tokens import Doc

from tocsin.languages import load_language
from tocsin.reading.passage import Passage
from tocsin.reading.status import judge_status

POS = {"NNS": "NOUN", "NN": "NOUN", "NNP": "PROPN", "NNPS": "PROPN", "MD": "AUX", "JJ": "ADJ", "RB": "ADV"}
POS |= {"IN": "ADP", "DT": "DET", "PRP": "PRON", "PRP$": "PRON", "CC": "CCONJ", "CD": "NUM", "TO": "PART"}
PUBLISHED = date(2025, 12, 1)

# (status, event word, parse as word/tag/relation/head[/lemma] ...)
SENTENCES = [
    (
        "possible",
        "attacked",
        "During/IN/prep/6 the/DT/det/2 drill/NN/pobj/0 a/DT/det/5 red/JJ/amod/5 team/NN/nsubj/6 "
        "attacked/VBD/ROOT/6/attack the/DT/det/9 power/NN/compound/9 plant/NN/dobj/6 ././punct/6",
    ),
    (
        "possible",
        "seized",
        "In/IN/prep/5 the/DT/det/2 scenario/NN/pobj/0 ,/,/punct/5 rebels/NNS/nsubj/5/rebel "
        "seized/VBD/ROOT/5/seize the/DT/det/7 airport/NN/dobj/5 ././punct/5",
    ),
    (
        "possible",
        "stormed",
        "Umpires/NNP/nsubj/1/Umpires watched/VBD/ROOT/1/watch as/IN/mark/4 marines/NNS/nsubj/4/marine "
        "stormed/VBD/advcl/1/storm the/DT/det/6 beach/NN/dobj/4 ././punct/1",
    ),
    (
        "possible",
        "blockade",
        "The/DT/det/2 next/JJ/amod/2 step/NN/nsubj/3 is/VBZ/ROOT/3/be a/DT/det/5 blockade/NN/attr/3 "
        "of/IN/prep/5 the/DT/det/8 strait/NN/pobj/6 ././punct/3",
    ),
    (
        "possible",
        "attack",
        "In/IN/ROOT/0 the/DT/det/2 event/NN/pobj/0 of/IN/prep/2 an/DT/det/5 attack/NN/pobj/3 the/DT/det/7 "
        "bridge/NN/nsubj/9 will/MD/aux/9 close/VB/relcl/5 ././punct/0",
    ),
    (
        "possible",
        "damages",
        "Anyone/NN/nsubjpass/6 who/WP/nsubj/2 damages/VBZ/relcl/0/damage a/DT/det/4 cable/NN/dobj/2 "
        "is/VBZ/auxpass/6/be fined/VBN/ROOT/6/fin ././punct/6",
    ),
    (
        "planned",
        "patrol",
        "A/DT/det/1 patrol/NN/nsubjpass/8 scheduled/VBN/acl/1/schedule to/TO/aux/4 begin/VB/xcomp/2 "
        "in/IN/prep/4 March/NNP/pobj/5/March was/VBD/auxpass/8/be praised/VBN/ROOT/8/praise ././punct/8",
    ),
    (
        "planned",
        "meet",
        "Ministers/NNS/nsubj/1/minister meet/VBP/ROOT/1 in/IN/prep/1 Oslo/NNP/pobj/2/Oslo on/IN/prep/1 "
        "Thursday/NNP/pobj/4/Thursday ././punct/1",
    ),
    (
        "planned",
        "rally",
        "The/DT/det/1 rally/NN/nsubj/2 is/VBZ/ROOT/2/be to/TO/aux/4 begin/VB/xcomp/2 at/IN/prep/4 "
        "noon/NN/pobj/5 ././punct/2",
    ),
    (
        "denied",
        "hit",
        "It/PRP/nsubj/1 was/VBD/ccomp/12/be not/RB/neg/1 our/PRP$/poss/4 drone/NN/attr/1 that/WDT/nsubj/6 "
        "hit/VBD/relcl/4 the/DT/det/8 house/NN/dobj/6 ,/,/punct/12 the/DT/det/11 army/NN/nsubj/12 "
        "said/VBD/ROOT/12/say ././punct/12",
    ),
    (
        "not_happened",
        "expelling",
        "The/DT/det/1 cabinet/NN/nsubj/2 decided/VBD/ROOT/2/decide against/IN/prep/2 "
        "expelling/VBG/pcomp/3/expel the/DT/det/6 envoy/NN/dobj/4 ././punct/2",
    ),
    (
        "unknown",
        "Detaining",
        "Detaining/VBG/csubj/2/detain protesters/NNS/dobj/0/protester is/VBZ/ROOT/2/be an/DT/det/4 "
        "affront/NN/attr/2 ././punct/2",
    ),
    (
        "happened",
        "cut",
        "Saboteurs/NNS/nsubj/1/saboteur cut/VBP/ROOT/1 the/DT/det/3 cable/NN/dobj/1 after/IN/mark/7 "
        "the/DT/det/6 scenario/NN/nsubj/7 came/VBD/advcl/1/come true/JJ/acomp/7 ././punct/1",
    ),
    (
        "happened",
        "attacked",
        "The/DT/det/1 team/NN/nsubj/2 attacked/VBD/ROOT/2/attack the/DT/det/4 convoy/NN/dobj/2 ././punct/2",
    ),
    (
        "possible",
        "sinks",
        "In/IN/prep/4 2034/CD/pobj/0 a/DT/det/4 frigate/NN/compound/4 sinks/NNS/ROOT/4/sink a/DT/det/6 "
        "tanker/NN/dobj/4 ././punct/4",
    ),
]
# (whether it is history, event word, parse)
DATED = [
    (
        True,
        "wiped",
        "The/DT/det/1 worm/NN/nsubj/8 that/WDT/nsubj/3 wiped/VBD/relcl/1/wipe servers/NNS/dobj/3/server "
        "in/IN/prep/3 June/NNP/pobj/5/June 2017/CD/nummod/6 was/VBD/ROOT/8/be Russian/JJ/acomp/8 ././punct/8",
    ),
    (
        True,
        "hit",
        "It/PRP/nsubj/2 has/VBZ/aux/2/have been/VBN/ROOT/2/be thirty/CD/nummod/4 years/NNS/attr/2/year "
        "since/IN/mark/7 shells/NNS/nsubj/7/shell hit/VBP/advcl/2 the/DT/det/9 town/NN/dobj/7 ././punct/2",
    ),
    (
        True,
        "bombing",
        "The/DT/det/1 town/NN/nsubj/2 marked/VBD/ROOT/2/mark the/DT/det/5 80th/JJ/amod/5 "
        "anniversary/NN/dobj/2 of/IN/prep/5 the/DT/det/8 bombing/NN/pobj/6 ././punct/2",
    ),
    (
        True,
        "invaded",
        "The/DT/det/1 island/NN/nsubjpass/4 has/VBZ/aux/4/have been/VBN/auxpass/4/be split/VBN/ROOT/4 "
        "since/IN/prep/4 1974/CD/pobj/5 ,/,/punct/6 when/WRB/advmod/10 troops/NNS/nsubj/10/troop "
        "invaded/VBD/relcl/6/invade it/PRP/dobj/10 ././punct/4",
    ),
    (
        True,
        "besieged",
        "From/IN/prep/5 1992/CD/pobj/0 to/IN/prep/0 1995/CD/nummod/4 troops/NNS/nsubj/5/troop "
        "besieged/VBD/ROOT/5/besiege the/DT/det/7 city/NN/dobj/5 ././punct/5",
    ),
    (
        False,
        "hit",
        "Thirty/CD/nummod/1 years/NNS/npadvmod/2/year after/IN/prep/7 the/DT/det/4 war/NN/pobj/2 ,/,/punct/7 "
        "shells/NNS/nsubj/7/shell hit/VBD/ROOT/7 the/DT/det/9 town/NN/dobj/7 on/IN/prep/7 "
        "Monday/NNP/pobj/10/Monday ././punct/7",
    ),
]


def judge(parse: str, event: str):
    fields = [word.split("/") for word in parse.split()]
    doc = Doc(
        spacy.blank("en").vocab,
        words=[field[0] for field in fields],
        tags=[field[1] for field in fields],
        pos=["VERB" if field[1].startswith("VB") else POS.get(field[1], "PUNCT") for field in fields],
        deps=[field[2] for field in fields],
        heads=[int(field[3]) for field in fields],
        lemmas=[field[4] if len(field) > 4 else field[0].lower() for field in fields],
        ents=["B-DATE" if field[0].isdecimal() and len(field[0]) == 4 else "O" for field in fields],
    )
    token = next(word for word in doc if word.text == event)
    passage = Passage(doc=doc, document_id="d", published_on=PUBLISHED)
    return judge_status(passage, token, (), load_language("en"))


@pytest.mark.parametrize(("status", "event", "parse"), SENTENCES)
def test_played_coming_and_general_acts_are_told_from_deeds(status, event, parse):
    assert judge(parse, event).status == status


@pytest.mark.parametrize(("is_history", "event", "parse"), DATED)
def test_dated_clauses_are_history(is_history, event, parse):
    assert judge(parse, event).background is is_history
