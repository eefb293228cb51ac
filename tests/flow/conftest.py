"""Running the command line in this process, as a user would."""

import sys

import pytest

from tocsin.cli import main


@pytest.fixture
def run(capsysbinary, monkeypatch, tmp_path):
    """Run `tocsin ARGS` in an empty working directory; returns exit code, standard output, standard error."""
    monkeypatch.chdir(tmp_path)

    def run_cli(*arguments):
        monkeypatch.setattr(sys, "argv", ["tocsin", *(str(argument) for argument in arguments)])
        code = 0
        try:
            main()
        except SystemExit as stop:
            code = stop.code or 0
        out, err = capsysbinary.readouterr()
        return code, out.decode("utf-8"), err.decode("utf-8")

    return run_cli
