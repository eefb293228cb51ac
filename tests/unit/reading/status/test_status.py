"""Status of events in sentences parsed by hand: words, tags, relations, heads; no trained model."""

from datetime import date

import pytest
import spacy
from spacy.tokens import Doc

from tocsin.languages import load_language
from tocsin.model import Attribution, EpistemicStatus, EventTime, Form, SpeakerKind, SpeechAct, Statement
from tocsin.reading.passage import Passage
from tocsin.reading.status import Judged, judge_status

POS = {"NNS": "NOUN", "NN": "NOUN", "NNP": "PROPN", "NNPS": "PROPN", "MD": "AUX", "JJ": "ADJ", "RB": "ADV"}
POS |= {"IN": "ADP", "DT": "DET", "PRP": "PRON", "PRP$": "PRON", "CC": "CCONJ", "CD": "NUM", "TO": "PART"}
VOCAB = spacy.blank("en").vocab
COUNTING = {"happened", "ongoing", "reported"}

# (status, event word, parse as word/tag/relation/head[/lemma] ...)
SENTENCES = [
    (
        "happened",
        "cut",
        "Saboteurs/NNS/nsubj/1/saboteur cut/VBD/ROOT/1 two/CD/nummod/3 cables/NNS/dobj/1/cable ././punct/1",
    ),
    (
        "happened",
        "expels",
        "Russia/NNP/nsubj/1/Russia expels/VBZ/ROOT/1/expel four/CD/nummod/3 diplomats/NNS/dobj/1/diplomat "
        "././punct/1",
    ),
    (
        "happened",
        "threatened",
        "The/DT/det/1 minister/NN/nsubj/2 threatened/VBD/ROOT/2/threaten to/TO/aux/4 close/VB/xcomp/2 "
        "the/DT/det/6 border/NN/dobj/4 ././punct/2",
    ),
    (
        "happened",
        "breach",
        "Hackers/NNS/nsubj/1/hacker managed/VBD/ROOT/1/manage to/TO/aux/3 breach/VB/xcomp/1 the/DT/det/5 "
        "plant/NN/dobj/3 ././punct/1",
    ),
    (
        "not_happened",
        "cross",
        "The/DT/det/1 drone/NN/nsubj/4 did/VBD/aux/4/do not/RB/neg/4 cross/VB/ROOT/4 the/DT/det/6 "
        "border/NN/dobj/4 ././punct/4",
    ),
    (
        "not_happened",
        "damaging",
        "The/DT/det/1 ship/NN/nsubj/2 left/VBD/ROOT/2/leave without/IN/prep/2 damaging/VBG/pcomp/3/damage "
        "the/DT/det/6 cable/NN/dobj/4 ././punct/2",
    ),
    (
        "not_happened",
        "derail",
        "Saboteurs/NNS/nsubj/1/saboteur failed/VBD/ROOT/1/fail to/TO/aux/3 derail/VB/xcomp/1 the/DT/det/5 "
        "train/NN/dobj/3 ././punct/1",
    ),
    (
        "not_happened",
        "bomb",
        "Police/NNS/nsubj/1/Police foiled/VBD/ROOT/1/foil a/DT/det/3 plot/NN/dobj/1 to/TO/aux/5 "
        "bomb/VB/advcl/1 the/DT/det/7 plane/NN/dobj/5 ././punct/1",
    ),
    (
        "not_happened",
        "struck",
        "The/DT/det/1 missile/NN/nsubjpass/3 was/VBD/auxpass/3/be intercepted/VBN/ROOT/3/intercept "
        "before/IN/mark/6 it/PRP/nsubj/6 struck/VBD/advcl/3/strike the/DT/det/8 depot/NN/dobj/6 ././punct/3",
    ),
    (
        "denied",
        "cutting",
        "Moscow/NNP/nsubj/1/Moscow denied/VBD/ROOT/1/deny cutting/VBG/xcomp/1/cut the/DT/det/4 "
        "cable/NN/dobj/2 ././punct/1",
    ),
    (
        "denied",
        "dragged",
        "Beijing/NNP/nsubj/1/Beijing rejected/VBD/ROOT/1/reject claims/NNS/dobj/1/claim that/IN/mark/6 "
        "its/PRP$/poss/5 ship/NN/nsubj/6 dragged/VBD/acl/2/drag an/DT/det/8 anchor/NN/dobj/6 ././punct/1",
    ),
    (
        "denied",
        "entered",
        "No/DT/det/1 missile/NN/nsubj/2 entered/VBD/ccomp/8/enter our/PRP$/poss/4 airspace/NN/dobj/2 "
        ",/,/punct/8 the/DT/det/7 ministry/NN/nsubj/8 said/VBD/ROOT/8/say ././punct/8",
    ),
    (
        "possible",
        "releasing",
        "Minsk/NNP/nsubj/3/Minsk did/VBD/aux/3/do not/RB/neg/3 deny/VB/ROOT/3 releasing/VBG/xcomp/3/release "
        "the/DT/det/6 balloons/NNS/dobj/4/balloon ././punct/3",
    ),
    (
        "threatened",
        "close",
        "Tehran/NNP/nsubj/1/Tehran threatened/VBD/ROOT/1/threaten to/TO/aux/3 close/VB/xcomp/1 the/DT/det/5 "
        "strait/NN/dobj/3 ././punct/1",
    ),
    (
        "threatened",
        "target",
        "Russia/NNP/nsubj/1/Russia warned/VBD/ROOT/1/warn it/PRP/nsubj/4 would/MD/aux/4 target/VB/ccomp/1 "
        "Western/JJ/amod/6 satellites/NNS/dobj/4/satellite ././punct/1",
    ),
    (
        "threatened",
        "sink",
        '"/``/punct/3 We/PRP/nsubj/3 will/MD/aux/3 sink/VB/ccomp/10 any/DT/det/5 ship/NN/dobj/3 '
        ",/,/punct/10 \"/''/punct/10 the/DT/det/9 commander/NN/nsubj/10 said/VBD/ROOT/10/say ././punct/10",
    ),
    (
        "possible",
        "attack",
        "Estonia/NNP/nsubj/1/Estonia warned/VBD/ROOT/1/warn that/IN/mark/5 Russia/NNP/nsubj/5/Russia "
        "could/MD/aux/5 attack/VB/ccomp/1 again/RB/advmod/5 ././punct/1",
    ),
    (
        "called_for",
        "deploy",
        "Tallinn/NNP/nsubj/1/Tallinn urged/VBD/ROOT/1/urge the/DT/det/3 alliance/NN/dobj/1 to/TO/aux/5 "
        "deploy/VB/xcomp/1 frigates/NNS/dobj/5/frigate ././punct/1",
    ),
    (
        "called_for",
        "respond",
        "NATO/NNP/nsubj/2/NATO must/MD/aux/2 respond/VB/ccomp/6 ,/,/punct/6 the/DT/det/5 "
        "minister/NN/nsubj/6 said/VBD/ROOT/6/say ././punct/6",
    ),
    (
        "called_for",
        "seizure",
        "The/DT/det/1 court/NN/nsubj/2 ordered/VBD/ROOT/2/order the/DT/det/4 seizure/NN/dobj/2 of/IN/prep/4 "
        "the/DT/det/7 tanker/NN/pobj/5 ././punct/2",
    ),
    (
        "planned",
        "visit",
        "The/DT/det/1 envoy/NN/nsubj/3 will/MD/aux/3 visit/VB/ROOT/3 Moscow/NNP/dobj/3/Moscow ././punct/3",
    ),
    (
        "planned",
        "send",
        "Allies/NNS/nsubj/1/ally agreed/VBD/ROOT/1/agree to/TO/aux/3 send/VB/xcomp/1 "
        "batteries/NNS/dobj/3/battery ././punct/1",
    ),
    (
        "planned",
        "shut",
        "Latvia/NNP/nsubj/2/Latvia to/TO/aux/2 shut/VB/ROOT/2 border/NN/compound/4 crossing/NN/dobj/2",
    ),
    (
        "possible",
        "close",
        "Lithuania/NNP/nsubj/2/Lithuania may/MD/aux/2 close/VB/ROOT/2 its/PRP$/poss/4 border/NN/dobj/2 "
        "././punct/2",
    ),
    (
        "possible",
        "cut",
        "If/IN/mark/4 the/DT/det/2 cable/NN/nsubjpass/4 is/VBZ/auxpass/4/be cut/VBN/advcl/9 "
        "again/RB/advmod/4 ,/,/punct/9 prices/NNS/nsubj/9/price will/MD/aux/9 rise/VB/ROOT/9 ././punct/9",
    ),
    (
        "possible",
        "attack",
        "Officials/NNS/nsubj/1/official fear/VBP/ROOT/1 an/DT/det/3 attack/NN/dobj/1 on/IN/prep/3 "
        "the/DT/det/6 pipeline/NN/pobj/4 ././punct/1",
    ),
    (
        "possible",
        "attack",
        "Troops/NNS/nsubj/1/troop simulated/VBD/ROOT/1/simulate an/DT/det/3 attack/NN/dobj/1 on/IN/prep/3 "
        "Gotland/NNP/pobj/4/Gotland ././punct/1",
    ),
    (
        "possible",
        "bomb",
        "He/PRP/nsubj/1 bought/VBD/ROOT/1/buy explosives/NNS/dobj/1/explosive to/TO/aux/4 bomb/VB/advcl/1 "
        "the/DT/det/6 substation/NN/dobj/4 ././punct/1",
    ),
    (
        "alleged",
        "blowing",
        "Warsaw/NNP/nsubj/1/Warsaw accused/VBD/ROOT/1/accuse Moscow/NNP/dobj/1/Moscow of/IN/prep/1 "
        "blowing/VBG/pcomp/3/blow up/RP/prt/4 the/DT/det/7 line/NN/dobj/4 ././punct/1",
    ),
    (
        "alleged",
        "dragged",
        "The/DT/det/1 crew/NN/nsubj/3 allegedly/RB/advmod/3 dragged/VBD/ROOT/3/drag the/DT/det/5 "
        "anchor/NN/dobj/3 ././punct/3",
    ),
    (
        "alleged",
        "violated",
        "Norway/NNP/nsubj/1/Norway says/VBZ/ROOT/1/say Russia/NNP/nsubj/3/Russia "
        "violated/VBD/ccomp/1/violate its/PRP$/poss/5 airspace/NN/dobj/3 ././punct/1",
    ),
    (
        "alleged",
        "jammed",
        "Two/CD/nummod/1 sources/NNS/nsubj/2/source said/VBD/ROOT/2/say the/DT/det/4 jet/NN/nsubj/5 "
        "was/VBD/ccomp/2/be jammed/JJ/acomp/5 ././punct/2",
    ),
    (
        "alleged",
        "sabotage",
        "The/DT/det/2 suspected/VBN/amod/2/suspect sabotage/NN/nsubj/3 alarmed/VBD/ROOT/3/alarm "
        "Helsinki/NNP/dobj/3/Helsinki ././punct/3",
    ),
    (
        "reported",
        "exploded",
        "A/DT/det/1 bomb/NN/nsubj/2 exploded/VBD/ccomp/5/explode ,/,/punct/5 police/NNS/nsubj/5 "
        "said/VBD/ROOT/5/say ././punct/5",
    ),
    (
        "reported",
        "escorted",
        "The/DT/det/1 navy/NN/nsubj/2 said/VBD/ROOT/2/say it/PRP/nsubj/4 escorted/VBD/ccomp/2/escort "
        "the/DT/det/6 tanker/NN/dobj/4 ././punct/2",
    ),
    (
        "reported",
        "damaged",
        "According/VBG/prep/7/accord to/IN/prep/0 the/DT/det/3 agency/NN/pobj/1 ,/,/punct/7 a/DT/det/6 "
        "fire/NN/nsubj/7 damaged/VBD/ROOT/7/damage the/DT/det/9 depot/NN/dobj/7 ././punct/7",
    ),
    (
        "happened",
        "torched",
        "Police/NNS/nsubj/1/Police confirmed/VBD/ROOT/1/confirm that/IN/mark/6 the/DT/det/4 "
        "depot/NN/nsubjpass/6 was/VBD/auxpass/6/be torched/VBN/ccomp/1/torch ././punct/1",
    ),
    (
        "ongoing",
        "investigating",
        "Prosecutors/NNS/nsubj/2/prosecutor are/VBP/aux/2/be investigating/VBG/ROOT/2/investigate "
        "the/DT/det/4 blast/NN/dobj/2 ././punct/2",
    ),
    (
        "ongoing",
        "jamming",
        "The/DT/det/1 jamming/NN/nsubj/2 continues/VBZ/ROOT/2/continue ././punct/2",
    ),
    (
        "unknown",
        "order",
        "Did/VBD/aux/2/do Russia/NNP/nsubj/2/Russia order/VB/ROOT/2 the/DT/det/4 attack/NN/dobj/2 "
        "?/./punct/2",
    ),
    (
        "unknown",
        "attack",
        "Such/JJ/amod/1 groups/NNS/nsubj/3/group often/RB/advmod/3 attack/VBP/ROOT/3 power/NN/compound/5 "
        "grids/NNS/dobj/3/grid ././punct/3",
    ),
    (
        "happened",
        "attack",
        "The/DT/det/1 minister/NN/nsubj/2 condemned/VBD/ROOT/2/condemn the/DT/det/4 attack/NN/dobj/2 "
        "././punct/2",
    ),
    (
        "happened",
        "invaded",
        "In/IN/prep/4 2008/CD/nummod/3 Russian/JJ/amod/3 forces/NNS/nsubj/4/force invaded/VBD/ROOT/4/invade "
        "Georgia/NNP/dobj/4/Georgia ././punct/4",
    ),
    (
        "happened",
        "cut",
        "In/IN/prep/3 2025/CD/nummod/2 saboteurs/NNS/nsubj/3/saboteur cut/VBP/ROOT/3 a/DT/det/5 "
        "cable/NN/dobj/3 ././punct/3",
    ),
    (
        "happened",
        "cyberattack",
        "The/DT/det/2 2007/CD/nummod/2 cyberattack/NN/nsubj/5 on/IN/prep/2 Estonia/NNP/pobj/3/Estonia "
        "shook/VBD/ROOT/5/shake the/DT/det/7 alliance/NN/dobj/5 ././punct/5",
    ),
]


def make_doc(parse: str) -> Doc:
    fields = [
        word.rsplit("/", 4) if word.count("/") == 4 else [*word.rsplit("/", 3), None]
        for word in parse.split()
    ]
    words, tags, deps, heads, lemmas = zip(*fields, strict=True)
    return Doc(
        VOCAB,
        words=list(words),
        tags=list(tags),
        pos=["VERB" if tag.startswith("VB") else POS.get(tag, "PUNCT") for tag in tags],
        deps=list(deps),
        heads=[int(head) for head in heads],
        lemmas=[lemma or word.lower() for lemma, word in zip(lemmas, words, strict=True)],
    )


def judge(parse: str, event: str, *, statements=(), published_on=None) -> Judged:
    doc = make_doc(parse)
    token = next(word for word in doc if word.text == event)
    passage = Passage(doc=doc, document_id="d", published_on=published_on)
    return judge_status(passage, token, statements, load_language("en"))


def parse_of(event: str, *starts: str) -> str:
    return next(p for _, word, p in SENTENCES if word == event and p.startswith(starts))


@pytest.mark.parametrize(("status", "event", "parse"), SENTENCES)
def test_status_follows_the_guideline(status, event, parse):
    assert judge(parse, event).status == status


@pytest.mark.parametrize(("status", "event", "parse"), SENTENCES)
def test_reason_names_a_word_of_the_sentence(status, event, parse):
    judged = judge(parse, event)
    assert judged.reasons
    assert any(repr(word.text) in judged.reasons[-1] for word in make_doc(parse))


@pytest.mark.parametrize(("status", "event", "parse"), SENTENCES)
def test_values_are_in_range_and_agree_with_status(status, event, parse):
    judged = judge(parse, event)
    assert 0 < judged.certainty < 1
    if status != "unknown":
        assert (judged.factuality > 0) == (status in COUNTING | {"alleged"})


@pytest.mark.parametrize(("status", "event", "parse"), [row for row in SENTENCES if row[0] not in COUNTING])
def test_talk_is_never_counted(status, event, parse):
    assert not judge(parse, event).status.counts


def test_denier_is_the_only_holder():
    holders = judge(parse_of("dragged", "Beijing"), "dragged").holders
    assert [(holder.name, holder.value) for holder in holders] == [("Beijing", "CT-")]


def test_unnamed_source_is_anonymous():
    holders = judge(parse_of("jammed", "Two"), "jammed").holders
    assert [holder.kind for holder in holders] == [SpeakerKind.ANONYMOUS]


def test_allegedly_has_a_hidden_holder():
    assert judge(parse_of("dragged", "The"), "dragged").holders[0].kind is SpeakerKind.HIDDEN


def test_confirmed_fact_is_held_by_author_and_speaker():
    holders = judge(parse_of("torched", "Police"), "torched").holders
    assert [holder.name for holder in holders] == ["author", "Police"]


def test_speech_event_itself_happened_and_its_content_is_a_threat():
    parse = parse_of("threatened", "The")
    assert judge(parse, "threatened").status is EpistemicStatus.HAPPENED
    assert judge(parse, "close").status is EpistemicStatus.THREATENED


def test_double_negation_is_unsure():
    assert judge(parse_of("releasing", "Minsk"), "releasing").unsure


def test_plan_is_in_the_future_and_deed_in_the_past():
    assert judge(parse_of("visit", "The"), "visit").time is EventTime.FUTURE
    assert judge(parse_of("cut", "Saboteurs"), "cut").time is EventTime.PAST


def test_habit_is_timeless():
    assert judge(parse_of("attack", "Such"), "attack").time is EventTime.TIMELESS


@pytest.mark.parametrize(
    ("event", "start", "background"),
    [
        ("invaded", "In/IN/prep/4 2008", True),
        ("cut", "In/IN/prep/3 2025", False),
        ("cyberattack", "The", True),
    ],
)
def test_old_years_are_background(event, start, background):
    judged = judge(parse_of(event, start), event, published_on=date(2025, 12, 1))
    assert judged.background is background


def test_old_year_is_background_in_an_undated_text():
    assert judge(parse_of("invaded", "In"), "invaded").background


def test_quote_that_runs_on_is_held_by_the_statement():
    parse = parse_of("cut", "Saboteurs")
    doc = make_doc(parse + " he/PRP/nsubj/6 said/VBD/ROOT/6/say")
    passage = Passage(doc=doc, document_id="d")
    attribution = Attribution(passage.span_of(doc[5]), passage.span_of(doc[6]), name="Admiral Holm")
    statement = Statement(
        id="s1",
        content=(passage.span_of(doc[0:4]),),
        form=Form.DIRECT,
        act=SpeechAct.SAY,
        attributions=(attribution,),
    )
    judged = judge_status(passage, doc[1], (statement,), load_language("en"))
    assert judged.status is EpistemicStatus.REPORTED
    assert (judged.statement_id, judged.holders[0].name) == ("s1", "Admiral Holm")


def test_the_cue_of_a_statement_is_not_inside_it():
    parse = parse_of("threatened", "The")
    doc = make_doc(parse)
    passage = Passage(doc=doc, document_id="d")
    statement = Statement(
        id="s1",
        content=(passage.span_of(doc[2:7]),),
        form=Form.INDIRECT,
        act=SpeechAct.THREATEN,
        attributions=(Attribution(passage.span_of(doc[0:2]), passage.span_of(doc[2])),),
    )
    judged = judge_status(passage, doc[2], (statement,), load_language("en"))
    assert (judged.status, judged.statement_id) == (EpistemicStatus.HAPPENED, None)


def test_broken_parse_is_read_without_error():
    parse = "attack/NN/dep/1 attack/NN/dep/2 attack/VB/dep/3 attack/NN/ROOT/3"
    assert judge(parse, "attack").status in set(EpistemicStatus)


DEALT_WITH = [
    (
        "cyberattacks",
        "NATO/NNP/nsubj/2/NATO would/MD/aux/2 respond/VB/ROOT/2 to/IN/prep/2 "
        "cyberattacks/NNS/pobj/3/cyberattack ././punct/2",
    ),
    (
        "cyberattacks",
        "Insurers/NNS/nsubj/2/insurer would/MD/aux/2 cover/VB/ROOT/2 damage/NN/dobj/2 from/IN/prep/3 "
        "cyberattacks/NNS/pobj/4/cyberattack ././punct/2",
    ),
    (
        "arson",
        "Laws/NNS/nsubj/1/law set/VBD/ROOT/1 penalties/NNS/dobj/1/penalty for/IN/prep/2 "
        "sabotage/NN/pobj/3 and/CC/cc/4 arson/NN/conj/4 in/IN/prep/1 Warsaw/NNP/pobj/7/Warsaw",
    ),
    (
        "sabotage",
        "Riga/NNP/nsubj/1/Riga published/VBD/ROOT/1/publish guidance/NN/dobj/1 on/IN/prep/1 "
        "sabotage/NN/pobj/3",
    ),
    ("sabotage", "Ministers/NNS/nsubj/1/minister discussed/VBD/ROOT/1/discuss sabotage/NN/dobj/1"),
]


@pytest.mark.parametrize(("event", "parse"), DEALT_WITH)
def test_acts_that_are_only_dealt_with_are_not_counted(event, parse):
    assert judge(parse, event).status is EpistemicStatus.UNKNOWN


def test_an_act_that_was_answered_was_done():
    parse = (
        "NATO/NNP/nsubj/1/NATO responded/VBD/ROOT/1/respond to/IN/prep/1 the/DT/det/4 "
        "cyberattacks/NNS/pobj/2/cyberattack of/IN/prep/4 May/NNP/pobj/5/May ././punct/1"
    )
    assert judge(parse, "cyberattacks").status is EpistemicStatus.HAPPENED
