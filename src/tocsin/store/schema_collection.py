"""The tables of collection: sources, hosts, requests with their raw bodies, items and their versions."""

from sqlalchemy import Boolean, Column, Float, ForeignKey, Index, Integer, LargeBinary, Table, Text

from tocsin.store.schema import Key, Moment, Number, Words, metadata

watched_sources = Table(
    "watched_sources",
    metadata,
    Column("id", Key, primary_key=True),
    Column("address", Key, nullable=False, unique=True),
    Column("host", Key, nullable=False),
    Column("enabled", Boolean, nullable=False),
    Column("payload", Text, nullable=False),
    Column("due_at", Moment, nullable=False),
    Column("state", Text, nullable=False),
    Column("lease_until", Moment),
    Column("lease_by", Key),
    Index("watched_sources_by_due", "enabled", "due_at"),
)

source_errors = Table(
    "source_errors",
    metadata,
    Column("source_id", Key, primary_key=True),
    Column("kind", Key, primary_key=True),
    Column("count", Integer, nullable=False),
    Column("last_at", Moment, nullable=False),
    Column("last_reason", Words, nullable=False),
)

hosts = Table(
    "hosts",
    metadata,
    Column("host", Key, primary_key=True),
    Column("next_at", Moment, nullable=False),
    Column("robots", Words),
    Column("robots_at", Moment),
    Column("lease_until", Moment),
    Column("lease_by", Key),
)

bodies = Table(
    "bodies",
    metadata,
    # The SHA-256 of the bytes as they came, so that the same body is kept once.
    Column("id", Key, primary_key=True),
    Column("size", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
)

captures = Table(
    "captures",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("source_id", Key, nullable=False),
    Column("url", Words, nullable=False),
    Column("at", Moment, nullable=False),
    Column("status", Integer, nullable=False),
    Column("media_type", Words, nullable=False),
    Column("charset", Words),
    Column("headers", Text, nullable=False),
    Column("body_id", Key, ForeignKey("bodies.id"), nullable=False),
    Index("captures_by_moment", "at", "number"),
)

items = Table(
    "items",
    metadata,
    Column("id", Key, primary_key=True),
    Column("source_id", Key, nullable=False),
    Column("key", Words, nullable=False),
    Column("url", Words),
    Column("host", Key),
    Column("digest", Key, nullable=False),
    Column("first_seen_at", Moment, nullable=False),
    Column("last_seen_at", Moment, nullable=False),
    Column("recheck_at", Moment),
    Column("rechecks", Integer, nullable=False),
    Column("gone_at", Moment),
    Index("items_by_source", "source_id", "first_seen_at"),
    Index("items_by_recheck", "recheck_at"),
)

versions = Table(
    "versions",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("item_id", Key, ForeignKey("items.id"), nullable=False),
    Column("source_id", Key, nullable=False),
    Column("ordinal", Integer, nullable=False),
    Column("stage", Key, nullable=False),
    Column("seen_at", Moment, nullable=False),
    Column("host", Key),
    Column("due_at", Moment, nullable=False),
    Column("tries", Integer, nullable=False),
    Column("reason_kind", Key),
    Column("reason", Words),
    # The words, cleaned and hashed: the same words under another address are a copy.
    Column("text_digest", Key),
    Column("copy_of", Integer),
    # 1 for the same words, less for a near-duplicate; the sketch is what that was measured by.
    Column("likeness", Float),
    Column("sketch", LargeBinary),
    Column("capture_number", Integer),
    Column("document_id", Key),
    Column("lang", Key),
    Column("published_at", Moment),
    Column("is_empty", Boolean, nullable=False),
    Column("item", Text, nullable=False),
    Column("dates", Text, nullable=False),
    # The document that waits to be read; dropped when it is stored, where its text stands then.
    Column("document", Text),
    Column("lease_until", Moment),
    Column("lease_by", Key),
    Index("versions_by_item", "item_id", "ordinal", unique=True),
    Index("versions_by_stage", "stage", "due_at", "number"),
    Index("versions_by_source", "source_id", "stage"),
    Index("versions_by_text", "text_digest"),
    Index("versions_by_document", "document_id"),
    Index("versions_by_original", "copy_of"),
)

sketch_bands = Table(
    "sketch_bands",
    metadata,
    # A part of a sketch, and the first text that had it: one row a band, however many texts share it.
    Column("band", Number, primary_key=True, autoincrement=False),
    Column("version", Integer, nullable=False),
    Column("at", Moment, nullable=False),
    Index("sketch_bands_by_moment", "at"),
)

translations = Table(
    "translations",
    metadata,
    Column("document_id", Key, primary_key=True),
    Column("original_id", Key, nullable=False),
    Column("lang", Key, nullable=False),
    Column("by", Words, nullable=False),
    # Pairs of stretches, [start, end) in the translation and in the original.
    Column("pieces", Text, nullable=False),
    Index("translations_by_original", "original_id"),
)
