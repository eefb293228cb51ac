"""The index is built once, and anew when it is broken; a folder that cannot be written is no end."""

import os
import time

import pytest

from tocsin.errors import StoreError
from tocsin.gazetteer import building, opening
from tocsin.gazetteer.drafts import Draft


@pytest.fixture
def builds(monkeypatch, tmp_path):
    """Build a small index in a folder of the test, and count how often."""
    built = []

    def build(path):
        one = Draft("settlement", "Tapa", "", 588100, 5_000, "EE.08", 59.26, 25.96, 10, "EST", (), ())
        building.write_index(path, [one], country_ids={})
        built.append(path)

    monkeypatch.setattr(building, "build_index", build)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return built


def open_anew():
    return opening.open_index.__wrapped__()


def find_file(tmp_path):
    (path,) = (tmp_path / "cache" / "tocsin").glob("places-*.index")
    return path


def test_index_is_built_once_and_kept(builds, tmp_path):
    assert open_anew().has("tapa") and open_anew().has("tapa")
    assert len(builds) == 1 and find_file(tmp_path).stat().st_size > 0
    assert not list((tmp_path / "cache" / "tocsin").glob("*.unfinished"))


def test_broken_index_is_built_anew(builds, tmp_path):
    open_anew()
    find_file(tmp_path).write_bytes(b"half of it")
    assert open_anew().has("tapa")
    assert len(builds) == 2


def test_building_is_said(builds, caplog):
    open_anew()
    open_anew()
    assert [record.message.split(",")[0] for record in caplog.records] == [
        "building the index of places once"
    ]


def test_only_old_indexes_of_other_versions_are_dropped(builds, tmp_path):
    folder = tmp_path / "cache" / "tocsin"
    folder.mkdir(parents=True)
    for name, days in (("places-old.index", 40), ("places-new.index", 1), ("other.txt", 40)):
        (folder / name).write_text("x")
        os.utime(folder / name, (time.time() - days * 86_400,) * 2)
    open_anew()
    assert {path.name for path in folder.iterdir()} >= {"places-new.index", "other.txt"}
    assert not (folder / "places-old.index").exists()


def test_cache_that_cannot_be_written_is_no_end(builds, monkeypatch, tmp_path, caplog):
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    monkeypatch.setattr(opening.tempfile, "tempdir", str(tmp_path))
    assert open_anew().has("tapa")
    assert "set XDG_CACHE_HOME" in caplog.text
    assert not list(tmp_path.glob("tocsin-*"))


def test_nowhere_to_write_is_one_clear_line(builds, monkeypatch, tmp_path):
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    monkeypatch.setattr(opening.tempfile, "tempdir", str(tmp_path / "file" / "none"))
    with pytest.raises(StoreError, match="set XDG_CACHE_HOME"):
        open_anew()


def test_missing_package_is_one_clear_line(monkeypatch):
    monkeypatch.setattr(opening, "PACKAGES", ("no-such-package-of-places",))
    with pytest.raises(StoreError, match="no-such-package-of-places"):
        opening.make_fingerprint.__wrapped__()


def test_every_part_of_the_fingerprint_is_there():
    assert len(opening.make_fingerprint()) == 16
