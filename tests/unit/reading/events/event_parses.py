"""Parses built by hand for the tests of events: a row is word, head, relation, tag, lemma, kind of name."""

from datetime import date

import spacy
from spacy.tokens import Doc

from tocsin.languages import load_language
from tocsin.reading.events.participants import find_participants
from tocsin.reading.events.triggers import find_triggers
from tocsin.reading.passage import Passage

ENGLISH = load_language("en")

PARTS = {
    "NN": "NOUN",
    "NNS": "NOUN",
    "NNP": "PROPN",
    "NNPS": "PROPN",
    "PRP": "PRON",
    "PRP$": "PRON",
    "JJ": "ADJ",
    "IN": "ADP",
    "TO": "PART",
    "DT": "DET",
    "CD": "NUM",
    "CC": "CCONJ",
    "RB": "ADV",
    "RP": "ADP",
    ".": "PUNCT",
    ",": "PUNCT",
    "POS": "PART",
    "WDT": "PRON",
    "WP": "PRON",
    "HYPH": "PUNCT",
}


def make_passage(*rows):
    """A passage of one parse; a row is "word head relation tag [lemma] [KIND OF NAME]"."""
    cells = [row.split() for row in rows]
    extras = [cell[4:] for cell in cells]
    names = [next((extra for extra in extra_cells if extra.isupper()), "") for extra_cells in extras]
    lemmas = [
        next((extra for extra in extra_cells if not extra.isupper()), cell[0].lower())
        for cell, extra_cells in zip(cells, extras, strict=True)
    ]
    tags = [cell[3] for cell in cells]
    doc = Doc(
        spacy.blank("en").vocab,
        words=[cell[0] for cell in cells],
        heads=[int(cell[1]) for cell in cells],
        deps=[cell[2] for cell in cells],
        tags=tags,
        pos=["AUX" if cell[2] in ("aux", "auxpass") else PARTS.get(cell[3], "VERB") for cell in cells],
        lemmas=lemmas,
        ents=[f"B-{name}" if name else "O" for name in names],
    )
    return Passage(doc=doc, document_id="d", published_on=date(2025, 9, 10))


EXPULSION = (
    "Warsaw 1 nsubj NNP GPE",
    "expelled 1 ROOT VBD expel",
    "three 4 nummod CD CARDINAL",
    "Russian 4 amod JJ NORP",
    "diplomats 1 dobj NNS diplomat",
    ". 1 punct .",
)
DEPORTATION = (
    "Warsaw 1 nsubj NNP GPE",
    "expelled 1 ROOT VBD expel",
    "three 3 nummod CD CARDINAL",
    "migrants 1 dobj NNS migrant",
)
BOMBED_BY = (
    "The 1 det DT",
    "depot 3 nsubjpass NN",
    "was 3 auxpass VBD be",
    "bombed 3 ROOT VBN bomb",
    "by 3 agent IN",
    "Russian 6 amod JJ NORP",
    "drones 4 pobj NNS drone",
    ". 3 punct .",
)
SAID_ATTACKED = (
    "Kyiv 1 nsubj NNP GPE",
    "said 1 ROOT VBD say",
    "Moscow 3 nsubj NNP GPE",
    "attacked 1 ccomp VBD attack",
    "the 5 det DT",
    "port 3 dobj NN",
    ". 1 punct .",
)
LIGHT_VERB = (
    "Moscow 1 nsubj NNP GPE",
    "launched 1 ROOT VBD launch",
    "missile 3 compound NN",
    "strikes 1 dobj NNS strike",
    "on 3 prep IN",
    "Kyiv 4 pobj NNP GPE",
    ". 1 punct .",
)
ACCUSED_OF = (
    "Berlin 1 nsubj NNP GPE",
    "accused 1 ROOT VBD accuse",
    "Minsk 1 dobj NNP GPE",
    "of 1 prep IN",
    "sabotaging 3 pcomp VBG sabotage",
    "the 6 det DT",
    "railway 4 dobj NN",
    ". 1 punct .",
)
KILLED_IN = (
    "At 2 advmod RB",
    "least 2 advmod JJ",
    "four 3 nummod CD",
    "soldiers 5 nsubjpass NNS soldier",
    "were 5 auxpass VBD be",
    "killed 5 ROOT VBN kill",
    "in 5 prep IN",
    "a 10 det DT",
    "Ukrainian 10 amod JJ NORP",
    "drone 10 compound NN",
    "strike 6 pobj NN",
    ". 5 punct .",
)
BUDGET = (
    "The 1 det DT",
    "minister 2 nsubj NN",
    "attacked 2 ROOT VBD attack",
    "the 4 det DT",
    "budget 2 dobj NN",
    ". 2 punct .",
)
SHARED_OBJECT = (
    "Rebels 1 nsubj NNS rebel",
    "abducted 1 ROOT VBD abduct",
    "and 1 cc CC",
    "tortured 1 conj VBD torture",
    "journalists 3 dobj NNS journalist",
    ". 1 punct .",
)
DRONES_ENTERED = (
    "Up 2 quantmod IN",
    "to 2 quantmod TO",
    "20 3 nummod CD",
    "drones 4 nsubj NNS drone",
    "entered 4 ROOT VBD enter",
    "Polish 6 amod JJ NORP",
    "airspace 4 dobj NN",
    ". 4 punct .",
)
AGREED = (
    "Turkey 3 nsubj NNP GPE",
    "and 0 cc CC",
    "Iraq 0 conj NNP GPE",
    "agreed 3 ROOT VBD agree",
    "to 5 aux TO",
    "cooperate 3 xcomp VB cooperate",
    "on 5 prep IN",
    "sanctions 6 pobj NNS sanction",
    ". 3 punct .",
)
PRONOUN = (
    "Norway 1 nsubj NNP GPE",
    "said 1 ROOT VBD say",
    "it 4 nsubj PRP",
    "had 4 aux VBD have",
    "expelled 1 ccomp VBN expel",
    "two 6 nummod CD",
    "diplomats 4 dobj NNS diplomat",
    ". 1 punct .",
)
FOILED = (
    "Police 1 nsubj NNS police",
    "foiled 1 ROOT VBD foil",
    "a 3 det DT",
    "plot 1 dobj NN",
    "to 5 aux TO",
    "assassinate 3 acl VB assassinate",
    "the 7 det DT",
    "minister 5 dobj NN",
    ". 1 punct .",
)
CABLE = (
    "An 2 det DT",
    "undersea 2 compound NN",
    "cable 4 nsubjpass NN",
    "was 4 auxpass VBD be",
    "cut 4 ROOT VBN cut",
    "in 4 prep IN",
    "the 8 det DT",
    "Baltic 8 compound NNP LOC",
    "Sea 5 pobj NNP LOC",
    ". 4 punct .",
)
POSSESSOR = (
    "Russia 2 poss NNP GPE",
    "'s 0 case POS",
    "attack 5 nsubj NN",
    "on 2 prep IN",
    "Odesa 3 pobj NNP GPE",
    "continued 5 ROOT VBD continue",
    ". 5 punct .",
)
ARREST_OF = (
    "The 1 det DT",
    "arrest 8 nsubj NN",
    "of 1 prep IN",
    "two 4 nummod CD",
    "activists 2 pobj NNS activist",
    "by 1 prep IN",
    "Polish 7 amod JJ NORP",
    "police 5 pobj NN",
    "shocked 8 ROOT VBD shock",
    "diplomats 8 dobj NNS diplomat",
)
FACTORY_FIRE = (
    "Two 1 nummod CD",
    "people 3 nsubjpass NNS",
    "were 3 auxpass VBD be",
    "killed 3 ROOT VBN kill",
    "in 3 prep IN",
    "a 7 det DT",
    "factory 7 compound NN",
    "fire 4 pobj NN",
    ". 3 punct .",
)
SCHOOL_BALL = (
    "The 1 det DT",
    "striker 2 nsubj NN",
    "attacked 2 ROOT VBD attack",
    "the 4 det DT",
    "goal 2 dobj NN",
    "in 2 prep IN",
    "the 7 det DT",
    "match 5 pobj NN",
    ". 2 punct .",
)


def read_parties(rows):
    """The names of actors and recipients by trigger word."""
    passage = make_passage(*rows)
    found = {}
    for trigger in find_triggers(passage, ENGLISH):
        actors, recipients = find_participants(passage, trigger, ENGLISH)
        found[trigger.token.text] = ([one.name for one in actors], [one.name for one in recipients])
    return found
