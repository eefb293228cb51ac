"""The tables of accounts: who may use the desk, their sessions and keys, and the log of what was done."""

from sqlalchemy import Column, Index, Integer, Table, Text

from tocsin.store.schema import Key, Moment, Words, metadata

accounts = Table(
    "accounts",
    metadata,
    Column("name", Key, primary_key=True),
    Column("role", Key, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("password", Text),
    Column("issuer", Key),
    Column("subject", Key),
    Column("disabled_at", Moment),
    Index("accounts_by_subject", "issuer", "subject", unique=True),
)

sessions = Table(
    "sessions",
    metadata,
    Column("digest", Key, primary_key=True),
    Column("account", Key, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
    Column("ends_at", Moment, nullable=False),
    Index("sessions_by_account", "account"),
    Index("sessions_by_end", "ends_at"),
)

api_keys = Table(
    "api_keys",
    metadata,
    Column("id", Key, primary_key=True),
    Column("digest", Key, nullable=False),
    Column("label", Words, nullable=False),
    Column("account", Key, nullable=False),
    Column("scopes", Key, nullable=False),
    Column("made_at", Moment, nullable=False),
    Column("ends_at", Moment),
    Column("withdrawn_at", Moment),
    Index("api_keys_by_account", "account"),
)

attempts = Table(
    "sign_in_attempts",
    metadata,
    # The digest of the name given, which may be any text.
    Column("key", Key, primary_key=True),
    Column("count", Integer, nullable=False),
    Column("last_at", Moment, nullable=False),
    Column("waits_until", Moment),
    Index("sign_in_attempts_by_moment", "last_at"),
)

audit = Table(
    "audit",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("at", Moment, nullable=False),
    Column("who", Words, nullable=False),
    Column("what", Key, nullable=False),
    Column("subject", Words, nullable=False),
    Column("detail", Words, nullable=False),
    Column("address", Words, nullable=False),
    Index("audit_by_moment", "at", "number"),
)
