"""Alerts of the early warning as posts for the staff: first never ask who, then one thing that can be done.

Not here: when anything is told (`alerting.py`), and clusters, which go to few (`cluster_pages.py`).
"""

from collections.abc import Sequence
from contextlib import suppress
from datetime import date, datetime
from typing import final

from bot.core.alerts import Kind
from bot.core.identity import ChannelId, MessageId
from bot.services.alert_book import KnownAlert, Posted
from bot.services.people import Person
from bot.services.problems import CannotReach, Why
from bot.services.server_records import Server
from bot.services.signals import may_see_signals
from bot.ui.long_text import day_mark, plain_name
from bot.ui.messenger import Messenger
from bot.ui.page import Accent, Button, Buttons, Page, Style, Text
from bot.ui.words import Words, words_for
from cogs.checkin.result_words import level
from cogs.checkin.staff_notes import nonce
from cogs.moderate.impact_forms import NEW
from cogs.moderate.signal_ids import LIST, seen_id


@final
class SignalPosts:
    """Posts alerts in the facilitators' and the moderators' channels (a `Teller`)."""

    def __init__(self, messenger: Messenger) -> None:
        self._messenger = messenger

    async def tell(self, server: Server, known: KnownAlert, *, may_stand_already: bool) -> Sequence[Posted]:
        """Post it wherever the staff is told things; a channel that is gone or closed is left out."""
        settings = server.settings
        posts: list[Posted] = []
        for channel in dict.fromkeys((settings.staff_channel, settings.moderator_channel)):
            with _Closed():
                message = await self._message(server, known, channel, may_stand_already=may_stand_already)
                posts.append((channel, message))
        return posts

    async def may_see(self, server: Server, person: Person, known: KnownAlert, now: datetime) -> bool:
        """The staff and the lead."""
        _ = known, now
        return may_see_signals(server, person)

    async def redraw(self, server: Server, known: KnownAlert) -> None:
        """Say on each post of it that it was seen, where the post still stands."""
        page = alert_page(words_for(server.settings.language), known)
        for channel, message in known.facts.posts:
            with suppress(CannotReach):
                await self._messenger.edit(channel, message, page)

    async def _message(
        self, server: Server, known: KnownAlert, channel: ChannelId, *, may_stand_already: bool
    ) -> MessageId:
        telling = len(known.alert.told)
        if may_stand_already:
            found = await self._messenger.find_own(channel, seen_id(known.alert_id, telling))
            if found is not None:
                return found
        page = alert_page(words_for(server.settings.language), known)
        return await self._messenger.post(channel, page, nonce("sgnl", known.alert_id, f"{telling}.{channel}"))


class _Closed:
    """Leaves out a channel that is gone or closed to the bot; an outage goes on as it is."""

    def __enter__(self) -> None:
        return

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> bool:
        return isinstance(error, CannotReach) and error.why is not Why.DISCORD_DOWN


def alert_page(words: Words, known: KnownAlert) -> Page:
    """The whole alert."""
    texts = [alert_text(words, known)]
    if known.alert.waits and known.alert.told:
        texts.append(words("signal-again"))
    if not known.alert.waits:
        texts.append(words("signal-seen-already"))
    return Page((*map(Text, texts), Buttons(_buttons(words, known))), Accent.CARE)


def alert_text(words: Words, known: KnownAlert) -> str:
    """What an alert says, without its buttons."""
    match known.alert.kind:
        case Kind.HARM:
            said = _harm(words, known)
        case Kind.BOT:
            said = _bot(words, known)
        case _:
            said = _trust(words, known)
    return "\n".join(said)


def step_told(words: Words, known: KnownAlert) -> str:
    """The one thing that can be done."""
    kind = known.alert.kind
    theme = kind.value if kind in (Kind.HARM, Kind.BOT) else known.facts.matter["theme"].replace(":", "-")
    step = f"signal-step-{theme}"
    return words("signal-step", step=words(step if words.has(step) else "signal-step-own"))


def _buttons(words: Words, known: KnownAlert) -> Sequence[Button]:
    signals = Button(words("signal-button-signals"), LIST)
    seen = seen_id(known.alert_id, len(known.alert.told))
    did = Button(words("impact-button-answer"), f"{NEW}:{known.alert_id.hex()}")
    first = (Button(words("signal-button-seen"), seen, Style.PRIMARY),) if known.alert.waits else ()
    return (*first, did, signals)


def _trust(words: Words, known: KnownAlert) -> Sequence[str]:
    matter = known.facts.matter
    title, asked = plain_name(matter["title"]), plain_name(matter["words"])
    return (
        words("signal-trust", title=title, channel=matter["channel"], words=asked),
        words("signal-trust-may-be-nothing"),
        step_told(words, known),
    )


def _bot(words: Words, known: KnownAlert) -> Sequence[str]:
    low, good = (level(words, known.facts.matter[line]) for line in ("low", "good"))
    return words("signal-bot", low=low, good=good), words("signal-bot-not-a-verdict"), step_told(words, known)


def _harm(words: Words, known: KnownAlert) -> Sequence[str]:
    matter = known.facts.matter
    low, good = level(words, matter["low"]), level(words, matter["good"])
    day, intent = day_mark(date.fromisoformat(matter["day"])), plain_name(matter["intent"])
    return (
        words("signal-harm", action=plain_name(matter["action"]), low=low, good=good),
        words("signal-harm-intent", day=day, intent=intent),
        words("signal-harm-not-a-verdict"),
        step_told(words, known),
    )
