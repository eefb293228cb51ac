"""How many of the acts that the sample tells of are found, and how much of what is counted is one of them."""

import tomllib
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from tocsin.ontology import profile
from tocsin.pipeline.linking import link_register
from tocsin.pipeline.local import add_documents
from tocsin.pipeline.replaying import replay_query
from tocsin.pipeline.views import Query, view_register
from tocsin.reading.reader import Reader
from tocsin.sources import iter_sample
from tocsin.store import open_store

SLACK = timedelta(days=5)
# Just below what is reached; a change that loses or invents incidents must say so here.
LEAST_RECALL = 0.74
LEAST_PRECISION = 0.83
MOST_FALSE = 3
MOST_TWICE = 2

GOLD = tomllib.loads((Path(__file__).parent / "sample_acts.toml").read_text("utf-8"))


@dataclass(frozen=True)
class Sample:
    """The sample's register, with the names of the reports behind each incident."""

    store: object
    counted: tuple
    apart: tuple
    names: dict

    def reports_of(self, incident):
        return {self.names[document_id] for document_id in incident.document_ids}


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    store = open_store(tmp_path_factory.mktemp("sample") / "sample.sqlite")
    add_documents(iter_sample(), reader=Reader(), store=store)
    link_register(store)
    view = view_register(store, Query(profile=profile("warning")))
    names = {document.id: document.external_id for document in store.list_documents()}
    yield Sample(store=store, counted=view.counted, apart=view.apart, names=names)
    store.close()


def days_of(act):
    """The days the act may be dated to: its day or month, with some days to either side."""
    first = date.fromisoformat(act["day"] if len(act["day"]) > 7 else act["day"] + "-01")
    last = first if len(act["day"]) > 7 else (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return first - SLACK, last + SLACK


def is_told(act, incident, reports):
    """Whether an incident is the act: its kind, told by its reports, on its days where it has any."""
    if incident.threat_type not in act["types"] or not reports & set(act["reports"]):
        return False
    if incident.start_date is None:
        return True
    first, last = days_of(act)
    return incident.start_date <= last and (incident.end_date or incident.start_date) >= first


def match(sample):
    """Give each incident the act it fits that nobody has yet; else it is told twice or false."""
    found, twice, false = {}, [], []
    for incident in sorted(
        sample.counted, key=lambda item: (item.start_date is None, -item.reports, item.id)
    ):
        acts = [act for act in GOLD["act"] if is_told(act, incident, sample.reports_of(incident))]
        free = [act for act in acts if act["name"] not in found]
        if free:
            found[free[0]["name"]] = incident
        else:
            (twice if acts else false).append(incident)
    return found, twice, false


def describe(sample):
    found, twice, false = match(sample)
    missed = [act["name"] for act in GOLD["act"] if act["name"] not in found]
    return (
        f"{len(found)} of {len(GOLD['act'])} acts found in {len(sample.counted)} counted; missed: {missed}; "
        f"twice: {[item.title for item in twice]}; false: {[item.title for item in false]}"
    )


def test_most_acts_of_the_sample_are_found(sample):
    found, _, _ = match(sample)
    assert len(found) / len(GOLD["act"]) >= LEAST_RECALL, describe(sample)


def test_most_counted_incidents_are_acts_of_the_sample(sample):
    found, _, _ = match(sample)
    assert len(found) / len(sample.counted) >= LEAST_PRECISION, describe(sample)


def test_few_acts_are_counted_twice_and_few_that_are_none(sample):
    _, twice, false = match(sample)
    assert len(twice) <= MOST_TWICE, describe(sample)
    assert len(false) <= MOST_FALSE, describe(sample)


@pytest.mark.parametrize("report", GOLD["nothing"])
def test_a_report_without_a_hybrid_act_makes_no_incident(sample, report):
    told_by = {item.id: sample.reports_of(item) for item in (*sample.counted, *sample.apart)}
    assert [key for key, reports in told_by.items() if report in reports] == []


def test_nobody_is_blamed_for_seeing_or_telling(sample):
    acts = [act for item in (*sample.counted, *sample.apart) for act in item.attribution.acts]
    assert [act for act in acts if act.act == "denies" and act.attributor == "Cinia"] == []
    assert [act for act in acts if act.act == "claims_responsibility"] == []
    assert [act for act in acts if act.towards == "[person]" and "seen" in act.evidence[0].quote] == []


def test_alerts_of_the_sample_rest_on_what_was_counted_then(sample):
    replayed = replay_query(sample.store, Query(profile=profile("warning")), false_alarms_per_year=1.0)
    assert replayed.alerts
    for alert in replayed.alerts:
        moment = datetime.combine(alert.on, time.max, tzinfo=UTC)
        view = view_register(sample.store, Query(profile=profile("warning"), as_of=moment))
        assert set(alert.incident_ids) <= {incident.id for incident in view.counted}
