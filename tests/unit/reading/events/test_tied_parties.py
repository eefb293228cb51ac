"""Parties named by what they are tied to: lists, packages, flags, kin, places, the harm told beside."""

import pytest
from event_parses import make_passage

from tocsin.languages import load_language
from tocsin.reading.events import find_events

PACKAGE = (
    "The 1 det DT",
    "Council 2 nsubj NNP ORG",
    "adopts 2 ROOT VBZ adopt",
    "a 5 det DT",
    "sanctions 5 compound NNS sanction",
    "package 2 dobj NN",
    "against 5 prep IN",
    "Russia 6 pobj NNP GPE",
    ". 2 punct .",
)
LISTED = (
    "India 1 nsubj NNP GPE",
    "announces 1 ROOT VBZ announce",
    "measures 1 dobj NNS measure",
    "targeting 2 acl VBG target",
    "Pakistan 3 dobj NNP GPE",
    "including 3 prep VBG include",
    "closing 5 pcomp VBG close",
    "the 8 det DT",
    "border 6 dobj NN",
    ". 1 punct .",
)
CHARGED = (
    "A 1 det DT",
    "pastor 2 nsubj NN",
    "faces 2 ROOT VBZ face",
    "espionage 4 compound NN",
    "charges 2 dobj NNS charge",
    ". 2 punct .",
)
SEPARATISTS = (
    "A 1 det DT",
    "soldier 3 nsubjpass NN",
    "is 3 auxpass VBZ be",
    "killed 3 ROOT VBN kill",
    "by 3 agent IN",
    "Russian 7 amod JJ NORP",
    "separatist 7 compound NN",
    "forces 9 compound NNS force",
    "artillery 9 compound NN",
    "fire 4 pobj NN",
    ". 3 punct .",
)
FLAGGED = (
    "The 1 det DT",
    "army 2 nsubj NN",
    "seizes 2 ROOT VBZ seize",
    "the 5 det DT",
    "Panamanian-flagged 5 amod JJ",
    "tanker 2 dobj NN",
    ". 2 punct .",
)
KIN = (
    "The 1 det DT",
    "father 5 nsubj NN",
    "of 1 prep IN",
    "a 4 det DT",
    "Jordanian 2 pobj NNP NORP",
    "pleaded 5 ROOT VBD plead",
    "with 5 prep IN",
    "the 8 det DT",
    "rebels 6 pobj NNS rebel",
    ". 5 punct .",
)
TIED = (
    "Miners 3 nsubj NNS miner",
    "in 0 prep IN",
    "France 1 pobj NNP GPE",
    "protest 3 ROOT VBP",
    ". 3 punct .",
)


def read(rows):
    """The events of a parse by their words: countries, or names where no country is known, of both sides."""
    passage = make_passage(*rows)
    sides = {}
    for event in find_events(passage, (), load_language("en")):
        word = passage.text[event.trigger.start : event.trigger.end]
        sides[word] = tuple(
            [party.country or party.name for party in side] for side in (event.actors, event.recipients)
        )
    return sides


@pytest.mark.parametrize(
    ("rows", "word", "actors", "recipients"),
    [
        (PACKAGE, "sanctions", ["The Council"], ["RUS"]),
        (LISTED, "closing", ["IND"], ["PAK"]),
        (CHARGED, "espionage", ["A pastor"], []),
        (SEPARATISTS, "killed", ["Russian separatist forces"], ["A soldier"]),
        (FLAGGED, "seizes", ["The army"], ["PAN"]),
        (KIN, "pleaded", ["JOR"], ["the rebels"]),
        (TIED, "protest", ["FRA"], []),
    ],
)
def test_parties_are_of_what_they_are_tied_to(rows, word, actors, recipients):
    assert read(rows)[word] == (actors, recipients)


def test_migrants_are_not_of_the_country_they_come_to():
    rows = (
        "Migrants 1 nsubj NNS migrant",
        "crossed 1 ROOT VBD cross",
        "the 3 det DT",
        "border 1 dobj NN",
        "in 1 prep IN",
        "Lithuania 4 pobj NNP GPE",
        ". 1 punct .",
    )
    assert all("LTU" not in actors for actors, _ in read(rows).values())
