"""The stores for tests of the services, once on each kind of database."""

import pytest

from config.pace import Pace
from tests.services.heard_house import hall
from tests.store_fixtures import *  # noqa: F403 - names the fixtures for pytest

__all__ = ["hall"]


@pytest.fixture
def pace() -> Pace:
    """What is written waits for no company: that is tried with the writer itself."""
    return Pace(longest_gathering=0.0)
