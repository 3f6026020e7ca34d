"""The services and posts of check-ins on real stores, with a Discord of the tests' own, at times out of order."""

import secrets
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from typing_extensions import override

from bot.core.identity import ChannelId, MemberId, MessageId, RoleId, ServerId
from bot.services.audit import Audit
from bot.services.checkin_opening import CheckinOpening
from bot.services.checkin_results import CheckinResults
from bot.services.checkin_rounds import CheckinRounds, KnownRound
from bot.services.checkin_running import CheckinRunning, StartRequest
from bot.services.checkin_schedules import CheckinSchedules
from bot.services.checkin_templates import CheckinTemplates
from bot.services.checkins import Asked, Checkins, Filled, HandedInAs
from bot.services.people import Person
from bot.services.problems import CannotReach, Why
from bot.services.round_keeping import RoundKeeping
from bot.services.schedule_book import ScheduleBook
from bot.services.schedule_changes import Asking, ScheduleChanges
from bot.services.schedule_views import ScheduleViews, Shown
from bot.services.scheduler import Scheduler
from bot.services.server_records import ServerRecord, ServerSettings
from bot.services.servers import Servers
from bot.services.template_book import TemplateBook
from bot.services.template_editing import TemplateEditing
from bot.store.audit import AuditRepository
from bot.store.database import Database
from bot.store.keystore import KeyStore
from bot.store.opening import Stores
from bot.store.plans import PlanRepository, schedule_table, template_table
from bot.store.rounds import RoundRepository
from bot.store.servers import ServerRepository
from bot.store.tasks import TaskRepository
from bot.ui.charts.chart import Chart
from bot.ui.draw import draw_page
from bot.ui.messenger import Messenger
from bot.ui.page import Button, Buttons, Page, Text
from cogs.checkin.closing import CheckinClosing
from cogs.checkin.openings import ScheduledOpenings
from cogs.checkin.pictures import CheckinPictures
from cogs.checkin.posting import CheckinPosting
from cogs.checkin.posts import PROMISE
from cogs.checkin.staff_notes import StaffNotes

SERVER: Final = ServerId(900)
MODERATORS, FACILITATORS = RoleId(11), RoleId(12)
GROUP, STAFF_ROOM = ChannelId(21), ChannelId(22)
_EVER: Final = datetime.min.replace(tzinfo=UTC)
START: Final = datetime(2026, 3, 2, 10, 0, 0, 123456, tzinfo=UTC)

SETTINGS = ServerSettings(
    moderators=MODERATORS,
    facilitators=FACILITATORS,
    moderator_channel=STAFF_ROOM,
    group_channel=GROUP,
    timezone="Europe/London",
    outside_contact="The Harbour Trust",
)


def member(number: int, *roles: RoleId, joined: datetime | None = START - timedelta(days=60)) -> Person:
    """A person with these roles."""
    return Person(MemberId(number), frozenset(roles), joined, is_administrator=False, display_name=f"member {number}")


FAY: Final = member(1, FACILITATORS)
MARA: Final = member(2, MODERATORS)
MIA: Final = member(3)
NOOR: Final = member(4)


class Died(BaseException):
    """The process dies here."""


@dataclass
class Discord(Messenger):
    """Channels that remember their posts, can be out of order, and see the process die after a post or an edit."""

    posts: dict[MessageId, tuple[ChannelId, Page]] = field(default_factory=dict[MessageId, tuple[ChannelId, Page]])
    trouble: dict[ChannelId, Why] = field(default_factory=dict[ChannelId, Why])
    dies_after: str = ""
    holders: dict[RoleId, int] = field(default_factory=dict[RoleId, int])
    """How many hold a role, where Discord says so."""
    removed: int = 0
    takes_files: bool = True

    @override
    def can_post(self, server_id: ServerId, channel_id: ChannelId) -> bool:
        return channel_id not in self.trouble

    @override
    async def role_count(self, server_id: ServerId, role_id: RoleId) -> int | None:
        return self.holders.get(role_id)

    @override
    async def delete(self, channel_id: ChannelId, message_id: MessageId) -> None:
        self._reach(channel_id)
        self.removed += self.posts.pop(message_id, None) is not None

    @override
    async def post(self, channel_id: ChannelId, page: Page, nonce: str) -> MessageId:
        self._reach(channel_id)
        if page.pictures and not self.takes_files:
            raise CannotReach(Why.FORBIDDEN)
        draw_page(page)
        assert len(nonce) <= 25
        message = MessageId(1000 + len(self.posts) + self.removed)
        self.posts[message] = (channel_id, page)
        self._done("post")
        return message

    @override
    async def edit(self, channel_id: ChannelId, message_id: MessageId, page: Page) -> None:
        self._reach(channel_id)
        if message_id not in self.posts:
            raise CannotReach(Why.MISSING)
        self.posts[message_id] = (channel_id, page)
        self._done("edit")

    @override
    async def find_own(self, channel_id: ChannelId, custom_id: str, since: datetime = _EVER) -> MessageId | None:
        self._reach(channel_id)
        found = [message for message, (_, page) in self.posts.items() if custom_id in custom_ids(page)]
        return found[-1] if found else None

    @override
    async def find_after(self, channel_id: ChannelId, custom_id: str, moment: datetime) -> MessageId | None:
        return await self.find_own(channel_id, custom_id, moment)

    def texts(self, channel_id: ChannelId) -> list[str]:
        """What stands in a channel, oldest first."""
        pages = [page for where, page in self.posts.values() if where == channel_id]
        return ["\n".join(part.markdown for part in page.parts if isinstance(part, Text)) for page in pages]

    def _reach(self, channel_id: ChannelId) -> None:
        if channel_id in self.trouble:
            raise CannotReach(self.trouble[channel_id])

    def _done(self, what: str) -> None:
        if what == self.dies_after:
            self.dies_after = ""
            raise Died


def custom_ids(page: Page) -> set[str]:
    """The custom_ids of a page's buttons."""
    rows = [part.buttons for part in page.parts if isinstance(part, Buttons)]
    return {button.custom_id for row in rows for button in row if isinstance(button, Button)}


class Easel:
    """Draws at once, always the same; the real pictures have tests of their own."""

    async def draw(self, chart: Chart) -> bytes | None:
        return f"{len(chart.rounds)} rounds".encode()


class House:
    """One process of the bot, as far as check-ins need it."""

    def __init__(self, database: Database, keys: KeyStore, discord: Discord, now: datetime = START) -> None:
        self.database, self.keys, self.discord, self.now = database, keys, discord, now
        chance = secrets.token_bytes
        self.servers = Servers(ServerRepository(database), keys, chance)
        self.scheduler = Scheduler(TaskRepository(database), lambda: self.now)
        self.audit = Audit(AuditRepository(database, keys.database), keys, lambda: self.now, chance)
        self.repository = RoundRepository(database, chance, Stores(database, keys, first_start=False).layers)
        self.rounds = CheckinRounds(self.repository, keys, self.servers, chance)
        self.keeping = RoundKeeping(self.rounds, self.servers, self.scheduler)
        book = TemplateBook(PlanRepository(database, template_table), chance)
        self.templates = CheckinTemplates(book)
        self.editing = TemplateEditing(book, self.templates, self.servers, self.audit)
        self.running = CheckinRunning(self.rounds, self.keeping, self.templates, self.servers, self.audit, discord)
        self.plans = plans = ScheduleBook(PlanRepository(database, schedule_table), chance)
        self.opening = CheckinOpening(plans, self.keeping, self.templates, self.servers, self.scheduler, discord)
        views = ScheduleViews(plans, self.rounds, self.templates, self.servers, discord)
        changes = ScheduleChanges(plans, views, self.opening, self.audit)
        self.schedules = CheckinSchedules(plans, views, changes, self.templates, self.opening)
        notes = StaffNotes(self.keeping, discord)
        self.posting = CheckinPosting(self.keeping, notes, discord, lambda: self.now, PROMISE)
        self.posting.register(self.scheduler)
        self.results = CheckinResults(self.rounds, self.servers, self.audit)
        pictures = CheckinPictures(self.results, Easel())
        self.closing = CheckinClosing(
            self.keeping, self.opening, self.posting, notes, pictures, discord, lambda: self.now
        )
        self.closing.register(self.scheduler)
        self.openings = ScheduledOpenings(self.opening, self.posting, discord, lambda: self.now)
        self.openings.register(self.scheduler)
        self.checkins = Checkins(self.rounds, self.servers, chance)

    async def set_up(self) -> "House":
        """The house, its server set up."""
        await self.servers.create(SERVER, ServerRecord(SETTINGS))
        return self

    def restarted(self) -> "House":
        """Another process on the same stores; its memory is empty, and its scheduler takes over what was claimed."""
        return House(self.database, self.keys, self.discord, self.now)

    async def settings(self, **changes: object) -> None:
        """Change settings of the server."""
        await self.servers.change(
            SERVER,
            lambda record: replace(record, settings=replace(record.settings, **changes)),  # type: ignore[arg-type]  # the tests' own settings
        )

    async def start(
        self,
        template: str = "weekly-pulse",
        hours: int = 48,
        channel: ChannelId | None = None,
        *,
        comments: bool = False,
        audience: RoleId | None = None,
    ) -> KnownRound:
        """Fay starts a round and it is posted."""
        request = StartRequest(template, hours, channel, comments, audience)
        known = await self.running.start(SERVER, FAY, request, self.now)
        return await self.posting.post(known)

    async def ask(self, known: KnownRound, person: Person) -> Asked:
        return await self.checkins.ask(SERVER, person, known.round_id, self.now)

    async def hand_in(self, asked: Asked, person: Person, *chosen: str, comment: str = "") -> HandedInAs:
        filled = Filled(asked.round_id, asked.ballot_key, chosen or ("5", "4"), comment)
        return await self.checkins.hand_in(SERVER, person, filled, self.now)

    async def answer(self, known: KnownRound, person: Person, *chosen: str, comment: str = "") -> Asked:
        """Open the form and submit it."""
        asked = await self.ask(known, person)
        await self.hand_in(asked, person, *chosen, comment=comment)
        return asked

    async def many_answer(self, known: KnownRound, how_many: int, *chosen: str) -> None:
        for number in range(100, 100 + how_many):
            await self.answer(known, member(number), *chosen)

    async def later(self, **time: float) -> int:
        """Let time pass and run what became due; how many tasks were begun."""
        self.now += timedelta(**time)
        return await self.scheduler.run_due()

    def by(self, person: Person = FAY) -> Asking:
        """Somebody asking now."""
        return Asking(SERVER, person, self.now)

    async def plan(self, **changes: object) -> Shown:
        """Fay makes a schedule of the weekly pulse (Mondays at 18:00 in London, open for two days) and saves it."""
        drafted = await self.schedules.draft(self.by(), None, None)
        await self.schedules.propose(
            self.by(),
            drafted.known.schedule_id,
            lambda plan: replace(plan, **changes),  # type: ignore[arg-type]  # the tests' own changes
        )
        return await self.schedules.save(self.by(), drafted.known.schedule_id)
