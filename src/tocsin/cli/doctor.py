"""`tocsin doctor`: what is installed, what is set, and whether the store is sound."""

import platform
import sys
from contextlib import closing
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

import typer

from tocsin.cli.options import StoreOption, hide_password

if TYPE_CHECKING:
    from tocsin.settings import Settings

NAME = "doctor"
EXTRAS = {
    "analytics": "duckdb",
    "dask": "distributed",
    "remote": "fsspec",
    "s3": "s3fs",
    "gcs": "gcsfs",
    "postgres": "psycopg",
    "oidc": "authlib",
    "push": "pymisp",
}


# Measured with the same wheels of spaCy, thinc and blis: docs/explanation/speed.md.
FAST_PYTHON = (3, 12)


def run(store: StoreOption = None) -> None:
    """Check the installation, the language model, the settings and the store; exit 2 when one is wrong."""
    from tocsin.errors import TocsinError
    from tocsin.settings import find_settings_file, load_settings

    typer.echo(f"tocsin {version('tocsin')}, Python {platform.python_version()}, {platform.system()}")
    settings = load_settings(store=store)
    typer.echo(f"settings from {find_settings_file() or 'defaults and the environment'}:")
    for name, value in settings.model_dump().items():
        typer.echo(f"  {name} = {hide_password(str(value)) if name == 'store' else value}")
    if sys.version_info < FAST_PYTHON:
        typer.echo(
            "speed: spaCy parses about half as fast again on Python 3.12 and newer; prefer one of these"
        )
    typer.echo("extras: " + ", ".join(f"{name} {_describe(package)}" for name, package in EXTRAS.items()))
    sound = True
    for check in (_check_model, _check_profile, _check_store):
        try:
            typer.echo(check(settings))
        except TocsinError as error:
            sound = False
            typer.echo(f"tocsin: {error}", err=True)
    sys.exit(0 if sound else 2)


def _describe(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"


def _check_model(settings: "Settings") -> str:
    from tocsin.reading.parse import check_model, load_model

    name = settings.model
    load_model(name)
    return f"language model {name}: loads, " + (
        "files as measured" if check_model(name) else "not the one our accuracy figures were measured with"
    )


def _check_profile(settings: "Settings") -> str:
    from tocsin.settings import load_profile

    return f"profile {settings.profile}: {load_profile(settings).sentence}"


def _check_store(settings: "Settings") -> str:
    from pathlib import Path

    from tocsin.errors import StoreError
    from tocsin.store import open_store

    address = settings.store
    if "://" not in address and not Path(address).exists():
        return f"store {address}: not made yet; tocsin add makes it"
    with closing(open_store(address, read_only=True)) as register:
        problems = register.check()
        counts = register.count()
    if problems:
        raise StoreError(f"store {hide_password(address)!r} is not sound: {problems[0]}; restore a backup")
    return (
        f"store {hide_password(address)}: sound; {counts.documents} reports, {counts.events} events, "
        f"{counts.incidents} records, {counts.failures} failures, {counts.unlinked} not linked yet"
    )
