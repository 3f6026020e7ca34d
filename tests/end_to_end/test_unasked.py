"""What the bot says unasked in a busy year: how often, when, where and to whom; counted message by message.

Each bound is a promise to people who have enough on their plates. How it is heard is in `tests/unasked.py`.
"""

from collections import Counter
from dataclasses import replace
from random import Random

import pytest

from bot.rehearsal.cast import START
from tests.end_to_end.concerns import cards, to_review
from tests.end_to_end.conftest import OpenStage
from tests.end_to_end.simcord_stage import SimcordStage
from tests.end_to_end.test_checkin_schedules import made
from tests.stories import publish, ready
from tests.unasked import Kind, Listener, Said

ZONE = "Europe/London"
ANSWERING = ("mia", "noor", "theo", "ines", "jonas")
STAFF = ("mara", "otto", "fay", "ada", "lena")
"""Lena is the lead. All of them chose a duty of which messages may come."""
OWLS = "owls"
"""Where a facilitator has a check-in open late in the evening, with a reminder in the night."""
YEAR = 52
OUTAGES = {(2, 0), (4, 2)}
"""In which weeks of a quarter, and in which part of them: as the check-in is to open, and as it is to close."""
OF_ROUNDS = {Kind.OPENING, Kind.REMINDER, Kind.RESULT}


class BusyYear:
    """A group in which much happens, above all in the night; every week from Monday morning to Monday morning."""

    def __init__(self, stage: SimcordStage) -> None:
        self.stage = stage
        self.listener = Listener(stage, ZONE)
        self.random = Random(11)
        self.resumed = 0
        self.outages = 0

    async def begin(self) -> None:
        """Set up, with one check-in every Monday evening, and one a month late in the evening."""
        self.stage.world.create_channel(OWLS)
        await ready(self.stage, facilitator_channel="facilitators", lead="lena", timezone=ZONE)
        await publish(self.stage)
        await made(self.stage, "Monday", at="18:00", hours="48", reminder="24")
        fay = self.stage.person("fay")
        page = await fay.slash("facilitate checkin schedule", template="Boundaries", channel=OWLS)
        page = await fay.choose(await fay.choose(page, "Tuesday"), "On the first such weekday of each month")
        page = await fay.submit(await fay.press(page, "Time and length"), at="22:30", hours="48", reminder="20")
        assert "Saved" in (await fay.press(page, "Save")).text

    async def week(self, number: int) -> None:
        """One week; in some nobody answers, so that a schedule falls silent."""
        silent = number % 13 in (5, 6)
        late = self.random.randint(2, 4)
        for day, (days, channel) in enumerate(((1, "group"), (1, OWLS), (late, ""), (5 - late, ""))):
            await (self.outage() if (number % 13, day) in OUTAGES else self.listener.pass_time(hours=13))
            if channel and not silent:
                await self.answer(channel)
            if not channel or self.random.random() < 0.1:
                await self.evening()
            await self.listener.pass_time(hours=days * 24 - 13)
            await self.morning()

    async def outage(self) -> None:
        """Discord takes no message from five in the afternoon until eleven at night; a concern is on its way then."""
        await self.listener.pass_time(hours=7)
        await self.raise_concern("jonas", "Send")
        self.stage.world.fail("POST", "/channels/*/messages", status=503, times=None)
        await self.stage.advance(hours=6)  # unheard: nothing of what it tries is said
        self.stage.world.heal()
        self.outages += 1

    async def answer(self, channel: str) -> None:
        for post in self.stage.posts(channel)[-1:]:
            for name in ANSWERING if "Check in privately" in post.labels else ():
                form = await self.stage.person(name).press(post, "Check in privately")
                chosen = {field: self.random.choice(form.options(field)) for field in form.fields()}
                await self.stage.person(name).submit(form, **chosen)

    async def evening(self) -> None:
        """At eleven at night somebody writes, and perhaps the bot is restarted."""
        if self.random.random() < 0.2:
            button = self.random.choice(("Send", "Send", "Urgent"))
            await self.raise_concern(self.random.choice(ANSWERING), button)
        if self.random.random() < 0.1:
            await self.listener.restart()

    async def raise_concern(self, name: str, button: str) -> None:
        member = self.stage.person(name)
        review = await to_review(member)
        if button == "Send":
            review = await member.press(await member.press(review, "Message me at an answer"), "Yes, message me")
        await member.press(review, button)

    async def morning(self) -> None:
        """A moderator may get to a card, a facilitator to what was told them."""
        if self.random.random() < 0.4:
            for card in cards(self.stage)[:1]:
                await self.take(card.custom_id("Open"))
        silences = [post for post in self.stage.posts("facilitators") if "Look at the schedule" in post.labels]
        for post in silences[self.resumed :]:
            page = await self.stage.person("fay").press(post, "Look at the schedule")
            if "Resume" in page.labels:
                await self.stage.person("fay").press(page, "Resume")
            self.resumed += 1

    async def take(self, of: str) -> None:
        mara = self.stage.person("mara")
        card = next(one for one in cards(self.stage) if one.custom_id("Open") == of)
        case = await mara.press(await mara.press(card, "Open"), "Acknowledge")
        case = await mara.submit(await mara.press(case, "Reply"), opener="My own words only", words="We read it.")
        await mara.submit(await mara.press(case, "Close"), outcome="Put on record", words="We wrote it down.")


def hold_every_bound(said: list[Said]) -> None:
    """All that is promised of what was said."""
    rounds = [(one.round, one.kind) for one in said if one.round]
    assert all(count == 1 for count in Counter(rounds).values()), "one post, one reminder and one result a round"

    for one in said:
        if one.at_night:
            assert one.kind in OF_ROUNDS, f"{one.kind} at {one.at}"
            assert one.place == OWLS, "the only check-in that a facilitator put into the night"
        if one.place in ("group", OWLS):
            assert one.kind in OF_ROUNDS, f"{one.kind}: nothing but check-ins is said to the group"
        if one.is_direct:
            assert one.place.partition(":")[2] in STAFF, f"{one.place} was written to and had not asked for it"
            assert one.kind in (Kind.CARD, Kind.CLOCK), one.text
        assert "<@" not in one.text
        assert "@everyone" not in one.text

    clocks = Counter((one.place, one.at.date()) for one in said if one.kind is Kind.CLOCK)
    assert all(count == 1 for count in clocks.values()), "one digest a day"
    group = Counter(one.at.isocalendar()[:2] for one in said if one.place == "group")
    assert max(group.values()) <= 3, "a post, a reminder and a result of the one check-in of the week"


async def live_through(open_stage: OpenStage, weeks: int) -> BusyYear:
    year = BusyYear(await open_stage(start=START))
    await year.begin()
    for number in range(weeks):
        await year.week(number)
    return year


def assert_busy(year: BusyYear, weeks: int) -> None:
    """Otherwise the bounds would be held by nothing happening."""
    kinds = Counter(one.kind for one in year.listener.said)
    assert kinds[Kind.OPENING] >= weeks
    assert kinds[Kind.REMINDER] >= weeks
    assert kinds[Kind.CARD] >= weeks / 5
    assert kinds[Kind.CLOCK] >= 1
    assert any(one.at_night for one in year.listener.said)
    assert year.outages == sum(number % 13 in {week for week, _ in OUTAGES} for number in range(weeks))
    assert kinds[Kind.OTHER] >= 1


@pytest.mark.parametrize("weeks", [8, pytest.param(YEAR, marks=(pytest.mark.prove, pytest.mark.timeout(1800)))])
async def test_what_is_said_unasked_in_a_busy_year_is_bounded(
    open_stage: OpenStage, no_pictures: list[object], weeks: int
) -> None:
    year = await live_through(open_stage, weeks)
    said = year.listener.said
    hold_every_bound(said)
    assert_busy(year, weeks)
    reminder = next(one for one in said if one.kind is Kind.REMINDER and one.place == "group")
    for broken in (
        reminder,
        replace(reminder, round="", kind=Kind.OTHER),
        replace(reminder, round="0" * 32, at=reminder.at.replace(hour=3)),
        replace(reminder, round="", kind=Kind.CARD, place="direct:mia"),
    ):
        with pytest.raises(AssertionError):
            hold_every_bound([*said, broken])
