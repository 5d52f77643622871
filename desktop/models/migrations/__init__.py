"""Alembic migrations: how a database of an earlier program becomes today's."""
