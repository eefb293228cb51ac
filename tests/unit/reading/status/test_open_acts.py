"""Acts that are only named, called false, provided for or disowned: parsed by hand, no trained model."""

from datetime import date

import pytest
import spacy
from spacy.tokens import Doc

from tocsin.languages import load_language
from tocsin.reading.passage import Passage
from tocsin.reading.status import judge_status

POS = {"NNS": "NOUN", "NN": "NOUN", "NNP": "PROPN", "MD": "AUX", "JJ": "ADJ", "RB": "ADV", "RP": "ADP"}
POS |= {"IN": "ADP", "DT": "DET", "PRP": "PRON", "PRP$": "PRON", "WP": "PRON", "CC": "CCONJ", "CD": "NUM"}
POS |= {"TO": "PART"}
PUBLISHED = date(2025, 10, 15)

# (status, event word, parse as word/tag/relation/head[/lemma] ...)
SENTENCES = [
    (
        "planned",
        "talks",
        "Envoys/NNS/nsubj/1/envoy are/VBP/ROOT/1/be due/JJ/acomp/1 to/TO/aux/4 visit/VB/xcomp/2 "
        "Oslo/NNP/dobj/4 "
        "for/IN/prep/4 talks/NNS/pobj/6/talk ././punct/1",
    ),
    (
        "happened",
        "sabotage",
        "Sailors/NNS/nsubj/1/sailor are/VBP/ROOT/1/be due/JJ/acomp/1 to/TO/aux/4 go/VB/xcomp/2 on/IN/prep/4 "
        "trial/NN/pobj/5 for/IN/prep/4 the/DT/det/9 sabotage/NN/pobj/7 ././punct/1",
    ),
    (
        "unknown",
        "march",
        "Police/NNS/nsubj/1 hired/VBD/ROOT/1/hire vans/NNS/dobj/1/van for/IN/prep/1 a/DT/det/5 "
        "march/NN/pobj/3 ././punct/1",
    ),
    (
        "happened",
        "attack",
        "Two/CD/nummod/1/two guards/NNS/nsubj/2/guard fled/VBD/ROOT/2/flee after/IN/prep/2 an/DT/det/5 "
        "attack/NN/pobj/3 ././punct/2",
    ),
    (
        "happened",
        "strikes",
        "Jets/NNS/nsubj/1/jet launched/VBD/ROOT/1/launch strikes/NNS/dobj/1/strike ././punct/1",
    ),
    (
        "happened",
        "attack",
        "The/DT/det/1/the attack/NN/nsubj/2 closed/VBD/ROOT/2/close the/DT/det/4 port/NN/dobj/2 ././punct/2",
    ),
    (
        "unknown",
        "disrupting",
        "The/DT/det/1/the treaty/NN/nsubj/2 has/VBZ/ROOT/2/have no/DT/det/4 means/NNS/dobj/2/mean "
        "of/IN/prep/4 disrupting/VBG/pcomp/5/disrupt trade/NN/dobj/6 ././punct/2",
    ),
    (
        "happened",
        "cutting",
        "Hackers/NNS/nsubj/1/hacker harmed/VBD/ROOT/1/harm the/DT/det/3 firm/NN/dobj/1 by/IN/prep/1 "
        "cutting/VBG/pcomp/4/cut cables/NNS/dobj/5/cable ././punct/1",
    ),
    (
        "unknown",
        "strike",
        "A/DT/det/1/a strike/NN/nsubj/2 carries/VBZ/ROOT/2/carry the/DT/det/4 risk/NN/dobj/2 "
        "of/IN/prep/4 a/DT/det/7 leak/NN/pobj/5 ././punct/2",
    ),
    (
        "possible",
        "release",
        "The/DT/det/1/the release/NN/nsubj/2 depends/VBZ/ROOT/2/depend on/IN/prep/2 a/DT/det/5 "
        "ransom/NN/pobj/3 ././punct/2",
    ),
    (
        "denied",
        "jamming",
        "The/DT/det/1/the navy/NN/nsubj/2 has/VBZ/ROOT/2/have nothing/NN/dobj/2 to/TO/aux/5 "
        "do/VB/relcl/3 with/IN/prep/5 the/DT/det/8 jamming/NN/pobj/6 ././punct/2",
    ),
    (
        "possible",
        "bombed",
        "Crews/NNS/nsubj/1/crew practised/VBD/ROOT/1/practise the/DT/det/3 night/NN/dobj/1 "
        "after/IN/mark/8 the/DT/det/6 port/NN/nsubjpass/8 is/VBZ/auxpass/8/be bombed/VBN/advcl/1/bomb "
        "././punct/1",
    ),
    (
        "denied",
        "hit",
        "Reports/NNS/nsubj/7/report that/IN/mark/4 a/DT/det/3 missile/NN/nsubj/4 hit/VBD/ccomp/0 "
        "the/DT/det/6 town/NN/dobj/4 are/VBP/ROOT/7/be false/JJ/acomp/7 ././punct/7",
    ),
    (
        "not_happened",
        "visit",
        "Moscow/NNP/nsubj/1 called/VBD/ROOT/1/call off/RP/prt/1 the/DT/det/4 visit/NN/dobj/1 ././punct/1",
    ),
    (
        "planned",
        "seized",
        "The/DT/det/1/the ship/NN/nsubjpass/4 will/MD/aux/4 be/VB/auxpass/4 boarded/VBN/ROOT/4/board "
        "and/CC/cc/4 its/PRP$/poss/7 cargo/NN/nsubj/8 seized/VBD/conj/4/seize ././punct/8",
    ),
    (
        "unknown",
        "blockade",
        "A/DT/det/1/a blockade/NN/ROOT/1 ?/./punct/1 I/PRP/nsubj/4 doubt/VBP/ROOT/4 it/PRP/dobj/4 "
        "././punct/4",
    ),
    (
        "possible",
        "blockade",
        "Among/IN/prep/3/among the/DT/det/2 options/NNS/pobj/0/option is/VBZ/ROOT/3/be a/DT/det/5 "
        "blockade/NN/attr/3 ././punct/3",
    ),
    (
        "possible",
        "left",
        "They/PRP/nsubj/2/they will/MD/aux/2 disarm/VB/ROOT/2 only/RB/advmod/8 after/IN/mark/8 "
        "the/DT/det/6 army/NN/nsubj/8 has/VBZ/aux/8/have left/VBN/advcl/2/leave ././punct/2",
    ),
    (
        "denied",
        "sending",
        "Norway/NNP/nsubj/2 has/VBZ/aux/2/have ruled/VBN/ROOT/2/rule out/RP/prt/2 "
        "sending/VBG/advcl/2/send troops/NNS/dobj/4/troop ././punct/2",
    ),
    (
        "denied",
        "torching",
        "He/PRP/nsubj/1/he pleaded/VBD/ROOT/1/plead not/RB/neg/3 guilty/JJ/acomp/1 to/IN/prep/3 "
        "torching/VBG/pcomp/4/torch the/DT/det/7 depot/NN/dobj/5 ././punct/1",
    ),
    (
        "not_happened",
        "sunk",
        "Not/RB/neg/3/not since/IN/prep/3 1982/CD/pobj/1 had/VBD/ROOT/3/have a/DT/det/5 "
        "submarine/NN/nsubj/6 sunk/VBN/ccomp/3/sink a/DT/det/8 ship/NN/dobj/6 ././punct/3",
    ),
    (
        "unknown",
        "stormed",
        "The/DT/det/1/the Kenyan/NNP/nsubj/2 stormed/VBD/ROOT/2/storm to/IN/prep/2 gold/NN/pobj/3 "
        "././punct/2",
    ),
    (
        "happened",
        "bombed",
        "Jets/NNS/nsubj/1/jet bombed/VBD/ROOT/1/bomb a/DT/det/3 market/NN/dobj/1 ././punct/1",
    ),
    (
        "possible",
        "attacks",
        "Whoever/WP/nsubj/1/whoever attacks/VBZ/csubj/4/attack first/RB/advmod/1 will/MD/aux/4 "
        "lose/VB/ROOT/4 ././punct/4",
    ),
    (
        "threatened",
        "bombardment",
        "Surrender/NN/ROOT/0/surrender or/CC/cc/0 face/NN/conj/0 bombardment/NN/conj/2 ././punct/0",
    ),
    (
        "possible",
        "poison",
        "Sweden/NNP/nsubj/1 bought/VBD/ROOT/1/buy pumps/NNS/dobj/1/pump in/IN/prep/2 case/NN/pobj/3 "
        "saboteurs/NNS/nsubj/6/saboteur poison/VBP/ccomp/1 the/DT/det/8 wells/NNS/dobj/6/well "
        "././punct/1",
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
    )
    token = next(word for word in doc if word.text == event)
    return judge_status(
        Passage(doc=doc, document_id="d", published_on=PUBLISHED), token, (), load_language("en")
    )


@pytest.mark.parametrize(("status", "event", "parse"), SENTENCES)
def test_an_act_is_counted_only_where_something_says_that_it_took_place(status, event, parse):
    assert judge(parse, event).status == status


def test_the_reason_names_the_word_that_leaves_an_act_open():
    named = (
        "Police/NNS/nsubj/1/police hired/VBD/ROOT/1/hire vans/NNS/dobj/1/van for/IN/prep/1 "
        "a/DT/det/5 march/NN/pobj/3"
    )
    assert judge(named, "march").reasons[-1] == "no evidence: 'for' makes it unknown"
