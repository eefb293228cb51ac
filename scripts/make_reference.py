"""Write docs/reference from the code: what it says cannot drift from what the code does."""

import dataclasses
import inspect
import json
import typing
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from typer.testing import CliRunner

import tocsin.errors
import tocsin.model
from tocsin.cli import app
from tocsin.exports import EXPORTERS
from tocsin.ontology import load_plover, load_profiles, load_threats
from tocsin.settings import Settings

TARGET = Path(__file__).parents[1] / "docs" / "reference"
SUMMARIES = {
    "/charts/weekly.svg": "The weekly counts of the pages as a picture.",
    "/incidents/{incident_id}/decisions": "Takes a decision on a record, sent by a page of this desk (POST).",
    "/review/decisions": "Takes one decision on several records, sent by a page of this desk (POST).",
    "/review/undo": "Takes the last decision back, wherever it was made (POST).",
    "/account/seen": "Notes what the person who asks has seen (POST).",
    "/account/shortcuts": "Keeps which keys the person who asks wants (POST).",
    "/charts/map.svg": "Counted incidents by place as a map of Europe.",
}
"""Routes that carry no sentence of their own."""


def describe_cli() -> Iterator[str]:
    """Yield the help of every command."""
    yield "# Command line\n"
    yield "Exit codes: 0 done; 1 ran, and some documents failed; 2 wrong use or unreadable input.\n"
    runner = CliRunner(env={"COLUMNS": "100", "NO_COLOR": "1"})
    names = [command.name or "" for command in app.registered_commands]
    groups = [(group.name or "", group.typer_instance) for group in app.registered_groups]
    parts = [[name, part.name or ""] for name, group in groups if group for part in group.registered_commands]
    for arguments in ([], *([name] for name in names), *([name] for name, _ in groups), *parts):
        yield f"## {' '.join(['tocsin', *arguments])}\n"
        result = runner.invoke(app, [*arguments, "--help"], prog_name="tocsin")
        yield f"```text\n{result.output.strip()}\n```\n"


def describe_settings() -> Iterator[str]:
    """Yield a table of all settings."""
    yield "# Settings\n"
    yield (
        "Keys of `tocsin.toml` in the working directory (or of the file named in `TOCSIN_SETTINGS`), or "
        "`TOCSIN_<NAME>` in the environment or `.env`. The command line wins over the environment, the "
        "environment over the file.\n"
    )
    yield "| key | environment | default | what it sets |\n|---|---|---|---|"
    for name, field in Settings.model_fields.items():
        yield f"| `{name}` | `TOCSIN_{name.upper()}` | `{field.default}` | {field.description} |"


def describe_schemas() -> Iterator[str]:
    """Yield the JSON Schemas that ship with the package."""
    yield "# The reading and the incident\n"
    yield "JSON Schema (draft 2020-12), shipped in `tocsin/model/schemas`.\n"
    for name in ("reading", "incident"):
        schema = json.loads((files("tocsin.model") / "schemas" / f"{name}.schema.json").read_text("utf-8"))
        yield f"## tocsin.{name}/1\n\n{schema['description']}\n"
        yield f"```json\n{json.dumps(schema, indent=1)}\n```\n"


def describe_model() -> Iterator[str]:
    """Yield every public type of the model with its fields."""
    yield "# Model types\n"
    for name in tocsin.model.__all__:
        kind = getattr(tocsin.model, name)
        if not isinstance(kind, type):
            continue
        yield f"## {name}\n\n{inspect.getdoc(kind)}\n"
        if dataclasses.is_dataclass(kind):
            hints = typing.get_type_hints(kind)
            yield "| field | type |\n|---|---|"
            for field in dataclasses.fields(kind):
                yield f"| `{field.name}` | `{format_type(hints[field.name])}` |"
        else:
            yield "Values: " + ", ".join(f"`{member.value}`" for member in typing.cast("typing.Any", kind))
        yield ""


def format_type(kind: object) -> str:
    """Return a type as one writes it, safe in a table cell."""
    text = kind.__name__ if isinstance(kind, type) and not typing.get_args(kind) else str(kind)
    for prefix in (
        "tocsin.model.document.",
        "tocsin.model.event.",
        "tocsin.model.incident.",
        "tocsin.model.statement.",
        "tocsin.model.reading.",
        "tocsin.model.series.",
        "datetime.",
    ):
        text = text.replace(prefix, "")
    return text.replace("|", "\\|")


def describe_ontology() -> Iterator[str]:
    """Yield the event types and the threat types."""
    plover = load_plover()
    yield "# Event and threat types\n\n## PLOVER event types\n"
    yield "Labels and numbers: PLOVER draft 2.0 (CC BY-SA 4.0); see `src/tocsin/ontology/NOTICE.md`.\n"
    yield "| event type | quad | score | modes (score) |\n|---|---|---|---|"
    from tocsin.ontology import quad_of, score_of

    for code, event_type in plover.event_types.items():
        modes = ", ".join(f"{mode} ({score_of(code, mode)})" for mode in event_type.modes)
        yield f"| {code} | {quad_of(code)} | {score_of(code, None)} | {modes or '(none)'} |"
    yield "\n## Threat types\n"
    for threat in load_threats().values():
        yield f"### `{threat.code}`: {threat.label}\n\n{threat.definition}\n"
        yield "Subtypes: " + (", ".join(f"`{subtype.code}`" for subtype in threat.subtypes) or "none") + "\n"


def describe_profiles() -> Iterator[str]:
    """Yield the inclusion profiles with their rules in words."""
    yield "# Inclusion profiles\n\nA number of incidents is always given with the profile that made it.\n"
    for profile in load_profiles().values():
        yield f"## {profile.name}\n\n{profile.sentence}\n"
        yield from (f"- {rule.name}: {rule.sentence}" for rule in profile.rules)
        yield ""


def describe_exports() -> Iterator[str]:
    """Yield the export formats and the columns of the tables."""
    from tocsin.exports.rows import COLUMNS

    yield "# Exports\n\n| format | what | file | media type |\n|---|---|---|---|"
    yield from (f"| `{e.name}` | {e.label} | `{e.suffix}` | `{e.media_type}` |" for e in EXPORTERS)
    yield "\n## Columns of CSV, GeoJSON properties and Parquet\n\n| column | type |\n|---|---|"
    yield from (f"| `{name}` | {kind.__name__} |" for name, kind, _ in COLUMNS)


def describe_routes() -> Iterator[str]:
    """Yield the routes of the desk, and what each list can be asked."""
    from tocsin.desk.pages import PAGES as DESK_PAGES

    yield "# Desk and REST routes\n"
    yield (
        "`tocsin serve` answers these. A page that shows a list has twins that end in "
        "`.json` and `.csv`: the same rows, with the total stated. An OpenAPI description is at "
        "`/api/openapi.json`. Replies of the pages are HTML and need no JavaScript.\n"
    )
    yield "| route | what |\n|---|---|"
    yield from (f"| `{path}` | {summary} |" for path, summary in list_routes())
    for page in DESK_PAGES:
        if page.filters:
            yield f"\n## Filters of `{page.path}`\n\n| key | what it does | values |\n|---|---|---|"
            for entry in page.filters:
                values = ", ".join(f"`{value}`" for value in entry.choices()) if entry.choices else ""
                yield f"| `{entry.name}` | {entry.help} | {values} |"


def list_routes() -> Iterator[tuple[str, str]]:
    """Yield every route of the desk with its sentence: pages first, then what programs ask."""
    from fastapi.routing import APIRoute

    from tocsin.desk.app import create_app
    from tocsin.desk.pages import PAGES as DESK_PAGES
    from tocsin.store.base import Store

    pages = {page.path: page.summary for page in DESK_PAGES}
    yield from pages.items()
    told: dict[str, str] = {}
    # The routes do not depend on what is stored, and no request is made.
    for route in create_app(typing.cast("Store", None)).routes:
        if isinstance(route, APIRoute) and route.path not in pages:
            told.setdefault(route.path, route.summary or SUMMARIES[route.path])
    yield from told.items()


def describe_rest() -> Iterator[str]:
    """Yield the interface for programs, from its own description."""
    from tocsin.desk.app import create_app
    from tocsin.desk.failing import API
    from tocsin.store.base import Store

    described = create_app(typing.cast("Store", None)).openapi()
    yield "# Interface for programs\n"
    yield (
        f"Everything under `{API}`; on a desk with accounts with a key as `Authorization: Bearer`. The same "
        "as OpenAPI 3.1 is at `/api/openapi.json`. Every error has the one shape "
        '`{"error": {"status": ..., "message": ...}}`.\n'
    )
    for path, methods in described["paths"].items():
        if not path.startswith(API):
            continue
        for method, operation in methods.items():
            yield f"\n## `{method.upper()} {path}`\n\n{operation['summary']}\n"
            if parameters := operation.get("parameters"):
                yield "| parameter | in | what |\n|---|---|---|"
                for entry in parameters:
                    yield f"| `{entry['name']}` | {entry['in']} | {entry.get('description', '')} |"
            statuses = ", ".join(f"`{status}`" for status in operation["responses"])
            yield f"\nAnswers: {statuses}."


def describe_errors() -> Iterator[str]:
    """Yield the error tree."""
    yield f"# Errors\n\n```text\n{inspect.getdoc(tocsin.errors)}\n```\n"


PAGES = {
    "cli": describe_cli,
    "settings": describe_settings,
    "schemas": describe_schemas,
    "model": describe_model,
    "ontology": describe_ontology,
    "profiles": describe_profiles,
    "exports": describe_exports,
    "routes": describe_routes,
    "rest": describe_rest,
    "errors": describe_errors,
}

if __name__ == "__main__":
    TARGET.mkdir(parents=True, exist_ok=True)
    for page, describe in PAGES.items():
        (TARGET / f"{page}.md").write_text("\n".join(describe()) + "\n", encoding="utf-8")
    print(f"{len(PAGES)} reference pages written to {TARGET}")
