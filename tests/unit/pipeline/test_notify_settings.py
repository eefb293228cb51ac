"""Addresses of notices hold passwords: no command and no message shows them."""

from typer.testing import CliRunner

from tocsin.cli import app
from tocsin.cli.telling import make_targets
from tocsin.settings import load_settings


def test_addresses_are_used_and_never_shown(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TOCSIN_NOTIFY", '{"floor": "mailtos://me:hunter2@mail.example"}')
    settings = load_settings()
    assert make_targets(settings).addresses == {"floor": "mailtos://me:hunter2@mail.example"}
    assert "hunter2" not in repr(settings)
    assert "hunter2" not in str(settings.model_dump())
    refused = CliRunner().invoke(app, ["searches", "--save", "x", "--notify", "other", "--store", "a.sqlite"])
    assert refused.exit_code != 0
    assert "known: floor" in str(refused.exception or refused.output)
    assert "hunter2" not in str(refused.exception or refused.output)
