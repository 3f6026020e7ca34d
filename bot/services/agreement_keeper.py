"""Answers for what the agreement keeps: who agreed to which version, the versions, the draft, and suggestions.

A suggestion carries nothing by which it could be found for anybody: it is in no answer about a member.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, Protocol, final

from bot.core.identity import ServerId
from bot.services.agreed_role import AgreedRole
from bot.services.agreement_book import AgreementBook
from bot.services.keepers import Remark
from bot.services.people import Person
from bot.services.server_records import Server
from bot.store.agreements import AgreementRepository

TABLES: Final = frozenset({"agreement_version", "acceptance", "agreement_draft", "suggestion"})


class Erasable(Protocol):
    """A repository whose rows go with the server."""

    async def erase_server(self, server_id: ServerId) -> None:
        """Remove everything of this server."""
        ...


@final
class AgreementKeeper:
    """The agreement's keeper (see `Keeper`)."""

    name = "agreement"
    tables = TABLES

    def __init__(
        self, repository: AgreementRepository, book: AgreementBook, role: AgreedRole, others: Sequence[Erasable]
    ) -> None:
        """Make a keeper.

        Args:
            repository: versions, and who agreed.
            book: forgets a server with its rows.
            role: goes with a member's agreement.
            others: the rows of drafts and of suggestions.
        """
        self._repository = repository
        self._book = book
        self._role = role
        self._others = others

    async def about(self, server: Server, person: Person, now: datetime) -> Sequence[Remark]:
        """Which version this member agreed to."""
        _ = now
        accepted = await self._repository.accepted(server.server_id, server.pseudonym(person.member_id))
        return [] if accepted is None else [Remark("agreement-kept-accepted", {"version": accepted})]

    async def erase(self, server: Server, person: Person, now: datetime) -> Sequence[Remark]:
        """Forget that this member agreed; the role for those who agreed goes too."""
        await self._repository.withdraw(server.server_id, server.pseudonym(person.member_id))
        await self._role.forget_member(server, person)
        role_id = server.settings.agreed_role
        if role_id is None or role_id not in person.role_ids:
            return []
        await self._role.adjust(server, person, now)
        return [Remark("agreement-stays-role", {"role": role_id})]

    async def erase_server(self, server: Server) -> None:
        """Erase every version, acceptance, draft and suggestion, and forget the server."""
        for rows in (*self._others, self._repository):
            await rows.erase_server(server.server_id)
        self._book.forget(server.server_id)
        self._role.forget(server.server_id)
