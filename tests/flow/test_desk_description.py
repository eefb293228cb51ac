"""The OpenAPI description is true: schemathesis sends what it allows and what it does not, to a real desk."""

import json
import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from desk_server import SECRET, Visitor, make_people, run_desk
from tocsin.desk.people.base import Access
from tocsin.model.account import Role
from tocsin.pipeline.linking import link_register
from tocsin.pipeline.local import add_documents
from tocsin.sources import Intake, make_document, parse_moment
from tocsin.store import open_store

pytestmark = pytest.mark.slow

WORDS = "An undersea cable between Latvia and Sweden was cut on 3 March, the Latvian State Police said."
CONFIG = Path(__file__).with_name("schemathesis.toml")
EXAMPLES = os.environ.get("TOCSIN_EXAMPLES", "4")
"""Random requests for each operation, beside those that cover its schema."""
MOST_SECONDS = 540
ENDLESS = "/api/v1/stream"


@pytest.fixture(scope="module")
def store(tmp_path_factory, reader):
    with closing(open_store(tmp_path_factory.mktemp("described") / "register.sqlite")) as register:
        document = make_document(
            text=WORDS, intake=Intake(), lang="en", publisher="Wire", published_at=parse_moment("2025-03-04")
        )
        add_documents([document], reader=reader, store=register)
        link_register(register)
        yield register


@pytest.fixture(scope="module")
def keys(store):
    return make_people(store)


@pytest.fixture(scope="module")
def address(store, keys):
    access = Access(has_accounts=True, secret=SECRET, requests_a_minute=1e6, burst=1e6)
    with run_desk(store, access=access) as address:
        yield address


def test_nothing_is_otherwise_than_described(address, keys, tmp_path):
    report = tmp_path / "report.json"
    command = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(CONFIG), "run"]
    command += [f"{address}/api/openapi.json", "-H", f"Authorization: Bearer {keys[Role.ADMIN]}"]
    command += ["--exclude-path", ENDLESS, "--phases", "examples,coverage,fuzzing", "-n", EXAMPLES]
    command += ["--generation-deterministic", "--continue-on-failure", "--no-color"]
    command += ["--report-json-path", str(report)]
    done = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, timeout=MOST_SECONDS, check=False
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert "No issues found" in done.stdout, done.stdout[-2000:]


def test_every_operation_says_what_it_answers_and_what_may_go_wrong(address, keys):
    reply = Visitor(address).get("/api/openapi.json", Authorization=f"Bearer {keys[Role.READER]}")
    described = json.loads(reply.text)
    assert described["openapi"].startswith("3.1")
    operations = [
        (path, operation) for path, methods in described["paths"].items() for operation in methods.values()
    ]
    assert len(operations) > 35
    for path, operation in operations:
        good = operation["responses"]["200"]["content"]
        assert good, path
        bad = [answer for status, answer in operation["responses"].items() if status[0] in "45"]
        shapes = {json.dumps(answer["content"]["application/json"]["schema"]) for answer in bad}
        allowed = {'{"$ref": "#/components/schemas/Error"}', '{"$ref": "#/components/schemas/Readiness"}'}
        assert shapes <= allowed, path
        assert operation["summary"], path


def test_every_list_has_rows_with_a_schema(address, keys):
    reply = Visitor(address).get("/api/openapi.json", Authorization=f"Bearer {keys[Role.READER]}")
    described = json.loads(reply.text)
    loose = [
        path
        for path, methods in described["paths"].items()
        for operation in methods.values()
        if "_Row_" in json.dumps(operation["responses"]["200"]["content"])
    ]
    assert loose == []
