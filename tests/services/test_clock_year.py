"""A year of a group whose moderators come and go: no clock is forgotten, nobody hears of what is not theirs."""

from collections import Counter, defaultdict
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Final

import pytest

from bot.core import case_life as life
from bot.core import case_work as work
from bot.core.case import Case, Closing, Named, Outcome, State, is_barred, is_open
from bot.core.clocks import next_date
from bot.core.identity import CaseId, MemberId
from bot.core.side_by_side import Telling
from bot.services.server_records import Enrolment
from tests.services.clock_house import ClockHouse, a_case
from tests.services.fake_discord import MODERATORS, person

CAST: Final = tuple(person(number, f"person {number}", MODERATORS) for number in range(1, 8))
LEAD: Final = person(9, "the lead")
REPORTER: Final = MemberId(100)
SATURDAY: Final = 5


class Year:
    """A group, and what the year did to it."""

    def __init__(self, seed: int, *, free_weekends: bool) -> None:
        self.random = Random(seed)
        self.house = ClockHouse(enrolled=CAST, lead=LEAD)
        self.house.discord.present = {one.member_id: one for one in (*CAST, LEAD)}
        self.house.settle(quiet_weekends=free_weekends, timezone="Europe/Berlin")
        self.promised: dict[CaseId, set[MemberId]] = {}
        self.lead_reached: set[tuple[CaseId, date]] = set()
        self.good_days: defaultdict[tuple[CaseId, date], set[date]] = defaultdict(set)
        self.most_good_days = 0

    def by_lot(self, chance: float) -> bool:
        return self.random.random() < chance

    def anybody(self) -> MemberId:
        return self.random.choice(CAST).member_id

    def a_day_begins(self) -> None:
        """Somebody raises a concern, people come and go."""
        if self.by_lot(0.1):
            self.raise_concern()
        for happens, chance in (
            (self.leave, 0.03),
            (self.come_back, 0.05),
            (self.close_messages, 0.03),
            (self.open_messages, 0.05),
            (self.go_away, 0.05),
            (self.stop, 0.01),
            (self.enrol, 0.04),
        ):
            if self.by_lot(chance):
                happens()
        for case_id in list(self.house.cases.rows):
            self.happen_to(case_id)

    def raise_concern(self) -> None:
        named = tuple({self.anybody() for _ in range(self.random.choice((0, 0, 1, 2)))})
        readers = tuple(one.member_id for one in CAST if one.member_id not in named)
        today = self.house.today
        case = a_case(
            named=named,
            readers=readers[: self.random.randint(1, 5)],
            later=(LEAD.member_id,),
            direct=bool(named),
            urgent=self.by_lot(0.2),
            delivered_on=None,
            since=None,
            deliver_at=self.house.now,
            message_me=REPORTER if self.by_lot(0.5) else None,
            lines=(),
        )
        case_id = CaseId(self.random.randbytes(16))
        self.house.cases.rows[case_id] = replace(case, held_on=today)
        self.promised[case_id] = {*case.readers, LEAD.member_id}

    def happen_to(self, case_id: CaseId) -> None:
        """What its readers and its reporter do; mostly nothing."""
        case, today = self.house.case(case_id), self.house.today
        active = [one for one in case.readers if not is_barred(case, one) and one in self.house.discord.present]
        if not active or case.delivered_on is None:
            return
        reader = self.random.choice(active)
        if is_open(case) and self.by_lot(0.05):
            case = work.answer(case, reader, f"answer {today}", today)
        if is_open(case) and self.by_lot(0.02):
            case = work.close(case, Closing(Outcome.SUPPORTED, reader, today), "words")
        if self.by_lot(0.02):
            with suppress(life.TooMany):
                case = life.add(case, f"line {today}", today, self.house.now, Named(self.anybody(), "somebody"))
        if reader != LEAD.member_id and len(active) > 1 and self.by_lot(0.01):
            case = work.step_aside(case, reader)
        if case.state is State.CLOSED and life.can_be_looked_at_again(case) and self.by_lot(0.1):
            case = life.ask_second_look(case, LEAD.member_id, "again", today, self.house.now)
        self.house.cases.rows[case_id] = case

    def leave(self) -> None:
        self.house.discord.present.pop(self.anybody(), None)

    def come_back(self) -> None:
        one = self.random.choice(CAST)
        self.house.discord.present[one.member_id] = one

    def close_messages(self) -> None:
        self.house.discord.closed.add(self.anybody())

    def open_messages(self) -> None:
        self.house.discord.closed.discard(self.anybody())

    def go_away(self) -> None:
        who, until = self.anybody(), self.house.today + timedelta(days=self.random.randint(1, 30))
        enrolled = self.house.server.record.enrolled
        self.house.enrol(*(replace(one, away_until=until) if one.member_id == who else one for one in enrolled))

    def stop(self) -> None:
        who = self.anybody()
        self.house.enrol(*(one for one in self.house.server.record.enrolled if one.member_id != who))

    def enrol(self) -> None:
        self.house.enrol(*{one.member_id: one for one in (*self.house.server.record.enrolled, self.newly())}.values())

    def newly(self) -> Enrolment:
        return Enrolment(self.anybody())

    async def slot(self) -> None:
        """One slot, and what must be true of it."""
        self.house.discord.is_down = self.by_lot(0.05)
        before = len(self.house.discord.reminded)
        await self.house.slot()
        told = self.house.discord.reminded[before:]
        for member, day in told:
            assert day == self.house.today
            self.check_told(member)
        self.note_good_day()

    def check_told(self, member: MemberId) -> None:
        house = self.house
        assert member in house.discord.present
        assert member not in house.discord.closed
        assert not (house.server.settings.quiet_weekends and house.today.weekday() >= SATURDAY)
        about = [case_id for case_id in house.cases.rows if house.case(case_id).told_on == house.today]
        reasons = [case_id for case_id in about if house.case(case_id).told[-1] == member]
        beside = self.told_beside_others(member)
        assert reasons or beside
        for case_id in (*reasons, *beside):
            assert member in self.promised[case_id]
            assert not is_barred(house.case(case_id), member)

    def told_beside_others(self, member: MemberId) -> list[CaseId]:
        """The concerns with which they were told today that some belong together."""
        told = Telling(member, self.house.today)
        cases = self.house.cases.rows.items()
        return [case_id for case_id, case in cases if any(told in one.told for one in case.beside)]

    def note_good_day(self) -> None:
        """Count the days on which a missed clock could be told, until the lead has heard of it."""
        house = self.house
        for case_id in house.cases.rows:
            case = house.case(case_id)
            due = self.due(case)
            if due is None or is_barred(case, LEAD.member_id):
                continue
            clock = (case_id, due)
            if LEAD.member_id in case.told:
                self.lead_reached.add(clock)
            quiet = house.server.settings.quiet_weekends and house.today.weekday() >= SATURDAY
            if due < house.today and clock not in self.lead_reached and not quiet and not house.discord.is_down:
                self.good_days[clock].add(house.today)
                self.most_good_days = max(self.most_good_days, len(self.good_days[clock]))

    def due(self, case: Case) -> date | None:
        if case.delivered_on is None:
            return None
        rests = self.house.server.settings.quiet_weekends
        coming = next_date(case, case.delivered_on, rests_on_weekends=rests)
        return None if coming is None else coming.day


@pytest.mark.parametrize("free_weekends", [False, True])
@pytest.mark.parametrize("seed", [1, 2, 3])
async def test_a_year_forgets_no_clock_and_tells_nobody_else(seed: int, *, free_weekends: bool) -> None:
    year = Year(seed, free_weekends=free_weekends)
    for _ in range(365):
        year.a_day_begins()
        for _ in range(3):
            await year.slot()
    reminded = year.house.discord.reminded
    assert max(Counter(reminded).values()) == 1  # one message a day for a person
    assert len(reminded) > 100
    assert year.lead_reached
    # One person a day, at most five readers before the lead: the lead hears of it on the sixth day at the latest.
    assert year.most_good_days <= 5
    assert REPORTER not in [*year.house.discord.notes, *year.house.reminded(), *year.house.discord.places()]
