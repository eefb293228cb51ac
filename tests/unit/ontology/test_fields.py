"""The fields table: what the reader fills, and what is said of a faulty file."""

import pytest

from tocsin.errors import OntologyError
from tocsin.ontology import filled_fields, incident_field, load_fields
from tocsin.ontology.fields import parse_fields

FIELD = '[[field]]\nname = "x"\nlabel = "X"\nkind = "code"\nshown_by = "union"\nhelp = "h"\n'


def test_reader_fills_these_fields() -> None:
    assert [field.name for field in filled_fields()] == [
        "threat_type", "subtype", "secondary_types", "start_date", "end_date", "date_precision", "date_basis",
        "discovered_at", "places",
        "target_countries", "target_sectors", "outcome", "killed", "injured", "weapon", "actors",
        "attribution", "legal", "responses",
    ]  # fmt: skip


def test_sponsor_is_no_field_of_its_own() -> None:
    assert "sponsors" not in {field.name for field in load_fields()}


def test_column_defaults_to_the_name() -> None:
    assert incident_field("outcome").columns == ("outcome",)
    assert incident_field("killed").columns == ("killed_min", "killed_max")


def test_unknown_field_is_refused() -> None:
    with pytest.raises(OntologyError, match="unknown incident field 'mood'; known: threat_type"):
        incident_field("mood")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (FIELD.replace('"code"', '"colour"'), r"f.toml: field\[x\].kind: wanted one of .*, got 'colour'"),
        (FIELD.replace('"union"', '"luck"'), r"field\[x\].shown_by: wanted one of"),
        (FIELD + 'vocabulary = "colours"\n', r"field\[x\].vocabulary: wanted one of"),
        (FIELD + "multiple = 1\n", r"field\[x\].multiple: wanted true or false, got 1"),
        (FIELD + FIELD, "field: wanted each code once, got 'x' twice"),
        (FIELD + FIELD.replace('"x"', '"y"') + 'columns = ["x"]\n', "field.columns: wanted each code once"),
    ],
)
def test_malformed_field_is_refused(text: str, message: str) -> None:
    with pytest.raises(OntologyError, match=message):
        parse_fields(text, file="f.toml")
