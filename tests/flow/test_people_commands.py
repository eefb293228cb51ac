"""Accounts, keys and the log at the command line, and what serve refuses before anything listens."""

import re
import stat
from contextlib import closing

import pytest
from typer.testing import CliRunner

from tocsin.cli import app
from tocsin.desk.people.passwords import check_password
from tocsin.errors import InputError, SettingsError
from tocsin.model.account import Role, Scope
from tocsin.store import open_store

PASSWORD = "four words in a row"


@pytest.fixture
def run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TOCSIN_STORE", str(tmp_path / "r.sqlite"))
    monkeypatch.setenv("TOCSIN_ANALYST", "Officer")
    with closing(open_store(tmp_path / "r.sqlite")):
        pass

    def run_one(*arguments, given=None):
        return CliRunner().invoke(app, list(arguments), input=given)

    return run_one


@pytest.fixture
def accounts(tmp_path, run):
    with closing(open_store(tmp_path / "r.sqlite")) as store:
        yield store.accounts


def make_admin(run):
    done = run("accounts", "add", "Adam", "--role", "admin", given=PASSWORD + "\n")
    assert done.exit_code == 0, done.output
    return done


def test_account_is_made_with_a_password_from_standard_input(run, accounts):
    assert "account adam is made: admin" in make_admin(run).output
    account = accounts.load_account("adam")
    assert account.role is Role.ADMIN
    assert check_password(PASSWORD, account.password)
    assert PASSWORD not in run("accounts", "list").output
    assert run("accounts", "list").output == "adam: admin\n"


@pytest.mark.parametrize(
    ("arguments", "given", "line"),
    [
        (("accounts", "add", "adam", "--role", "boss"), PASSWORD, "unknown role 'boss'"),
        (("accounts", "add", "a b", "--role", "reader"), PASSWORD, "the name is 'a b'"),
        (("accounts", "add", "anna", "--role", "reader"), "short", "the password has 5 characters"),
        (("accounts", "add", "anna", "--role", "reader", "--subject", "1"), "", "oidc_issuer"),
        (("accounts", "role", "nobody", "--role", "reader"), None, "no account 'nobody'"),
        (("keys", "add", "x", "--account", "nobody", "--scope", "read"), None, "no account 'nobody'"),
        (("keys", "add", "x", "--account", "nobody", "--scope", "all"), None, "unknown scope 'all'"),
        (("keys", "withdraw", "k"), None, "no key 'k'"),
    ],
)
def test_what_cannot_be_done_is_one_line(run, arguments, given, line):
    done = run(*arguments, given=given)
    assert isinstance(done.exception, InputError)
    assert str(done.exception).startswith(line) or line in str(done.exception)


def test_last_administrator_stays(run, accounts):
    make_admin(run)
    for arguments in (("disable", "adam"), ("role", "adam", "--role", "reader")):
        assert "only administrator" in str(run("accounts", *arguments).exception)
    run("accounts", "add", "eva", "--role", "admin", given=PASSWORD)
    assert run("accounts", "disable", "adam").exit_code == 0
    assert accounts.load_account("adam").disabled_at is not None
    assert run("accounts", "enable", "adam").exit_code == 0
    assert run("accounts", "role", "adam", "--role", "analyst").exit_code == 0
    assert run("accounts", "password", "adam", given="another four words").exit_code == 0
    assert "sessions ended: 0" in run("accounts", "sign-out", "adam").output


def test_key_is_shown_once_and_withdrawn(run, accounts):
    make_admin(run)
    done = run(
        "keys", "add", "feed", "--account", "adam", "--scope", "read", "--scope", "metrics", "--days", "9"
    )
    words = re.search(r"tocsin_([0-9a-f]{12})_[\w-]{43}", done.output)
    listed = run("keys", "list").output
    assert words[1] in listed
    assert words[0] not in listed
    assert "adam: read metrics" in listed
    (key,) = accounts.list_keys()
    assert key.scopes == (Scope.READ, Scope.METRICS)
    assert run("keys", "withdraw", words[1]).exit_code == 0
    assert "withdrawn" in run("keys", "list").output


def test_log_says_who_did_it_at_the_command_line(run):
    make_admin(run)
    run("keys", "add", "feed", "--account", "adam", "--scope", "read")
    lines = run("audit").output.splitlines()
    assert len(lines) == 2
    assert "Officer at the command line  add key" in lines[0]
    assert "Officer at the command line  add account  adam  admin" in lines[1]
    assert "nothing" in run("audit", "--who", "nobody").output


def test_serve_beyond_loopback_says_what_to_do_without_accounts(run, tmp_path):
    done = run("serve", "--host", "0.0.0.0", "--port", "0")  # noqa: S104
    assert isinstance(done.exception, InputError)
    assert "tocsin accounts add NAME --role admin" in str(done.exception)
    assert not (tmp_path / "r.sqlite.secret").exists()


def test_serve_makes_the_secret_at_the_first_run_with_accounts(run, tmp_path):
    make_admin(run)
    done = run("serve", "--host", "0.0.0.0", "--port", "0")  # noqa: S104
    assert "host_names" in str(done.exception)
    secret = tmp_path / "r.sqlite.secret"
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600
    kept = secret.read_bytes()
    run("serve", "--host", "0.0.0.0", "--port", "0")  # noqa: S104
    assert secret.read_bytes() == kept


def test_serve_takes_no_accounts_over_a_store_that_cannot_be_written(run):
    make_admin(run)
    assert "--read-only over a store with accounts" in str(run("serve", "--read-only").exception)


@pytest.mark.parametrize(
    ("name", "value", "line"),
    [
        ("TOCSIN_PROXIES", '["everybody"]', "wanted addresses or networks"),
        ("TOCSIN_OIDC_ISSUER", "https://id.example", "oidc_client"),
    ],
)
def test_setting_that_cannot_be_used_is_one_line(run, monkeypatch, name, value, line):
    monkeypatch.setenv(name, value)
    done = run("serve", "--port", "0")
    assert isinstance(done.exception, SettingsError)
    assert line in str(done.exception)


def test_secret_of_the_issuer_is_taken_from_the_environment_only(run, tmp_path, monkeypatch):
    (tmp_path / "tocsin.toml").write_text('oidc_secret = "written down"\n')
    assert "TOCSIN_OIDC_SECRET" in str(run("accounts", "list").exception)
    (tmp_path / "tocsin.toml").unlink()
    monkeypatch.setenv("TOCSIN_OIDC_SECRET", "hush hush hush")
    assert "hush" not in run("doctor").output
