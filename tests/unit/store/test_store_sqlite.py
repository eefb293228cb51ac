"""The SQLite file: what is refused, with which line, and that it is left alone."""

import os
import shutil
import sqlite3
import stat
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, event

from older_store import make_first_store
from tocsin.errors import StoreBusyError, StoreError, StoreFullError, StoreVersionError
from tocsin.model import Document, Reading
from tocsin.store import open_store

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
BACKUP = "store.sqlite-backup-0001-20260102T030405Z"


@pytest.fixture
def path(tmp_path) -> Path:
    return tmp_path / "store.sqlite"


def make_store(path: Path, *, documents: int = 1, words: str = "A cable was cut.") -> None:
    with closing(open_store(path, now=lambda: NOW)) as store:
        for number in range(documents):
            add_document(store, f"d{number}", words)


def add_document(store, document_id: str, words: str) -> None:
    store.add_reading(Reading(document=Document(id=document_id, text=words)), [], seen_at=NOW)


def change(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as connection:
        for statement in statements:
            connection.execute(statement)
        connection.commit()


def make_old_store(path: Path) -> None:
    folder = path.with_name("today")
    folder.mkdir()
    make_first_store(path, lambda store: add_document(store, "d0", "A cable was cut."), folder=folder)
    shutil.rmtree(folder)


def refuse(path: Path | str, kind: type[StoreError] = StoreError, **options) -> str:
    """Return the line of the refusal; it must be one line, and the file must stay as it was."""
    file = Path(path) if "\0" not in str(path) and len(str(path)) < 1000 else None
    before = file.read_bytes() if file is not None and file.is_file() else None
    with pytest.raises(StoreError) as caught:
        open_store(path, now=lambda: NOW, **options)
    assert type(caught.value) is kind
    assert "\n" not in str(caught.value)
    if before is not None:
        assert file.read_bytes() == before
    return str(caught.value)


@contextmanager
def unprivileged(folder: Path) -> Iterator[None]:
    """Give up root's right to write everywhere, where the tests run as root."""
    if os.geteuid() != 0:
        yield
        return
    for thing in (folder, *folder.iterdir()):
        os.chown(thing, 65534, 65534)
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    # pytest's own folders are closed to others, also to the account of `unprivileged`.
    folder = Path(tempfile.mkdtemp())
    yield folder
    folder.chmod(0o700)
    shutil.rmtree(folder)


def test_new_store_is_one_file_once_closed(path):
    make_store(path)
    assert [file.name for file in path.parent.iterdir()] == ["store.sqlite"]


@pytest.mark.parametrize("shape", ["{}", "sqlite:///{}", "sqlite+pysqlite:///{}"])
def test_path_and_urls_name_the_same_store(path, shape):
    make_store(path)
    with closing(open_store(shape.format(path), create=False)) as store:
        assert store.count().documents == 1


def test_path_under_a_folder_with_odd_letters_works(tmp_path):
    folder = tmp_path / "50% ?#é"
    folder.mkdir()
    make_store(folder / "store.sqlite")
    assert (folder / "store.sqlite").is_file()


def test_empty_file_becomes_a_store(path):
    path.touch()
    make_store(path)
    assert path.stat().st_size > 0


def test_every_connection_keeps_references_and_full_durability(path, shipped_pragmas, monkeypatch):
    monkeypatch.setattr("tocsin.store.sqlite.PRAGMAS", shipped_pragmas)
    with closing(open_store(path)) as store, store.engine.connect() as connection:
        found = [
            connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "foreign_keys", "synchronous")
        ]
    assert found == ["wal", 1, 2]


# --- What is not a store ---------------------------------------------------------------------------------


def test_file_that_is_no_database_is_refused(path):
    path.write_text("Dear reader, this is no database at all.")
    assert "is not a database; wanted" in refuse(path)


def test_database_of_another_program_is_refused(path):
    change(path, "CREATE TABLE bookmarks (url)")
    assert "'bookmarks' that is not of tocsin" in refuse(path)
    assert "'bookmarks' that is not of tocsin" in refuse(path, create=False)
    assert "'bookmarks' that is not of tocsin" in refuse(path, read_only=True)


def test_folder_is_refused(tmp_path):
    assert "is no file" in refuse(tmp_path)


def test_pipe_is_refused(path):
    os.mkfifo(path)
    assert "is no file" in refuse(path)


def test_missing_folder_is_named(tmp_path):
    assert "make the folder first" in refuse(tmp_path / "none" / "store.sqlite")


def test_missing_store_is_refused_where_none_may_be_made(path):
    assert "no store at" in refuse(path, create=False)
    assert not path.exists()


@pytest.mark.parametrize("address", ["a\0b", "sqlite://", "", "x" * 5000, "~no-such-user/x"])
def test_address_that_names_no_file_is_refused(address):
    refuse(address)


def test_unknown_scheme_is_refused():
    assert "unknown kind of store 'mysql'; known: sqlite" in refuse("mysql://somewhere/db")


# --- Damage ----------------------------------------------------------------------------------------------


def test_damaged_store_is_refused(path):
    make_store(path, documents=50, words="word " * 2000)
    with path.open("r+b") as file:
        file.seek(4096 * 2)
        file.write(b"\xff" * 4096 * 40)
    assert "is damaged" in refuse(path)


def test_truncated_store_is_refused(path):
    make_store(path, documents=50, words="word " * 2000)
    os.truncate(path, path.stat().st_size // 2 // 4096 * 4096)
    assert "is damaged" in refuse(path)


def test_check_finds_rows_that_name_missing_rows(path):
    make_store(path)
    change(path, "INSERT INTO statements (document_id, position, id, payload) VALUES ('gone', 0, 's', '{}')")
    with closing(open_store(path)) as store:
        assert any("statements" in fault and "documents" in fault for fault in store.check())


def test_check_finds_documents_missing_from_the_word_index(path):
    make_store(path)
    with closing(open_store(path)) as store:
        with store.engine.begin() as connection:
            connection.exec_driver_sql("DROP TRIGGER documents_search_add")
        add_document(store, "d9", "Unseen.")
        assert store.check() == ("the word index differs from the documents by 1",)


# --- No right, no room, no turn --------------------------------------------------------------------------


def test_read_only_file_is_refused(open_folder):
    path = open_folder / "store.sqlite"
    make_store(path)
    path.chmod(stat.S_IRUSR)
    with unprivileged(open_folder):
        assert "is read-only" in refuse(path, StoreFullError)


def test_read_only_file_can_be_read(open_folder):
    path = open_folder / "store.sqlite"
    make_store(path)
    path.chmod(stat.S_IRUSR)
    with unprivileged(open_folder), closing(open_store(path, read_only=True)) as store:
        assert store.count().documents == 1
        assert [document.id for document in store.search_documents("cable")] == ["d0"]


def test_store_in_a_read_only_folder_can_be_read_and_nothing_is_left_there(open_folder):
    path = open_folder / "store.sqlite"
    make_store(path)
    with unprivileged(open_folder):
        open_folder.chmod(0o500)
        with closing(open_store(path, read_only=True)) as store:
            assert store.count().documents == 1
            assert store.check() == ()
        assert [file.name for file in open_folder.iterdir()] == ["store.sqlite"]


def test_log_of_a_killed_run_is_never_passed_over_in_a_read_only_folder(open_folder):
    path = open_folder / "store.sqlite"
    copy = open_folder / "copy.sqlite"
    with closing(open_store(path, now=lambda: NOW)) as store:
        add_document(store, "d0", "A cable was cut.")
        shutil.copy(path, copy)
        shutil.copy(f"{path}-wal", f"{copy}-wal")
    with unprivileged(open_folder):
        open_folder.chmod(0o500)
        assert "copy both to a folder" in refuse(copy, read_only=True)


def test_reading_a_store_leaves_no_file_beside_it(path):
    make_store(path)
    with closing(open_store(path, read_only=True)) as store:
        assert store.count().documents == 1
    assert [file.name for file in path.parent.iterdir()] == ["store.sqlite"]


def test_reader_sees_what_a_writer_adds_meanwhile(path):
    make_store(path)
    with closing(open_store(path, read_only=True)) as reader, closing(open_store(path)) as writer:
        add_document(writer, "d9", "Unseen.")
        assert reader.count().documents == 2


def test_store_that_needs_a_migration_is_not_migrated_by_a_reader(path):
    make_old_store(path)
    assert "has schema 0001 and is opened to read only" in refuse(path, StoreVersionError, read_only=True)
    assert [file.name for file in path.parent.iterdir()] == ["store.sqlite"]


def test_read_only_folder_is_refused(open_folder):
    with unprivileged(open_folder):
        open_folder.chmod(0o500)
        assert "is read-only" in refuse(open_folder / "store.sqlite", StoreFullError)


@contextmanager
def small_disk(pages: int) -> Iterator[None]:
    def limit(connection, _record) -> None:
        connection.execute(f"PRAGMA max_page_count = {pages}")

    event.listen(Engine, "connect", limit)
    try:
        yield
    finally:
        event.remove(Engine, "connect", limit)


def test_full_disk_is_told_and_loses_nothing_stored(path):
    make_store(path)
    with small_disk(80), closing(open_store(path)) as store:
        with pytest.raises(StoreFullError, match="disk is full; wanted room") as caught:
            add_document(store, "big", "word " * 200_000)
        assert "\n" not in str(caught.value)
        assert not store.has_document("big")
        add_document(store, "small", "Short.")
        assert store.count().documents == 2
        assert store.check() == ()


def test_full_disk_while_a_store_is_made_is_told(path):
    with small_disk(10), pytest.raises(StoreFullError, match="disk is full"):
        open_store(path)
    make_store(path)


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr("tocsin.store.sqlite.BUSY_SECONDS", 0.1)


@pytest.mark.usefixtures("impatient")
def test_locked_store_can_be_read_but_not_written(path):
    make_store(path)
    with closing(open_store(path)) as store, closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert store.count().documents == 1
        with pytest.raises(StoreBusyError, match="locked by another process; waited 0.1 s; try again"):
            add_document(store, "d9", "Late.")


@pytest.mark.usefixtures("impatient")
def test_store_locked_by_one_who_locks_out_readers_is_told_at_opening(path):
    make_store(path)
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA journal_mode = DELETE")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(StoreBusyError, match="locked"):
            open_store(path)


# --- Versions --------------------------------------------------------------------------------------------


def test_store_of_a_newer_tocsin_is_left_byte_for_byte(path):
    make_store(path)
    change(path, "UPDATE tocsin_revision SET version_num = '9999'")
    assert "upgrade tocsin; nothing was changed" in refuse(path, StoreVersionError)
    assert not list(path.parent.glob("*backup*"))


def test_store_that_needs_no_migration_gets_no_backup(path):
    make_store(path)
    make_store(path)
    assert not list(path.parent.glob("*backup*"))


def test_backup_is_the_store_before_the_migration(path):
    make_old_store(path)
    path.chmod(0o600)
    make_store(path)
    backup = path.with_name(BACKUP)
    with closing(sqlite3.connect(backup)) as connection:
        assert connection.execute("SELECT version_num FROM tocsin_revision").fetchall() == [("0001",)]
        assert connection.execute("SELECT id FROM documents").fetchall() == [("d0",)]
    assert stat.S_IMODE(backup.stat().st_mode) == 0o600
    backup.rename(path.with_name("other.sqlite"))
    with closing(open_store(path.with_name("other.sqlite"))) as store:
        assert store.count().documents == 1


def test_backup_never_replaces_an_earlier_one(path):
    make_old_store(path)
    path.with_name(BACKUP).write_text("kept")
    make_store(path)
    assert path.with_name(BACKUP).read_text() == "kept"
    assert path.with_name(BACKUP + "-2").is_file()


def test_backup_left_unfinished_by_a_killed_run_is_no_hindrance(path):
    make_old_store(path)
    path.with_name(BACKUP + ".part").write_text("half of something")
    make_store(path)
    assert [file.name for file in path.parent.glob("*backup*")] == [BACKUP]


def test_store_is_not_migrated_when_no_backup_can_be_made(path, monkeypatch):
    make_old_store(path)

    def fail(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("tocsin.store.sqlite.shutil.copymode", fail)
        line = refuse(path, StoreFullError)
    assert "backup copy could not be made" in line
    assert not list(path.parent.glob("*backup*"))
    make_store(path)
    assert path.with_name(BACKUP).is_file()
