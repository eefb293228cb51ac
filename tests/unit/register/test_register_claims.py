"""Claims carry value, holders, stance, interest and verbatim words."""

from datetime import date

from register_reports import Report, track_fire

from tocsin.model import SpeechAct, Stance
from tocsin.register.claims import make_claims


def by_field(claims, field):
    return [claim for claim in claims if claim.field == field]


def test_every_quote_is_the_text_at_its_span():
    reading = track_fire().read()
    claims = make_claims(reading)
    assert claims
    for claim in claims:
        for evidence in claim.evidence:
            assert evidence.quote == reading.document.quote(evidence.span)


def test_sentence_comes_before_the_words_of_the_value():
    (claim,) = by_field(make_claims(track_fire().read()), "start_date")
    assert claim.value == "2025-03-09"
    assert [evidence.quote for evidence in claim.evidence] == [
        "A signal box of the railway near Warsaw burned on Sunday.",
        "Sunday",
    ]


def test_publisher_stands_outermost_in_the_chain():
    report = Report("Polish police said a depot in Warsaw burned.")
    said = report.say("a depot in Warsaw burned", "Polish police", actor_id="POL.COP")
    report.event("burned", status="reported", subtype="arson", place="Warsaw", said=said)
    (claim,) = by_field(make_claims(report.read()), "status")
    assert claim.holders == ("Morning Paper", "Polish police")
    assert claim.value == "reported"


def test_background_and_intent_make_no_claims():
    report = Report("Arsonists may burn a depot in Warsaw. In 1990 a mill burned down.")
    report.event("burn ", status="possible", place="Warsaw")
    report.event("burned", background=True)
    assert make_claims(report.read()) == ()


def test_denial_contradicts_and_leaves_place_alone():
    report = Report("Moscow denied burning the depot in Warsaw.")
    said = report.say("burning the depot in Warsaw", "Moscow", act=SpeechAct.DENY, actor_id="RUS")
    report.event("burning", status="denied", actors=["Moscow"], place="Warsaw", said=said)
    claims = make_claims(report.read())
    assert not by_field(claims, "places")
    (status,) = by_field(claims, "status")
    assert (status.value, status.stance, status.interested) == ("denied", Stance.CONTRADICTS, True)


def test_belligerent_on_its_own_success_is_interested():
    report = Report("Kyiv said its drones hit a refinery in Ryazan.")
    said = report.say("its drones hit a refinery in Ryazan", "Kyiv", actor_id="UKR")
    report.event("hit", status="reported", threat_type=None, place="Ryazan", actors=["Kyiv"], said=said)
    (status,) = by_field(make_claims(report.read()), "status")
    assert status.interested
    assert status.value == "candidate"


def test_ministry_accusing_a_neighbour_it_is_not_at_war_with_is_not_interested():
    report = Report("Poland's interior ministry said Russia burned the depot in Warsaw.")
    said = report.say("Russia burned the depot in Warsaw", "Poland's interior ministry", actor_id="POL.GOV")
    report.event("burned", status="alleged", place="Warsaw", actors=["Russia"], said=said)
    claims = make_claims(report.read())
    (status,) = by_field(claims, "status")
    assert (status.value, status.interested) == ("reported", False)
    (blame,) = by_field(claims, "attribution")
    assert blame.value == "attributes RUS (minister)"


def test_private_person_is_shown_by_class():
    report = Report("Jane Doe burned the depot in Warsaw.")
    report.event("burned", place="Warsaw", actors=["Jane Doe"])
    (actor,) = by_field(make_claims(report.read()), "actors")
    assert actor.value == "[person]"


def test_counts_keep_open_bounds():
    report = Report("Four people died when a depot in Warsaw burned.")
    report.event("burned", place="Warsaw", on=date(2025, 3, 9), killed=("Four", 4))
    (killed,) = by_field(make_claims(report.read()), "killed")
    assert killed.value == "4..4"


def test_reading_twice_makes_the_same_claims():
    assert make_claims(track_fire().read()) == make_claims(track_fire().read())
