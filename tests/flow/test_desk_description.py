"""The OpenAPI description is true: schemathesis sends what it allows and what it does not, to a real desk."""

from contextlib import closing

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, settings

from desk_server import SECRET, make_people, run_desk
from tocsin.desk.people.base import Access
from tocsin.model.account import Role
from tocsin.pipeline.linking import link_register
from tocsin.pipeline.local import add_documents
from tocsin.sources import Intake, make_document, parse_moment
from tocsin.store import open_store

WORDS = "An undersea cable between Latvia and Sweden was cut on 3 March, the Latvian State Police said."
EXAMPLES = 12
"""For each operation, and again as many that break the schema; more by SCHEMATHESIS_EXAMPLES."""
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
def described(store, keys):
    access = Access(has_accounts=True, secret=SECRET, requests_a_minute=1e6, burst=1e6)
    with run_desk(store, access=access) as address:
        headers = {"Authorization": f"Bearer {keys[Role.ADMIN]}"}
        loaded = schemathesis.openapi.from_url(f"{address}/api/openapi.json", headers=headers)
        yield loaded.exclude(path=ENDLESS)


schema = schemathesis.pytest.from_fixture("described")


@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
def test_operation_is_as_described(case, keys):
    case.call_and_validate(headers={"Authorization": f"Bearer {keys[Role.ADMIN]}"})
