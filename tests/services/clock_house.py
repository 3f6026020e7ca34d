"""Delivery and its clocks without a database: cases, servers and tasks in memory, on the tests' own Discord."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from typing_extensions import override

from bot.core.case import Account, Affected, Case, State, Wish
from bot.core.identity import CaseId, MemberId, ServerId
from bot.core.readership import Category
from bot.core.sealing import Key
from bot.core.slots import slot_after
from bot.services.delivery import Delivery
from bot.services.people import Person
from bot.services.readers import Readers
from bot.services.scheduler import Scheduler
from bot.services.server_records import Enrolment, Server, ServerRecord
from bot.services.servers import Servers
from bot.store.audit import Head
from bot.store.cases import CaseGone, CaseRepository, Edit, Kept
from bot.store.task_rows import TaskRow
from bot.store.tasks import TaskRepository
from tests.services.fake_discord import HERE, LENA, MARA, OTTO, SETTINGS, START, Discord

TODAY: Final = START.date()
ACCOUNT: Final = Account(Category.PRIVACY, "what happened", Wish.ACTION, Affected.ME)


class CasesInMemory(CaseRepository):
    """Cases as the repository gives them."""

    def __init__(self) -> None:
        self.rows: dict[CaseId, Case] = {}
        self.on_change: Callable[[], None] | None = None
        """Called after each change, to let a process die there."""

    def put(self, case: Case) -> CaseId:
        """Keep a new case."""
        case_id = CaseId(len(self.rows).to_bytes(16))
        self.rows[case_id] = case
        return case_id

    def case(self, case_id: CaseId) -> Case:
        """The case as it is now."""
        return self.rows[case_id]

    @override
    async def find(self, case_id: CaseId) -> Kept | None:
        return Kept(case_id, HERE, self.case(case_id)) if case_id in self.rows else None

    @override
    async def in_server(self, server_id: ServerId) -> list[Kept]:
        return [Kept(case_id, HERE, self.case(case_id)) for case_id in self.rows] if server_id == HERE else []

    @override
    async def change(self, case_id: CaseId, change: Callable[[Case], Case]) -> Case:
        if case_id not in self.rows:
            raise CaseGone
        changed = change(self.case(case_id))
        self.rows[case_id] = changed
        if self.on_change is not None:
            self.on_change()
        return changed

    @override
    async def change_together(self, edits: Sequence[Edit]) -> tuple[list[Case], Head | None]:
        if any(edit.case_id not in self.rows for edit in edits):
            raise CaseGone
        changed = {edit.case_id: edit.change(self.case(edit.case_id)) for edit in edits}
        self.rows.update(changed)
        if self.on_change is not None:
            self.on_change()
        return list(changed.values()), None

    @override
    async def erase(self, kept: Kept) -> None:
        self.rows.pop(kept.case_id, None)

    @override
    async def replace(self, kept: Kept, left: Case) -> None:
        if self.rows.pop(kept.case_id, None) is not None:
            self.rows[CaseId(b"left" + kept.case_id[4:])] = left


class ServersInMemory(Servers):
    """One server."""

    def __init__(self, record: ServerRecord) -> None:
        self.server = Server(HERE, Key(bytes(32)), record)

    @override
    async def get(self, server_id: ServerId) -> Server:
        return self.server

    @override
    async def find(self, server_id: ServerId | None) -> Server | None:
        return self.server if server_id == HERE else None

    @override
    async def all_ids(self) -> list[ServerId]:
        return [HERE]

    @override
    async def change(self, server_id: ServerId, change: Callable[[ServerRecord], ServerRecord]) -> Server:
        self.server = replace(self.server, record=change(self.server.record))
        return self.server


class TasksInMemory(TaskRepository):
    """Keeps what was scheduled."""

    def __init__(self) -> None:
        self.rows: list[TaskRow] = []

    @override
    async def schedule(self, row: TaskRow) -> None:
        self.rows.append(row)


class ClockHouse:
    """Delivery on all of it."""

    def __init__(self, enrolled: Sequence[Person] = (MARA, OTTO), lead: Person | None = LENA) -> None:
        self.discord = Discord()
        settings = replace(SETTINGS, lead=None if lead is None else lead.member_id)
        self.servers = ServersInMemory(ServerRecord(settings, tuple(Enrolment(one.member_id) for one in enrolled)))
        self.cases = CasesInMemory()
        self.tasks = TasksInMemory()
        self.open()

    def open(self) -> None:
        """Make the services; again, for a restart."""
        readers = Readers(self.discord, self.discord)
        scheduler = Scheduler(self.tasks, lambda: self.discord.now)
        self.delivery = Delivery(self.servers, self.cases, readers, self.discord, scheduler, lambda: self.discord.now)

    @property
    def server(self) -> Server:
        """The server as it is now."""
        return self.servers.server

    @property
    def now(self) -> datetime:
        """The present moment."""
        return self.discord.now

    @property
    def today(self) -> date:
        """The server's date."""
        return self.now.astimezone(self.server.zone).date()

    def settle(self, **changes: object) -> None:
        """Change settings."""
        settings = replace(self.server.settings, **changes)  # pyright: ignore[reportArgumentType] - each test names its own field
        self.servers.server = replace(self.server, record=replace(self.server.record, settings=settings))

    def enrol(self, *enrolled: Enrolment) -> None:
        """Let these take concerns, and nobody else."""
        self.servers.server = replace(self.server, record=replace(self.server.record, enrolled=enrolled))

    def put(self, **changes: object) -> CaseId:
        """Keep a case that was delivered today, for Mara and Otto to read, and later for Lena."""
        return self.cases.put(a_case(**changes))

    def case(self, case_id: CaseId) -> Case:
        """The case as it is now."""
        return self.cases.case(case_id)

    def next_slot(self) -> datetime:
        """When the next slot is, by the server's clock."""
        slot = slot_after(self.now, self.server.settings.delivery_hours, self.server.zone)
        return slot.astimezone(self.server.zone)

    async def slot(self) -> None:
        """Come to the next slot and do what is due at it."""
        self.discord.now = self.next_slot()
        await self.delivery.catch_up(HERE)

    async def slots(self, days: int) -> None:
        """Do what is due at every slot of the next days."""
        until = self.now + timedelta(days=days)
        while self.next_slot() <= until:
            await self.slot()

    def reminded(self) -> list[MemberId]:
        """Who was reminded, in order."""
        return [member for member, _ in self.discord.reminded]


def a_case(**changes: object) -> Case:
    """A case that was delivered today, for Mara and Otto to read, and later for Lena."""
    case = Case(
        label="ABCDEF",
        lookup=b"lookup",
        named=(),
        readers=(MARA.member_id, OTTO.member_id),
        later=(LENA.member_id,),
        direct=False,
        urgent=False,
        deliver_at=START,
        account=ACCOUNT,
        state=State.WAITING,
        delivered_on=TODAY,
        since=TODAY,
    )
    return replace(case, **changes)  # pyright: ignore[reportArgumentType] - each test names its own fields
