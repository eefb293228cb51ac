"""The reference is made from the code: what exists is in it."""

import inspect

from docs_pages import DOCS

import tocsin.errors
import tocsin.model
from tocsin.desk.pages import PAGES
from tocsin.errors import TocsinError
from tocsin.exports import EXPORTERS
from tocsin.exports.base import Exporter
from tocsin.exports.rows import COLUMNS
from tocsin.ontology import load_plover, load_profiles, load_threats
from tocsin.settings import Settings


def test_every_command_and_option_is_in_the_reference(reference, commands):
    sections = dict(part.split("\n", 1) for part in reference["cli"].split("## tocsin")[1:])
    for name, options in commands.items():
        text = sections[f" {name}" if name else ""]
        missing = [option for option in options if option not in text]
        assert missing == [], name


def test_every_setting_is_in_the_reference(reference):
    for name, field in Settings.model_fields.items():
        assert f"| `{name}` | `TOCSIN_{name.upper()}` | `{field.default}` |" in reference["settings"]
        assert field.description


def test_every_exporter_and_column_is_in_the_reference(reference):
    for exporter in EXPORTERS:
        assert f"| `{exporter.name}` | {exporter.label} |" in reference["exports"]
    for name, *_ in COLUMNS:
        assert f"| `{name}` |" in reference["exports"]


def test_columns_have_their_true_types_in_the_reference(reference):
    for name, kind in (("attribution_denied", "bool"), ("start_date", "date"), ("aliases", "list")):
        assert f"| `{name}` | {kind} |" in reference["exports"]


def test_command_of_questions_is_in_the_reference(reference):
    assert "## tocsin questions" in reference["cli"]


def test_protocol_of_an_exporter_is_on_its_page():
    page = (DOCS / "how-to" / "add-a-connector-or-export.md").read_text("utf-8")
    assert [name for name in inspect.get_annotations(Exporter) if f"    {name}: " not in page] == []


def test_every_route_of_the_desk_is_in_the_reference(reference):
    from fastapi.routing import APIRoute

    from tocsin.desk.app import create_app

    paths = {route.path for route in create_app(None).routes if isinstance(route, APIRoute)}
    assert {page.path for page in PAGES} <= paths
    assert "/health" in paths
    assert [path for path in sorted(paths) if f"| `{path}` | " not in reference["routes"]] == []


def test_every_filter_of_the_desk_is_in_the_reference(reference):
    for page in PAGES:
        for entry in page.filters:
            assert f"| `{entry.name}` | {entry.help} |" in reference["routes"]


def test_every_threat_type_and_subtype_is_in_the_reference(reference):
    for threat in load_threats().values():
        assert f"### `{threat.code}`: {threat.label}" in reference["ontology"]
        assert all(f"`{subtype.code}`" in reference["ontology"] for subtype in threat.subtypes)


def test_every_event_type_is_in_the_reference(reference):
    assert all(f"| {code} | " in reference["ontology"] for code in load_plover().event_types)


def test_every_profile_and_rule_is_in_the_reference(reference):
    for profile in load_profiles().values():
        assert f"## {profile.name}\n" in reference["profiles"]
        assert all(f"- {rule.name}: {rule.sentence}" in reference["profiles"] for rule in profile.rules)


def test_every_error_is_in_the_tree(reference):
    kinds = [kind for _, kind in inspect.getmembers(tocsin.errors, inspect.isclass)]
    assert all(kind.__name__ in reference["errors"] for kind in kinds if issubclass(kind, TocsinError))


def test_every_model_type_is_in_the_reference(reference):
    kinds = [name for name in tocsin.model.__all__ if isinstance(getattr(tocsin.model, name), type)]
    assert [name for name in kinds if f"## {name}\n" not in reference["model"]] == []


def test_both_schemas_are_in_the_reference(reference):
    assert "## tocsin.reading/1" in reference["schemas"]
    assert "## tocsin.incident/1" in reference["schemas"]
