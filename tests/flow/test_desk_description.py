"""The OpenAPI description is true: schemathesis sends what it allows and what it does not, to a real desk."""

import json
import re
import subprocess
import sys
from contextlib import closing

import pytest

from desk_server import SECRET, Visitor, make_people, run_desk
from tocsin.desk.people.base import Access
from tocsin.model.account import Role
from tocsin.pipeline.judging import Analyst, set_review
from tocsin.pipeline.linking import link_register
from tocsin.pipeline.local import add_documents
from tocsin.sources import Intake, make_document, parse_moment
from tocsin.store import open_store

WORDS = "An undersea cable between Latvia and Sweden was cut on 3 March, the Latvian State Police said."
CONFIG = """
[parameters]
incident_id = "{incident}"
document_id = "{document}"
judgement_id = "{judgement}"
"header.If-Match" = "*"

# RFC 6585 has a status for it.
[checks.missing_required_header]
expected-statuses = ["428"]

# A decision may be one that the register refuses: a record merged with itself, a mention of another.
[[operations]]
include-path = "/api/v1/incidents/{{incident_id}}/decisions"

[operations.checks.positive_data_acceptance]
expected-statuses = ["2xx", "3xx", "400", "401", "403", "404", "409", "412", "429", "5xx"]
"""
FEW, MANY = "1", "20"
"""Random requests for each operation, beside those that cover its schema: always, and for who has minutes."""
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


@pytest.mark.parametrize("examples", [FEW, pytest.param(MANY, marks=pytest.mark.lasting)])
def test_nothing_is_otherwise_than_described(address, keys, store, tmp_path, examples):
    incident = store.list_incidents()[0]
    officer = Analyst(name="Officer")
    judgement = set_review(store, incident.id, "in_review", analyst=officer).judgement
    config = tmp_path / "schemathesis.toml"
    config.write_text(
        CONFIG.format(incident=incident.id, document=incident.document_ids[0], judgement=judgement.id)
    )
    command = [sys.executable, "-m", "schemathesis.cli", "--config-file", str(config), "run"]
    command += [f"{address}/api/openapi.json", "-H", f"Authorization: Bearer {keys[Role.ADMIN]}"]
    command += ["--exclude-path", ENDLESS, "--phases", "examples,coverage,fuzzing", "-n", examples]
    command += ["--generation-deterministic", "--continue-on-failure", "--no-color"]
    done = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, timeout=MOST_SECONDS, check=False
    )
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
    generated, passed = re.search(r"(\d+) generated, (\d+) passed", done.stdout).groups()
    assert generated == passed
    assert int(generated) > 1000
    assert any(entry.by == "adam" for entry in store.list_judgements())  # it got as far as deciding
    assert store.check() == ()


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
