"""A team on one PostgreSQL register: collectors add and link, analysts judge and search, all at once."""

import random
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from sqlalchemy import text

from report_streams import make_stream
from tocsin.errors import StoreBusyError
from tocsin.model import Judgement, JudgementKind
from tocsin.pipeline.linking import link_register
from tocsin.register import make_claims
from tocsin.store import open_store

pytestmark = pytest.mark.postgres
NOW = datetime(2026, 1, 1, tzinfo=UTC)
COLLECTORS = 3


def describe(store):
    """Return what the register shows, without the moments of its linkings."""
    return (
        [replace(one, claims=()) for one in store.list_incidents()],
        [(place.event_id, place.incident_id) for place in store.list_memberships()],
        store.count(),
    )


def collect(address, readings):
    """Add readings in pieces and link after each, as a collector does."""
    added = 0
    with closing(open_store(address)) as store:
        for start in range(0, len(readings), 4):
            some = readings[start : start + 4]
            added += sum(store.add_readings([(one, make_claims(one)) for one in some], seen_at=NOW))
            link_patiently(store)
    return added


def link_patiently(store):
    """Link; where others were always first, try again as `tocsin add` is run again."""
    while True:
        try:
            return link_register(store)
        except StoreBusyError:
            continue


def analyse(address, number):
    """Search, look at incidents and judge them while others write; return how many judgements were given."""
    given = 0
    chance = random.Random(number)
    with closing(open_store(address)) as store:
        for turn in range(12):
            store.search_documents("cable")
            incidents = store.list_incidents()
            if not incidents:
                continue
            chosen = chance.choice(incidents)
            assert store.load_incident(chosen.id) is not None or store.find_incident_ids(chosen.id) == ()
            judgement = Judgement(
                id=f"j-{number}-{turn}",
                kind=JudgementKind.REVIEW,
                subjects=(chosen.id,),
                value="confirmed",
                by=f"analyst {number}",
                reason="looked at it",
                decided_at=NOW,
            )
            store.add_judgement(judgement)
            given += 1
    return given


def test_collectors_and_analysts_at_once_end_in_the_register_of_one_after_another(server):
    readings = make_stream(random.Random(3), 48)
    alone, together = server.make_database(), server.make_database()
    for address in (alone, together):
        open_store(address).close()
    collect(alone, readings)
    # Every collector meets every report, each in an order of its own.
    orders = [random.Random(number).sample(readings, len(readings)) for number in range(COLLECTORS)]
    with ThreadPoolExecutor(COLLECTORS + 2) as pool:
        collecting = [pool.submit(collect, together, order) for order in orders]
        analysing = [pool.submit(analyse, together, number) for number in range(2)]
        added = sum(one.result() for one in collecting)
        judged = sum(one.result() for one in analysing)
    assert added == len(readings)
    with closing(open_store(alone)) as one, closing(open_store(together)) as other:
        link_patiently(other)
        assert len(other.list_judgements()) == judged
        first, second = describe(one), describe(other)
        assert len(first[0]) == len(second[0])
        assert group(first[1]) == group(second[1])
        assert other.check() == ()


def group(places):
    """Return the groups that mentions form, whatever their incidents are called."""
    found = {}
    for event, incident in places:
        found.setdefault(incident, set()).add(event)
    return sorted(map(sorted, found.values()))


def test_word_search_goes_through_the_index(server):
    address = server.make_database()
    collect(address, make_stream(random.Random(4), 24))
    with closing(open_store(address)) as store:
        word = next(iter(store.list_documents())).text.split()[0]
        assert store.search_documents(word)
        with store.engine.connect() as connection:
            connection.execute(text("SET enable_seqscan = off"))
            plan = "\n".join(
                row[0]
                for row in connection.execute(
                    text(
                        "EXPLAIN SELECT id FROM documents WHERE to_tsvector('simple', coalesce(title, '') "
                        "|| ' ' || left(text, 200000)) @@ plainto_tsquery('simple', 'cable')"
                    )
                )
            )
    assert "documents_search" in plan
