"""The tables of a store, as the newest migration leaves them, and their column types."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
)
from sqlalchemy.dialects.postgresql import TEXT
from sqlalchemy.types import TypeDecorator, TypeEngine

from tocsin.errors import InputError

# The newest migration, here so that opening a store that is up to date needs no Alembic; a test compares.
HEAD = "0012"
# Not Alembic's own name: the PostgreSQL database may hold another program's migrations.
REVISION_TABLE = "tocsin_revision"


def find_unstorable(text: str) -> int | None:
    """Return the place of the first NUL or lone surrogate, which PostgreSQL or UTF-8 cannot hold."""
    nul = text.find("\0")
    try:
        text.encode("utf-8")
    except UnicodeEncodeError as error:
        return error.start if nul < 0 else min(nul, error.start)
    return nul if nul >= 0 else None


class Words(TypeDecorator[str]):
    """Text that every backend can hold."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """Refuse what one of the backends cannot hold, so that all behave alike."""
        if value is not None and (place := find_unstorable(value)) is not None:
            raise InputError(
                f"text with the character {value[place]!r} at {place} cannot be stored; wanted Unicode text "
                "without NUL and lone surrogates; replace them, for instance by U+FFFD"
            )
        return value


class Key(Words):
    """An id: compared and sorted by code points on every backend, whatever the server's locale is."""

    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Ask PostgreSQL for the order that SQLite has anyway."""
        return dialect.type_descriptor(TEXT(collation="C") if dialect.name == "postgresql" else Text())


class Moment(TypeDecorator[datetime]):
    """A moment: aware in Python, kept as UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn into UTC; SQLite keeps no zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise InputError(f"a moment to store needs a time zone, not {value.isoformat()}")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the zone back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


metadata = MetaData()

documents = Table(
    "documents",
    metadata,
    # The text index names documents by number: an implicit rowid could change in a VACUUM.
    Column("number", Integer, primary_key=True),
    Column("id", Key, nullable=False, unique=True),
    Column("source_id", Key),
    Column("published_at", Moment),
    Column("seen_at", Moment, nullable=False),
    Column("title", Words),
    Column("text", Words, nullable=False),
    Column("payload", Text, nullable=False),
    Column("sentences", Text, nullable=False),
    Column("remarks", Text, nullable=False),
    Column("reader", Key),
    Column("publisher", Key),
    Index("documents_by_reader", "reader"),
    Index("documents_by_publisher", "publisher", "published_at", "id"),
    Index("documents_by_publication", "published_at", "id"),
)

statements = Table(
    "statements",
    metadata,
    Column("document_id", Key, ForeignKey("documents.id"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("id", Key, nullable=False),
    Column("payload", Text, nullable=False),
    Column("act", Key),
    Column("said_at", Moment),
    Index("statements_by_moment", "said_at", "document_id", "position"),
    Index("statements_by_act", "act", "said_at", "document_id", "position"),
)

events = Table(
    "events",
    metadata,
    Column("id", Key, primary_key=True),
    Column("document_id", Key, ForeignKey("documents.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("event_type", Key),
    Column("threat_type", Key),
    Column("status", Key, nullable=False),
    Column("background", Boolean, nullable=False),
    Column("payload", Text, nullable=False),
    Index("events_by_document", "document_id", "position", unique=True),
    Index("events_by_status", "status"),
    Index("events_by_threat", "threat_type", "status"),
)

claims = Table(
    "claims",
    metadata,
    Column("id", Key, primary_key=True),
    Column("event_id", Key, ForeignKey("events.id"), nullable=False),
    Column("field", Key, nullable=False),
    Column("payload", Text, nullable=False),
    Index("claims_by_event", "event_id", "field"),
)

sources = Table(
    "sources",
    metadata,
    Column("id", Key, primary_key=True),
    Column("name", Key, nullable=False),
    Column("kind", Key, nullable=False),
    Column("reliability", Key, nullable=False),
)

publishers = Table(
    "publishers",
    metadata,
    Column("name", Key, primary_key=True),
    Column("payload", Text, nullable=False),
)

failures = Table(
    "failures",
    metadata,
    Column("id", Key, primary_key=True),
    Column("name", Words, nullable=False),
    Column("reason", Words, nullable=False),
    Column("at", Moment, nullable=False),
)

incident_rows = Table(
    "incident_rows",
    metadata,
    Column("id", Key, primary_key=True),
    Column("founding_event_id", Key, nullable=False),
    Column("minted_at", Moment, nullable=False),
    Index("incident_rows_by_mention", "founding_event_id"),
)

memberships = Table(
    "memberships",
    metadata,
    Column("event_id", Key, ForeignKey("events.id"), primary_key=True),
    Column("incident_id", Key, ForeignKey("incident_rows.id"), primary_key=True),
    Column("score", Float, nullable=False),
    Column("reasons", Text, nullable=False),
    Index("memberships_by_incident", "incident_id"),
)

incidents = Table(
    "incidents",
    metadata,
    Column("id", Key, ForeignKey("incident_rows.id"), primary_key=True),
    Column("kind", Key, nullable=False),
    Column("status", Key, nullable=False),
    Column("threat_type", Key),
    Column("start_date", Date),
    Column("payload", Text, nullable=False),
    # `turn` is the linking that wrote the row last: what a list has to read again is what is younger.
    Column("number", BigInteger().with_variant(Integer(), "sqlite")),
    Column("turn", Integer),
    Column("light", Text),
    Column("words", Text),
    Index("incidents_by_threat", "threat_type", "status"),
    Index("incidents_by_number", "number"),
    Index("incidents_by_turn", "turn"),
)

aliases = Table(
    "aliases",
    metadata,
    Column("alias", Key, primary_key=True),
    Column("incident_id", Key, ForeignKey("incident_rows.id"), nullable=False),
)

judgements = Table(
    "judgements",
    metadata,
    Column("id", Key, primary_key=True),
    Column("kind", Key, nullable=False),
    Column("decided_at", Moment, nullable=False),
    Column("withdrawn_at", Moment),
    Column("payload", Text, nullable=False),
)

changes = Table(
    "changes",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("kind", Words, nullable=False),
    Column("detail", Words, nullable=False),
    Column("at", Moment, nullable=False),
)

deltas = Table(
    "deltas",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("incident_id", Key, nullable=False),
    Column("at", Moment, nullable=False),
    Column("payload", Text, nullable=False),
    Index("deltas_by_incident", "incident_id", "number"),
    Index("deltas_by_moment", "at", "number"),
)

alerts = Table(
    "alerts",
    metadata,
    Column("id", Key, primary_key=True),
    Column("unit", Key, nullable=False),
    Column("on", Date, nullable=False),
    Column("payload", Text, nullable=False),
    Index("alerts_by_day", "on", "id"),
)

mutes = Table(
    "mutes",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("unit", Key, nullable=False),
    Column("lifted_at", Moment),
    Column("payload", Text, nullable=False),
)

searches = Table(
    "searches",
    metadata,
    Column("name", Key, primary_key=True),
    Column("payload", Text, nullable=False),
)

deliveries = Table(
    "deliveries",
    metadata,
    Column("alert_id", Key, primary_key=True),
    Column("target", Key, primary_key=True),
    Column("due_at", Moment),  # null: it is sent, or given up
    Column("payload", Text, nullable=False),
    Index("deliveries_by_moment", "due_at"),
)

indicator_states = Table(
    "indicator_states",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("indicator", Key, nullable=False),
    Column("on", Date, nullable=False),
    Column("payload", Text, nullable=False),
    Index("indicator_states_by_indicator", "indicator", "on"),
)

forecasts = Table(
    "forecasts",
    metadata,
    Column("id", Key, primary_key=True),
    Column("unit", Key, nullable=False),
    Column("profile", Key, nullable=False),
    Column("as_of", Date, nullable=False),
    Column("ends_on", Date, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("payload", Text, nullable=False),
    Index("forecasts_by_end", "ends_on", "id"),
)

outcomes = Table(
    "outcomes",
    metadata,
    Column("forecast_id", Key, ForeignKey("forecasts.id"), primary_key=True),
    Column("scored_at", Moment, nullable=False),
    Column("payload", Text, nullable=False),
)

meta = Table(
    "meta",
    metadata,
    Column("key", Key, primary_key=True),
    Column("value", Words, nullable=False),
)

# --- Linking: made again from readings and judgements at any time ----------------------------------------

# What the next linking has to look at, written with the row itself: `kind` is document or judgement.
pending = Table(
    "pending",
    metadata,
    Column("kind", Key, primary_key=True),
    Column("id", Key, primary_key=True),
)

# A number is `make_number` of an id: rows of millions hold it in 8 bytes. SQLite keeps such a key inline.
Number = BigInteger().with_variant(Integer(), "sqlite")

mentions = Table(
    "mentions",
    metadata,
    Column("number", Number, primary_key=True, autoincrement=False),
    Column("event_id", Key, nullable=False),
    Column("document_id", Key, ForeignKey("documents.id"), nullable=False),
    Column("payload", Text, nullable=False),
    Index("mentions_by_document", "document_id"),
)

texts = Table(
    "texts",
    metadata,
    Column("number", Number, primary_key=True, autoincrement=False),
    Column("document_id", Key, ForeignKey("documents.id"), nullable=False),
)

# Who holds which key, in the order of publication (microseconds since 1970, UTC).
holders = Table(
    "holders",
    metadata,
    Column("key", Number, primary_key=True, autoincrement=False),
    Column("moment", Number, primary_key=True, autoincrement=False),
    Column("number", Number, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

# Mentions that may be one act; each pair stands both ways.
edges = Table(
    "edges",
    metadata,
    Column("number", Number, primary_key=True, autoincrement=False),
    Column("other", Number, primary_key=True, autoincrement=False),
    sqlite_with_rowid=False,
)

# Texts of which one copies the other; each pair stands both ways.
copies = Table(
    "copies",
    metadata,
    Column("document_id", Key, primary_key=True),
    Column("other_id", Key, primary_key=True),
)

# The first text of each group of copies; a text that is alone has no row.
origins = Table(
    "origins",
    metadata,
    Column("document_id", Key, primary_key=True),
    Column("root", Key, nullable=False),
    Index("origins_by_root", "root"),
)

# Full names by surname, with the moment each was first reported.
persons = Table(
    "persons",
    metadata,
    Column("surname", Key, primary_key=True),
    Column("name", Key, primary_key=True),
    Column("moment", Moment, nullable=False),
)

judgement_subjects = Table(
    "judgement_subjects",
    metadata,
    Column("subject", Key, primary_key=True),
    Column("judgement_id", Key, ForeignKey("judgements.id"), primary_key=True),
)

# --- Pages -----------------------------------------------------------------------------------------------

# A voice is a name with the actor meant; `folded` is the name without case, to be looked through.
voices = Table(
    "voices",
    metadata,
    Column("number", Number, primary_key=True, autoincrement=False),
    Column("name", Words, nullable=False),
    Column("actor_id", Key),
    Column("folded", Words, nullable=False),
)

# Who says which statement.
sayings = Table(
    "sayings",
    metadata,
    Column("voice", Number, ForeignKey("voices.number"), primary_key=True, autoincrement=False),
    Column("document_id", Key, primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("said_at", Moment),
    Index("sayings_by_voice", "voice", "said_at", "document_id", "position"),
    Index("sayings_by_document", "document_id"),
)

# Up to which moment an analyst has seen what changed.
visits = Table(
    "visits",
    metadata,
    Column("analyst", Key, primary_key=True),
    Column("seen_at", Moment, nullable=False),
)

samples = Table(
    "samples",
    metadata,
    Column("name", Key, primary_key=True),
    Column("payload", Text, nullable=False),
)

codings = Table(
    "codings",
    metadata,
    Column("sample", Key, ForeignKey("samples.name"), primary_key=True),
    Column("incident_id", Key, primary_key=True),
    Column("reader", Key, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("payload", Text, nullable=False),
)
