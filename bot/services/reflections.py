"""What a facilitator writes for nobody else: answers to prompts, and what they hope a check-in will show.

Whoever wrote it reads it, takes it along and erases it, also when they are no facilitator any more; nobody else can,
and none of it stands in the trail. Not here: how it is kept (`journal_book.py`).
"""

import hmac
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from hashlib import sha256
from typing import Final, final

from pydantic import TypeAdapter

from bot.core import reflecting
from bot.core.codec import Codec
from bot.core.identity import RoundId, ServerId
from bot.core.reflecting import MOST_REFLECTIONS, Intent, Journal, JournalFull, Reflection, TooLate
from bot.core.sealing import Key, derive
from bot.core.slots import local_day
from bot.services.checkin_rounds import CheckinRounds, KnownRound
from bot.services.journal_book import JournalBook
from bot.services.learning import cards_in
from bot.services.people import Person, is_facilitator, require_facilitator, server_for_facilitators
from bot.services.problems import Refused
from bot.services.server_records import Server
from bot.services.servers import Servers
from bot.services.typed_text import text_of
from config.content import read_content

LONGEST: Final = 1000
"""Characters of an answer."""
LONGEST_HOPE: Final = 500
_MARK_BYTES: Final = 8
_PROMPTS: Final = TypeAdapter(tuple[str, ...])
_REFLECTION: Final = Codec(Reflection)
_INTENT: Final = Codec(Intent)


@cache
def prompts_in(language: str) -> Sequence[str]:
    """The prompts that ship, in this language where there are any, else in English."""
    return _PROMPTS.validate_python(read_content("reflections", language)["prompts"])


@dataclass(frozen=True)
class Desk:
    """What lies before a writer."""

    place: int
    """Which of the prompts it is, from 0."""
    prompt: str
    written: int
    """How much there is to read."""
    may_write: bool


@dataclass(frozen=True)
class Entry:
    """One thing that was written."""

    mark: str
    """16 letters by which it is found again; they say nothing of it."""
    what: Reflection | Intent = field(repr=False)
    title: str = ""
    """Of the check-in that a hope is about; empty if that is gone."""


@dataclass(frozen=True)
class Hopes:
    """The check-ins that a writer can hope for, and those whose answers are in."""

    open: Sequence[tuple[KnownRound, Intent | None]]
    closed: Sequence[tuple[KnownRound, date]]
    """Those alone for which something was written, the last one first, each with the day on which it opened."""


@final
class Reflections:
    """The use cases of one writer; nobody can ask about somebody else."""

    def __init__(self, servers: Servers, journals: JournalBook, rounds: CheckinRounds) -> None:
        self._servers = servers
        self._journals = journals
        self._rounds = rounds

    async def desk(self, server_id: ServerId, person: Person, language: str) -> Desk:
        """The prompt whose turn it is.

        Raises:
            Refused: neither a facilitator nor somebody who wrote something.
        """
        server, journal = await self._mine(server_id, person)
        return _desk(server, person, journal, language)

    async def another(self, server_id: ServerId, person: Person, language: str) -> Desk:
        """The next prompt instead.

        Raises:
            Refused: not a facilitator.
        """
        return await self._written(server_id, person, language, reflecting.passed)

    async def prompt(self, server_id: ServerId, person: Person, language: str, asked: int | str) -> str:
        """One of the prompts, by its place, or the question of the card with this id.

        Raises:
            Refused: not a facilitator, or there is no such prompt or card.
        """
        await server_for_facilitators(self._servers, server_id, person)
        questions: dict[int | str, str] = dict(enumerate(prompts_in(language)))
        questions |= {card.card_id: card.question for card in cards_in(language)}
        if asked not in questions:
            raise Refused("button-outdated")
        return questions[asked]

    async def write(  # noqa: PLR0913 - who writes what, where, when and in which form
        self,
        server_id: ServerId,
        person: Person,
        language: str,
        asked: int | str,
        words: str,
        now: datetime,
        form: str = "",
    ) -> Desk:
        """Keep an answer to a prompt, or to the question of a card, which takes no prompt's turn.

        The same `form` sent again keeps nothing more.

        Raises:
            Refused: not a facilitator, there is nothing in it, it is too long, or the journal is full.
        """
        prompt = await self.prompt(server_id, person, language, asked)
        server = await self._servers.get(server_id)
        reflection = Reflection(prompt, _text(words, LONGEST), local_day(now, server.zone), form)
        keep = reflecting.written if isinstance(asked, int) else reflecting.noted
        try:
            return await self._written(server_id, person, language, lambda journal: keep(journal, reflection))
        except JournalFull:
            raise Refused("reflect-full", most=MOST_REFLECTIONS) from None

    async def entries(self, server_id: ServerId, person: Person) -> list[Entry]:
        """All that this person wrote, the last first.

        Raises:
            Refused: neither a facilitator nor somebody who wrote something.
        """
        server, journal = await self._mine(server_id, person)
        found = [await self._entry(server, person, each) for each in (*journal.reflections, *journal.intents)]
        found.reverse()
        return sorted(found, key=lambda entry: entry.what.day, reverse=True)

    async def erase_one(self, server_id: ServerId, person: Person, mark: str) -> list[Entry]:
        """Erase one thing that was written; what is left. One that is gone already is fine. Raises as `entries`."""
        server, _ = await self._mine(server_id, person)
        gone = [entry for entry in await self.entries(server_id, person) if entry.mark == mark]
        for entry in gone:
            journal = await self._journals.change(
                server, person.member_id, lambda journal, one=entry.what: reflecting.without(journal, one)
            )
            if not (journal.reflections or journal.intents):
                await self._journals.erase(server, person.member_id)
                return []
        return await self.entries(server_id, person)

    async def erase_all(self, server_id: ServerId, person: Person) -> None:
        """Erase all that this person wrote."""
        await self._journals.erase(await self._servers.get(server_id), person.member_id)

    async def hopes(self, server_id: ServerId, person: Person, now: datetime) -> Hopes:
        """What can be hoped for now, and what was.

        Raises:
            Refused: neither a facilitator nor somebody who wrote something.
        """
        server, journal = await self._mine(server_id, person)
        open_ones = [
            (known, reflecting.hoped_for(journal, known.round_id))
            for known in await self._rounds.recent(server, now)
            if not reflecting.is_locked(known.facts, now) and is_facilitator(server, person)
        ]
        written = [await self._rounds.find(intent.round_id) for intent in reversed(journal.intents)]
        closed = [known for known in written if known is not None and not known.is_open]
        return Hopes(open_ones, [(known, known.facts.day(server.zone)) for known in closed])

    async def hope(self, server_id: ServerId, person: Person, round_id: RoundId, words: str, now: datetime) -> str:
        """Keep what is hoped of a round, in place of what was written before; the title of its check-in.

        Raises:
            Refused: not a facilitator, the round is over or gone, or the words are none or too many.
        """
        known, _ = await self.to_hope(server_id, person, round_id, now)
        server = await self._servers.get(server_id)
        intent = Intent(round_id, _text(words, LONGEST_HOPE), local_day(now, server.zone))
        try:
            await self._journals.change(
                server, person.member_id, lambda journal: reflecting.intended(journal, intent, known.facts, now)
            )
        except TooLate:
            raise Refused("reflect-hope-too-late") from None
        return known.facts.template.title

    async def to_hope(
        self, server_id: ServerId, person: Person, round_id: RoundId, now: datetime
    ) -> tuple[KnownRound, Intent | None]:
        """A round that something can be hoped of, and what was written of it before.

        Raises:
            Refused: not a facilitator, or the round is over or gone.
        """
        server = await server_for_facilitators(self._servers, server_id, person)
        known = await self._rounds.find(round_id)
        if known is None or known.server_id != server_id:
            raise Refused("button-outdated")
        if reflecting.is_locked(known.facts, now):
            raise Refused("reflect-hope-too-late")
        return known, reflecting.hoped_for(await self._journals.read(server, person.member_id), round_id)

    async def beside(self, server_id: ServerId, person: Person, round_id: RoundId) -> Intent | None:
        """What this person hoped of a round, to be shown to them beside its result."""
        server = await self._servers.get(server_id)
        return reflecting.hoped_for(await self._journals.read(server, person.member_id), round_id)

    async def _mine(self, server_id: ServerId, person: Person) -> tuple[Server, Journal]:
        server = await self._servers.get(server_id)
        journal = await self._journals.read(server, person.member_id)
        if not (journal.reflections or journal.intents):
            require_facilitator(server, person)
        return server, journal

    async def _written(
        self, server_id: ServerId, person: Person, language: str, change: Callable[[Journal], Journal]
    ) -> Desk:
        server = await server_for_facilitators(self._servers, server_id, person)
        return _desk(server, person, await self._journals.change(server, person.member_id, change), language)

    async def _entry(self, server: Server, person: Person, what: Reflection | Intent) -> Entry:
        key = derive(server.key, "journal mark", person.member_id)
        known = await self._rounds.find(what.round_id) if isinstance(what, Intent) else None
        return Entry(_mark(key, what), what, "" if known is None else known.facts.template.title)


def _desk(server: Server, person: Person, journal: Journal, language: str) -> Desk:
    prompts = prompts_in(language)
    prompt = reflecting.next_prompt(journal, prompts)
    written = len(journal.reflections) + len(journal.intents)
    return Desk(prompts.index(prompt), prompt, written, may_write=is_facilitator(server, person))


def _mark(key: Key, what: Reflection | Intent) -> str:
    written = _INTENT.encode(what) if isinstance(what, Intent) else _REFLECTION.encode(what)
    return hmac.digest(key, written, sha256)[:_MARK_BYTES].hex()


def _text(words: str, most: int) -> str:
    return text_of(words, most, empty="reflect-empty", too_long="reflect-too-long")
