"""The migrations of a store, oldest first, run by Alembic when a store is opened."""
