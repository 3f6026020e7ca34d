"""Concerns that belong together, as one of their readers sees them: to look at again, side by side, and no more.

Whoever has none of these, and whoever may read no concern at all, is told the same. Not here: what a cluster is
(`core/clusters.py`), and who is told of one unasked (`cluster_watch.py`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.core.clusters import Cluster, Same, clusters
from bot.core.identity import CaseId, MemberId, ServerId
from bot.core.readership import Category
from bot.core.sealing import derive
from bot.core.side_by_side import Subject, beside, is_seen
from bot.core.slots import local_day
from bot.services.case_acts import Act
from bot.services.case_desk import CaseDesk
from bot.services.case_views import ReadableCase, by_pressure, readable
from bot.services.people import Person
from bot.services.problems import Refused
from bot.services.server_records import Server

_KEY_BYTES: Final = 16


@dataclass(frozen=True)
class Together:
    """A cluster before one of its readers. Whom it is about stands in the cases alone."""

    key: str
    """Of this cluster as it is now, for this reader: 32 letters and digits that say nothing."""
    category: Category | None
    """What all of them are about; None: they are about one person."""
    from_different_people: bool
    """Known to be; False: it is not known, or it is not so."""
    is_seen: bool
    """Somebody has said that they looked at all of them together."""
    cases: tuple[CaseId, ...]


@dataclass(frozen=True)
class _Found:
    """A cluster with all that belongs to it."""

    server: Server
    person: Person
    cluster: Cluster
    cases: tuple[ReadableCase, ...]

    @property
    def key(self) -> str:
        return _key(self.server, self.person.member_id, self.cluster.subject, self.cluster.cases)

    @property
    def shown(self) -> Together:
        subject = self.cluster.subject
        kept = [beside(one.case.beside, subject) for one in self.cases]
        category = subject if isinstance(subject, Category) else None
        different = self.cluster.from_different_people
        return Together(self.key, category, different, is_seen(kept), self.cluster.cases)


class Clusters:
    """Shows clusters to those who may read every case in them."""

    def __init__(self, desk: CaseDesk, same: Same) -> None:
        """`same`: whether two concerns are from one person, as far as the running process knows."""
        self._desk = desk
        self._same = same

    async def for_viewer(self, server: Server, person: Person, now: datetime) -> tuple[Together, ...]:
        """Every cluster of cases that this person may read, those that wait first; none for whoever reads none.

        `person` has the roles of this very press.
        """
        return _waiting_first(await self._found(server, person, now))

    async def mine(
        self, server_id: ServerId, person: Person, somewhere: ServerId | None, now: datetime
    ) -> tuple[Together, ...]:
        """The same from a button. `somewhere`: the server of the press; None in a direct message."""
        return _waiting_first(await self._asked(server_id, person, somewhere, now))

    async def opened(
        self, server_id: ServerId, key: str, person: Person, somewhere: ServerId | None, now: datetime
    ) -> list[ReadableCase]:
        """Its cases, the most pressing first.

        Raises:
            Refused: there is no such cluster for this person, or it has changed since.
        """
        return by_pressure((await self._one(server_id, key, person, somewhere, now)).cases)

    async def looked(
        self, server_id: ServerId, key: str, person: Person, somewhere: ServerId | None, now: datetime
    ) -> tuple[Together, ...]:
        """Say that somebody has looked at all of them, which the trail keeps; and what there is now.

        Raises:
            Refused: as for `opened`.
        """
        one = await self._one(server_id, key, person, somewhere, now)
        cases = one.cluster.cases
        act = Act.looking(one.cluster.subject, bytes.fromhex(one.key), cases)
        at = [await self._desk.door.reader(case_id, person, somewhere) for case_id in cases]
        await self._desk.do_together([(each, act) for each in at])
        return await self.mine(server_id, person, somewhere, now)

    async def _one(
        self, server_id: ServerId, key: str, person: Person, somewhere: ServerId | None, now: datetime
    ) -> _Found:
        for one in await self._asked(server_id, person, somewhere, now):
            if one.key == key:
                return one
        raise Refused("button-outdated")

    async def _asked(
        self, server_id: ServerId, person: Person, somewhere: ServerId | None, now: datetime
    ) -> Sequence[_Found]:
        server = await self._desk.servers.find(server_id)
        if server is None or somewhere not in (None, server_id):
            return ()
        asking = person if somewhere is not None else await self._desk.readers.now(server, person)
        return () if asking is None else await self._found(server, asking, now)

    async def _found(self, server: Server, person: Person, now: datetime) -> Sequence[_Found]:
        kept = {one.case_id: one for one in await self._desk.door.readable_by(server, person)}
        cases = {case_id: one.case for case_id, one in kept.items()}
        today, member = local_day(now, server.zone), person.member_id
        return [
            _Found(server, person, one, tuple(readable(server, kept[case_id], member, now) for case_id in one.cases))
            for one in clusters(cases, [member], today, self._same)
        ]


def _waiting_first(found: Sequence[_Found]) -> tuple[Together, ...]:
    return tuple(sorted((one.shown for one in found), key=lambda one: one.is_seen))


def _key(server: Server, viewer: MemberId, subject: Subject, cases: Sequence[CaseId]) -> str:
    return derive(server.key, "cluster", viewer, subject, *cases)[:_KEY_BYTES].hex()
