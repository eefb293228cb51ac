"""PostgreSQL addresses that lead nowhere; the rest is in the contract tests, with a server."""

import traceback

import pytest

from tocsin.errors import StoreError
from tocsin.store import open_store


def refuse(address: str) -> str:
    with pytest.raises(StoreError) as caught:
        open_store(address)
    assert "\n" not in str(caught.value)
    return "".join(traceback.format_exception_only(caught.value)) + str(caught.value.__cause__)


@pytest.mark.parametrize("scheme", ["postgresql", "postgres", "postgresql+psycopg"])
def test_server_that_does_not_answer_is_told_without_the_password(scheme):
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    told = refuse(f"{scheme}://ana:secretword@127.0.0.1:1/tocsin")
    assert "ana:***@127.0.0.1:1/tocsin" in told
    assert "check the address and the server" in told
    assert "secretword" not in told


def test_address_that_is_no_url_is_told_without_the_password():
    told = refuse("postgresql://ana:secretword@host:port/tocsin")
    assert "wanted postgresql://user@host:port/database" in told
    assert "secretword" not in told


def test_missing_driver_is_told_with_the_way_to_get_it(monkeypatch):
    monkeypatch.setattr("tocsin.store.postgres.find_spec", lambda _: None)
    assert "pip install tocsin[postgres]" in refuse("postgresql://127.0.0.1:1/tocsin")
