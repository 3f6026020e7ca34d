"""What can be said against how a group's check-ins went; nothing of it must ever be true.

The clocks on the wall (`tests/core/clerk.py`) say when a plan's dates come, not the code that is tried.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from typing import Final

from bot.core.checkin import GRACE, POSTS_IN_SEVEN_DAYS, WEEK
from bot.core.identity import ChannelId, PlanId, RoundId
from bot.core.schedule import Plan, Schedule
from bot.services.checkin_opening import round_of
from bot.services.checkin_rounds import KnownRound
from bot.services.schedule_book import ScheduleBook
from bot.store.plans import PlanRepository, schedule_table
from bot.ui.page import Page, Text
from tests.core.clerk import moments
from tests.services.checkin_house import House, custom_ids
from tests.services.schedule_hands import DAY, server

LOOK: Final = timedelta(minutes=1)
"""How late the scheduler may look."""
_OPEN = re.compile(r"checkin:open:([0-9a-f]{32})")
_RESULT = re.compile(r"support:open:([0-9a-f]{32})")
_LEFT_OUT = re.compile(r"checkin-schedule:show:([0-9a-f]{32})\.([-\d]+)")
_TOO_LATE = re.compile(r"checkin-schedule:show:([0-9a-f]{32})\.too-late\.([-\d]+)")
_WAITING = re.compile(r"checkin:move:([0-9a-f]{32})\.\d+")
_DATE = re.compile(r"<t:(\d+):D>")

Dated = tuple[PlanId, date]


class Complaint(Enum):
    """What can be said."""

    TWICE = "a round was posted twice, or its result"
    LATE = "something was posted before its time, or later than the grace period allows"
    TOO_OFTEN = "a third post within seven days in a channel"
    OVERLAP = "two open rounds in a channel"
    FORGOTTEN = "a round that was posted is gone"
    TOLD_TWICE = "a date was told as left out twice, or both opened and told"
    LOST = "a date was neither opened, nor told, nor skipped, nor left to a pause"


@dataclass(frozen=True)
class Post:
    """A post as it was made."""

    at: datetime
    channel: ChannelId
    page: Page


@dataclass
class Era:
    """A time through which one plan was in force and not paused."""

    plan: Plan
    since: datetime
    handled: date | None
    seen: datetime
    """All that was due up to here has been dealt with."""


@dataclass
class Ledger:
    """What happened so far."""

    complaints: set[Complaint] = field(default_factory=set[Complaint])
    rounds: dict[str, tuple[KnownRound, ChannelId]] = field(default_factory=dict[str, tuple[KnownRound, ChannelId]])
    """Those that were posted, in hexadecimal, and where."""
    results: set[str] = field(default_factory=set[str])
    told: Counter[Dated] = field(default_factory=Counter[Dated])
    waited: set[Dated] = field(default_factory=set[Dated])
    skipped: set[Dated] = field(default_factory=set[Dated])
    eras: list[tuple[PlanId, Era]] = field(default_factory=list[tuple[PlanId, Era]])
    running: dict[PlanId, Era] = field(default_factory=dict[PlanId, Era])
    looked_at: int = 0

    async def look(self, house: House, made: Sequence[Post], *, is_settled: bool) -> None:
        """Enter what was posted since the last look, and which plans are in force."""
        self.rounds = {one: (await _now(house, known), channel) for one, (known, channel) in self.rounds.items()}
        for post in made[self.looked_at :]:
            await self._enter(house, post)
        self.looked_at = len(made)
        book = ScheduleBook(PlanRepository(house.database, schedule_table), lambda size: b"?" * size)
        in_force = {known.schedule_id: known.facts for known in await book.of_server(await server(house))}
        for one in [one for one, era in self.running.items() if not _holds(in_force.get(one), era)]:
            del self.running[one]
        for one, facts in in_force.items():
            self._see(one, facts, house.now, is_settled=is_settled)

    def close(self) -> None:
        """No more happens."""
        opened = {(known.facts.schedule_id, known.facts.on) for known, _ in self.rounds.values()}
        if any(count > 1 or dated in opened for dated, count in self.told.items()):
            self.complaints.add(Complaint.TOLD_TWICE)
        for one, era in self.eras:
            wanted = {each.on for each in moments(era.plan, era.since, era.seen)}
            due = {(one, on) for on in wanted if era.handled is None or on > era.handled}
            if due - opened - set(self.told) - self.waited - self.skipped:
                self.complaints.add(Complaint.LOST)

    def _see(self, one: PlanId, facts: Schedule, now: datetime, *, is_settled: bool) -> None:
        if facts.plan is None or not facts.is_running:
            return
        if one not in self.running:
            self.running[one] = Era(facts.plan, facts.since, facts.handled, facts.since)
            self.eras.append((one, self.running[one]))
        era = self.running[one]
        era.seen = max(era.seen, now) if is_settled else era.seen

    async def _enter(self, house: House, post: Post) -> None:
        ids = custom_ids(post.page)
        if not any(each.endswith(".reminder") for each in ids):
            for found in filter(None, map(_OPEN.fullmatch, ids)):
                await self._posted(house, found[1], post)
        for found in filter(None, map(_RESULT.fullmatch, ids)):
            self._complain(Complaint.TWICE, found[1] in self.results)
            self.results.add(found[1])
        for found in filter(None, map(_LEFT_OUT.fullmatch, ids)):
            days = _DATE.findall("".join(part.markdown for part in post.page.parts if isinstance(part, Text)))
            self.told.update((PlanId(bytes.fromhex(found[1])), _day(mark)) for mark in days)
        for found in filter(None, map(_TOO_LATE.fullmatch, ids)):
            self.told[PlanId(bytes.fromhex(found[1])), date.fromisoformat(found[2])] += 1
        for found in filter(None, map(_WAITING.fullmatch, ids)):
            self.waited.update(self._dates_of(found[1], post.at))

    async def _posted(self, house: House, one: str, post: Post) -> None:
        self._complain(Complaint.TWICE, one in self.rounds)
        known = await house.rounds.find(RoundId(bytes.fromhex(one)))
        self._complain(Complaint.FORGOTTEN, known is None)
        if known is None:
            return
        opened = known.facts.opened
        self._complain(Complaint.LATE, not timedelta(0) <= post.at - opened <= GRACE + LOOK)
        others = [other for other, channel in self.rounds.values() if channel == post.channel]
        near = sum(opened - other.facts.opened < WEEK for other in others)
        self._complain(Complaint.TOO_OFTEN, near >= POSTS_IN_SEVEN_DAYS)
        self._complain(Complaint.OVERLAP, any(each.is_open and opened < each.facts.closes for each in others))
        self.rounds[one] = (known, post.channel)

    def _complain(self, complaint: Complaint, is_so: bool) -> None:  # noqa: FBT001 - what is said, and whether it is so
        if is_so:
            self.complaints.add(complaint)

    def _dates_of(self, one: str, at: datetime) -> Iterator[Dated]:
        """Which date of which schedule a round was of, also if it is gone by now."""
        days = [at.date() + ahead * DAY for ahead in range(-30, 3)]
        return ((plan, on) for plan, _ in self.eras for on in days if round_of(plan, on).hex() == one)


async def _now(house: House, known: KnownRound) -> KnownRound:
    return await house.rounds.find(known.round_id) or known if known.is_open else known


def _holds(facts: Schedule | None, era: Era) -> bool:
    """Whether this is still the plan in force."""
    return facts is not None and facts.is_running and (facts.plan, facts.since) == (era.plan, era.since)


def _day(mark: str) -> date:
    return datetime.fromtimestamp(int(mark), UTC).date()
