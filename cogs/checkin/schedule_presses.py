"""The buttons, selects and forms of schedules: takes each to the service and shows what holds then."""

from collections.abc import Awaitable, Callable, Sequence

import discord

from bot.core.identity import PlanId
from bot.core.schedule import Plan
from bot.services.checkin_schedules import CheckinSchedules
from bot.services.schedule_changes import Asking
from bot.services.schedule_input import with_holidays, with_place, with_rhythm, with_times, with_weekdays
from bot.services.schedule_views import Shown
from bot.ui.door import Door
from bot.ui.page import Answer, Page, Reply
from bot.ui.places import channel_name
from bot.ui.visit import Visit
from cogs.checkin.schedule_forms import holidays_form, place_form, times_form
from cogs.checkin.schedule_ids import FEATURE, read_day, read_first, read_schedule
from cogs.checkin.schedule_pages import clear_page, end_page, list_page, note_page, plan_page, schedule_page
from cogs.checkin.schedule_words import day

Change = Callable[[Plan, Visit], Plan]


def asking(visit: Visit) -> Asking:
    """Who asks, where and when."""
    return Asking(visit.server_id, visit.person, visit.now)


class SchedulePresses:
    """Serves the private pages of schedules; every answer takes the place of the page it was pressed on."""

    def __init__(self, schedules: CheckinSchedules, door: Door) -> None:
        self._schedules = schedules
        self._door = door
        self._serve({"show": self.show, "chosen": self.choose, "list": self.list, "edit": self.edit})
        self._serve({"times": self.ask_times, "place": self.ask_place, "holidays": self.ask_holidays})
        self._serve({"save": self.save, "discard": self.discard, "pause": self.pause, "resume": self.resume})
        self._serve({"clear": self.ask_clear, "cleared": self.clear})
        self._serve({"skip": self.skip, "unskip": self.unskip, "end": self.ask_end, "ended": self.end})
        self._propose_by(door.press, "rhythm", lambda plan, visit: with_rhythm(plan, visit.value))
        self._propose_by(door.press, "days", lambda plan, visit: with_weekdays(plan, visit.values))
        self._propose_by(door.form, "timed", lambda plan, visit: with_times(plan, visit.fields))
        self._propose_by(door.form, "placed", lambda plan, visit: with_place(plan, visit.fields, visit.server_id))
        self._propose_by(door.form, "freed", lambda plan, visit: with_holidays(plan, visit.fields.get("dates", "")))

    async def show(self, visit: Visit) -> Answer:
        """One schedule as it is in force; from a post in a channel as a new private message."""
        shown = await self._schedules.in_force(asking(visit), read_schedule(visit.key))
        return _edited(schedule_page(visit.words, shown))

    async def choose(self, visit: Visit) -> Answer:
        """The one chosen in the list."""
        shown = await self._schedules.in_force(asking(visit), read_schedule(visit.value))
        return _edited(schedule_page(visit.words, shown))

    async def list(self, visit: Visit) -> Answer:
        """All schedules, from where the button says."""
        return Reply(await listing(self._schedules, visit, read_first(visit.key)), edit=bool(visit.key))

    async def ask_clear(self, visit: Visit) -> Answer:
        """Ask before what cannot be read is removed; the list, if by now there is nothing."""
        unreadable = await self._schedules.unreadable.count(asking(visit))
        return _edited(clear_page(visit.words, unreadable) if unreadable else await listing(self._schedules, visit))

    async def clear(self, visit: Visit) -> Answer:
        """Remove it."""
        await self._schedules.unreadable.remove(asking(visit))
        return _edited(note_page(visit.words, "checkin-schedule-cleared"))

    async def edit(self, visit: Visit) -> Answer:
        """The page on which it is changed."""
        return _edited(plan_page(visit.words, await self._looked_at(visit)))

    async def ask_times(self, visit: Visit) -> Answer:
        """The form of time and length."""
        return times_form(visit.words, await self._looked_at(visit), self._door.fresh())

    async def ask_place(self, visit: Visit) -> Answer:
        """The form of what, where and who."""
        offered = await self._schedules.templates(asking(visit))
        return place_form(visit.words, await self._looked_at(visit), offered, self._door.fresh())

    async def ask_holidays(self, visit: Visit) -> Answer:
        """The form of holidays."""
        return holidays_form(visit.words, await self._looked_at(visit), self._door.fresh())

    async def save(self, visit: Visit) -> Answer:
        """Let the change hold."""
        return await self._act(visit, self._schedules.save, "checkin-schedule-saved")

    async def discard(self, visit: Visit) -> Answer:
        """Forget the change."""
        shown = await self._schedules.discard(asking(visit), read_schedule(visit.key))
        if shown is None:
            return _edited(note_page(visit.words, "checkin-schedule-discarded-new"))
        return _edited(schedule_page(visit.words, shown, visit.words("checkin-schedule-discarded")))

    async def pause(self, visit: Visit) -> Answer:
        """Open nothing."""
        return await self._act(visit, self._schedules.pause, "checkin-schedule-paused-now")

    async def resume(self, visit: Visit) -> Answer:
        """Go on."""
        return await self._act(visit, self._schedules.resume, "checkin-schedule-resumed")

    async def skip(self, visit: Visit) -> Answer:
        """Leave the date of the button out."""
        on = read_day(visit.key)
        shown = await self._schedules.skip(asking(visit), read_schedule(visit.key), on)
        return _edited(
            schedule_page(visit.words, shown, visit.words("checkin-schedule-skipped-now", date=day(visit.words, on)))
        )

    async def unskip(self, visit: Visit) -> Answer:
        """Open on the chosen date after all."""
        on = read_day(visit.value)
        shown = await self._schedules.unskip(asking(visit), read_schedule(visit.key), on)
        return _edited(
            schedule_page(visit.words, shown, visit.words("checkin-schedule-unskipped", date=day(visit.words, on)))
        )

    async def ask_end(self, visit: Visit) -> Answer:
        """Ask before it is ended."""
        return _edited(end_page(visit.words, await self._looked_at(visit)))

    async def end(self, visit: Visit) -> Answer:
        """End it."""
        await self._schedules.end(asking(visit), read_schedule(visit.key))
        return _edited(note_page(visit.words, "checkin-schedule-ended"))

    def _serve(self, presses: dict[str, Callable[[Visit], Awaitable[Answer]]]) -> None:
        for action, handler in presses.items():
            self._door.press(f"{FEATURE}:{action}", handler)

    def _propose_by(
        self, way: Callable[[str, Callable[[Visit], Awaitable[Answer]]], None], action: str, change: Change
    ) -> None:
        async def propose(visit: Visit) -> Answer:
            by, schedule_id = asking(visit), read_schedule(visit.key)
            shown = await self._schedules.propose(by, schedule_id, lambda plan: change(plan, visit))
            return _edited(plan_page(visit.words, shown))

        way(f"{FEATURE}:{action}", propose)

    async def _looked_at(self, visit: Visit) -> Shown:
        return await self._schedules.look(asking(visit), read_schedule(visit.key))

    async def _act(self, visit: Visit, act: Callable[[Asking, PlanId], Awaitable[Shown]], done: str) -> Answer:
        shown = await act(asking(visit), read_schedule(visit.key))
        return _edited(schedule_page(visit.words, shown, visit.words(done)))


async def listing(schedules: CheckinSchedules, visit: Visit, first: int = 0) -> Page:
    """The list of schedules, from its so-manieth line."""
    by = asking(visit)
    every, unreadable = await schedules.every(by), await schedules.unreadable.count(by)
    names = channel_names(visit.interaction.guild, every)
    return list_page(visit.words, every, first, names, unreadable)


def channel_names(guild: discord.Guild | None, every: Sequence[Shown]) -> list[str]:
    """The names of the schedules' channels, as far as Discord told them."""
    return [channel_name(guild, shown.known.shown.channel) for shown in every]


def _edited(page: Page) -> Reply:
    return Reply(page, edit=True)
