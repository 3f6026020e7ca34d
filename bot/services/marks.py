"""Whether two concerns come from the same person, who is blocked, and how often somebody writes: known to memory alone.

The key lives in this process, is replaced every 90 days and dies with it; then everything here is unknown. Nothing of
it reaches a store, a log or a button. Not here: what follows from it (`sending.py`, and the cases' own service).
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final, NewType

from bot.core.identity import CaseId, Chance, Clock, ServerId
from bot.core.sealing import Key, derive, new_key, pseudonym
from bot.services.people import Person
from bot.services.problems import Refused
from bot.services.server_records import Server

Mark = NewType("Mark", bytes)
"""A member of one server, 16 bytes: the same as long as the key is, and of no use without it."""

KEY_LIFETIME: Final = timedelta(days=90)
BLOCK_LIFETIME: Final = timedelta(days=30)

SENT: Final = "sent"
DRAFTED: Final = "drafted"
PICTURED: Final = "pictured"
"""A picture went with a draft."""
OPENED: Final = "opened"
"""A file was opened as a picture, whatever came of it."""
SUGGESTED: Final = "suggested"


@dataclass(frozen=True)
class Rate:
    """How often something may be done."""

    most: int
    within: timedelta
    refusal: str = "concern-too-often"
    """What is said to whoever did it that often."""


RATES: Final[Mapping[str, Rate]] = MappingProxyType(
    {
        SENT: Rate(6, timedelta(hours=24)),
        DRAFTED: Rate(20, timedelta(hours=1)),
        PICTURED: Rate(20, timedelta(hours=1), "concern-image-too-often"),
        OPENED: Rate(30, timedelta(hours=1), "concern-image-too-often"),
        SUGGESTED: Rate(5, timedelta(hours=24), "suggestion-too-often"),
    }
)


@dataclass(frozen=True, repr=False)
class _Writer:
    mark: Mark
    counts: bool
    wrote_before: bool


class Marks:
    """Knows people apart without knowing who they are."""

    def __init__(self, clock: Clock, chance: Chance) -> None:
        self._clock = clock
        self._chance = chance
        self._begin_again()

    def mark(self, server: Server, person: Person) -> Mark:
        """This member of this server, as nobody else can recognise them."""
        return Mark(pseudonym(derive(self._key_now(), "reporter", server.server_id), person.member_id))

    def remember(self, case_id: CaseId, mark: Mark, *, counts: bool) -> None:
        """Who wrote a concern, and whether they are one whose concern releases held ones."""
        self._key_now()
        wrote_before = any(one != case_id and writer.mark == mark for one, writer in self._writers.items())
        self._writers[case_id] = _Writer(mark, counts, wrote_before)

    def same(self, case_id: CaseId, mark: Mark) -> bool | None:
        """Whether the concern is from this person; None: not known any more."""
        writer = self._writer(case_id)
        return None if writer is None else writer.mark == mark

    def counts(self, case_id: CaseId) -> bool | None:
        """Whether its writer is one whose concern releases held ones; None: not known any more."""
        writer = self._writer(case_id)
        return None if writer is None else writer.counts

    def same_writer(self, one: CaseId, other: CaseId) -> bool | None:
        """Whether two concerns of a server are from the same person; None: not known any more.

        Neither is it known for whoever does not count: an account that is new, or a colleague, may be anybody's second.
        Nor for all but the first of one writer: who is told of some that they are from different people, and of others
        nothing, could else tell which are from one.
        """
        writers = self._writer(one), self._writer(other)
        known = [w.mark for w in writers if w is not None and w.counts and not w.wrote_before]
        return known[0] == known[1] if len(known) == len(writers) else None

    def block(self, server_id: ServerId, case_id: CaseId) -> bool:
        """Let whoever wrote this concern send none for 30 days. False: who it was is not known any more."""
        if self._writer(case_id) is None:
            return False
        self._blocks[(server_id, case_id)] = self._clock() + BLOCK_LIFETIME
        return True

    def lift(self, server_id: ServerId, case_id: CaseId) -> bool:
        """End the block that was set from this concern; False if there is none."""
        self._key_now()
        return self._blocks.pop((server_id, case_id), self._clock()) > self._clock()

    def is_blocked_from(self, case_id: CaseId) -> bool | None:
        """Whether a block set from this very concern is in force; None: its writer is not known any more.

        A block set from another concern of the same writer does not show: it would tell that they are the same.
        """
        if self._writer(case_id) is None:
            return None
        return any(one == case_id and until > self._clock() for (_, one), until in self._blocks.items())

    def blocked(self, server_id: ServerId, mark: Mark) -> bool:
        """Whether this person can send no concern here for now."""
        blocked = [one for (where, one), until in self._blocks.items() if where == server_id and until > self._clock()]
        return any(self.same(one, mark) for one in blocked)

    def forget(self, server_id: ServerId, case_ids: Collection[CaseId]) -> None:
        """Forget who wrote these concerns of a server, and whom it blocked."""
        self._writers = {one: writer for one, writer in self._writers.items() if one not in case_ids}
        self._blocks = {block: until for block, until in self._blocks.items() if block[0] != server_id}

    def allow(self, server: Server, mark: Mark, what: str, occasion: bytes | None = None) -> None:
        """Count one act of this person; the same occasion counts once.

        Raises:
            Refused: it was done as often as `RATES` allows; the outside contact is given.
        """
        self._key_now()
        rate, now = RATES[what], self._clock()
        self._acts = {key: recent for key, acts in self._acts.items() if (recent := _recent(acts, key[1], now))}
        acts = self._acts.setdefault((mark, what), [])
        if occasion is not None and any(one == occasion for one, _ in acts):
            return
        if len(acts) >= rate.most:
            raise Refused(rate.refusal, contact=server.settings.outside_contact)
        acts.append((occasion, now))

    def take_back(self, mark: Mark, what: str) -> None:
        """Do not count this person's last act after all: it could not be kept, and they will do it again."""
        if acts := self._acts.get((mark, what)):
            acts.pop()

    def _writer(self, case_id: CaseId) -> _Writer | None:
        self._key_now()
        return self._writers.get(case_id)

    def _key_now(self) -> Key:
        if self._clock() - self._born >= KEY_LIFETIME:
            self._begin_again()
        return self._key

    def _begin_again(self) -> None:
        self._key = new_key(self._chance)
        self._born = self._clock()
        self._writers: dict[CaseId, _Writer] = {}
        self._blocks: dict[tuple[ServerId, CaseId], datetime] = {}
        self._acts: dict[tuple[Mark, str], list[tuple[bytes | None, datetime]]] = {}


def _recent(acts: list[tuple[bytes | None, datetime]], what: str, now: datetime) -> list[tuple[bytes | None, datetime]]:
    return [(occasion, moment) for occasion, moment in acts if now - moment < RATES[what].within]
