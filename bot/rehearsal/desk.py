"""What the person at the keyboard has before them: who they are, where they look, what is new. No HTTP here."""

from collections.abc import Mapping
from datetime import timedelta

from bot.rehearsal import cast
from bot.rehearsal.opening import TIMEZONE
from bot.rehearsal.others import let_others_answer
from bot.rehearsal.simulator import Payload, Shown, Simulation
from bot.rehearsal.simulator.people import CannotDo
from bot.rehearsal.simulator.window import Window, when_free
from bot.rehearsal.simulator.wire import text
from bot.ui.words import Words

RECENT = 12
"""How many messages are offered for the message menu."""
SHORT = 70
"""Characters of a message by which it can be recognised."""
PARTS = {staff.name: staff.role for staff in cast.STAFF}


class Unknown(Exception):
    """The page asked for somebody or something that is not in the invented group."""


class Desk:
    """One desk for the one person at the keyboard."""

    def __init__(self, simulation: Simulation, window: Window, words: Words) -> None:
        self._simulation = simulation
        self._window = window
        self._words = words
        self._me, self._place = cast.MEMBERS[0], cast.GROUP
        self._frame = ""
        self._seen: dict[tuple[str, str], int] = {}
        for name in self._names():
            for place in self._places(name):
                self._see(name, place)

    async def look(self, name: str, place: str) -> None:
        """Be this person, and look at this channel (or at the group, if they cannot see it).

        Somebody new comes into the group rather than into their direct messages, where no command works.

        Raises:
            Unknown: nobody is called so.
            Busy: see `Window.show`.
        """
        if name not in self._names():
            raise Unknown(name)
        fits = place in self._places(name) and (name == self._me or place != cast.DIRECT)
        self._me, self._place = name, place if fits else cast.GROUP
        await self._show()

    async def _show(self) -> None:
        """Open the window anew: so it stands at the newest message of the bot."""
        self._frame = await self._window.show(self._me, self._place)

    async def move_clock(self, hours: int) -> str:
        """Move the clock forward; returns words about it."""
        await when_free(lambda: self._simulation.advance(timedelta(hours=hours)))
        await self._show()
        return self._words("rehearsal-moved")

    async def restart_bot(self) -> str:
        """Stop the bot and start it on the same data; the window stays, with whatever form is open in it.

        Raises:
            Busy: another action goes on and on.
        """
        await when_free(self._simulation.restart)
        return self._words("rehearsal-restarted")

    async def let_others_answer(self) -> str:
        """Eight invented members answer; returns words about it."""
        count = await let_others_answer(self._simulation, self._me, self._words)
        await self._show()
        return self._words("rehearsal-others-answered", count=count)

    async def raise_concern(self, message_id: str) -> str:
        """Use the message menu *Raise a concern* on a message of the channel; returns words about it.

        Raises:
            Unknown: no such message, or this person cannot use the menu on it.
        """
        for shown in self._recent():
            if text(shown.payload, "id") == message_id:
                try:
                    answer = await self._simulation.people.menu(self._me, shown, self._menu())
                except CannotDo as error:
                    raise Unknown(message_id) from error
                await self._show()
                is_form = answer.first is not None and answer.first.form
                return self._words("rehearsal-concern-form" if is_form else "rehearsal-concern-raised")
        raise Unknown(message_id)

    def _menu(self) -> str:
        """The one entry of the bot's in the message menu, as Discord shows it; "" if there is none."""
        return next(iter(self._simulation.people.menus()), "")

    def state(self) -> dict[str, object]:
        """All that the page draws, ready for JSON; every word in it is meant to be read."""
        self._see(self._me, self._place)
        return {
            "now": self._simulation.now().isoformat(),
            "timezone": TIMEZONE,
            "me": self._me,
            "place": self._place,
            "part": _part(self._me),
            "where": self._words("rehearsal-where", person=_label(self._me), room=self._room(self._place)),
            "server": cast.SERVER,
            "frame": self._frame,
            "people": [
                {"name": name, "label": _label(name), "part": _part(name), "new": self._has_news(name)}
                for name in self._names()
            ],
            "places": [
                {
                    "name": place,
                    "label": self._room(place),
                    "new": self._is_new(self._me, place),
                }
                for place in self._places(self._me)
            ],
            "commands": self._simulation.world.commands(self._me),
            "menu": self._menu(),
            "messages": [{"id": text(one.payload, "id"), "label": _short(one)} for one in self._recent()],
        }

    def _room(self, place: str) -> str:
        return self._words(f"rehearsal-room-{place}")

    def _names(self) -> tuple[str, ...]:
        return (*cast.MEMBERS, *PARTS)

    def _places(self, name: str) -> tuple[str, ...]:
        role = PARTS.get(name)
        seen = [room.name for room in cast.ROOMS if room.seen_by in (None, role) or role == cast.ADMINISTRATORS]
        return (*seen, cast.DIRECT)

    def _messages(self, name: str, place: str) -> list[Shown]:
        world = self._simulation.world
        if place == cast.DIRECT:
            return world.direct(name)
        return world.messages(world.channel(place), viewer=name)

    def _recent(self) -> list[Shown]:
        """What people have written lately in the channel one looks at, newest first."""
        if self._place == cast.DIRECT:
            return []
        found = [one for one in self._messages(self._me, self._place) if not _author(one).get("bot")]
        return found[: -RECENT - 1 : -1]

    def _see(self, name: str, place: str) -> None:
        self._seen[name, place] = self._newest(name, place)

    def _newest(self, name: str, place: str) -> int:
        return max((one.message_id for one in self._messages(name, place)), default=0)

    def _is_new(self, name: str, place: str) -> bool:
        return self._newest(name, place) > self._seen.get((name, place), 0)

    def _has_news(self, name: str) -> bool:
        """News that concern this person more than others: not those of the group's channel."""
        return any(self._is_new(name, place) for place in self._places(name) if place != cast.GROUP)


def _part(name: str) -> str:
    return PARTS.get(name, "members").lower()


def _label(name: str) -> str:
    return name.capitalize()


def _author(shown: Shown) -> Payload:
    author = shown.payload.get("author")
    return author if isinstance(author, Mapping) else {}  # pyright: ignore[reportUnknownVariableType] # JSON


def _short(shown: Shown) -> str:
    said = " ".join(text(shown.payload, "content").split())
    cut = said if len(said) <= SHORT else said[:SHORT].rsplit(" ", 1)[0] + " …"
    return f"{text(_author(shown), 'global_name')}: {cut}"
