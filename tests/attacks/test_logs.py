"""Whatever fails, wherever, at the loudest level: no id, name, word, code or key of anybody is in any line.

The naive twin is logging as it comes: it prints all of it. Not here: which fields a line may have (`tests/ui`).
"""

import asyncio
import errno
import gc
import io
import json
import logging
import os
import threading
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TextIO, cast

import pytest
import structlog
from typing_extensions import override

from bot.app import CommonGround
from bot.store.database import Database
from bot.store.keystore import KeyStore
from bot.ui.logs import set_up_logs
from config.settings import Settings
from tests.attacks.byte_search import forms_of_code, forms_of_id, forms_of_text
from tests.end_to_end.concerns import cards, code_in, look
from tests.end_to_end.simcord_stage import SimcordStage
from tests.proof import Figure
from tests.screen import NotOnScreen, Screen
from tests.stage import Actor
from tests.stories import publish, ready

WORD = "quillfeather"
TOLD = {"category": "Privacy broken", "story": f"It was {WORD}", "wish": "That something is done", "affected": "Me"}
THEIRS = "I relapsed on Tuesday"


async def _fail() -> None:
    raise ValueError(THEIRS)


async def _task_nobody_waits_for() -> None:
    asyncio.get_running_loop().create_task(_fail(), name="concern:send:abcdefghijklmnopqrstuv")
    await asyncio.sleep(0)
    gc.collect()


async def _callback_with_their_words() -> None:
    asyncio.get_running_loop().call_soon(int, THEIRS)
    await asyncio.sleep(0)


async def _thread() -> None:
    failing = threading.Thread(target=int, args=(THEIRS,))
    failing.start()
    failing.join()


class _Finalized:
    def __del__(self) -> None:
        raise ValueError(THEIRS)


async def _finalizer() -> None:
    _Finalized()
    gc.collect()


async def _exception_as_a_value() -> None:
    logging.getLogger("some.library").error("failed: %s", ValueError(THEIRS))
    structlog.get_logger("common_ground").error("failed", error=ValueError(THEIRS))


async def _chain() -> None:
    try:
        try:
            await _fail()
        except ValueError as error:
            raise RuntimeError(THEIRS) from error
    except RuntimeError:
        logging.getLogger("some.library").exception("failed")


async def _event() -> None:
    bot = CommonGround(Settings.model_validate({}))
    try:
        raise ValueError(THEIRS)
    except ValueError:
        await bot.on_error("on_message", THEIRS, words=THEIRS)


class _Full(io.StringIO):
    """What takes no line, as on a full disk."""

    @override
    def write(self, text: str, /) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


async def _line_that_cannot_be_written() -> None:
    (handler,) = cast("list[logging.StreamHandler[TextIO]]", logging.getLogger().handlers)
    standing = handler.stream
    handler.setStream(_Full())
    await _chain()
    handler.setStream(standing)
    await _chain()


WAYS = [_task_nobody_waits_for, _callback_with_their_words, _thread, _finalizer, _exception_as_a_value, _chain, _event]
WAYS.append(_line_that_cannot_be_written)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("form", ["json", "console"])
async def test_no_way_out_of_an_exception_quotes_it(
    way: Callable[[], Awaitable[None]], form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    set_up_logs("DEBUG", "json" if form == "json" else "console")
    await way()
    printed = capsys.readouterr()
    assert "Error" in printed.err
    for secret in (THEIRS, "relapsed", "abcdefghijklmnopqrstuv", "Traceback"):
        assert secret not in printed.err + printed.out


@pytest.mark.parametrize("way", [_task_nobody_waits_for, _callback_with_their_words, _exception_as_a_value, _chain])
async def test_logging_as_it_comes_quotes_all_of_them(
    way: Callable[[], Awaitable[None]], caplog: pytest.LogCaptureFixture
) -> None:
    await way()
    assert THEIRS in caplog.text


@dataclass
class Failures:
    """Lets one call to a store fail, with everything in its message that must not get out."""

    secret: str = ""
    ballot: str = ""
    """The key of the ballot, as the confirmation's button carries it."""
    calls_left: int | None = None
    failed: int = 0
    seen: list[str] = field(default_factory=list[str])

    def step(self, name: str) -> None:
        if self.calls_left is None:
            return
        self.calls_left -= 1
        if self.calls_left < 0:
            self.calls_left = None
            self.failed += 1
            raise RuntimeError(f"{name} {self.secret}")


@pytest.fixture
def failures(monkeypatch: pytest.MonkeyPatch) -> Failures:
    made = Failures()

    def failing(where: type, name: str) -> None:
        method: Callable[..., Awaitable[object]] = getattr(where, name)

        async def called(*arguments: object) -> object:
            made.step(name)
            return await method(*arguments)

        monkeypatch.setattr(where, name, called)

    for where, name in ((Database, "read"), (Database, "write"), (KeyStore, "get_many"), (KeyStore, "put")):
        failing(where, name)
    return made


MOST_CALLS = 24
"""More calls to the stores than opening and sending a form makes; each is let fail."""


async def _act(failures: Failures, action: Callable[[], Awaitable[Screen]]) -> Screen:
    """Do it with each of its calls to a store failing in turn, until none is left to fail."""
    for calls in range(MOST_CALLS):
        before, failures.calls_left = failures.failed, calls
        screen = Screen("nothing")
        with suppress(NotOnScreen):  # an apology stands where the form would be
            screen = await action()
        failures.calls_left = None
        if failures.failed == before:
            return screen
    raise AssertionError("it makes more calls than are let fail")


async def _main_job(stage: SimcordStage, failures: Failures) -> list[str]:
    """Agree, check in, raise a concern, look after it, answer it. The codes that were given."""
    mia, mara = stage.person("mia"), stage.person("mara")
    failures.secret = f"{WORD} Mia <@{mia_id(stage)}> 7H3K-9QXM-2B4N-C5TV-0A concern:send:{'k' * 65}"
    agreement = next(post for post in stage.posts("group") if "I agree" in post.labels)
    checkin = next(post for post in stage.posts("group") if "Check in privately" in post.labels)
    await _act(failures, lambda: mia.press(agreement, "I agree"))
    form = {"question1": "Mixed", "question2": "Good", "comment": f"it felt {WORD} to me"}
    confirmation = await _act(failures, lambda: _filled(mia, checkin, "Check in privately", form))
    failures.ballot = confirmation.custom_id("Change my answers").rpartition(".")[2]
    await _act(failures, lambda: _filled(mia, confirmation, "Change my answers", form))
    sent = await _concern(mia, failures)
    code = code_in(mia.more)
    await _act(failures, lambda: mia.press(sent, "See how it stands"))
    await stage.advance(hours=4)
    case = await _act(failures, lambda: mara.press(cards(stage)[0], "Open"))
    answer = {"opener": "My own words only", "words": f"we read {WORD}"}
    await _act(failures, lambda: _filled(mara, case, "Reply", answer))
    way = await look(mia, code)
    await _act(failures, lambda: mia.press(way, "Withdraw"))
    return [code]


async def _filled(actor: Actor, screen: Screen, label: str, values: dict[str, str]) -> Screen:
    return await actor.submit(await actor.press(screen, label), **values)


async def _concern(mia: Actor, failures: Failures) -> Screen:
    async def told() -> Screen:
        conflict = await mia.press(await mia.slash("concern"), "Share a concern")
        return await mia.submit(await mia.choose(conflict, "Nobody of them"), **TOLD)

    review = await _act(failures, told)
    return await _act(failures, lambda: mia.press(review, "Send"))


def mia_id(stage: SimcordStage) -> int:
    """The id of the one whose traces are looked for."""
    return int(stage.world.person("mia").id)


async def test_failing_at_every_step_logs_nothing_of_anybody(
    stage: SimcordStage, failures: Failures, capsys: pytest.CaptureFixture[str], figure: Figure
) -> None:
    set_up_logs("DEBUG", "json")
    await ready(stage)
    await publish(stage)
    await stage.person("fay").slash("facilitate checkin start", comments=True)
    codes = await _main_job(stage, failures)
    await stage.advance(hours=49)
    assert failures.failed > 20
    lines = [json.loads(line) for line in capsys.readouterr().err.splitlines() if line.startswith("{")]
    ours = [line for line in lines if not str(line["logger"]).startswith("simcord")]
    # What failed is in the log, by its kind.
    assert len([line for line in ours if "RuntimeError" in str(line.get("kind"))]) > 15
    said = json.dumps(ours).encode()
    wanted = forms_of_id(mia_id(stage)) | forms_of_text(WORD) | {b"Mia", b"mia ", b"7H3K", b"kkkkkkkk"}
    assert len(failures.ballot) == 32
    wanted |= forms_of_text(failures.ballot) | forms_of_text(failures.ballot[:8])
    wanted |= {form for code in codes for form in forms_of_code(code)}
    assert [form for form in wanted if form in said] == []
    what = f"ids, names, words, codes and keys in {len(ours)} lines at DEBUG, {failures.failed} steps let fail"
    figure("F11", what, 0, twin="every way out of an exception quotes it", passes="0")
