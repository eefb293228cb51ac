"""Linking what came in gives the register, ids, deltas and all, that linking everything again gives."""

import json
import random
import shutil
from contextlib import ExitStack, closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from report_streams import make_stream
from tocsin.model import Judgement, JudgementKind
from tocsin.model.codec import encode_incident
from tocsin.pipeline import linking, tracing
from tocsin.register import copies, make_claims, neighbours
from tocsin.store import open_store
from tocsin.store.links import DERIVED

NOW = datetime(2025, 9, 1, tzinfo=UTC)
REACHING = (neighbours.list_meetings, neighbours.list_new_meetings, neighbours.list_parted)


def judge(chance, store, number):
    """A judgement on what is stored, at random; or one that is taken back."""
    standing = [judgement for judgement in store.list_judgements() if judgement.withdrawn_at is None]
    at = NOW - timedelta(days=30) + timedelta(minutes=number)
    if standing and chance.random() < 0.4:
        return ("withdraw", chance.choice(standing).id, at)
    places = store.list_memberships()
    if not places:
        return None
    kind = chance.choice(
        (
            JudgementKind.SAME,
            JudgementKind.DIFFERENT,
            JudgementKind.COPY,
            JudgementKind.STATUS,
            JudgementKind.VALUE,
        )
    )
    value = {JudgementKind.STATUS: "refuted", JudgementKind.VALUE: "severity=3"}.get(kind)
    if kind is JudgementKind.COPY:
        known = [reading.document.id for reading in store.iter_readings()]
        subjects = tuple(chance.sample(known, min(2, len(known))))
    elif value:
        subjects = (chance.choice(places).incident_id,)
    elif chance.random() < 0.3:
        subjects = tuple({chance.choice(places).incident_id: 1, chance.choice(places).incident_id: 2})
    else:
        subjects = tuple({chance.choice(places).event_id: 1, chance.choice(places).event_id: 2})
    return Judgement(
        id=f"j{number}", kind=kind, subjects=subjects, value=value, by="ann", reason="why", decided_at=at
    )


def play(chance, stores, stream, clock, *, whole=True):
    """Feed the stream in batches with judgements between; after each step compare the stores."""
    step = 0
    while stream:
        size = chance.choice((1, 1, 2, 5))
        batch, stream = stream[:size], stream[size:]
        decided = judge(chance, stores[0], step) if chance.random() < 0.6 else None
        step += 1
        for store in stores:
            for reading in batch:
                store.add_reading(reading, make_claims(reading), seen_at=NOW)
            if isinstance(decided, Judgement):
                store.add_judgement(decided)
            elif decided is not None:
                store.withdraw_judgement(decided[1], at=decided[2])
        clock.append(NOW + timedelta(hours=step))
        linked = [
            linking.link_register(store, whole=whole and place > 0) for place, store in enumerate(stores)
        ]
        assert linked[0] == linked[1]
        for one, other in zip(*map(describe, stores), strict=True):
            assert one == other


def describe(store):
    yield store.list_memberships()
    yield store.list_rows()
    yield list(store.list_incidents())
    yield [replace(delta, at=NOW) for delta in store.list_deltas()]
    with store.engine.connect() as connection:
        for table in DERIVED:
            yield table.name, sorted(map(tuple, connection.execute(table.select())))


@pytest.fixture(scope="module")
def template(tmp_path_factory):
    path = tmp_path_factory.mktemp("template") / "empty.sqlite"
    open_store(path).close()
    return path


def compare(template, folder, seed, size, reach):
    chance = random.Random(seed)
    clock = [NOW]
    for name in ("a", "b"):
        shutil.copy(template, folder / f"{name}.sqlite")
    with ExitStack() as stack, pytest.MonkeyPatch.context() as patch:
        patch.setattr(linking, "now", lambda: clock[-1])
        patch.setattr(linking, "_needs_everything", lambda state: state.rules != linking.RULES_DETAIL)
        for module in (tracing, copies):
            patch.setattr(module, "COPY_REACH", reach)
        for function in (
            *REACHING,
            linking.tie_mentions.__globals__["meet"],
            linking.tie_mentions.__globals__["keep_meeting"],
        ):
            patch.setitem(function.__kwdefaults__, "reach", reach)
        stores = [stack.enter_context(closing(open_store(folder / f"{name}.sqlite"))) for name in ("a", "b")]
        play(chance, stores, make_stream(chance, size), clock)


@settings(deadline=None, max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.integers(0, 2**32), st.sampled_from((1, 2, 24)))
def test_linking_what_came_in_is_linking_everything(template, tmp_path_factory, seed, reach):
    compare(template, tmp_path_factory.mktemp("run"), seed, 24, reach)


def export(store, path):
    """Write the register as JSONL, as `tocsin incidents --format jsonl --kind all` does."""
    lines = (json.dumps(encode_incident(incident)) for incident in store.list_incidents())
    path.write_text("\n".join(lines), "utf-8")
    return path.read_bytes()


@pytest.mark.postgres
def test_identical_input_gives_identical_registers_on_both_backends(server, template, tmp_path, monkeypatch):
    clock = [NOW]
    monkeypatch.setattr(linking, "now", lambda: clock[-1])
    shutil.copy(template, tmp_path / "a.sqlite")
    with (
        closing(open_store(tmp_path / "a.sqlite")) as one,
        closing(open_store(server.make_database())) as other,
    ):
        chance = random.Random(7)
        play(chance, [one, other], make_stream(chance, 40), clock, whole=False)
        assert export(one, tmp_path / "a.jsonl") == export(other, tmp_path / "b.jsonl") != b""


def test_shuffled_streams_end_in_the_same_groups(template, tmp_path):
    stream = make_stream(random.Random(11), 40)
    groups = []
    for number in range(4):
        path = tmp_path / f"{number}.sqlite"
        shutil.copy(template, path)
        order = list(stream)
        random.Random(number).shuffle(order)
        with closing(open_store(path)) as store:
            for start in range(0, len(order), number + 1):
                for reading in order[start : start + number + 1]:
                    store.add_reading(reading, make_claims(reading), seen_at=NOW)
                linking.link_register(store)
            held = {}
            for place in store.list_memberships():
                held.setdefault(place.incident_id, set()).add(place.event_id)
            groups.append(sorted(map(sorted, held.values())))
    assert groups[0] and all(one == groups[0] for one in groups)
