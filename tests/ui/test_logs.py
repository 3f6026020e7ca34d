"""The log: only known fields, nothing that looks like an id, a custom_id, a code or a token, whoever writes."""

import json
import logging

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from bot.ui.logs import hide, set_up_logs

SECRETS = [
    "1457674990387200003",
    "concern:send:abcdefghijklmnopqrstuv",
    "7H3K-9QXM-2B4N-C5TV-0A",
    "MTE4NjU0MzIxMDk4NzY1NDMyMQ.Gh4xYz.abcdefghijklmnopqrstuvwxyz0123456789ab",
]


@pytest.mark.parametrize("secret", SECRETS)
@given(before=st.text(alphabet=" .,:/("), after=st.text(alphabet=" .,)/"))
def test_secrets_are_hidden_wherever_they_stand(secret: str, before: str, after: str) -> None:
    assert secret not in hide(f"x {before}{secret}{after} y")


@pytest.mark.parametrize("form", ["console", "json"])
def test_every_library_writes_through_the_filter(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs("DEBUG", "json" if form == "json" else "console")
    for secret in SECRETS:
        logging.getLogger("some.library").warning("failed for %s", secret)
        structlog.get_logger("common_ground").warning("failed", name=secret, unknown_field=f"words {secret}")
    printed = capsys.readouterr().err
    assert printed.count("failed") >= 2 * len(SECRETS)
    assert not [secret for secret in SECRETS if secret in printed]
    assert "unknown_field" not in printed
    assert "words" not in printed


def test_an_exception_is_named_and_not_quoted(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs("DEBUG", "json")
    try:
        raise RuntimeError("what a member wrote")
    except RuntimeError:
        logging.getLogger("some.library").exception("broke")
    line = json.loads(capsys.readouterr().err)
    assert line["kind"] == "RuntimeError"
    assert "what a member wrote" not in json.dumps(line)
    assert "Traceback" not in json.dumps(line)


def test_libraries_that_print_whole_events_stay_quiet_at_debug(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs("DEBUG", "console")
    for name in ("discord.gateway", "discord.http", "aiosqlite", "sqlalchemy.engine"):
        logging.getLogger(name).debug("the whole event")
    assert not capsys.readouterr().err


@pytest.mark.parametrize(("value", "shown"), [(3, 3), (True, True), (None, None), (1457674990387200003, "[hidden]")])
def test_numbers_are_kept_unless_they_are_as_long_as_an_id(
    value: object, shown: object, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up_logs("INFO", "json")
    structlog.get_logger("common_ground").info("counted", count=value)
    assert json.loads(capsys.readouterr().err)["count"] == shown


def test_values_inside_lists_and_objects_are_looked_at_too(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logs("INFO", "json")
    structlog.get_logger("common_ground").info("x", where=[SECRETS[0], "fine"], path={"a": SECRETS[0]}, kind=ValueError)
    line = json.loads(capsys.readouterr().err)
    assert line["where"] == ["[hidden]", "fine"]
    assert line["path"] == "[hidden]"
    assert "ValueError" in line["kind"]
