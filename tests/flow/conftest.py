"""Running the command line in this process, as a user would."""

import functools
import signal
import sys

import pytest

from tocsin.cli import main
from tocsin.reading import parse, reader


@pytest.fixture(autouse=True, scope="session")
def load_each_model_once():
    """Keep the loaded language model between commands: a process has one command, this one has many."""
    kept = functools.cache(parse.load_model)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader, "load_model", kept)
        yield


@pytest.fixture
def run(capsysbinary, monkeypatch, tmp_path):
    """Run `tocsin ARGS` in an empty working directory; returns exit code, standard output, standard error."""
    monkeypatch.chdir(tmp_path)

    def run_cli(*arguments):
        monkeypatch.setattr(sys, "argv", ["tocsin", *(str(argument) for argument in arguments)])
        code = 0
        before = signal.getsignal(signal.SIGINT)
        try:
            main()
        except SystemExit as stop:
            code = stop.code or 0
        finally:
            signal.signal(signal.SIGINT, before)
        out, err = capsysbinary.readouterr()
        return code, out.decode("utf-8"), err.decode("utf-8")

    return run_cli
