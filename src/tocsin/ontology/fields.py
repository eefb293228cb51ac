"""The table of incident fields: what each holds, how its shown value is chosen, and its columns."""

from dataclasses import dataclass
from functools import cache

from tocsin.errors import OntologyError
from tocsin.ontology.files import Section, parse_toml, read_text, refuse_twins
from tocsin.ontology.vocabularies import load_vocabularies

FILE = "fields.toml"
KINDS = frozenset(
    {
        "text",
        "code",
        "date",
        "datetime",
        "number",
        "flag",
        "country",
        "place",
        "count",
        "actor",
        "attribution",
        "case",
    }
    | {"response", "asset", "threat_type", "subtype"}
)
RULES = frozenset(
    {"most_credible", "earliest", "latest", "majority", "widest_bounds", "union", "computed", "analyst"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class IncidentField:
    """One field of an incident; its values are claims, and the rule `shown_by` picks the shown one.

    `filled` tells whether the reader fills it now. A field shown by `computed` has no claims of its own.
    """

    name: str
    label: str
    kind: str
    multiple: bool
    filled: bool
    vocabulary: str | None
    shown_by: str
    columns: tuple[str, ...]
    help: str


@cache
def load_fields() -> tuple[IncidentField, ...]:
    """Load the incident fields that ship with tocsin, in the order in which they are shown."""
    return parse_fields(read_text(FILE))


def filled_fields() -> tuple[IncidentField, ...]:
    """Return the fields that the reader fills now."""
    return tuple(field for field in load_fields() if field.filled)


def incident_field(name: str) -> IncidentField:
    """Return one field by its name."""
    for field in load_fields():
        if field.name == name:
            return field
    raise OntologyError(
        f"unknown incident field {name!r}; known: {', '.join(field.name for field in load_fields())}"
    )


def parse_fields(text: str, *, file: str = FILE) -> tuple[IncidentField, ...]:
    """Build the fields table from TOML text, or raise an OntologyError that names the fault."""
    top = parse_toml(text, file=file)
    top.allow("version", "field")
    fields = tuple(_parse_field(section) for section in top.sections("field"))
    refuse_twins(tuple(field.name for field in fields), file=file, key="field")
    refuse_twins(
        tuple(column for field in fields for column in field.columns), file=file, key="field.columns"
    )
    return fields


def _parse_field(section: Section) -> IncidentField:
    section.allow(*IncidentField.__slots__)
    return IncidentField(
        name=section.text("name"),
        label=section.text("label"),
        kind=section.choice("kind", KINDS),
        multiple=section.flag("multiple", False),
        filled=section.flag("filled", False),
        vocabulary=(
            section.choice("vocabulary", frozenset(load_vocabularies()))
            if "vocabulary" in section.values
            else None
        ),
        shown_by=section.choice("shown_by", RULES),
        columns=section.texts("columns", (section.text("name"),)),
        help=section.text("help"),
    )
