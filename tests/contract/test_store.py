"""One body over every store: SQLite in a file, PostgreSQL in a throw-away server."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import event, text

from older_store import make_first_store
from tocsin.errors import DocumentError, InputError, StoreError, StoreVersionError
from tocsin.model import (
    Alert,
    Attribution,
    Claim,
    DateRange,
    Delivery,
    Delta,
    Document,
    EpistemicStatus,
    Event,
    EventTime,
    Evidence,
    Forecast,
    Form,
    Incident,
    IncidentRow,
    IncidentStatus,
    Indicator,
    Judgement,
    JudgementKind,
    Membership,
    ModelCard,
    Mute,
    Outcome,
    Participant,
    Publisher,
    Reading,
    Remark,
    Search,
    Source,
    Span,
    SpeechAct,
    Statement,
)
from tocsin.store import Change, Failure, open_store
from tocsin.store.migrating import find_revision, list_revisions, upgrade
from tocsin.store.schema import HEAD, REVISION_TABLE, metadata

NOW = datetime(2025, 12, 2, 10, 30, 15, 123456, tzinfo=UTC)
TEXT = "Ministers said that a cable was cut near Port Vell. Nobody was named."


# --- The stores ------------------------------------------------------------------------------------------


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def address(request, tmp_path) -> str:
    if request.param == "sqlite":
        return str(tmp_path / "store.sqlite")
    return request.getfixturevalue("server").make_database()


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def made(request, tmp_path) -> str:
    """The address of an empty store."""
    if request.param == "sqlite":
        return str(shutil.copy(request.getfixturevalue("empty_store"), tmp_path / "store.sqlite"))
    return request.getfixturevalue("server").make_store()


@pytest.fixture
def store(made):
    with closing(open_store(made, now=lambda: NOW)) as opened:
        yield opened


# --- Rows to put in --------------------------------------------------------------------------------------


def make_reading(document_id="d1", *, published_at=NOW, words=TEXT, title="Cable cut") -> Reading:
    def span(start: int, end: int) -> Span:
        return Span(document_id, start, end)

    statement = Statement(
        id=f"{document_id}-s20-50",
        content=(span(20, 50),),
        form=Form.INDIRECT,
        act=SpeechAct.SAY,
        attributions=(Attribution(span(0, 9), span(10, 14), name="Ministers"),),
    )
    cut = Event(
        id=f"{document_id}-e32-35",
        trigger=span(32, 35),
        event_type=None,
        threat_type="undersea",
        actors=(Participant(span=span(52, 58), name="Nobody"),),
        date=DateRange(start=date(2025, 12, 1), end=date(2025, 12, 1)),
        status=EpistemicStatus.REPORTED,
        time=EventTime.PAST,
        factuality=2.5,
        certainty=0.9,
        statement_id=statement.id,
    )
    return Reading(
        document=Document(
            id=document_id,
            text=words,
            external_id="x-1",
            source_id="wire",
            publisher="The Wire",
            url="https://example.org/1",
            title=title,
            published_at=published_at,
        ),
        statements=(statement,),
        events=(cut,),
        sentences=(span(0, 40), span(41, 50)),
        remarks=(Remark(span=span(41, 50), about="place", message="not in the gazetteer"),),
    )


def make_claim(document_id="d1", claim_id="c1", quote="a cable was cut") -> Claim:
    evidence = Evidence(document_id=document_id, span=Span(document_id, 20, 35), quote=quote)
    return Claim(
        id=claim_id,
        event_id=f"{document_id}-e32-35",
        field="threat_type",
        value="undersea",
        holders=("Ministers",),
        evidence=(evidence,),
    )


def make_incident(incident_id="i1", **changed) -> Incident:
    wanted = {
        "id": incident_id,
        "title": "Cable cut",
        "threat_type": "undersea",
        "status": IncidentStatus.REPORTED,
        "start_date": date(2025, 12, 1),
        "reports": 1,
        "origins": 1,
        "claims": (make_claim(),),
        "event_ids": ("d1-e32-35",),
        "document_ids": ("d1",),
        "rules": (("start_date", "earliest"),),
        "first_reported_at": NOW,
    }
    return Incident(**{**wanted, **changed})


def make_row(incident_id="i1", minted_at=NOW) -> IncidentRow:
    return IncidentRow(id=incident_id, founding_event_id=f"{incident_id}-first", minted_at=minted_at)


def make_delta(incident_id="i1", **changed) -> Delta:
    wanted = {"at": NOW, "kind": "changed", "field": "status", "before": "reported", "after": "confirmed"}
    return Delta(
        **{"incident_id": incident_id, "cause": "reports", "documents": ("d1",), **wanted, **changed}
    )


def save_incidents(store, *incidents, **options) -> None:
    rows = [make_row(incident.id) for incident in incidents]
    options = {"memberships": (), "linked_at": NOW, **options}
    store.save_register(rows=rows, incidents=incidents, **options)


def copy_rows(store) -> dict[str, list[tuple]]:
    with store.engine.connect() as connection:
        return {
            table.name: sorted(map(repr, connection.execute(table.select())))
            for table in metadata.sorted_tables
        }


# --- Readings --------------------------------------------------------------------------------------------


def test_reading_comes_back_as_it_was(store):
    reading = make_reading()
    assert store.add_reading(reading, [make_claim()], seen_at=NOW) is True
    assert store.load_reading("d1") == reading
    assert list(store.iter_readings()) == [reading]
    assert store.list_documents() == (reading.document,)
    assert store.has_document("d1")
    assert not store.has_document("d2")
    assert store.load_reading("d2") is None


def test_new_reading_takes_the_place_of_the_old_one(store):
    reading = make_reading()
    store.add_reading(reading, [make_claim()], seen_at=NOW, reader="one")
    place = Membership(event_id=reading.events[0].id, incident_id="i1")
    store.save_register(rows=[make_row()], memberships=[place], incidents=[make_incident()], linked_at=NOW)
    later = NOW + timedelta(days=1)
    again = replace(reading, statements=(), events=(replace(reading.events[0], threat_type="cyber"),))
    store.replace_reading(again, [make_claim(), make_claim(claim_id="c2")], seen_at=later, reader="two")
    assert store.load_reading("d1") == again
    first = {claim.id: claim.first_seen for claim in store.load_claims("d1")}
    assert first == {"c1": NOW, "c2": later}
    assert store.list_memberships() == (place,)
    with store.open_links() as index:
        assert index.load_state().reread == {"d1"}
    store.replace_reading(replace(again, events=()), [], seen_at=later, reader="three")
    assert store.list_memberships() == ()
    assert store.load_claims("d1") == ()
    with pytest.raises(InputError, match="no document 'd9'"):
        store.replace_reading(make_reading("d9"), [], seen_at=later, reader="two")


def test_outdated_documents_are_those_of_other_readers(store):
    for number, reader in enumerate((None, "one", "two"), start=1):
        reading = make_reading(f"d{number}", published_at=NOW + timedelta(days=number))
        store.add_reading(reading, [], seen_at=NOW, reader=reader)
    assert store.list_outdated("two", unread="list:") == ("d1", "d2")
    assert store.list_outdated(None, unread="list:") == ("d1", "d2", "d3")
    assert store.list_outdated("two", unread="list:", since=NOW + timedelta(days=2)) == ("d2",)
    assert len(store.list_outdated("two", unread="list:", most=1)) == 1
    source_id = make_reading().document.source_id
    assert store.list_outdated("two", unread=source_id or "") == ()


def test_publishers_are_replaced_whole(store):
    one = Publisher(name="A", kind="agency", reliability="b", reviewed=date(2025, 1, 2), by="ann")
    two = Publisher(name="B", kind="ngo", names=("C",), hosts=("b.example",), owner="D")
    store.save_publishers([two, one])
    assert store.list_publishers() == (one, two)
    store.save_publishers([two])
    assert store.list_publishers() == (two,)
    with store.open_links() as index:
        assert index.load_state().regraded


def test_claim_without_moments_gets_the_moment_it_was_seen(store):
    store.add_reading(make_reading(), [make_claim()], seen_at=NOW)
    expected = replace(make_claim(), first_seen=NOW, last_seen=NOW)
    assert list(store.iter_claims()) == [expected]
    assert store.load_claims("d1") == (expected,)
    assert store.load_claims("d2") == ()


def test_reading_twice_changes_nothing(store):
    store.add_reading(make_reading(), [make_claim()], seen_at=NOW)
    before = copy_rows(store)
    later = NOW + timedelta(days=1)
    assert store.add_reading(make_reading(title="Other"), [make_claim()], seen_at=later) is False
    assert copy_rows(store) == before


def test_same_reading_added_by_many_at_once_is_stored_once(address):
    def add(_: int) -> bool:
        with closing(open_store(address)) as store:
            return store.add_reading(make_reading(), [make_claim()], seen_at=NOW)

    with closing(open_store(address)):
        pass
    with ThreadPoolExecutor(4) as pool:
        added = list(pool.map(add, range(8)))
    assert sorted(added) == [False] * 7 + [True]


def test_one_store_serves_many_threads(store):
    def add_and_count(number: int) -> int:
        store.add_reading(make_reading(f"d{number}"), [], seen_at=NOW)
        return store.count().documents

    with ThreadPoolExecutor(8) as pool:
        assert max(pool.map(add_and_count, range(40))) == 40


def test_new_store_opened_by_many_at_once_is_made_once(address):
    def open_and_count(_: int) -> int:
        with closing(open_store(address)) as store:
            return store.count().documents

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(open_and_count, range(4))) == [0] * 4


def test_readings_come_by_publication_then_id_with_undated_last(store):
    early = NOW - timedelta(days=2)
    for document_id, moment in (("d3", NOW), ("d9", None), ("d2", NOW), ("d4", early), ("d5", None)):
        store.add_reading(make_reading(document_id, published_at=moment), [], seen_at=NOW)
    assert [r.document.id for r in store.iter_readings()] == ["d4", "d2", "d3", "d5", "d9"]
    assert [d.id for d in store.list_documents()] == ["d4", "d2", "d3", "d5", "d9"]
    assert [r.document.id for r in store.iter_readings(until=early)] == ["d4"]


def test_undated_reading_counts_from_the_moment_it_was_seen(store):
    store.add_reading(make_reading(published_at=None), [], seen_at=NOW)
    assert [r.document.id for r in store.iter_readings(until=NOW)] == ["d1"]
    assert list(store.iter_readings(until=NOW - timedelta(seconds=1))) == []


def test_more_readings_than_one_batch_come_in_order(store):
    ids = [f"d{number:03}" for number in range(120)]
    for document_id in reversed(ids):
        store.add_reading(
            make_reading(document_id), [make_claim(document_id, f"c{document_id}")], seen_at=NOW
        )
    assert [reading.document.id for reading in store.iter_readings()] == ids
    assert [claim.id for claim in store.iter_claims()] == [f"c{document_id}" for document_id in ids]


def test_writing_between_steps_of_iterating_does_not_block(store):
    store.add_reading(make_reading("d1"), [], seen_at=NOW)
    for reading in store.iter_readings():
        store.add_reading(make_reading("d2" + reading.document.id), [], seen_at=NOW)
    assert store.count().documents == 2


def test_ids_sort_by_code_points(store):
    for document_id in ("b", "a", "B", "é", "-"):
        store.add_reading(make_reading(document_id), [], seen_at=NOW)
    assert [r.document.id for r in store.iter_readings()] == ["-", "B", "a", "b", "é"]


def test_moments_come_back_as_utc(store):
    there = timezone(timedelta(hours=-5))
    store.add_reading(make_reading(published_at=NOW.astimezone(there)), [], seen_at=NOW)
    found = store.load_reading("d1").document.published_at
    assert (found, found.tzinfo) == (NOW, UTC)


def test_moment_without_a_date_in_utc_is_refused(store):
    first = datetime(1, 1, 1, tzinfo=timezone(timedelta(hours=5)))
    with pytest.raises(DocumentError, match="'d1'.*no date in UTC"):
        store.add_reading(make_reading(published_at=first), [], seen_at=NOW)


def test_naive_moment_is_refused(store):
    with pytest.raises(InputError, match="time zone"):
        save_incidents(store, linked_at=NOW.replace(tzinfo=None))
    with pytest.raises(InputError, match="time zone"):
        store.add_failure(Failure(name="x", reason="y", at=NOW.replace(tzinfo=None)))


@pytest.mark.parametrize(
    "words", ["\N{FIRE}\N{RIGHT-TO-LEFT OVERRIDE}" * 40, "'; DROP TABLE documents; --" * 3]
)
def test_odd_text_is_kept_word_for_word(store, words):
    reading = make_reading(words=words, title=words)
    store.add_reading(reading, [make_claim(quote=words[20:35])], seen_at=NOW)
    assert store.load_reading("d1") == reading
    assert store.check() == ()


@pytest.mark.parametrize("character", ["\0", "\ud800"])
def test_text_that_cannot_be_kept_everywhere_is_refused_whole(store, character):
    for reading in (make_reading(words=TEXT + character), make_reading(title="a" + character)):
        with pytest.raises(DocumentError, match="'d1'.*cannot be stored; wanted.*; replace"):
            store.add_reading(reading, [], seen_at=NOW)
    assert store.count().documents == 0


@pytest.mark.parametrize("character", ["\0", "\ud800"])
def test_unstorable_characters_in_names_of_participants_do_no_harm(store, character):
    reading = make_reading()
    actor = replace(reading.events[0].actors[0], name="a" + character)
    reading = replace(reading, events=(replace(reading.events[0], actors=(actor,)),))
    store.add_reading(reading, [], seen_at=NOW)
    assert store.load_reading("d1") == reading


@pytest.mark.parametrize("name", ["\0", "\ud800", "", "%", "_", "'"])
def test_odd_ids_find_nothing(store, name):
    save_incidents(store, make_incident("i1"))
    assert store.load_incident(name) is None
    assert store.load_reading(name) is None
    assert store.load_claims(name) == ()
    assert not store.has_document(name)


def test_two_claims_with_one_id_are_refused_whole(store):
    with pytest.raises(DocumentError, match="'d1': two claims with the id 'c1'"):
        store.add_reading(make_reading(), [make_claim(), make_claim()], seen_at=NOW)
    assert store.count().documents == 0


def test_claim_about_an_event_that_is_not_stored_is_refused_whole(store):
    with pytest.raises(StoreError, match="nothing was written"):
        store.add_reading(make_reading(), [replace(make_claim(), event_id="nowhere")], seen_at=NOW)
    assert store.count().documents == 0


# --- Searching -------------------------------------------------------------------------------------------


def test_search_finds_documents_with_every_word_in_title_or_text(store):
    store.add_reading(make_reading("d1"), [], seen_at=NOW)
    store.add_reading(make_reading("d2", words=TEXT.replace("cable", "fence"), title=None), [], seen_at=NOW)
    assert [document.id for document in store.search_documents("PORT cable")] == ["d1"]
    assert {document.id for document in store.search_documents("ministers")} == {"d1", "d2"}
    assert len(store.search_documents("ministers", limit=1)) == 1
    assert store.search_documents("submarine") == ()


@pytest.mark.parametrize(
    "query",
    ["", '"', "cable AND (", "NEAR(", "title:", "*", "-cable'", "a OR", "\0", "\ud800", "x " * 9000, "{}"],
)
def test_search_takes_any_query(store, query):
    store.add_reading(make_reading(), [], seen_at=NOW)
    assert isinstance(store.search_documents(query), tuple)


def test_document_with_very_many_words_can_be_stored_and_found(store):
    words = TEXT + " " + " ".join(f"word{number}" for number in range(300_000))
    store.add_reading(make_reading(words=words), [], seen_at=NOW)
    assert [document.id for document in store.search_documents("cable word7")] == ["d1"]


# --- Logs and sources ------------------------------------------------------------------------------------


def test_failures_come_newest_first_and_once(store):
    old = Failure(name="a.txt", reason="empty", at=NOW)
    store.add_failure(old)
    store.add_failure(Failure(name="b.txt", reason="no text", at=NOW + timedelta(hours=1)))
    store.add_failure(replace(old, at=NOW + timedelta(hours=2)))
    assert [failure.name for failure in store.list_failures()] == ["a.txt", "b.txt"]
    assert store.list_failures()[0].at == NOW + timedelta(hours=2)


def test_failure_of_a_file_whose_name_is_no_text_is_kept(store):
    store.add_failure(Failure(name="bad\udcff\0.txt", reason="r" * 99_999, at=NOW))
    (failure,) = store.list_failures()
    assert failure.name == "bad\ufffd\ufffd.txt"
    assert len(failure.reason) < 9999


def test_sources_come_by_name_and_are_updated(store):
    store.add_source(Source(id="s1", name="Wire"))
    store.add_source(Source(id="s2", name="Gazette"))
    store.add_source(Source(id="s1", name="Wire", reliability="b"))
    assert [(source.id, source.reliability) for source in store.list_sources()] == [("s2", "f"), ("s1", "b")]


def make_judgement(judgement_id="j1", decided_at=NOW) -> Judgement:
    return Judgement(
        id=judgement_id, kind=JudgementKind.SAME, subjects=("e1", "e2"), by="ana", decided_at=decided_at
    )


def test_judgements_come_oldest_first_and_are_kept_once(store):
    store.add_judgement(make_judgement("j1"))
    store.add_judgement(make_judgement("j2", NOW - timedelta(days=1)))
    store.add_judgement(make_judgement("j1"))
    assert [judgement.id for judgement in store.list_judgements()] == ["j2", "j1"]


def test_withdrawn_judgement_stays_with_its_first_moment(store):
    store.add_judgement(make_judgement())
    store.withdraw_judgement("j1", at=NOW)
    store.withdraw_judgement("j1", at=NOW + timedelta(days=1))
    store.add_judgement(make_judgement())
    assert store.list_judgements() == (replace(make_judgement(), withdrawn_at=NOW),)


def test_withdrawing_an_unknown_judgement_is_refused(store):
    with pytest.raises(InputError, match="no judgement 'j9'"):
        store.withdraw_judgement("j9", at=NOW)


def test_changes_come_oldest_first(store):
    for detail in ("first", "second", "third"):
        store.log_change(Change(kind="source", detail=detail, at=NOW))
    assert [change.detail for change in store.list_changes()] == ["first", "second", "third"]


# --- The register ----------------------------------------------------------------------------------------


def test_register_comes_back_as_it_was(store):
    store.add_reading(make_reading(), [], seen_at=NOW)
    place = Membership(event_id="d1-e32-35", incident_id="i1", score=0.1 + 0.2, reasons=("same place",))
    incident = make_incident()
    save_incidents(store, incident, memberships=[place])
    assert store.list_incidents() == (incident,)
    assert store.load_incident("i1") == incident
    assert store.list_memberships() == (place,)
    assert store.list_rows() == (make_row(),)


def test_saving_again_replaces_views_and_keeps_identities(store):
    save_incidents(store, make_incident("i1"), make_incident("i2"))
    save_incidents(store, make_incident("i2", title="New"), make_incident("i3"))
    assert [(incident.id, incident.title) for incident in store.list_incidents()] == [
        ("i2", "New"),
        ("i3", "Cable cut"),
    ]
    assert [row.id for row in store.list_rows()] == ["i1", "i2", "i3"]


def test_minted_identity_is_never_changed(store):
    store.save_register(rows=[make_row()], memberships=[], incidents=[], linked_at=NOW)
    other = IncidentRow(id="i1", founding_event_id="other", minted_at=NOW + timedelta(days=1))
    store.save_register(rows=[other], memberships=[], incidents=[], linked_at=NOW)
    assert store.list_rows() == (make_row(),)


def test_saving_the_same_register_twice_changes_nothing(store):
    save_incidents(store, make_incident(aliases=("i0",)))
    before = copy_rows(store)
    save_incidents(store, make_incident(aliases=("i0",)))
    assert copy_rows(store) == before


def test_membership_of_a_mention_that_is_not_stored_is_refused_whole(store):
    save_incidents(store, make_incident("i1"))
    before = copy_rows(store)
    with pytest.raises(StoreError, match="nothing was written"):
        save_incidents(
            store, make_incident("i2"), memberships=[Membership(event_id="none", incident_id="i2")]
        )
    assert copy_rows(store) == before


def test_incident_is_found_by_alias_even_of_an_alias(store):
    save_incidents(store, make_incident("ia"), make_incident("ib"))
    save_incidents(store, make_incident("ib", aliases=("ia",)))
    save_incidents(store, make_incident("ic", aliases=("ib",)))
    assert store.load_incident("ia").id == "ic"
    assert store.load_incident("ib").id == "ic"


def test_incident_split_off_again_is_found_by_its_own_id(store):
    save_incidents(store, make_incident("ib", aliases=("ia",)))
    save_incidents(store, make_incident("ia"), make_incident("ib"))
    assert store.load_incident("ia").id == "ia"


def test_incidents_that_are_aliases_of_each_other_end_nowhere(store):
    save_incidents(store, make_incident("ib", aliases=("ia",)))
    save_incidents(store, make_incident("ia", aliases=("ib",)))
    save_incidents(store)
    assert store.load_incident("ia") is None


def test_incident_is_found_by_a_prefix_that_names_only_one(store):
    save_incidents(store, make_incident("iabc"), make_incident("iabd", aliases=("ixyz",)))
    assert store.load_incident("iabc").id == "iabc"
    assert store.load_incident("iab") is None
    assert store.load_incident("ix").id == "iabd"


def test_a_prefix_of_many_incidents_is_told_from_one_of_none(store):
    save_incidents(store, make_incident("iabc"), make_incident("iabd", aliases=("ixyz", "iab9")))
    assert store.find_incident_ids("iab") == ("iabc", "iabd")
    assert store.find_incident_ids("iab", limit=1) == ("iabc",)
    assert store.find_incident_ids("ixyz") == ("iabd",)
    assert store.find_incident_ids("none") == store.find_incident_ids("") == ()


def test_whole_id_is_found_beside_longer_ones(store):
    save_incidents(store, make_incident("iab"), make_incident("iabc"))
    assert store.find_incident_ids("iab") == ("iab",)


def test_unlinked_counts_what_the_last_linking_did_not_read(store):
    assert store.load_linked_at() is None
    store.add_reading(make_reading("d1"), [make_claim()], seen_at=NOW)
    assert store.count().unlinked == 1
    save_incidents(store, make_incident())
    assert store.count().unlinked == 0
    store.add_reading(make_reading("d2"), [], seen_at=NOW)
    save_incidents(store, make_incident(), linked_documents=1)
    counts = store.count()
    assert (counts.documents, counts.statements, counts.events, counts.claims) == (2, 2, 2, 1)
    assert (counts.incidents, counts.failures, counts.unlinked) == (1, 0, 1)
    assert store.load_linked_at() == NOW


# --- Soundness -------------------------------------------------------------------------------------------


def change_rows(store, statement: str) -> None:
    with store.engine.begin() as connection:
        connection.execute(text(statement))


def test_sound_store_has_no_faults(store):
    store.add_reading(make_reading(), [make_claim()], seen_at=NOW)
    save_incidents(store, make_incident())
    assert store.check() == ()


def test_check_finds_a_quote_that_is_not_in_the_document(store):
    store.add_reading(make_reading(), [make_claim(quote="a cable was not")], seen_at=NOW)
    (fault,) = store.check()
    assert "c1" in fault
    assert "d1 at 20-35" in fault


@pytest.mark.parametrize("payload", ["{", "[]", '{"id": "x"}', '{"content": [[5, 1]]}'])
def test_check_finds_a_row_that_cannot_be_read(store, payload):
    store.add_reading(make_reading(), [], seen_at=NOW)
    change_rows(store, f"UPDATE statements SET payload = '{payload}'")
    (fault,) = store.check()
    assert "d1-s20-50" in fault
    with pytest.raises(StoreError, match="d1-s20-50"):
        store.load_reading("d1")


def test_closed_store_says_so(address):
    store = open_store(address)
    store.close()
    store.close()
    with pytest.raises(StoreError, match="was closed"):
        store.count()


def test_everything_is_there_after_reopening(address):
    with closing(open_store(address)) as store:
        store.add_reading(make_reading(), [make_claim()], seen_at=NOW)
        save_incidents(store, make_incident())
        before = copy_rows(store)
    with closing(open_store(address, create=False)) as store:
        assert copy_rows(store) == before


def test_missing_store_is_refused_where_none_may_be_made(address):
    with pytest.raises(StoreError, match="no store at .*; wanted"):
        open_store(address, create=False)


def test_store_opened_to_read_gives_its_rows_and_takes_none(address):
    with closing(open_store(address)) as store:
        store.add_reading(make_reading("d1"), [], seen_at=NOW)
    with closing(open_store(address, read_only=True)) as store:
        assert store.count().documents == 1
        assert store.check() == ()
        with pytest.raises(StoreError, match="read-only"):
            store.add_reading(make_reading("d2"), [], seen_at=NOW)
        assert store.count().documents == 1


def test_store_opened_to_read_is_not_made(address):
    with pytest.raises(StoreError, match="no store at .*; wanted"):
        open_store(address, read_only=True)


def test_store_of_a_newer_tocsin_is_refused_and_left_alone(address):
    with closing(open_store(address)) as store:
        change_rows(store, f"UPDATE {REVISION_TABLE} SET version_num = '9999'")
        change_rows(store, "UPDATE meta SET value = '99.1' WHERE key = 'tocsin_version'")
        change_rows(store, "DROP TABLE changes")
    with pytest.raises(StoreVersionError, match=r"schema 9999, written by tocsin 99\.1.*upgrade") as caught:
        open_store(address)
    assert "\n" not in str(caught.value)


def test_deltas_are_kept_in_order_and_found_by_record_and_moment(store):
    first, second = make_delta(), make_delta("i2", at=NOW + timedelta(hours=1))
    save_incidents(store, make_incident(), deltas=[first])
    save_incidents(store, make_incident(), make_incident("i2"), deltas=[second])
    assert store.list_deltas() == (first, second)
    assert store.list_deltas(since=NOW) == (second,)
    assert store.list_deltas(incident_id="i1") == (first,)


# --- Forecasts ---------------------------------------------------------------------------------------------


def make_forecast(forecast_id="f1", **changed) -> Forecast:
    wanted = {
        "unit": "type:undersea",
        "profile": "warning",
        "period": "month",
        "step": 1,
        "starts_on": date(2026, 1, 1),
        "ends_on": date(2026, 1, 31),
        "as_of": date(2025, 12, 31),
        "made_at": NOW,
        "history_periods": 24,
        "data_hash": "ab12",
        "card": ModelCard(name="m", version="1", settings=(("a", "1"),), not_for="x"),
        "draws": ((0, 600), (2, 400)),
        "baselines": (("last value", ((1, 1000),)),),
        "incident_ids": ("i1",),
    }
    return Forecast(id=forecast_id, **{**wanted, **changed})


def make_alert(alert_id, on=date(2025, 12, 1), unit="type:cyber"):
    return Alert(
        id=alert_id, unit=unit, detector="nb_cusum", level="watch", on=on, reason="more of them",
        statistic=4.0, threshold=3.0, detectable_change="fewer than 3", watch_next="one more",
        incident_ids=("i1",), onset=date(2025, 11, 1), checks=("EWMA agrees",),
        evidence=(Evidence(document_id="d1", span=Span("d1", 0, 9), quote="Ministers"),),
    )  # fmt: skip


def test_alerts_that_fired_stay_as_they_were(store):
    first, later = make_alert("a1"), make_alert("a2", date(2025, 12, 2))
    assert store.add_alerts([first, first, later]) == (first, later)
    assert store.add_alerts([make_alert("a1", unit="all")]) == ()
    assert store.list_alerts() == (later, first)


def test_mutes_are_lifted_and_stay_in_the_log(store):
    mute = Mute(unit="type:cyber", until=date(2026, 1, 1), by="analyst", reason="known", at=NOW)
    store.add_mute(mute)
    assert store.list_mutes() == (mute,)
    assert store.lift_mutes("type:cyber", at=NOW) == 1
    assert store.lift_mutes("type:cyber", at=NOW) == 0
    assert store.list_mutes() == (replace(mute, lifted_at=NOW),)


def test_a_search_is_replaced_under_its_name_and_dropped(store):
    search = Search(name="baltic", threat_types=("undersea",), countries=("EST",), made_at=NOW)
    store.save_search(search)
    store.save_search(replace(search, words="cable"))
    assert store.list_searches() == (replace(search, words="cable"),)
    assert store.drop_search("baltic")
    assert not store.drop_search("baltic")


def test_deliveries_wait_until_they_are_sent(store):
    waiting = Delivery(alert_id="a1", target="team", due_at=NOW)
    later = Delivery(alert_id="a1", target="desk", due_at=NOW + timedelta(hours=1))
    assert store.add_deliveries([later, waiting, waiting]) == 2
    assert store.add_deliveries([replace(waiting, due_at=None)]) == 0
    assert store.list_deliveries(due_by=NOW) == (waiting,)
    done = replace(waiting, due_at=None, sent_at=NOW, tries=1)
    store.save_delivery(done)
    assert store.list_deliveries(due_by=NOW) == ()
    assert set(store.list_deliveries()) == {done, later}


def test_alerts_are_found_by_id(store):
    store.add_alerts([make_alert("a1"), make_alert("a2", date(2025, 12, 2))])
    assert [alert.id for alert in store.load_alerts({"a2", "a9"})] == ["a2"]


def test_states_of_indicators_are_kept_in_order(store):
    state = Indicator(id="b:drones", label="Drones", question="", state="quiet", on=date(2025, 12, 1))
    raised = replace(state, state="watch", incident_ids=("i1",))
    store.add_indicator_states([state])
    store.add_indicator_states([raised])
    assert store.list_indicator_states() == (state, raised)


def test_forecasts_stay_as_they_were_issued(store):
    first, later = make_forecast("f2"), make_forecast("f1", ends_on=date(2026, 2, 28))
    assert store.add_forecasts([later, first, first]) == 2
    assert store.add_forecasts([make_forecast("f2", draws=((5, 1000),))]) == 0
    assert store.list_forecasts() == (first, later)


def test_the_first_outcome_written_down_stays(store):
    store.add_forecasts([make_forecast()])
    outcome = Outcome(forecast_id="f1", count=2, incident_ids=("i1", "i2"), scored_at=NOW)
    store.add_outcomes([outcome])
    store.add_outcomes([replace(outcome, count=9)])
    assert store.list_outcomes() == (outcome,)
    with pytest.raises(StoreError):
        store.add_outcomes([replace(outcome, forecast_id="no such")])


# --- Migrations ------------------------------------------------------------------------------------------


def take_back_pages(store) -> None:
    if store.engine.dialect.name == "sqlite":
        for what in ("add", "drop", "change"):
            change_rows(store, f"DROP TRIGGER incidents_search_{what}")
        change_rows(store, "DROP TABLE incidents_search")
    else:
        change_rows(store, "DROP INDEX incidents_search")
    for index in ("documents_by_publisher", "statements_by_moment", "statements_by_act"):
        change_rows(store, f"DROP INDEX {index}")
    for index in ("incidents_by_number", "incidents_by_turn"):
        change_rows(store, f"DROP INDEX {index}")
    columns = {
        "documents": ("publisher",),
        "statements": ("act", "said_at"),
        "incidents": ("number", "turn", "light", "words"),
    }
    for table, names in columns.items():
        for name in names:
            change_rows(store, f"ALTER TABLE {table} DROP COLUMN {name}")


@pytest.fixture
def first_store(address, tmp_path):
    """The address of a store of the first release, with a document in it."""
    fill = lambda store: store.add_reading(make_reading(), [make_claim()], seen_at=NOW)  # noqa: E731
    make_first_store(address, fill, folder=tmp_path)
    return address


def test_store_of_an_older_tocsin_is_migrated_with_its_rows(first_store):
    with closing(open_store(first_store)) as store:
        assert store.load_reading("d1") == make_reading()
        assert [document.id for document in store.search_documents("cable")] == ["d1"]
        assert store.check() == ()
        with store.engine.connect() as connection:
            assert find_revision(connection) == HEAD


def test_failing_migration_leaves_the_store_as_it_was(first_store, monkeypatch):
    def upgrade_and_fail(connection):
        upgrade(connection)
        raise RuntimeError("planted")

    with monkeypatch.context() as patch, pytest.raises(RuntimeError):
        patch.setattr("tocsin.store.migrating.upgrade", upgrade_and_fail)
        open_store(first_store)
    with closing(open_store(first_store)) as store:
        assert [document.id for document in store.search_documents("cable")] == ["d1"]


def test_migrations_make_the_tables_of_the_schema(store):
    def is_ours(_thing, name, kind, _reflected, _compared):
        return not name.startswith(("documents_search", "incidents_search")) and name != REVISION_TABLE

    with store.engine.connect() as connection:
        # Types are not compared: the order that ids ask of PostgreSQL looks like a change to Alembic.
        options = {"include_object": is_ours, "version_table": REVISION_TABLE, "compare_type": False}
        context = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(context, metadata) == []


def test_known_head_is_the_last_migration():
    assert list_revisions()[-1] == HEAD


def test_each_write_is_one_transaction(store):
    commits = []
    event.listen(store.engine, "commit", commits.append)
    store.add_reading(make_reading(), [make_claim()], seen_at=NOW)
    save_incidents(store, make_incident())
    assert len(commits) == 2
