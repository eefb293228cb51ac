"""What the tests of the docs share."""

import importlib.util

import pytest
import typer
from docs_pages import ROOT

from tocsin.cli import app


@pytest.fixture(scope="session")
def make_reference():
    """The script that writes docs/reference."""
    spec = importlib.util.spec_from_file_location("make_reference", ROOT / "scripts" / "make_reference.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def reference(make_reference):
    """Every page of the reference, as text, by name."""
    return {name: "\n".join(describe()) for name, describe in make_reference.PAGES.items()}


@pytest.fixture(scope="session")
def commands():
    """The options of every command, by the command's name; those of tocsin itself under None."""
    group = typer.main.get_command(app)
    parts = {
        f"{name} {part}": command
        for name, outer in group.commands.items()
        for part, command in getattr(outer, "commands", {}).items()
    }
    named = {None: group, **group.commands, **parts}
    return {
        name: frozenset(
            option
            for parameter in command.params
            for option in (*parameter.opts, *parameter.secondary_opts)
            if option.startswith("-")
        )
        | {"--help", "-h"}
        for name, command in named.items()
    }
