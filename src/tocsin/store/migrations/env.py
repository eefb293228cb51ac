"""Alembic's way in: it runs this file with the connection that `tocsin.store.migrating` gives."""

from alembic import context

from tocsin.store.schema import REVISION_TABLE

# The caller holds the transaction, SQLite's too: a migration is made whole or not at all.
context.configure(
    connection=context.config.attributes["connection"],
    version_table=REVISION_TABLE,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
