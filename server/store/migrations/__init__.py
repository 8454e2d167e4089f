"""Alembic environment and the schema's history."""
