import importlib.util
import sys
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from tocsin.desk.app import create_app
from tocsin.desk.base import DeskSettings

BASE_URL = "http://127.0.0.1"


def load_sample():
    """Load the sample by its path: the browser tests, in another folder, use the same one."""
    name = "tocsin_desk_sample"
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, Path(__file__).with_name("desk_sample.py"))
        sys.modules[name] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[name])
    return sys.modules[name]


@pytest.fixture(scope="session")
def sample():
    return load_sample()


@pytest.fixture
def store(sample):
    return sample.make_sample()


@pytest.fixture
def open_desk(sample):
    def open_client(store, **settings):
        app = create_app(
            store, settings=DeskSettings(model="test model", **settings), clock=lambda: sample.NOW
        )
        return TestClient(app, base_url=BASE_URL, follow_redirects=False, raise_server_exceptions=False)

    return open_client


@pytest.fixture
def client(open_desk, store):
    return open_desk(store)


@pytest.fixture
def cable(store):
    return next(i for i in store.list_incidents() if i.threat_type == "undersea")


@pytest.fixture
def cable_report(store, cable):
    return store.load_reading(cable.document_ids[0])
