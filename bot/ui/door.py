"""The one door for every press, form and command: routes by custom_id, answers always and in time.

discord.py's own store of views is not used: the raw interaction is routed by its custom_id, so a button or form
works the same before and after a restart, and no path can miss the error handling here.
"""

import asyncio
import base64
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from typing import Final

import discord

from bot.core.identity import Chance, Clock
from bot.core.sharding import Elsewhere
from bot.services.problems import CannotReach, Refused, StoreLost, StoreProblem
from bot.ui import trouble
from bot.ui.draw import draw_files, draw_form, draw_page
from bot.ui.messenger import FAILURES
from bot.ui.page import Accent, Answer, Buttons, Form, Link, Page, Reply, Text
from bot.ui.places import server_link
from bot.ui.visit import Visit, split_custom_id, typed_into, visit_from
from bot.ui.words import words_for

Handler = Callable[[Visit], Awaitable[Answer]]
Afterthought = Callable[[Visit], Awaitable[None]]

PATIENCE: Final = 1.5
"""Seconds after which Discord is told that an answer is under way; it gives up at 3."""

_ROUTED: Final = (discord.InteractionType.component, discord.InteractionType.modal_submit)
_FILES: Final = (discord.MediaGalleryComponent, discord.FileComponent)
_FRESH_BYTES: Final = 6
_LONGEST: Final = 91
"""Characters of a custom_id that a form's may repeat, with a colon and a fresh end: Discord takes 100."""
_WORTH_KEEPING: Final = 12
"""Characters, longer than a date: what is shorter is typed again faster than it is copied."""


class Door:
    """Keeps which handler serves which custom_id, and sends what handlers answer."""

    def __init__(self, clock: Clock, chance: Chance) -> None:
        self._clock = clock
        self._chance = chance
        self._presses: dict[str, Handler] = {}
        self._forms: dict[str, Handler] = {}
        self._afterwards: list[Afterthought] = []
        self._thinking: set[asyncio.Task[None]] = set()
        self._serving: set[asyncio.Task[object]] = set()

    def press(self, action: str, handler: Handler) -> None:
        """Let `handler` serve buttons and selects whose custom_id begins with `feature:action`."""
        self._presses[action] = handler

    def form(self, action: str, handler: Handler) -> None:
        """Let `handler` serve forms whose custom_id begins with `feature:action`."""
        self._forms[action] = handler

    def afterwards(self, handler: Afterthought) -> None:
        """Let `handler` look at every visit once it was answered, whatever the answer was.

        It runs in a task of its own and never delays an answer; what it raises is reported and nobody is told.
        """
        self._afterwards.append(handler)

    @property
    def actions(self) -> frozenset[str]:
        """What every custom_id that is served begins with, of presses and of forms."""
        return frozenset({*self._presses, *self._forms})

    def now(self) -> datetime:
        """The present moment: for what is offered while somebody types, which comes through no visit."""
        return self._clock()

    def fresh(self) -> str:
        """A random last part for a form's custom_id: telephones show old content under a repeated one."""
        return base64.urlsafe_b64encode(self._chance(_FRESH_BYTES)).decode()

    async def on_interaction(self, interaction: discord.Interaction) -> None:
        """Serve a press or a form; commands come through `command`."""
        if interaction.type not in _ROUTED:
            return
        is_form = interaction.type is discord.InteractionType.modal_submit
        handlers = self._forms if is_form else self._presses
        custom_id = str((interaction.data or {}).get("custom_id", ""))
        action = split_custom_id(custom_id)[0] if len(custom_id) <= _LONGEST or is_form else ""
        handler = handlers.get(action, _outdated)
        await self._serve(interaction, handler, form=is_form)

    async def command(self, interaction: discord.Interaction, handler: Handler) -> None:
        """Serve a slash command or a menu entry."""
        await self._serve(interaction, handler, form=False)

    async def empty(self) -> None:
        """Until everybody who came in was answered, and what follows an answer has run."""
        while busy := {*self._serving, *self._thinking} - {asyncio.current_task()}:
            await asyncio.wait(busy)

    async def _serve(self, interaction: discord.Interaction, handler: Handler, *, form: bool) -> None:
        task = asyncio.current_task()
        if task is not None:
            self._serving.add(task)
            task.add_done_callback(self._serving.discard)
        turn = _Turn(interaction)
        visit: Visit | None = None
        try:
            visit = visit_from(interaction, self._clock(), form=form)
            answer = await handler(visit)
        except Exception as error:  # noqa: BLE001 - whatever happened, the person gets an answer
            answer = self._consolation(interaction, error, form=form)
        try:
            await turn.give(answer)
        except FAILURES as error:
            # The person closed the window, or Discord was down: there is nobody left to tell.
            trouble.report("answer-not-delivered", error)
        if visit is not None and self._afterwards:
            self._think(visit)

    def _think(self, visit: Visit) -> None:
        task = asyncio.get_running_loop().create_task(self._think_of(visit), name="afterwards")
        self._thinking.add(task)  # the loop itself holds tasks weakly
        task.add_done_callback(self._thinking.discard)

    async def _think_of(self, visit: Visit) -> None:
        for handler in self._afterwards:
            try:
                await handler(visit)
            except Exception as error:  # noqa: BLE001 - the person was answered; the others still get their turn
                trouble.report("afterthought-failed", error)

    def _consolation(self, interaction: discord.Interaction, error: Exception, *, form: bool) -> Reply:
        """Say what is wrong; words that were typed into a form are given back, since Discord has closed it."""
        reply = self._sorry(interaction, error)
        lost = [text for text in typed_into(interaction) if len(text) >= _WORTH_KEEPING] if form else []
        if not lost:
            return reply
        note = Text(words_for(interaction.locale)("words-back"))
        return Reply(Page((*reply.page.parts, note), Accent.CARE), more=[Page((Text(text),)) for text in lost])

    def _sorry(self, interaction: discord.Interaction, error: Exception) -> Reply:
        match error:
            case Refused():
                return _refusal(interaction, error)
            case Elsewhere():
                return _way_there(interaction, error)
            case CannotReach():
                return _refusal(interaction, Refused(f"cannot-reach-{error.why.value}"))
            case StoreLost():
                return self._apology(interaction, error, "store-lost")
            case StoreProblem():
                return self._apology(interaction, error, "store-trouble")
            case _:
                return self._apology(interaction, error)

    def _apology(self, interaction: discord.Interaction, error: Exception, key: str = "unexpected") -> Reply:
        ref = trouble.reference(self._chance)
        trouble.report(key, error, ref)
        return _note(words_for(interaction.locale)(key, reference=ref))

    async def apologise(self, interaction: discord.Interaction, error: Exception) -> None:
        """Answer a command that failed before it came through the door."""
        await _Turn(interaction).give(self._sorry(interaction, error))


class _Turn:
    """One interaction's answer: sent at once, or after telling Discord that it is under way."""

    def __init__(self, interaction: discord.Interaction) -> None:
        self._interaction = interaction
        self._deferring: asyncio.Task[None] | None = None
        self._timer = asyncio.get_running_loop().call_later(PATIENCE, self._lose_patience)

    def _lose_patience(self) -> None:
        self._deferring = asyncio.get_running_loop().create_task(self._defer(), name="defer")

    async def _defer(self) -> None:
        # On a private message's own button the silent form is needed: only it lets the answer replace that message.
        if _on_private_message(self._interaction):
            await self._interaction.response.defer()
        else:
            await self._interaction.response.defer(ephemeral=True, thinking=True)

    async def give(self, answer: Answer) -> None:
        """Send the answer by whichever way is still open."""
        self._timer.cancel()
        if self._deferring is not None:
            await self._deferring
            await self._give_late(answer)
        elif isinstance(answer, Form):
            await self._interaction.response.send_modal(draw_form(answer))
        else:
            await self._give_now(answer)

    async def _give_now(self, reply: Reply) -> None:
        response, page = self._interaction.response, reply.page
        if reply.edit and _on_private_message(self._interaction):
            await response.edit_message(view=draw_page(page), attachments=self._attachments(page))
        else:
            await response.send_message(view=draw_page(page), files=draw_files(page), ephemeral=True)
        await self._give_more(reply)

    async def _give_late(self, answer: Answer) -> None:
        reply = _late_form(self._interaction) if isinstance(answer, Form) else answer
        if reply.edit or not _on_private_message(self._interaction):
            files = self._attachments(reply.page)
            await self._interaction.edit_original_response(view=draw_page(reply.page), attachments=files)
        else:
            await self._follow_up(reply.page)
        await self._give_more(reply)

    async def _give_more(self, reply: Reply) -> None:
        for page in reply.more:
            await self._follow_up(page)

    async def _follow_up(self, page: Page) -> None:
        await self._interaction.followup.send(view=draw_page(page), files=draw_files(page), ephemeral=True)

    def _attachments(self, page: Page) -> Sequence[discord.File]:
        """What an edited message holds from now on: files that it had go with the page that showed them."""
        shown_before = _on_private_message(self._interaction) and _has_files(self._interaction.message)
        return [] if shown_before and not page.files else draw_files(page)


def _on_private_message(interaction: discord.Interaction) -> bool:
    """Whether it is a press on a message that only this person sees; a post is never replaced by one's own answer."""
    return interaction.message is not None and interaction.message.flags.ephemeral


def _has_files(message: discord.Message | None) -> bool:
    """Whether files came with a message; Discord lists those that a layout shows there, or beside it, or both."""
    if message is None:
        return False
    pages = [one for one in message.components if isinstance(one, discord.Container)]
    shown = [part for page in pages for part in page.children if isinstance(part, _FILES)]
    return bool(message.attachments or shown)


def _note(markdown: str, accent: Accent = Accent.CARE) -> Reply:
    return Reply(Page((Text(markdown),), accent))


def _refusal(interaction: discord.Interaction, refused: Refused) -> Reply:
    return _note(words_for(interaction.locale)(refused.key, **refused.values))


def _way_there(interaction: discord.Interaction, elsewhere: Elsewhere) -> Reply:
    words = words_for(interaction.locale)
    link = Link(words("elsewhere-go"), server_link(elsewhere.server_id))
    return Reply(Page((Text(words("elsewhere")), Buttons((link,))), Accent.CARE))


def _late_form(interaction: discord.Interaction) -> Reply:
    return _note(words_for(interaction.locale)("form-too-late"))


async def _outdated(visit: Visit) -> Answer:
    return _note(visit.words("button-outdated"))
