"""What stores of the first release lacked: the tables that later migrations add."""

from tocsin.store import schema_accounts, schema_collection
from tocsin.store.schema import metadata

FIRST_TABLES = frozenset(
    ("documents", "statements", "events", "claims", "incident_rows", "memberships", "incidents")
    + ("aliases", "judgements", "sources", "failures", "changes", "meta")
)
TABLES = (schema_accounts.accounts, schema_collection.versions)  # once loaded, in `metadata` with the others
# In an order in which they can be dropped.
LATER_TABLES = tuple(
    table.name for table in reversed(metadata.sorted_tables) if table.name not in FIRST_TABLES
)
