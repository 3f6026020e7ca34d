"""The draft that a server's facilitators work on together: what it says now, changed by one after the other.

Not here: who may change it and how (`drafting_agreements.py`), and publishing it (`publishing_agreements.py`).
"""

from dataclasses import dataclass, replace
from typing import Final, final

from bot.core.agreement import AgreementText, Version, default_source
from bot.core.agreement_draft import AgreementDraft, Change
from bot.core.codec import Codec
from bot.core.identity import Chance, ServerId
from bot.core.sealing import Key, derive, pad, seal, unpad, unseal
from bot.services.agreement_book import AgreementBook
from bot.services.server_records import Server
from bot.store.agreement_drafts import AgreementDraftRepository, DraftRow
from config.content import read_content

_PADDING: Final = 4096
"""Bytes: the size of a sealed draft tells little of its text."""
_FIRST_BYTES: Final = 3
"""A draft's first revision is random, so that a new draft is never taken for one that was thrown away."""


@dataclass(frozen=True)
class _Kept:
    text: AgreementText
    said: str


@final
class AgreementDrafts:
    """Keeps and finds drafts. Two who change one at the same time both hold, or the second is told."""

    def __init__(self, repository: AgreementDraftRepository, book: AgreementBook, chance: Chance) -> None:
        self._repository = repository
        self._book = book
        self._chance = chance
        self._codec = Codec(_Kept)

    async def current(self, server: Server) -> AgreementDraft | None:
        """What the next version would say, if anything was drafted since the version in force."""
        draft = await self._found(server)
        return None if draft is None or await self._is_in_force(server, draft) else draft

    async def starting_text(self, server: Server) -> AgreementText:
        """What a new draft begins with: the text in force, its places not filled in, or the one that ships."""
        in_force = (await self._book.on_offer(server)).in_force
        return default_text(server) if in_force is None else _source(server, in_force)

    async def working_copy(self, server: Server) -> AgreementDraft:
        """What is being worked on: the draft, or what a new one begins with."""
        draft = await self._found(server)
        if draft is None:
            return AgreementDraft(await self.starting_text(server))
        if await self._is_in_force(server, draft):
            return AgreementDraft(await self.starting_text(server), revision=draft.revision)
        return draft

    async def change(self, server: Server, change: Change) -> AgreementDraft:
        """Change the working copy and keep it; tried again on what somebody else made of it meanwhile.

        Raises:
            Overtaken: what was to be changed is no longer what it was.
        """
        while True:  # Each turn in vain is one that somebody else did not lose.
            present = await self.working_copy(server)
            wanted = change(present)
            if wanted == present:
                return present
            kept = replace(wanted, revision=present.revision + 1 if present.revision else self._first_revision())
            if await self._repository.put(self._row(server, kept), present.revision):
                return kept

    async def published(self, server: Server, revision: int) -> None:
        """Drop the draft that was published, unless somebody changed it since: then it stays for the next version."""
        await self._repository.drop(server.server_id, revision)

    async def throw_away(self, server: Server, revision: int) -> bool:
        """Drop the draft; False if somebody changed it since it was of this revision."""
        return await self._repository.drop(server.server_id, revision)

    async def _is_in_force(self, server: Server, draft: AgreementDraft) -> bool:
        """Whether it was published already: the bot may die between publishing a draft and dropping it."""
        in_force = (await self._book.on_offer(server)).in_force
        return in_force is not None and (in_force.source, in_force.said) == (draft.text, draft.said)

    async def _found(self, server: Server) -> AgreementDraft | None:
        row = await self._repository.find(server.server_id)
        if row is None:
            return None
        kept = self._codec.decode(unpad(unseal(_key(server), row.sealed, _place(server.server_id, row.revision))))
        return AgreementDraft(kept.text, kept.said, row.revision)

    def _row(self, server: Server, draft: AgreementDraft) -> DraftRow:
        padded = pad(self._codec.encode(_Kept(draft.text, draft.said)), _PADDING)
        sealed = seal(_key(server), padded, _place(server.server_id, draft.revision), self._chance)
        return DraftRow(server.server_id, draft.revision, sealed)

    def _first_revision(self) -> int:
        return 1 + int.from_bytes(self._chance(_FIRST_BYTES))


def default_text(server: Server) -> AgreementText:
    """The agreement that ships, in the server's language, its places not filled in."""
    return default_source(read_content("agreement", server.settings.language))


def _source(server: Server, version: Version) -> AgreementText:
    """A version from before sources were kept was the text that ships."""
    return default_text(server) if version.source is None else version.source


def _key(server: Server) -> Key:
    return derive(server.key, "agreement draft")


def _place(server_id: ServerId, revision: int) -> bytes:
    return b"agreement_draft:%d:%d" % (server_id, revision)
