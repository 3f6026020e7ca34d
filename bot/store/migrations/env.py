"""Run by Alembic for each upgrade: on the connection that is handed over, in the transaction that is open on it."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
