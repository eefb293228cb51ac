"""A backup holds everything, is taken while others write, and comes back whole; over both databases."""

import stat
from contextlib import closing
from datetime import UTC, datetime

import pytest

from tocsin.errors import StoreError
from tocsin.model import Document, Judgement, JudgementKind, Reading
from tocsin.store import open_store
from tocsin.store.backups import back_up, restore

NOW = datetime(2025, 12, 2, 10, 30, tzinfo=UTC)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def make_address(request, tmp_path):
    names = iter(("one.sqlite", "two.sqlite"))
    if request.param == "sqlite":
        return lambda: str(tmp_path / next(names))
    return request.getfixturevalue("server").make_database


@pytest.fixture
def filled(make_address):
    address = make_address()
    with closing(open_store(address, now=lambda: NOW)) as store:
        add_report(store, "d1")
        store.add_judgement(JUDGEMENT)
    return address


JUDGEMENT = Judgement(
    id="j1", kind=JudgementKind.SAME, subjects=("e1", "e2"), by="ana", reason="One cut.", decided_at=NOW
)


def add_report(store, name):
    document = Document(id=name, text=f"Report {name}: a cable was cut.", title="Cable")
    store.add_reading(Reading(document=document), [], seen_at=NOW)


def list_reports(address):
    with closing(open_store(address, read_only=True)) as store:
        return sorted(document.id for document in store.search_documents("cable"))


def test_what_was_stored_and_judged_comes_back(filled, make_address, tmp_path):
    file, other = tmp_path / "b.backup", make_address()
    assert back_up(filled, file).documents == 1
    assert restore(file, other).documents == 1
    assert list_reports(other) == ["d1"]
    with closing(open_store(other)) as store:
        assert store.list_judgements() == (JUDGEMENT,)
        assert store.check() == ()


def test_backup_is_taken_while_another_writes(filled, tmp_path):
    with closing(open_store(filled)) as store:
        add_report(store, "d2")
        back_up(filled, tmp_path / "b.backup")
        add_report(store, "d3")
    restore(tmp_path / "b.backup", filled, replace=True)
    assert list_reports(filled) == ["d1", "d2"]


def test_backup_is_for_its_owners_eyes(filled, tmp_path):
    back_up(filled, tmp_path / "b.backup")
    assert stat.S_IMODE((tmp_path / "b.backup").stat().st_mode) == 0o600


def test_store_that_is_there_is_kept(filled, tmp_path):
    file = tmp_path / "b.backup"
    back_up(filled, file)
    with closing(open_store(filled)) as store:
        add_report(store, "d2")
    with pytest.raises(StoreError, match="--replace"):
        restore(file, filled)
    assert list_reports(filled) == ["d1", "d2"]


def test_replaced_file_is_moved_aside(tmp_path):
    address, file = str(tmp_path / "one.sqlite"), tmp_path / "b.backup"
    with closing(open_store(address)) as store:
        add_report(store, "d1")
    back_up(address, file)
    with closing(open_store(address)) as store:
        add_report(store, "d2")
    restore(file, address, replace=True, now=lambda: NOW)
    assert list_reports(address) == ["d1"]
    assert list_reports(f"{address}-before-restore-20251202T103000Z") == ["d1", "d2"]


def test_old_backup_is_never_overwritten(filled, tmp_path):
    file = tmp_path / "b.backup"
    file.write_text("mine")
    with pytest.raises(StoreError, match="exists"):
        back_up(filled, file)
    assert file.read_text() == "mine"


@pytest.mark.parametrize("content", [b"", b"name,place\n", b"PGDMP and then nothing"])
def test_what_is_no_backup_is_refused(content, tmp_path):
    file = tmp_path / "b.backup"
    file.write_bytes(content)
    with pytest.raises(StoreError):
        restore(file, str(tmp_path / "s.sqlite"))
    assert not (tmp_path / "s.sqlite").exists()


def test_damaged_backup_leaves_the_store_as_it_was(filled, tmp_path):
    file = tmp_path / "b.backup"
    back_up(filled, file)
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(StoreError):
        restore(file, filled, replace=True)
    assert list_reports(filled) == ["d1"]


def test_password_is_not_among_a_programs_arguments(tmp_path, monkeypatch):
    seen = tmp_path / "seen"
    program = tmp_path / "pg_restore"
    program.write_text(f'#!/bin/sh\necho "$@" >{seen}\necho "$PGPASSWORD" >>{seen}\nexit 1\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    file = tmp_path / "b.backup"
    file.write_bytes(b"PGDMP")
    with pytest.raises(StoreError):
        restore(file, "postgresql://me:secret@127.0.0.1:1/db", replace=True)
    arguments, password = seen.read_text().splitlines()
    assert "secret" not in arguments
    assert password == "secret"
