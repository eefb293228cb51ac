"""What followed an act is its child where the report's words tie the two, and never an act itself."""

from datetime import UTC, date, datetime, timedelta

import pytest
from register_reports import NOON, Report

from tocsin.model import Judgement, JudgementKind
from tocsin.register.assembling import assemble_register
from tocsin.register.clustering import link_mentions
from tocsin.register.consequences import find_kind, find_ties
from tocsin.register.responses import NOT_FOLLOWING, make_response, write_link

ACT = "sabotage of a railway near Warsaw"
LATER = datetime(2025, 6, 1, tzinfo=UTC)


def tell(text, *, step, code, publisher="Morning Paper", published_at=NOON, status="happened", on=None):
    event_type, _, mode = code.partition("/")
    report = Report(text, publisher=publisher, published_at=published_at)
    if "sabotage" in text:
        report.event("sabotage", place="Warsaw", on=date(2025, 3, 9))
    report.event(
        step,
        threat_type=None,
        event_type=event_type,
        mode=mode or None,
        status=status,
        actors=["Poland"],
        on=on,
    )
    return report


def list_codes(report):
    return [tie.value.split()[0] for tie in find_ties(report.read())]


def assemble(*reports, judgements=(), as_of=None):
    readings = [report.read() for report in reports]
    linkage = link_mentions(readings, judgements=judgements, now=LATER)
    incidents = assemble_register(readings, linkage, judgements=judgements, as_of=as_of)
    return {incident.kind: incident for incident in incidents}


@pytest.mark.parametrize(
    ("text", "step", "code", "wanted"),
    [
        (f"Poland closed the consulate in response to the {ACT}.", "closed", "SANCTION/withdraw", "r_expel"),
        (f"Poland is expelling two diplomats over the {ACT}.", "expelling", "SANCTION/expel", "r_expel"),
        (f"Poland arrested two men on suspicion of {ACT}.", "arrested", "COERCE/arrest", "detained"),
        (f"A court in Poland sentenced a man for the {ACT}.", "sentenced", "SANCTION/convict", "convicted"),
        (f"Poland closed the border after the {ACT}.", "closed", "COERCE/restrict", "r_close"),
        (
            f"Poland opened an investigation into the {ACT}.",
            "investigation",
            "ACCUSE/investigate",
            "investigation_opened",
        ),
        (f"After the {ACT}, Poland closed the border.", "closed", "COERCE/restrict", "r_close"),
        (f"The {ACT} prompted Poland to summon the envoy.", "summon", "ACCUSE/disapprove", "r_summon"),
    ],
)
def test_words_between_step_and_act_tie_them(text, step, code, wanted):
    assert list_codes(tell(text, step=step, code=code)) == [wanted]


@pytest.mark.parametrize(
    ("text", "step", "code"),
    [
        (f"Poland arrested two men, and police drew no link to the {ACT}.", "arrested", "COERCE/arrest"),
        (f"Poland arrested nine people over another case of {ACT}.", "arrested", "COERCE/arrest"),
        (f"Poland closed the shop, it said; there was {ACT}.", "closed", "COERCE/restrict"),
        ("Poland arrested two men on Monday.", "arrested", "COERCE/arrest"),
    ],
)
def test_what_no_words_tie_stays_apart(text, step, code):
    assert list_codes(tell(text, step=step, code=code)) == []


def test_planned_step_is_none_yet():
    text = f"Poland will close the border after the {ACT}."
    assert list_codes(tell(text, step="close", code="COERCE/restrict", status="planned")) == []


def test_step_dated_before_the_act_does_not_follow_it():
    text = f"Poland arrested two men on suspicion of {ACT}."
    assert list_codes(tell(text, step="arrested", code="COERCE/arrest", on=date(2025, 3, 1))) == []
    assert list_codes(tell(text, step="arrested", code="COERCE/arrest", on=date(2025, 3, 10))) == ["detained"]


def test_child_stands_on_the_record_with_quote_and_reason():
    shown = assemble(
        tell(f"Poland expelled two diplomats over the {ACT}.", step="expelled", code="SANCTION/expel")
    )
    (response,) = shown["hybrid"].responses
    assert (response.code, response.actor, response.linked_by) == ("r_expel", "POL", "named_as_reason")
    assert response.reasons == ("the report says 'over' between them",)
    assert response.evidence[1].quote == "expelled"
    assert shown["hybrid"].threat_type == "sabotage"


def test_one_step_in_two_reports_is_one_child():
    text = f"Poland expelled two diplomats over the {ACT}."
    one = tell(text, step="expelled", code="SANCTION/expel")
    two = tell(
        f"Warsaw: Poland expelled envoys in answer to the {ACT}.",
        step="expelled",
        code="SANCTION/expel",
        publisher="Evening Post",
    )
    (response,) = assemble(one, two)["hybrid"].responses
    assert len(response.claim_ids) == 2
    assert len({piece.document_id for piece in response.evidence}) == 2


def link_by_hand(incident, *, published_at=NOON + timedelta(days=3)):
    later = tell(
        "Poland expelled two diplomats.", step="expelled", code="SANCTION/expel", published_at=published_at
    )
    reading = later.read()
    kind = find_kind(reading, reading.events[0])
    response = make_response(reading, reading.events[0], code=kind.code, linked_by="ann", reason="same case")
    return Judgement(
        id="j1",
        kind=JudgementKind.RESPONSE,
        subjects=(incident.id, reading.events[0].id),
        value=write_link(response),
        by="ann",
        decided_at=published_at + timedelta(days=1),
    )


def test_child_linked_by_hand_is_there_from_the_day_it_was_linked():
    act = Report(f"There was {ACT}.")
    act.event("sabotage", place="Warsaw", on=date(2025, 3, 9))
    incident = assemble(act)["hybrid"]
    judgement = link_by_hand(incident)
    (response,) = assemble(act, judgements=[judgement])["hybrid"].responses
    assert response.linked_by == "judgement j1 by ann"
    assert response.reasons == ("same case",)
    before = judgement.decided_at - timedelta(hours=1)
    assert assemble(act, judgements=[judgement], as_of=before)["hybrid"].responses == ()
    assert assemble(act, judgements=[judgement], as_of=judgement.decided_at)["hybrid"].responses != ()


def test_child_taken_off_is_gone_and_comes_back_when_that_is_withdrawn():
    report = tell(f"Poland expelled envoys over the {ACT}.", step="expelled", code="SANCTION/expel")
    incident = assemble(report)["hybrid"]
    judgement = Judgement(
        id="j2",
        kind=JudgementKind.RESPONSE,
        subjects=(incident.id, *incident.responses[0].claim_ids),
        value=NOT_FOLLOWING,
        by="ann",
        decided_at=NOON,
    )
    assert assemble(report, judgements=[judgement])["hybrid"].responses == ()
    withdrawn = Judgement(
        id="j2",
        kind=judgement.kind,
        subjects=judgement.subjects,
        value=judgement.value,
        by="ann",
        decided_at=NOON,
        withdrawn_at=LATER,
    )
    assert assemble(report, judgements=[withdrawn])["hybrid"] == incident
