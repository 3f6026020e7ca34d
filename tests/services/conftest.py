"""The stores for tests of the services, once on each kind of database."""

from tests.store_fixtures import *  # noqa: F403 - names the fixtures for pytest
