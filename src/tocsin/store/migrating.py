"""Bringing a store to the present schema, by the migrations that ship with the package."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, column, insert, inspect, select, table

from tocsin.errors import StoreError, StoreVersionError
from tocsin.store import schema
from tocsin.version import __version__

MIGRATIONS = Path(__file__).parent / "migrations"


def find_revision(connection: Connection) -> str | None:
    """Return the migration that the store is at, None for a database without tocsin's tables."""
    if not inspect(connection).has_table(schema.REVISION_TABLE):
        return None
    return connection.scalar(select(column("version_num")).select_from(table(schema.REVISION_TABLE)))


def refuse_strangers(connection: Connection, *, address: str, create: bool) -> str | None:
    """Return the store's migration (None where a new store may be made), or refuse what is not for us."""
    revision = find_revision(connection)
    if revision is None:
        strangers = _find_strangers(connection)
        if strangers:
            raise StoreError(
                f"{address} holds a table {strangers[0]!r} that is not of tocsin; wanted a store of tocsin"
                f"{', or nothing there' if create else ''}; give another address"
            )
        if not create:
            raise StoreError(
                f"no store at {address}; wanted one; make it by `tocsin add`, or check the address"
            )
    elif revision != schema.HEAD and revision not in list_revisions():
        raise StoreVersionError(
            f"store {address} has schema {revision}, written by {_find_writer(connection)}; this is tocsin "
            f"{__version__}, which knows schemas up to {schema.HEAD}; upgrade tocsin; nothing was changed"
        )
    return revision


def refuse_outdated(revision: str | None, *, address: str) -> None:
    """Refuse a store that would have to be migrated before it can be read."""
    if revision != schema.HEAD:
        raise StoreVersionError(
            f"store {address} has schema {revision} and is opened to read only; wanted schema {schema.HEAD}; "
            "open it once by a command that writes, as `tocsin add`, where it can be written (a copy will do)"
        )


def list_revisions() -> tuple[str, ...]:
    """Return the migrations this tocsin knows, oldest first."""
    from alembic.script import ScriptDirectory

    scripts = ScriptDirectory(str(MIGRATIONS)).walk_revisions()
    return tuple(reversed([script.revision for script in scripts]))


def migrate(
    connection: Connection,
    *,
    address: str,
    create: bool,
    now: Callable[[], datetime],
    back_up: Callable[[str], None] | None = None,
) -> None:
    """Bring the store to the present schema within the connection's transaction.

    The transaction must hold the lock that keeps others out, because two processes may open at once;
    `back_up` is called with the old revision before anything is changed.
    """
    revision = refuse_strangers(connection, address=address, create=create)
    if revision == schema.HEAD:
        return
    if revision is not None and back_up is not None:
        back_up(revision)
    upgrade(connection)
    _sign(connection, now())


def upgrade(connection: Connection, revision: str = "head") -> None:
    """Run the migrations up to a revision."""
    # Imported late: opening a store that is up to date needs no Alembic.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


def _find_strangers(connection: Connection) -> list[str]:
    present = inspect(connection).get_table_names()
    # A database server is shared by many programs, a file is not.
    shared = connection.dialect.name != "sqlite"
    return sorted(name for name in present if not shared or name in schema.metadata.tables)


def _sign(connection: Connection, moment: datetime) -> None:
    marks = {"tocsin_version": __version__, "migrated_at": moment.isoformat()}
    connection.execute(schema.meta.delete().where(schema.meta.c.key.in_(marks)))
    connection.execute(insert(schema.meta), [{"key": key, "value": value} for key, value in marks.items()])


def _find_writer(connection: Connection) -> str:
    if not inspect(connection).has_table("meta"):
        return "a newer tocsin"
    wanted = select(schema.meta.c.value).where(schema.meta.c.key == "tocsin_version")
    return f"tocsin {connection.scalar(wanted) or '(newer)'}"
