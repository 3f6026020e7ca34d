"""Tells readers that there are concerns to look at again, side by side: by the one message of a day without content.

It is computed for each reader over what they may read, and told to them alone: nothing of it appears in a channel. Not
here: what a cluster is (`core/clusters.py`), and what its readers are shown (`clustering.py`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime

from bot.core.case import Case
from bot.core.clusters import clusters
from bot.core.identity import CaseId, MemberId
from bot.core.readership import not_away
from bot.core.side_by_side import Subject, Telling, beside, told_now, with_telling
from bot.core.slots import local_day
from bot.services.cards import Cards
from bot.services.readers import Roll, Staff
from bot.services.server_records import Server
from bot.store.cases import CaseRepository, Change, Edit


class ClusterWatch:
    """Looks, at a slot, whether anybody is to be told."""

    def __init__(self, cases: CaseRepository, cards: Cards) -> None:
        self._cases = cases
        self._cards = cards

    async def look(self, server: Server, roll: Roll, now: datetime) -> None:
        """Tell whoever is to be told today. Only at a time when reminders may be sent.

        Whoever takes no direct messages counts as told: it stands in their list. A process that dies between the
        telling and its record finds the message there.
        """
        today = local_day(now, server.zone)
        cases = {one.case_id: one.case for one in await self._cases.in_server(server.server_id)}
        for member in sorted({reader for case in cases.values() for reader in case.readers}):
            told = _told_today(cases, member, today)
            # Asked of Discord only if it matters: without a cluster nobody is looked up.
            if told and member in _here(server, await roll.staff(), today):
                await self._cards.remind(server, member, today)
                await self._cases.change_together([Edit(one, _telling(told[one], member, today)) for one in told])


def _told_today(cases: Mapping[CaseId, Case], member: MemberId, today: date) -> dict[CaseId, list[Subject]]:
    """With which cases, and on which subjects, this reader is to be told today."""
    told: dict[CaseId, list[Subject]] = {}
    for cluster in clusters(cases, [member], today, _nobody_knows):
        kept = {one: beside(cases[one].beside, cluster.subject) for one in cluster.cases}
        for one in told_now(kept, member, today):
            told.setdefault(one, []).append(cluster.subject)
    return told


def _here(server: Server, staff: Staff, today: date) -> tuple[MemberId, ...]:
    """Those who may read concerns at all now and are not away; they are told when they are back."""
    return not_away([(one, server.away.get(one)) for one in sorted(staff.able)], today)


def _telling(subjects: Sequence[Subject], member: MemberId, today: date) -> Change:
    def change(case: Case) -> Case:
        kept = case.beside
        for subject in subjects:
            kept = with_telling(kept, subject, Telling(member, today))
        return replace(case, beside=kept)

    return change


def _nobody_knows(_one: CaseId, _other: CaseId) -> None:
    """Who is told does not depend on who wrote them."""
