"""The stores' tests run on SQLite and on PostgreSQL."""

from tests.store.machine import machine
from tests.store_fixtures import addresses, database, files, keys, operator_key, pace, postgres, templates

__all__ = ["addresses", "database", "files", "keys", "machine", "operator_key", "pace", "postgres", "templates"]
