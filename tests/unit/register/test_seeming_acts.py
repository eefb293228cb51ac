from datetime import date

import pytest
from register_reports import Report

from tocsin.register import assemble_register, link_mentions
from tocsin.register.weighing import Weight, weigh_mention


def weigh(report):
    reading = report.read()
    return weigh_mention(reading, reading.events[0])


@pytest.mark.parametrize(
    "text",
    [
        "A mill near Gdansk burned on Sunday. Nobody was hurt.",
        "A mill near Gdansk burned on Sunday. Police could not rule out sabotage.",
        "A mill near Gdansk burned on Sunday. Rumours of sabotage spread within hours.",
        "A mill near Gdansk burned on Sunday. For the time being the case is classed as sabotage.",
    ],
)
def test_a_fire_that_nobody_calls_a_deed_is_a_lead(text):
    report = Report(text)
    report.event("burned", place="Gdansk", on=date(2025, 3, 9))
    assert weigh(report).weight is Weight.CANDIDATE


@pytest.mark.parametrize(
    "text",
    [
        "A mill near Gdansk burned on Sunday. Police speak of arson.",
        "A mill near Gdansk burned on Sunday. Masked men had been seen on the roof.",
        "A mill near Gdansk burned on Sunday. Two suspects were caught.",
    ],
)
def test_a_fire_that_some_sentence_calls_a_deed_is_counted(text):
    report = Report(text)
    report.event("burned", place="Gdansk", on=date(2025, 3, 9))
    assert weigh(report).weight is Weight.REPORTED


def test_the_dead_of_a_blast_do_not_make_it_a_deed():
    report = Report("Two workers died in Gdansk when a boiler exploded on Sunday.")
    report.event("exploded", place="Gdansk", on=date(2025, 3, 9))
    report.event("died", threat_type=None, place="Gdansk", on=date(2025, 3, 9), killed=("Two", 2))
    reading = report.read()
    linkage = link_mentions([reading], now=report.document.published_at)
    assert [item.status for item in assemble_register([reading], linkage)] == ["candidate"]


def test_an_old_act_told_anew_enters_nothing():
    same = Report(
        "Poland expels envoys over a blast in Gdansk in 2014. Officers had part in the blast in Gdansk."
    )
    same.event("in the blast", place="Gdansk")
    same.event("blast", place="Gdansk", on=date(2014, 5, 1), background=True)
    assert weigh(same) is None


def test_a_new_act_beside_a_like_one_of_the_past_stays():
    report = Report("A depot in Gdansk was blown up. A bridge in Krakow was torn down in 2011.")
    report.event("blown up", place="Gdansk")
    report.event("torn down", place="Krakow", on=date(2011, 5, 1), background=True)
    assert weigh(report).weight is Weight.REPORTED


def test_servers_of_hackers_taken_down_are_an_answer():
    report = Report("A hundred servers of the pro-war group were taken offline on Tuesday.")
    report.event("taken offline", threat_type="cyber", event_type="COERCE", on=date(2025, 3, 4))
    assert weigh(report) is None
    hit = Report("A hundred servers of the city were taken offline on Tuesday.")
    hit.event("taken offline", threat_type="cyber", event_type="COERCE", on=date(2025, 3, 4))
    assert weigh(hit).weight is Weight.REPORTED


def test_what_a_group_is_known_for_is_no_act_of_the_day():
    report = Report("Police searched flats of a network that flooded websites of banks.")
    report.event("flooded", threat_type="cyber", event_type="COERCE")
    assert weigh(report) is None


def test_lawful_sanctions_are_an_answer():
    report = Report("Poland stopped the transit of steel under European sanctions.")
    report.event("stopped", threat_type="economic_coercion", event_type="SANCTION")
    assert weigh(report) is None
    ban = Report("Belarus stopped the transit of apples overnight.")
    ban.event("stopped", threat_type="economic_coercion", event_type="SANCTION")
    assert weigh(ban).weight is Weight.REPORTED


def test_for_whom_the_doers_worked_is_no_second_act():
    report = Report("Two men acting for the Russian service burned a depot in Warsaw.")
    report.event("acting", threat_type="espionage", subtype="recruitment", event_type=None)
    report.event("burned", place="Warsaw", subtype="arson")
    assert weigh(report) is None


def test_a_court_that_says_neither_when_nor_where_gives_a_lead():
    report = Report("The district court dropped the case because the cables had been damaged elsewhere.")
    report.event("damaged", threat_type="undersea")
    assert weigh(report).weight is Weight.CANDIDATE


def test_pictures_that_a_ministry_shows_are_no_spying():
    report = Report("Videos of the fence were shown by the ministry.")
    report.event("Videos", threat_type="site_intrusion", subtype="photography", event_type=None,
                 actors=["the ministry"])  # fmt: skip
    assert weigh(report) is None


def test_a_bare_word_on_an_act_opens_no_second_record():
    report = Report(
        "People were pushed over the border at Gdansk on Sunday. He accused Minsk of steering them."
    )
    report.event("pushed", threat_type="migration", place="Gdansk", on=date(2025, 3, 9))
    report.event("steering", threat_type="migration", actors=["Minsk"], event_type="COERCE")
    reading = report.read()
    linkage = link_mentions([reading], now=report.document.published_at)
    assert len(assemble_register([reading], linkage)) == 1
