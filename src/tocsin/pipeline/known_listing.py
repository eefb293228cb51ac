"""The ready mappings of exports of other projects, as the register's importer takes them."""

from tocsin.register import Mapped
from tocsin.sources.known_lists import Layout, name_list_columns


def make_known_mapping(layout: Layout) -> Mapped:
    """Return which column of an export is which field, and which of its words are types of ours."""
    return Mapped(columns=name_list_columns(layout), types=dict(layout.types))
