"""Members agree, check in and report on the real process; then every byte it left behind is searched for them."""

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from aiohttp import ClientSession

from bot.core.identity import MemberId
from tests.attacks.byte_search import contents, forms_of_code, forms_of_id, forms_of_text, found
from tests.faults.test_running import free_port
from tests.proof import Figure
from tests.screen import Screen
from tests.standin.stage import StandInStage
from tests.stories import publish, ready

SAMPLE, WHOLE = 80, 500
AT_ONCE = 25


@dataclass(frozen=True)
class Trace:
    """What one member could be recognised by."""

    name: str
    member_id: int
    word: str
    comment: str
    code: str


async def live(stage: StandInStage, name: str, agreement: Screen, checkin: Screen, chosen: random.Random) -> Trace:
    """One member agrees, checks in and reports."""
    member = stage.person(name)
    assert "agreed" in (await member.press(agreement, "I agree")).text
    form = await member.press(checkin, "Check in privately")
    safe = chosen.choice(["Not safe", "A little", "Mixed", "Mostly safe", "Very safe", "Prefer not to say"])
    word, comment = ("quill" + "".join(chosen.choices("bcdfghjkmnpqrstvwxz", k=14)) for _ in range(2))
    given = {"question1": safe, "question2": "Good", "comment": f"It felt {comment} to me"}
    confirmation = await member.submit(form, **given)
    assert "Your answers are in" in confirmation.text
    if chosen.random() < 0.3:
        form = await member.press(confirmation, "Change my answers")
        assert "Your answers are changed" in (await member.submit(form, **given)).text
    conflict = await member.press(await member.slash("concern"), "Share a concern")
    review = await member.submit(
        await member.choose(conflict, "Nobody of them"),
        category="Privacy broken",
        story=f"It was {word} again",
        wish="That something is done",
        affected="Me",
    )
    code = member.more[-1].text.strip("`")
    sent = await member.press(review, chosen.choice(["Send", "Send", "Send", "Urgent"]))
    assert "Sent." in sent.text
    return Trace(name, stage.stand_in.world.person(name).id, word, comment, code)


async def live_all(stage: StandInStage, names: Sequence[str]) -> list[Trace]:
    """All of them, some at a time."""
    chosen = random.Random(20261122)
    agreement = next(post for post in stage.posts("group") if "I agree" in post.labels)
    checkin = next(post for post in stage.posts("group") if "Check in privately" in post.labels)
    traces: list[Trace] = []
    for first in range(0, len(names), AT_ONCE):
        crowd = [live(stage, name, agreement, checkin, chosen) for name in names[first : first + AT_ONCE]]
        traces += await asyncio.gather(*crowd)
    return traces


@pytest.mark.timeout(1200)
@pytest.mark.parametrize("members", [SAMPLE, pytest.param(WHOLE, marks=pytest.mark.prove)])
async def test_no_byte_left_behind_is_an_id_a_word_or_a_code(tmp_path: Path, members: int, figure: Figure) -> None:
    temporary, port = tmp_path / "temporary", free_port()
    temporary.mkdir()
    untouched = temporary.stat().st_mtime_ns
    loud = {"COMMON_GROUND_LOG_LEVEL": "DEBUG", "COMMON_GROUND_METRICS_PORT": str(port), "TMPDIR": str(temporary)}
    # A card for each of them, looked for before it is posted, takes its time.
    async with StandInStage(tmp_path, environment=loud, patience=240) as stage:
        await ready(stage)
        await publish(stage)
        fay = stage.person("fay")
        await fay.slash("facilitate checkin start", comments=True)
        await fay.press(await fay.slash("facilitate checkin schedule", channel="facilitators"), "Save")
        names = [f"person{number}" for number in range(members)]
        for name in names:
            stage.join(name)
        traces = await live_all(stage, names)
        while_open = contents(tmp_path)
        await stage.advance(hours=9)
        assert any("Check in privately" in post.labels for post in stage.posts("facilitators")), "none was scheduled"
        await stage.advance(hours=40)
        after_closing = contents(tmp_path)
        (tmp_path / "figures").write_bytes(await figures_at(port))
    after_stopping = contents(tmp_path)

    assert len({trace.code for trace in traces}) == members
    for files in (while_open, after_closing, after_stopping):
        assert {"common-ground.db", "keystore.db", "operator.key", "errors.log"} <= {path.name for path in files}
        assert leaks(traces, files) == []
    assert any(path.name == "health" for path in after_closing)
    assert b"common_ground_ready" in after_stopping[tmp_path / "figures"]
    # A file that was made there for a moment, and removed, would show as well.
    assert temporary.stat().st_mtime_ns == untouched, "something was written where temporary files go"
    forms = prove_that_the_search_finds(traces, after_stopping)
    what = f"ids, names, words and codes of {members} members in every byte of data, keys, logs and figures"
    figure("F1 F2", what, len(leaks(traces, after_stopping)), twin=f"each of {forms} planted forms", passes="0")


def leaks(traces: Sequence[Trace], files: dict[Path, bytes]) -> list[str]:
    """Everything of anybody that is found anywhere."""
    return [
        f"{kind} in {name}"
        for trace in traces
        for kind, forms in (
            ("an id", forms_of_id(trace.member_id)),
            ("a name", {trace.name.encode() + b"\0", b'"' + trace.name.encode() + b'"'}),
            ("a word", forms_of_text(trace.word)),
            ("a comment", forms_of_text(trace.comment)),
            ("a code", forms_of_code(trace.code)),
        )
        for name in found(forms, files)
    ]


def prove_that_the_search_finds(traces: Sequence[Trace], files: dict[Path, bytes]) -> int:
    """The same search finds each of them as soon as one file holds it, in whatever form; how many were tried."""
    tried = 0
    whole = b"".join(files.values())
    for trace in traces[:3]:
        words = forms_of_text(trace.word) | forms_of_text(trace.comment)
        for form in forms_of_id(trace.member_id) | words | forms_of_code(trace.code):
            planted = {Path("planted"): whole[:5000] + form + whole[5000:9000]}
            assert leaks([trace], planted)
            tried += 1
    return tried


async def figures_at(port: int) -> bytes:
    """What the operator's monitoring is given."""
    async with ClientSession() as session, session.get(f"http://127.0.0.1:{port}/metrics") as answer:
        return await answer.read()


@pytest.mark.parametrize("number", [1457674990387200003, 81384788765712384])
def test_every_form_of_an_id_is_searched_for(number: int) -> None:
    import base64  # noqa: PLC0415 - a form written independently of the search

    member = MemberId(number)
    for written in (
        f"user {member}",
        f'{{"id": "{member:x}"}}',
        base64.b64encode(b"key" + str(member).encode() + b"end").decode(),
        base64.urlsafe_b64encode(b"k" + member.to_bytes(8, "little")).decode(),
        member.to_bytes(8, "big").hex(),
    ):
        assert found(forms_of_id(number), {Path("a"): b"x" + written.encode() + b"y"}), written
