"""Whoever keeps every byte that is sent of results, trends and pictures learns nothing that was not published.

Two groups whose published levels are the same, but not their answers, are shown the same to the last byte. Not here:
what is published (`tests/core/test_publishing.py`).
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import pytest

from bot.core import checkin
from bot.core.publishing import Lines, Range, publish
from bot.rehearsal.bot import create_rehearsed_bot
from config.settings import Settings
from tests.attacks.forgery import press
from tests.end_to_end.conftest import check
from tests.end_to_end.simcord_stage import SimcordStage
from tests.screen import Screen, objects, words
from tests.stories import ready

NAMES = ("mia", "noor", "theo", "ines", "jonas", "kofi", "lena", "marek", "priya")
SAFE = ("Not safe", "A little", "Mixed", "Mostly safe", "Very safe")
ENERGY = ("Running on empty", "Low", "Getting by", "Good", "Strong")
RANDOM = re.compile(r"\d{15,}|[0-9a-f]{20,}|(?<=/)[\w-]{40,}(?=/)")
"""Ids of Discord's and of ours, the nonces made of them, and tokens of interactions."""

Election = Sequence[Sequence[tuple[int, int]]]
"""For each round what each who answered chose, for both questions."""
ONE: Election = (
    [(4, 4)] * 8,
    [(0, 2)] * 3 + [(4, 2)] * 5,
)
OTHER: Election = (
    [(0, 0), (2, 1), (3, 3), (4, 4), (3, 3), (4, 4)],
    [(1, 0), (0, 1), (1, 2), (0, 2), (3, 2), (4, 2), (3, 2), (4, 3), (3, 4)],
)
"""Other people in other numbers answered otherwise: each line has the same level, each number is in the same range."""
DIFFERENT: Election = (ONE[0], [(0, 2)] * 6 + [(4, 2)] * 2)
"""Published otherwise."""


@dataclass(frozen=True)
class Sent:
    """Everything that the bot said since the first closing, with what is random taken out; and its pictures."""

    said: list[str]
    """Sorted: what is due at one moment is done side by side, so that chance alone orders the requests."""
    pictures: list[tuple[str, str, bytes]]
    """File name, alternative text and bytes."""


async def held(settings: Settings, election: Election) -> Sent:
    """Hold an election and look at its results in every way."""
    async with SimcordStage(lambda: create_rehearsed_bot(settings), check=check) as stage:
        await ready(stage)
        said: list[str] = []
        seen: list[Screen] = []
        for answers in election:
            await stage.person("fay").slash("facilitate checkin start")
            await _vote(stage, answers)
            before = len(stage.simulation.requests)
            await stage.advance(days=7)
            seen += await _look(stage)
            said += [
                RANDOM.sub("…", f"{one.method} {one.path} {one.body}") for one in stage.simulation.requests[before:]
            ]
        return Sent(sorted(said), _pictures(stage, [*stage.posts("group"), *seen]))


async def _vote(stage: SimcordStage, answers: Sequence[tuple[int, int]]) -> None:
    post = next(one for one in reversed(stage.posts("group")) if "Check in privately" in one.labels)
    for name, (safe, energy) in zip(NAMES, answers, strict=False):
        form = await stage.person(name).press(post, "Check in privately")
        await stage.person(name).submit(form, question1=SAFE[safe], question2=ENERGY[energy])


async def _look(stage: SimcordStage) -> list[Screen]:
    """At the list, each result, the trend until it, and the trend in public."""
    fay = stage.person("fay")
    listed = await fay.slash("facilitate checkin results")
    (options,) = listed.choices().values()
    results = [await fay.choose(listed, option) for option in options]
    trends = [await fay.press(result, "Trend") for result in results]
    await fay.press(trends[0], "Post it in the channel")
    return [*results, *trends, await fay.slash("facilitate checkin trend")]


def _pictures(stage: SimcordStage, screens: Sequence[Screen]) -> list[tuple[str, str, bytes]]:
    files = [file for screen in screens for file in objects(screen.payload, "attachments")]
    return [(words(one, "filename"), words(one, "description"), _bytes(stage, words(one, "url"))) for one in files]


def _bytes(stage: SimcordStage, url: str) -> bytes:
    found = stage.world.env.backend.cdn.get(url)
    assert isinstance(found, bytes)
    return found


@pytest.fixture(scope="module")
def kept() -> dict[str, Sent]:
    return {}


@pytest.fixture
async def one(places: Callable[[str], Settings], kept: dict[str, Sent]) -> Sent:
    """What the first election sent; it is held once for all who only look at that."""
    if "one" not in kept:
        kept["one"] = await held(places("one"), ONE)
    return kept["one"]


async def test_the_same_levels_are_the_same_bytes(one: Sent, places: Callable[[str], Settings]) -> None:
    other = await held(places("other"), OTHER)
    assert len(one.said) > 20
    assert len(one.pictures) == 9
    assert all(data.startswith(b"\x89PNG") for _, _, data in one.pictures)
    assert one == other


async def test_other_levels_are_other_bytes(one: Sent, places: Callable[[str], Settings]) -> None:
    """The look sees words, alternative texts and pictures."""
    other = await held(places("other"), DIFFERENT)
    assert one.said != other.said
    differ = [
        (text != other_text, data != other_data)
        for (_, text, data), (_, other_text, other_data) in zip(one.pictures, other.pictures, strict=True)
    ]
    assert set(differ) == {(True, True), (False, False)}
    assert differ.count((False, False)) == 5, "those of the first round alone, which was the same"


async def test_a_naive_twin_that_tells_exact_numbers_is_caught_by_the_picture_too(
    places: Callable[[str], Settings], monkeypatch: pytest.MonkeyPatch
) -> None:
    def exactly(counts: Sequence[int], minimum: int) -> Lines | None:
        lines = publish(counts, minimum)
        return lines and replace(lines, answers=Range(sum(counts), sum(counts)))

    monkeypatch.setattr(checkin, "publish", exactly)
    one, other = await held(places("one"), ONE), await held(places("other"), OTHER)
    assert one.said != other.said
    assert all(
        data != other_data for (_, _, data), (_, _, other_data) in zip(one.pictures, other.pictures, strict=True)
    )


async def test_file_names_and_alternative_texts_name_nobody_and_nothing(one: Sent) -> None:
    assert one.pictures
    for name, text, data in one.pictures:
        assert name == "check-in.png"
        for said in (text, name):
            assert not re.search(r"\d{3,}|[0-9a-f]{8,}|[<@#]", said)
        assert {kind for kind, _ in _chunks(data)} == {b"IHDR", b"pHYs", b"IDAT", b"IEND"}, "no text, no time"


def _chunks(png: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The parts of a PNG, which begins with eight bytes: kind and content."""
    at = 8
    while at < len(png):
        size = int.from_bytes(png[at : at + 4])
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + size]
        at += size + 12


# What no button offered


@pytest.fixture
async def group(stage: SimcordStage) -> SimcordStage:
    await ready(stage)
    return stage


def _round_of(screen: Screen) -> str:
    """The id of a round, as everybody can read it in the button of its post."""
    return screen.custom_id("Check in privately").rpartition(":")[2]


async def test_whoever_knows_the_id_of_a_round_is_shown_nothing_of_it_before_it_closes(group: SimcordStage) -> None:
    await group.person("fay").slash("facilitate checkin start")
    round_id = _round_of(group.posts("group")[-1])
    none = "0" * len(round_id)

    async def tried(about: str) -> list[str]:
        found = [
            await press(group, "fay", "checkin-results:show", about),
            await press(group, "fay", "checkin-results:series", about),
            await press(group, "fay", f"checkin-results:trend:{about}"),
            await press(group, "fay", f"checkin-results:post:{about}"),
        ]
        assert [one.elsewhere for one in found] == [[]] * 4
        return [one.text for one in found]

    of_none = await tried(none)
    assert all("There is no such result" in one for one in of_none)
    assert await tried(round_id) == of_none
    await _vote(group, OTHER[1])
    assert await tried(round_id) == of_none
    await group.advance(days=3)
    shown = await press(group, "fay", "checkin-results:show", round_id)
    assert "what the group answered" in shown.text


async def test_nobody_else_can_press_what_facilitators_are_offered(group: SimcordStage) -> None:
    await group.person("fay").slash("facilitate checkin start")
    round_id = _round_of(group.posts("group")[-1])
    await _vote(group, ONE[0])
    await group.advance(days=3)
    posts = len(group.posts("group"))
    for name in ("mia", "mara", "ada"):
        for custom_id, values in (
            ("checkin-results:list", ()),
            ("checkin-results:show", (round_id,)),
            ("checkin-results:series", (round_id,)),
            (f"checkin-results:trend:{round_id}", ()),
            (f"checkin-results:post:{round_id}", ()),
        ):
            refused = await press(group, name, custom_id, *values)
            assert "This is for facilitators" in refused.text, custom_id
            assert "Not safe" not in refused.text
            assert refused.elsewhere == []
    assert len(group.posts("group")) == posts
    assert (await press(group, "fay", f"checkin-results:post:{round_id}")).elsewhere


@pytest.mark.parametrize("written", ["", "x", "00", "0" * 31, "g" * 32, "0" * 64])
async def test_what_is_no_round_is_refused_as_an_old_button(group: SimcordStage, written: str) -> None:
    for custom_id, values in (
        ("checkin-results:show", (written,)),
        ("checkin-results:show", ()),
        ("checkin-results:series", (written,)),
        (f"checkin-results:trend:{written}", ()),
        (f"checkin-results:post:{written}", ()),
    ):
        refused = await press(group, "fay", custom_id, *values)
        assert len(refused.answers) == 1
        assert "Something went wrong" not in refused.text
        assert refused.elsewhere == []
