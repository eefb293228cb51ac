"""What stands side by side in one text is not one act for that; what looks back opens nothing twice."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from register_reports import NOON, Report, track_fire

from tocsin.model import EpistemicStatus, IncidentStatus, SpeechAct
from tocsin.register import assemble_register, link_mentions
from tocsin.register.assets import find_assets
from tocsin.register.weighing import Weight, weigh_mention

NOW = datetime(2026, 1, 1, tzinfo=UTC)


def build(*reports):
    readings = [report.read() for report in reports]
    return assemble_register(readings, link_mentions(readings, now=NOW))


def test_acts_of_two_types_in_one_text_stay_apart():
    report = Report("The depot in Gdansk burned on Sunday. Polish yards were entered.")
    report.event("burned", threat_type="sabotage", subtype="arson", place="Gdansk")
    report.event("entered", threat_type="site_intrusion", recipients=("Polish yards",))
    assert len(build(report)) == 2


def test_acts_by_two_means_in_one_text_stay_apart():
    report = Report("Drones fell near Poland. A missile fell near Odesa.")
    report.event("fell", threat_type="airspace_crewed", place="Poland")
    report.event("missile fell", threat_type="airspace_crewed", place="Odesa")
    report.events = [replace(report.events[0], means="drone"), replace(report.events[1], means="missile")]
    assert len(build(report)) == 2


def test_bare_talk_of_sabotage_names_no_act_beside_it():
    report = Report("Four died when the depot in Warsaw burned. It fears sabotage, the paper said.")
    report.event("burned", threat_type=None, place="Warsaw", on=date(2025, 3, 9))
    report.event("sabotage", threat_type="sabotage", status="reported")
    (incident,) = build(report)
    assert incident.threat_type is None
    assert incident.kind == "political"


def test_bare_talk_in_a_second_paper_corroborates_nothing():
    other = Report("The sabotage was the talk of the day.", publisher="Evening Paper")
    other.event("sabotage", subtype="arson")
    (incident,) = build(track_fire(), other)
    assert incident.status is IncidentStatus.REPORTED


def test_what_an_interested_voice_takes_for_granted_is_a_lead():
    report = Report("Moscow complained after the sabotage by Ukraine in Gdansk.")
    said = report.say("the sabotage by Ukraine in Gdansk", "Moscow", act=SpeechAct.SAY, actor_id="RUS")
    event = report.event(
        "sabotage", status=EpistemicStatus.HAPPENED, actors=("Ukraine",), place="Gdansk", said=said
    )
    weighed = weigh_mention(report.read(), event)
    assert (weighed.weight, weighed.interested) == (Weight.CANDIDATE, True)


def test_the_interested_voice_that_says_what_and_where_decides():
    report = Report("Moscow said Ukraine burned a depot in Ryazan. On Sunday things burned down.")
    said = report.say("Ukraine burned a depot in Ryazan", "Moscow", actor_id="RUS")
    report.event("burned", status="reported", actors=("Ukraine",), place="Ryazan", said=said)
    report.event("burned down", on=date(2025, 3, 9), date_words="Sunday")
    assert [incident.status for incident in build(report)] == [IncidentStatus.CANDIDATE]


def make_passing(days_later, *, text=None):
    return Report(
        text or "Allies called for patrols after a depot was burned near Warsaw.",
        published_at=NOON + timedelta(days=days_later),
        publisher="Evening Paper",
    )


def test_what_is_told_in_passing_opens_no_second_record():
    later = make_passing(60)
    later.event("burned", place="Warsaw")
    assert len(build(track_fire(), later)) == 1


def test_what_is_told_in_passing_opens_a_record_where_nothing_older_is_known():
    later = make_passing(60)
    later.event("burned", place="Warsaw")
    assert len(build(later)) == 1


def test_what_is_told_in_passing_of_another_place_opens_a_record():
    later = make_passing(60, text="Allies called for patrols after a depot was burned in Odesa.")
    later.event("burned", place="Odesa")
    assert len(build(track_fire(), later)) == 2


def test_what_is_dated_is_news_even_in_passing():
    later = make_passing(60, text="Allies called for patrols after a depot was burned near Warsaw on Monday.")
    later.event("burned", place="Warsaw", on=date(2025, 5, 5), date_words="Monday")
    assert len(build(track_fire(), later)) == 2


def test_a_court_on_an_old_act_opens_no_second_record():
    later = make_passing(200, text="A court ruled on the men who burned a depot near Warsaw.")
    later.event("burned", place="Warsaw")
    assert len(build(track_fire(), later)) == 1


def test_what_stands_beside_a_look_back_without_a_place_opens_no_record_either():
    later = make_passing(60, text="A court ruled that Russia set fires and burned a depot near Warsaw.")
    later.event("burned", place="Warsaw")
    later.event("set fires", actors=("Russia",))
    assert len(build(track_fire(), later)) == 1


def test_police_who_break_up_a_network_commit_no_attack():
    report = Report("Police disrupted a network of hackers.")
    event = report.event("disrupted", threat_type="cyber", actors=("Police",))
    police = replace(event.actors[0], sector="COP")
    assert weigh_mention(report.read(), replace(event, actors=(police,))) is None


def test_police_who_arrest_for_an_attack_did_not_undo_it():
    report = Report("Police arrested two men suspected of hacking the railway.")
    event = report.event("hacking", threat_type="cyber", actors=("Police",))
    police = replace(event.actors[0], sector="COP")
    assert weigh_mention(report.read(), replace(event, actors=(police,))) is not None


def test_a_word_for_the_doer_is_no_act():
    report = Report("He accused Russian spies of the plot.")
    event = report.event("spies", threat_type="espionage", actors=("Russian spies",))
    assert weigh_mention(report.read(), event) is None


def test_a_seat_of_power_is_no_asset_and_an_airport_in_small_letters_is_one():
    assert find_assets("The Kremlin said so") == frozenset()
    assert find_assets("near Munich airport") == {"site:munich_airport"}
