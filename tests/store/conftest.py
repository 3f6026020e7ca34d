"""The stores' tests run on SQLite and on PostgreSQL."""

from tests.store_fixtures import addresses, database, keys, operator_key, postgres, templates

__all__ = ["addresses", "database", "keys", "operator_key", "postgres", "templates"]
