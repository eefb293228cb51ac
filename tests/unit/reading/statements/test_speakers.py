import pytest
import statement_parses as parses
from statement_parses import make_passage, quote

from tocsin.languages import load_language
from tocsin.model import SpeakerKind
from tocsin.reading.statements import find_statements
from tocsin.reading.statements.naming import clean_name

ENGLISH = load_language("en")


def last_voice(rows):
    return find_statements(make_passage(rows), ENGLISH)[-1].attributions[-1]


@pytest.mark.parametrize(
    ("rows", "kind"),
    [
        (parses.TWO_QUOTES, SpeakerKind.NAMED),
        (parses.SPOKESWOMAN, SpeakerKind.ROLE),
        (parses.POLICE, SpeakerKind.COLLECTIVE),
        (parses.DIPLOMAT, SpeakerKind.ANONYMOUS),
        (parses.SOURCES, SpeakerKind.ANONYMOUS),
        (parses.REPORTEDLY, SpeakerKind.HIDDEN),
    ],
)
def test_kind_says_how_well_the_voice_is_identified(rows, kind):
    assert last_voice(rows).kind is kind


@pytest.mark.parametrize("rows", [parses.PRONOUN, parses.SURNAME])
def test_pronoun_and_surname_resolve_to_the_full_name_met_before(rows):
    assert last_voice(rows).name == "Anna Berg"


def test_relative_pronoun_is_the_speaker_as_written_and_named_by_what_it_refers_to():
    passage = make_passage(parses.WHO)
    voice = find_statements(passage, ENGLISH)[0].attributions[0]
    assert (quote(passage, voice.speaker), voice.name) == ("who", "Anna Berg")


def test_capital_as_speaker_is_its_government():
    voice = last_voice(parses.MOSCOW)
    assert (voice.name, voice.actor_id) == ("Moscow", "RUS.GOV")


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("the Morning Post", "Morning Post"),
        ("Anna Berg’s", "Anna Berg"),
        ("a senior aide", "senior aide"),
        ("U.S.", "U.S."),
    ],
)
def test_name_loses_article_and_possessive_mark_only(text, name):
    assert clean_name(text) == name


def test_title_is_no_part_of_a_persons_name():
    assert clean_name("President Anna Berg", ENGLISH.cues.speakers) == "Anna Berg"


def test_the_newspaper_is_the_medium_named_before():
    assert last_voice(parses.NEWSPAPER).name == "Financial Times"


def test_brussels_as_a_speaker_is_the_union():
    assert last_voice(parses.BRUSSELS).actor_id == "EUU"


def test_he_is_the_unnamed_holder_of_an_office_where_nobody_is_named():
    voice = last_voice(parses.OFFICE_BEFORE)
    assert (voice.name, voice.kind) == ("admiral", SpeakerKind.ROLE)


def test_one_voice_that_says_what_it_fears_has_two_cues_and_is_shown_once():
    passage = make_passage(parses.SAID_FEARED)
    feared = find_statements(passage, ENGLISH)[-1]
    assert [quote(passage, one.cue) for one in feared.attributions] == ["said", "feared"]
    assert {one.name for one in feared.attributions} == {"Anna Berg"}
    assert [quote(passage, one.cue) for one in feared.voices] == ["feared"]
