"""What all tests share: the language model loaded once, and parts of the machine that may be missing."""

import os
import shutil
import sys
from pathlib import Path

import pytest

from postgres_server import find_programs, run_server

# The larger model is built for Python 3.12 and newer; there it is installed with the tests.
collect_ignore = [] if sys.version_info >= (3, 12) else ["flow/test_larger_model.py"]
# axe is fetched by who wants it (build/axe.min.js, or TOCSIN_AXE); without it there is nothing to run.
AXE = Path(os.environ.get("TOCSIN_AXE", Path(__file__).parents[1] / "build" / "axe.min.js"))
if not AXE.exists():
    collect_ignore.append("browser/test_accessibility.py")


def pytest_addoption(parser):
    parser.addoption("--rewrite-golden", action="store_true", help="write the golden readings anew")


@pytest.fixture(scope="session", autouse=True)
def shipped_pragmas():
    """What stores set; those of this process do not wait for the disk: no test cuts the power."""
    from tocsin.store import sqlite

    shipped = sqlite.PRAGMAS
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sqlite, "PRAGMAS", (*shipped, "synchronous = OFF"))
        yield shipped


@pytest.fixture(scope="session")
def empty_store(shipped_pragmas, tmp_path_factory):
    """An empty SQLite store to copy: the migrations are run once, not for every test of a store."""
    from tocsin.store import open_store

    path = tmp_path_factory.mktemp("empty") / "store.sqlite"
    open_store(path).close()
    return path


@pytest.fixture(scope="session")
def reader():
    """The real reader with the real language model; half a second, once."""
    from tocsin.reading.reader import Reader

    return Reader(explain=True)


@pytest.fixture(scope="session")
def shared():
    """The folder of corpora and gold beside the checkout, for checks on real text."""
    folder = Path(os.environ.get("TOCSIN_SHARED", Path(__file__).parents[2] / "shared"))
    if not (folder / "corpus").is_dir():
        pytest.skip(f"no corpus at {folder}: set TOCSIN_SHARED to check on real text")
    return folder


@pytest.fixture(scope="session")
def chromium():
    """The path of a real browser."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("no Chromium here: install the package chromium to run the browser tests")
    return path


@pytest.fixture(scope="session")
def server():
    """A PostgreSQL server of our own, reached by a socket in its folder."""
    pytest.importorskip("psycopg", reason="psycopg is not installed: the PostgreSQL store is not tested")
    programs = find_programs()
    if programs is None:
        pytest.skip("no PostgreSQL server programs on this machine: the PostgreSQL store is not tested")
    with run_server(programs) as running:
        yield running
