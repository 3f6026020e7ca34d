"""Moves a round that had no channel to be posted in: a button under the note to the staff, and its form."""

from bot.core.identity import ChannelId, RoundId
from bot.services.checkin_running import CheckinRunning
from bot.services.checkin_schedules import CheckinSchedules
from bot.services.problems import CannotReach, Refused, Why
from bot.services.schedule_input import read_channel
from bot.ui.door import Door
from bot.ui.page import Accent, Answer, ChannelField, Form, Option, Page, RadioField, Reply, Text
from bot.ui.visit import Visit
from cogs.checkin.ids import MOVE, MOVED, read_move, read_round
from cogs.checkin.member_pages import timestamps
from cogs.checkin.posting import CheckinPosting
from cogs.checkin.schedule_presses import asking

_ALL = "all"


class RoundMoving:
    """Serves *Post it here or elsewhere*."""

    def __init__(
        self,
        running: CheckinRunning,
        schedules: CheckinSchedules,
        posting: CheckinPosting,
        door: Door,
    ) -> None:
        self._running = running
        self._schedules = schedules
        self._posting = posting
        self._door = door
        door.press(MOVE, self.ask)
        door.form(MOVED, self.move)

    async def ask(self, visit: Visit) -> Answer:
        """Open the form; it starts from the channel that was meant."""
        words, round_id = visit.words, read_move(visit.key)
        known = await self._running.to_move(visit.server_id, visit.person, round_id)
        choices = [Option(words(f"checkin-move-{value}"), value, default=value == "one") for value in ("one", _ALL)]
        return Form(
            words("checkin-move-form"),
            f"{MOVED}:{round_id.hex()}:{self._door.fresh()}",
            (
                ChannelField("channel", words("checkin-move-channel"), chosen=known.facts.channel),
                RadioField("which", words("checkin-move-which"), choices),
            ),
        )

    async def move(self, visit: Visit) -> Answer:
        """Move the schedule first if it is to follow: where one of the two cannot be moved, neither is."""
        round_id, channel = read_round(visit.key), read_channel(visit.fields)
        guild = visit.interaction.guild
        if guild is None or guild.get_channel(channel) is None:
            raise Refused("checkin-moved-not", channel=channel)
        if visit.fields.get("which") == _ALL:
            await self._move_schedule(visit, round_id, channel)
        known = await self._running.move(visit.server_id, visit.person, round_id, channel, visit.now)
        times = timestamps(known.facts.closes)
        try:
            await self._posting.post_moved(known)
        except CannotReach as error:
            if error.why is not Why.DISCORD_DOWN:
                raise Refused("checkin-moved-not", channel=channel) from error
            said = visit.words("checkin-moved-later", title=known.facts.template.title, channel=channel, **times)
            return Reply(Page((Text(said),), Accent.CARE))
        said = visit.words("checkin-moved", title=known.facts.template.title, channel=channel, **times)
        return Reply(Page((Text(said),), Accent.GOOD))

    async def _move_schedule(self, visit: Visit, round_id: RoundId, channel: ChannelId) -> None:
        known = await self._running.to_move_into(visit.server_id, visit.person, round_id, channel, visit.now)
        schedule_id = known.facts.schedule_id
        if schedule_id is not None and known.facts.channel != channel:
            await self._schedules.move(asking(visit), schedule_id, channel)
