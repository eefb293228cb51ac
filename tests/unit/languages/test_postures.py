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


def test_a_clause_without_a_telling_word_is_a_wish_and_no_decision():
    assert judge("Dialogue, said the envoy.") == [("negotiate", "should")]


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
