"""What facilitators do with schedules in the house of check-ins, time that passes as it does, and what came of it."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from bot.core.identity import ChannelId, PlanId, RoleId, ServerId
from bot.services.alerting import ALERT_TASK
from bot.services.checkin_opening import FORGET_TASK, OPEN_TASK, round_of
from bot.services.checkin_rounds import KnownRound
from bot.services.people import Person
from bot.services.round_keeping import CLOSE_TASK, COMMENTS_TASK, NOTE_TASK, POST_TASK, REMIND_TASK
from bot.services.schedule_changes import Asking
from bot.services.schedule_views import Shown
from bot.services.server_records import Server
from bot.store.plans import PlanRepository, schedule_table
from bot.store.tasks import TaskRepository
from tests.services.checkin_house import FACILITATORS, FAY, GROUP, SERVER, STAFF_ROOM, START, House, custom_ids, member

LOU = member(7, FACILITATORS)
LOUNGE, GARDEN = ChannelId(31), ChannelId(32)
CREW = RoleId(41)
ELSEWHERE = ServerId(901)
MONDAY = START.date()
DAY = timedelta(days=1)
_OPEN = re.compile(r"checkin:open:([0-9a-f]{32})")
_REMINDER = re.compile(r"support:open:([0-9a-f]{32})\.reminder")
_RESULT = re.compile(r"support:open:([0-9a-f]{32})")
OPENS = datetime.combine(MONDAY, time(18), UTC)
KINDS = (OPEN_TASK, POST_TASK, REMIND_TASK, CLOSE_TASK, FORGET_TASK, COMMENTS_TASK, NOTE_TASK, ALERT_TASK)

Act = Callable[[House, Asking, PlanId], Awaitable[object]]
ACTS: dict[str, Act] = {
    "in_force": lambda house, by, one: house.schedules.in_force(by, one),
    "look": lambda house, by, one: house.schedules.look(by, one),
    "propose": lambda house, by, one: house.schedules.propose(by, one, lambda plan: replace(plan, hours=24)),
    "save": lambda house, by, one: house.schedules.save(by, one),
    "discard": lambda house, by, one: house.schedules.discard(by, one),
    "pause": lambda house, by, one: house.schedules.pause(by, one),
    "resume": lambda house, by, one: house.schedules.resume(by, one),
    "skip": lambda house, by, one: house.schedules.skip(by, one, MONDAY),
    "unskip": lambda house, by, one: house.schedules.unskip(by, one, MONDAY),
    "move": lambda house, by, one: house.schedules.move(by, one, LOUNGE),
    "end": lambda house, by, one: house.schedules.end(by, one),
}
"""Everything that can be tried with one schedule."""


async def server(house: House) -> Server:
    return await house.servers.get(SERVER)


async def draft(house: House) -> Shown:
    return await house.schedules.draft(house.by(), None, None)


async def propose(house: House, shown: Shown, by: Asking | None = None, /, **changes: object) -> Shown:
    return await house.schedules.propose(
        by or house.by(),
        shown.known.schedule_id,
        lambda plan: replace(plan, **changes),  # type: ignore[arg-type]  # the tests' own changes
    )


async def changed(house: House, shown: Shown, /, **changes: object) -> Shown:
    """Propose and save."""
    await propose(house, shown, **changes)
    return await house.schedules.save(house.by(), shown.known.schedule_id)


async def acts(house: House) -> list[tuple[str, Person]]:
    """What the trail says was done with check-ins, and which of the two facilitators did it."""
    named = {FAY.member_id: FAY, LOU.member_id: LOU}
    lines = await house.audit.lines(await server(house))
    return [(line.act.removeprefix("checkin-"), named[line.actor]) for line in lines if line.act.startswith("checkin-")]


def dates(shown: Shown) -> list[date]:
    """The next dates on which it opens."""
    return [opening.on for opening, _ in shown.openings]


async def kept(house: House) -> int:
    """How many schedules are kept, saved or not."""
    return len(await PlanRepository(house.database, schedule_table).of_server(SERVER))


async def damage(house: House, schedule_id: PlanId) -> None:
    """What lies sealed of a schedule opens no more."""
    repository = PlanRepository(house.database, schedule_table)
    row = await repository.find(schedule_id)
    assert row is not None
    await repository.replace(replace(row, sealed=row.sealed[::-1]))


async def live(house: House, **time: float) -> None:
    """Let time pass with the bot awake: whatever becomes due is begun at its moment."""
    end = house.now + timedelta(**time)
    tasks = TaskRepository(house.database)
    while (earliest := await tasks.earliest(KINDS)) is not None and earliest <= end.timestamp():
        house.now = max(house.now, datetime.fromtimestamp(earliest, UTC))
        await house.scheduler.run_due()
    house.now = end
    await house.scheduler.run_due()


async def planned(house: House, **changes: object) -> PlanId:
    """Mondays at 18:00 UTC."""
    return (await house.plan(**{"zone": "UTC", **changes})).known.schedule_id


async def until(house: House, moment: datetime) -> None:
    await live(house, seconds=(moment - house.now).total_seconds())


async def asleep_until(house: House, moment: datetime) -> House:
    """The machine sleeps, or nobody runs the bot; then it starts."""
    house = house.restarted()
    house.now = moment
    await house.opening.lay_all(lambda: house.now)
    await live(house)
    return house


async def the_round(house: House, schedule_id: PlanId, on: date = MONDAY) -> KnownRound | None:
    return await house.rounds.find(round_of(schedule_id, on))


def posted(house: House, channel: ChannelId = GROUP) -> list[str]:
    """The rounds, in hexadecimal, that have an open post in a channel, one for each post."""
    posts = [ids for ids in _posts(house, channel) if not any(map(_REMINDER.fullmatch, ids))]
    return [found[1] for ids in posts for found in map(_OPEN.fullmatch, ids) if found]


def reminders(house: House, channel: ChannelId = GROUP) -> list[str]:
    """The rounds of which a channel is reminded."""
    return [found[1] for ids in _posts(house, channel) for found in map(_REMINDER.fullmatch, ids) if found]


def results(house: House, channel: ChannelId = GROUP) -> list[str]:
    """The rounds whose result stands in a channel."""
    return [found[1] for ids in _posts(house, channel) for found in map(_RESULT.fullmatch, ids) if found]


def notes(house: House) -> list[str]:
    """What the staff were told."""
    return house.discord.texts(STAFF_ROOM)


def told(house: House, words: str) -> int:
    """How often the staff were told something in these words."""
    return sum(words in note for note in notes(house))


def _posts(house: House, channel: ChannelId) -> list[set[str]]:
    return [custom_ids(page) for where, page in house.discord.posts.values() if where == channel]
