import pytest

from tocsin.languages import load_language
from tocsin.model import SpeechAct

WORDS = load_language("en").postures


def judge(sentence):
    return [(posture.code, posture.modality) for posture in WORDS.find(sentence)]


@pytest.mark.parametrize(
    ("sentence", "posture", "modality"),
    [
        ("A pre-emptive strike could be considered.", "pre_emptive", "could"),
        ("The alliance is considering a pre-emptive strike.", "pre_emptive", "considered"),
        ("No pre-emptive strike has been decided.", "pre_emptive", "denied"),
        ("The alliance will not strike first.", "pre_emptive", "would_not"),
        ("The government will impose sanctions.", "deterrence_punishment", "decided"),
        ("The Union has imposed sanctions.", "deterrence_punishment", "done"),
        ("The Union should impose sanctions.", "deterrence_punishment", "should"),
        ("The minister did not rule out sanctions.", "deterrence_punishment", "could"),
        ("She has no plans to talk to Ruritania.", "negotiate", "would_not"),
        ("All sides must show restraint.", "de_escalate", "should"),
        ("We are ready to reinforce the eastern flank.", "deterrence_denial", "could"),
    ],
)
def test_posture_and_modality_are_told_by_the_nearest_words(sentence, posture, modality):
    assert (posture, modality) in judge(sentence)


def test_what_could_be_is_never_shown_as_what_will_be():
    assert judge("It could, and some say it will, negotiate.")[0][1] == "could"


def test_a_condition_is_no_position():
    assert judge("If they escalate, everyone loses.") == []


def test_talk_about_a_strike_wants_none():
    assert judge("She condemned remarks about a possible pre-emptive strike.") == []


def test_a_clause_without_a_telling_word_takes_no_position():
    assert judge("Dialogue, said the envoy.") == []


def test_a_refusal_of_war_without_a_telling_word_is_a_wish_and_no_decision():
    assert judge("Ruritania: not at war with anybody.") == [("reject_escalation", "should")]


def test_talk_about_a_strike_by_another_wants_none():
    assert (
        judge("She regards remarks by the chair of the committee about a pre-emptive strike as rash.") == []
    )


FIRM_WORDS = [
    "The Union will impose sanctions on Ruritania",
    "The Union has imposed sanctions on Ruritania",
    "The alliance decided to deploy troops to the border",
    "We’ll continue to provide military aid",
    "She announced that the Union would impose sanctions",
    "The ministers are negotiating a ceasefire",
    "The envoy will hold talks with Ruritania",
]
OPEN_WORDS = [
    "and the ministers could go further",
    "which may be enough",
    "and they should think about more",
    "if necessary",
    "and all options remain on the table",
    "as the council is considering",
    "but nothing must be rushed",
    "and others are ready to follow",
    "while a second step is not ruled out",
    "whether or not Ruritania asks for it",
]


@pytest.mark.parametrize("words", FIRM_WORDS)
def test_firm_words_alone_are_firm(words):
    assert {modality for _, modality in judge(words + ".")} <= {"done", "decided"}
    assert judge(words + ".")


@pytest.mark.parametrize("words", FIRM_WORDS)
@pytest.mark.parametrize("beside", OPEN_WORDS)
def test_no_sentence_with_an_open_word_is_shown_as_done_or_decided(words, beside):
    for sentence in (f"{words}, {beside}.", f"{words} {beside}."):
        assert not {modality for _, modality in judge(sentence)} & {"done", "decided"}


@pytest.mark.parametrize(
    ("sentence", "modality"),
    [
        ("As soon as possible we will impose sanctions.", "decided"),
        ("The Union imposed sanctions in May.", "done"),
        ("They threaten to impose sanctions.", "could"),
        ("It would consider sanctions.", "could"),
        ("Sanctions are on the table.", "could"),
        ("The agreement on sanctions will hold.", "decided"),
        ("She would like to lift the sanctions.", "should"),
        ("He seeks a ceasefire.", "should"),
    ],
)
def test_the_governing_words_tell(sentence, modality):
    assert judge(sentence)[0][1] == modality


def test_what_stands_under_an_asking_title_is_asked_for():
    (posture,) = WORDS.find(
        "The package will provide military aid.", under="Palace calls on the house to pay"
    )
    assert posture.modality == "should"


@pytest.mark.parametrize(
    ("act", "modality", "weighed"),
    [
        (SpeechAct.DENY, "decided", "denied"),
        (SpeechAct.REFUSE, "could", "would_not"),
        (SpeechAct.DEMAND, "done", "should"),
        (SpeechAct.SAY, "could", "could"),
    ],
)
def test_the_act_of_saying_weighs_on_the_modality(act, modality, weighed):
    assert WORDS.modalities.weigh_act(modality, act) == weighed
