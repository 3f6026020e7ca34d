"""What is set anew after each start: slots and openings that a crash left unset; what lies right is left as it is."""

from datetime import timedelta
from itertools import count

import pytest

from bot.core.identity import ServerId
from bot.services.checkin_opening import OPEN_TASK
from bot.services.delivery import SLOT_TASK
from bot.services.server_records import Server
from bot.store.cases import Kept
from bot.store.database import Database
from bot.store.keystore import KeyStore
from bot.store.task_claims import Claim
from bot.store.tasks import TaskRepository
from tests.services.checkin_house import SERVER, Discord, House
from tests.services.concern_house import CHANNEL, HERE, MARA, OTTO, THERE, ConcernHouse
from tests.services.schedule_hands import MONDAY, OPENS, live, planned, the_round, until


@pytest.fixture
async def concerns(database: Database, keys: KeyStore) -> ConcernHouse:
    made = ConcernHouse(database, keys)
    await made.set_up(MARA, OTTO)
    await made.set_up(MARA, server_id=THERE)
    return made


@pytest.fixture
async def checkins(database: Database, keys: KeyStore) -> House:
    made = await House(database, keys, Discord()).set_up()
    await made.settings(quiet_hours=(0, 6))
    return made


async def rows(database: Database, kind: str) -> list[tuple[ServerId | None, bytes, int]]:
    return sorted(await TaskRepository(database).moments(kind), key=repr)


class TestSlots:
    async def test_those_that_a_crash_left_unset_are_set(self, concerns: ConcernHouse, database: Database) -> None:
        await concerns.start()
        both = await rows(database, SLOT_TASK)
        assert {row[0] for row in both} == {HERE, THERE}
        await concerns.scheduler.cancel(SLOT_TASK, THERE)
        await concerns.restart()
        assert await rows(database, SLOT_TASK) == both

    async def test_one_that_is_tried_again_later_is_not_brought_forward(
        self, concerns: ConcernHouse, database: Database
    ) -> None:
        await concerns.start()
        tasks, later = TaskRepository(database), int(concerns.clock().timestamp()) + 9 * 86400
        (row,) = [one for one in await tasks.due((SLOT_TASK,), later) if one.server_id == HERE]
        claim = Claim(row, "main", later)
        assert await tasks.claims.claim(claim)
        await tasks.claims.try_again(claim, later)
        await concerns.restart()
        (row,) = [one for one in await tasks.due((SLOT_TASK,), later) if one.server_id == HERE]
        assert (row.run_at, row.attempts) == (later, 1)


class TestWhereSomethingMayBeOwed:
    async def test_only_servers_with_a_concern_are_asked_for(self, concerns: ConcernHouse) -> None:
        assert await concerns.delivery.waiting() == set()
        await concerns.sent()
        assert await concerns.delivery.waiting() == {HERE}

    async def test_so_are_those_where_something_follows_a_concern_that_is_no_more(self, concerns: ConcernHouse) -> None:
        async def nothing(_: Server) -> None: ...

        async def there() -> set[ServerId]:
            return {THERE}

        concerns.delivery.when_looked_after(nothing, there)
        assert await concerns.delivery.waiting() == {THERE}

    async def test_what_breaks_off_is_tried_again_soon(
        self, concerns: ConcernHouse, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await concerns.sent()
        await concerns.wait(hours=5)
        assert concerns.discord.places() == []

        async def broken(_: ServerId) -> list[Kept]:
            raise RuntimeError

        with monkeypatch.context() as patched:
            patched.setattr(concerns.cases, "in_server", broken)
            with pytest.raises(RuntimeError):
                await concerns.delivery.catch_up(HERE)
        await concerns.wait(hours=0.25)
        assert concerns.discord.places() == [CHANNEL]


class TestOpenings:
    async def test_one_that_a_crash_left_unlaid_is_laid(self, checkins: House, database: Database) -> None:
        schedule_id = await planned(checkins)
        laid = await rows(database, OPEN_TASK)
        await checkins.scheduler.cancel(OPEN_TASK, SERVER, schedule_id)
        house = checkins.restarted()
        await house.opening.lay_all(lambda: house.now)
        assert await rows(database, OPEN_TASK) == laid
        await until(house, OPENS)
        assert await the_round(house, schedule_id, MONDAY) is not None

    async def test_one_of_a_schedule_that_opens_nothing_is_taken_away(
        self, checkins: House, database: Database
    ) -> None:
        schedule_id = await planned(checkins)
        await checkins.schedules.pause(checkins.by(), schedule_id)
        # As a process leaves it that dies between the pause and its end.
        await checkins.scheduler.schedule(OPEN_TASK, OPENS, SERVER, schedule_id, occurrence="next")
        house = checkins.restarted()
        await house.opening.lay_all(lambda: house.now)
        assert await rows(database, OPEN_TASK) == []

    async def test_one_that_is_due_and_tried_again_later_is_not_brought_forward(
        self, checkins: House, database: Database
    ) -> None:
        await planned(checkins)
        house = checkins.restarted()
        house.now = OPENS + timedelta(minutes=1)
        tasks, later = TaskRepository(database), int(OPENS.timestamp()) + 600
        (row,) = await tasks.due((OPEN_TASK,), int(house.now.timestamp()))
        claim = Claim(row, "main", later)
        assert await tasks.claims.claim(claim)
        await tasks.claims.try_again(claim, later)
        ticks = count()
        await house.opening.lay_all(lambda: house.now + timedelta(seconds=next(ticks)))
        (row,) = await tasks.due((OPEN_TASK,), later)
        assert (row.run_at, row.attempts) == (later, 1)
        await live(house, minutes=20)
