import pytest
from event_parses import (
    ACCUSED_OF,
    AGREED,
    ARREST_OF,
    BOMBED_BY,
    DRONES_ENTERED,
    EXPULSION,
    FOILED,
    KILLED_IN,
    LIGHT_VERB,
    POSSESSOR,
    PRONOUN,
    SAID_ATTACKED,
    SHARED_OBJECT,
    make_passage,
    read_parties,
)

from tocsin.languages import load_language
from tocsin.reading.events.participants import find_participants
from tocsin.reading.events.triggers import find_triggers

ENGLISH = load_language("en")


@pytest.mark.parametrize(
    ("rows", "word", "actors", "recipients"),
    [
        (EXPULSION, "expelled", ["Warsaw"], ["three Russian diplomats"]),
        (BOMBED_BY, "bombed", ["Russian"], ["The depot"]),
        (SAID_ATTACKED, "attacked", ["Moscow"], ["the port"]),
        (LIGHT_VERB, "strikes", ["Moscow"], ["Kyiv"]),
        (ACCUSED_OF, "accused", ["Berlin"], ["Minsk"]),
        (ACCUSED_OF, "sabotaging", ["Minsk"], ["the railway"]),
        (KILLED_IN, "killed", ["Ukrainian"], ["At least four soldiers"]),
        (SHARED_OBJECT, "abducted", ["Rebels"], ["journalists"]),
        (SHARED_OBJECT, "tortured", ["Rebels"], ["journalists"]),
        (POSSESSOR, "attack", ["Russia"], ["Odesa"]),
        (ARREST_OF, "arrest", ["Polish police"], ["two activists"]),
        (AGREED, "agreed", ["Turkey", "Iraq"], ["Turkey", "Iraq"]),
    ],
)
def test_parties_stand_on_their_sides(rows, word, actors, recipients):
    assert read_parties(rows)[word] == (actors, recipients)


def test_airspace_stands_for_the_state_it_belongs_to():
    assert read_parties(DRONES_ENTERED)["entered"][1] == ["Polish"]


def test_pronoun_stands_for_the_speaker_that_fits():
    assert read_parties(PRONOUN)["expelled"][0] == ["Norway"]


def test_passive_without_agent_has_no_actor():
    rows = (
        "Activists 2 nsubjpass NNS activist",
        "were 2 auxpass VBD be",
        "arrested 2 ROOT VBN arrest",
        ". 2 punct .",
    )
    assert read_parties(rows)["arrested"] == ([], ["Activists"])


def test_relative_clause_takes_the_noun_before_it_and_leaves_the_name_short():
    rows = (
        "The 1 det DT",
        "soldiers 6 nsubj NNS soldier",
        "who 3 nsubj WP",
        "attacked 1 relcl VBD attack",
        "the 5 det DT",
        "base 3 dobj NN",
        "fled 6 ROOT VBD flee",
    )
    assert read_parties(rows)["attacked"] == (["The soldiers"], ["the base"])


def test_coordinated_peoples_are_two_actors():
    rows = (
        "Indian 3 amod JJ NORP",
        "and 0 cc CC",
        "Pakistani 0 conj JJ NORP",
        "forces 4 nsubj NNS force",
        "attacked 4 ROOT VBD attack",
        "rebels 4 dobj NNS rebel",
    )
    assert read_parties(rows)["attacked"][0] == ["Indian", "Pakistani forces"]


def test_span_of_a_participant_quotes_its_name():
    passage = make_passage(*EXPULSION)
    (trigger,) = find_triggers(passage, ENGLISH)
    for side in find_participants(passage, trigger, ENGLISH):
        for one in side:
            assert passage.doc.text[one.span.start : one.span.end] == one.name


def test_countries_come_with_the_names():
    passage = make_passage(*EXPULSION)
    (trigger,) = find_triggers(passage, ENGLISH)
    actors, recipients = find_participants(passage, trigger, ENGLISH)
    assert [one.country for one in (*actors, *recipients)] == ["POL", "RUS"]


def test_circular_parse_ends():
    rows = ("strikes 1 conj VBZ strike", "attack 2 conj VB attack", "troops 2 ROOT NNS troop")
    assert isinstance(read_parties(rows), dict)


def test_instrument_is_no_recipient():
    rows = (
        "Rebels 1 nsubj NNS rebel",
        "attacked 1 ROOT VBD attack",
        "the 3 det DT",
        "base 1 dobj NN",
        "with 1 prep IN",
        "Grad 6 compound NNP ORG",
        "rockets 4 pobj NNS rocket",
    )
    assert read_parties(rows)["attacked"] == (["Rebels"], ["the base"])


def test_ships_deployed_name_the_state_that_deployed_them():
    rows = (
        "Chinese 1 amod JJ NORP",
        "warships 3 nsubjpass NNS warship",
        "were 3 auxpass VBD be",
        "deployed 3 ROOT VBN deploy",
        "near 3 prep IN",
        "military 6 amod JJ",
        "islands 4 pobj NNS island",
    )
    assert read_parties(rows)["deployed"] == (["Chinese"], [])


def test_who_foils_a_plot_is_not_its_actor():
    nobody = ([], ["the minister"])
    assert read_parties(FOILED) == {"foiled": nobody, "assassinate": nobody}


SEEN = (
    "Several 1 amod JJ",
    "people 3 nsubj NNS people",
    "had 3 aux VBD have",
    "seen 3 ROOT VBN see",
    "{owner} 5 amod JJ {kind}",
    "drones 3 dobj NNS drone",
    "over 3 prep IN",
    "the 8 det DT",
    "airport 6 pobj NN",
)


@pytest.mark.parametrize(("owner", "kind", "actors"), [("large", "", []), ("Russian", "NORP", ["Russian"])])
def test_whoever_sees_an_act_does_not_do_it(owner, kind, actors):
    found = read_parties([row.format(owner=owner, kind=kind).strip() for row in SEEN])
    assert found["seen"][0] == actors
