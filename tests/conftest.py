"""What holds for every test: no property is judged by the clock on the wall, which tells of the machine alone.

And `figure`, with which a test hands in what it found.
"""

import os
from collections.abc import Generator

import pytest
from hypothesis import settings

from tests.logging_state import logs_as_before
from tests.proof import PROPERTY, Figure, Found, note, written

settings.register_profile("common-ground", deadline=None)
settings.load_profile("common-ground")


@pytest.fixture(autouse=True)
def no_log_of_another_test() -> Generator[None]:
    """Whatever a test sets up of the log ends with it."""
    with logs_as_before():
        yield


@pytest.fixture
def figure(request: pytest.FixtureRequest) -> Figure:
    """Hands in a figure, which travels with the report of the test."""
    node: pytest.Item = request.node
    test = f"{node.path.name}::{node.name.partition('[')[0]}"

    def hand_in(attack: str, what: str, found: float | str, *, twin: float | str = "", passes: str) -> None:
        one = Found(attack, what, written(found), written(twin), passes, test)
        node.user_properties.append((PROPERTY, vars(one)))

    return hand_in


@pytest.hookimpl
def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    """Note the figures of a test that passed. Of several processes the one that gathers their reports does it."""
    is_worker = "PYTEST_XDIST_WORKER" in os.environ
    if report.when == "call" and report.passed and not is_worker:
        for name, value in report.user_properties:
            if name == PROPERTY:
                note(Found(**value))  # type: ignore[arg-type]  # what the fixture put there
