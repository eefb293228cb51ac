"""A mention keeps its id through a new reading, and no two mentions share one."""

from dataclasses import replace
from datetime import timedelta

from register_reports import NOON, Report

from tocsin.model import Judgement, JudgementKind, Span
from tocsin.register.carrying import carry_ids
from tocsin.register.clustering import link_mentions

LATER = NOON + timedelta(days=1)
TEXT = "In Warsaw a depot burned down on Sunday. In Krakow a mill burned and a bridge fell."


def read(*triggers, sentences=False, threat_type="sabotage"):
    report = Report(TEXT)
    for words in triggers:
        report.event(words, place="Warsaw", threat_type=threat_type)
    reading = report.read()
    if not sentences:
        return reading
    stop = TEXT.index(". ") + 1
    spans = (Span(reading.document.id, 0, stop), Span(reading.document.id, stop + 1, len(TEXT)))
    return replace(reading, sentences=spans)


def ids(reading):
    return [event.id for event in reading.events]


def test_stretched_trigger_keeps_the_id():
    old = read("burned down", "fell")
    assert ids(carry_ids(old, read("depot burned", "bridge fell"))) == ids(old)


def test_same_words_come_before_overlap():
    old = read("depot burned", "burned down")
    new = carry_ids(old, read("burned down"))
    assert ids(new) == [old.events[1].id]


def test_other_word_of_one_sentence_and_type_is_the_same_mention():
    old = read("fell", sentences=True)
    assert ids(carry_ids(old, read("bridge", sentences=True))) == ids(old)
    other = read("bridge", sentences=True, threat_type="cyber")
    assert ids(carry_ids(old, other)) == ids(other)


def test_new_mention_never_takes_the_id_of_another():
    first = read("burned down", "mill burned")
    second = carry_ids(first, read("depot burned", "mill burned"))
    third = carry_ids(second, read("depot burned", "burned down", "mill burned"))
    assert len(set(ids(third))) == 3
    assert second.events[0].id in ids(third)


def test_mention_lost_once_has_its_id_again_where_a_judgement_names_it():
    old = read("burned down", "fell")
    without = carry_ids(old, read("fell"))
    again = read("depot burned", "fell")
    lost = old.events[0].id
    assert lost not in ids(carry_ids(without, again))
    assert lost in ids(carry_ids(without, again, judged=[lost]))


def test_judgement_on_a_lost_mention_says_nothing_about_its_neighbour():
    """Were the lost mention taken for the one that overlaps it, the newer judgement would undo the older."""
    old = read("depot burned", "burned down", "fell")
    lost, kept, other = ids(old)
    apart = Judgement(
        id="j1", kind=JudgementKind.DIFFERENT, subjects=(kept, other), by="ann", decided_at=NOON
    )
    together = Judgement(id="j2", kind=JudgementKind.SAME, subjects=(lost, other), by="ann", decided_at=LATER)
    new = carry_ids(old, read("burned down", "fell"), judged=[lost, kept, other])
    linkage = link_mentions([new], judgements=[apart, together], now=LATER)
    homes = {place.event_id: place.incident_id for place in linkage.memberships}
    assert homes[kept] != homes[other]
    assert linkage.conflicts == ()
