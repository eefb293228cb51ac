"""Accounts, sessions, keys, failed sign-ins and the audit log."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0009"
down_revision = "0008"

KEY = sa.Text().with_variant(postgresql.TEXT(collation="C"), "postgresql")
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "accounts",
        sa.Column("name", KEY, primary_key=True),
        sa.Column("role", KEY, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("password", sa.Text),
        sa.Column("issuer", KEY),
        sa.Column("subject", KEY),
        sa.Column("disabled_at", MOMENT),
    )
    op.create_index("accounts_by_subject", "accounts", ["issuer", "subject"], unique=True)
    op.create_table(
        "sessions",
        sa.Column("digest", KEY, primary_key=True),
        sa.Column("account", KEY, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT, nullable=False),
    )
    op.create_index("sessions_by_account", "sessions", ["account"])
    op.create_index("sessions_by_end", "sessions", ["ends_at"])
    op.create_table(
        "api_keys",
        sa.Column("id", KEY, primary_key=True),
        sa.Column("digest", KEY, nullable=False),
        sa.Column("label", sa.Text, nullable=False),
        sa.Column("account", KEY, nullable=False),
        sa.Column("scopes", KEY, nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("ends_at", MOMENT),
        sa.Column("withdrawn_at", MOMENT),
    )
    op.create_index("api_keys_by_account", "api_keys", ["account"])
    op.create_table(
        "sign_in_attempts",
        sa.Column("key", KEY, primary_key=True),
        sa.Column("count", sa.Integer, nullable=False),
        sa.Column("last_at", MOMENT, nullable=False),
        sa.Column("waits_until", MOMENT),
    )
    op.create_index("sign_in_attempts_by_moment", "sign_in_attempts", ["last_at"])
    op.create_table(
        "audit",
        sa.Column("number", sa.Integer, primary_key=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("what", KEY, nullable=False),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("detail", sa.Text, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
    )
    op.create_index("audit_by_moment", "audit", ["at", "number"])
