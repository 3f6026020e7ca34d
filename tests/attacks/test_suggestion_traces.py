"""Who suggested something, and when within half a day, is nowhere: not in a file, with every key, nor on the wire.

Each search is shown a naive twin first, in which it must find them.
"""

import secrets
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, fields
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.codec import Codec
from bot.core.identity import MemberId, ServerId
from bot.rehearsal.bot import create_rehearsed_bot
from bot.services.audit import Audit
from bot.services.server_records import Server
from bot.services.servers import Servers
from bot.services.suggestion_book import Kept, SuggestionBook
from bot.store.audit import AuditRepository
from bot.store.opening import Stores, open_stores
from bot.store.servers import ServerRepository
from bot.store.suggestions import SuggestionRepository, SuggestionRow
from config.settings import Settings
from tests.attacks.byte_search import contents, forms_of_id, forms_of_text, found
from tests.end_to_end.simcord_stage import SimcordStage
from tests.screen import Screen
from tests.stories import publish, ready

WRITERS = ("mia", "noor", "theo")
WORD = "quillfeather"


@dataclass(frozen=True)
class Lived:
    """What is left after members suggested something: some of it arrived, some is on its way."""

    stage: SimcordStage
    settings: Settings

    def member_id(self, name: str) -> int:
        return int(self.stage.world.person(name).id)


async def suggest(stage: SimcordStage, name: str, words: str) -> Screen:
    member = stage.person(name)
    form = await member.press([await member.slash("agreement"), *member.more][-1], "Suggest a change")
    return await member.submit(form, words=words)


@pytest.fixture
async def lived(settings: Settings) -> AsyncIterator[Lived]:
    async with SimcordStage(lambda: create_rehearsed_bot(settings)) as stage:
        await ready(stage, facilitator_channel="facilitators")
        await publish(stage)
        for minutes, name in enumerate(WRITERS, start=7):
            await stage.advance(minutes=minutes)
            await suggest(stage, name, f"{WORD} of {name[::-1]}, arrived")
        await stage.advance(hours=24)
        fay = stage.person("fay")
        await fay.press(await fay.press(stage.posts("facilitators")[-1], "Read suggestions"), "Done, remove it")
        for name in WRITERS:
            await stage.advance(minutes=11)
            await suggest(stage, name, f"{WORD} of {name[::-1]}, on its way")
        yield Lived(stage, settings)


async def opened(settings: Settings) -> Stores:
    return await open_stores(
        settings.database_address, settings.keystore_address, settings.key_dir, secrets.token_bytes
    )


async def kept_in(stores: Stores, server: Server) -> tuple[list[SuggestionRow], list[Kept]]:
    """The rows as they lie there, and what they say for whoever has the keys."""
    repository = SuggestionRepository(stores.database, secrets.token_bytes)
    rows = await repository.of_server(server.server_id)
    return rows, [kept for _, kept in await SuggestionBook(repository, secrets.token_bytes).kept(server)]


async def test_no_file_holds_who_wrote_or_what(lived: Lived, tmp_path: Path) -> None:
    files = contents(lived.settings.data_dir, lived.settings.key_dir)
    wanted = [forms_of_id(lived.member_id(name)) for name in WRITERS]
    wanted += [forms_of_text(word) for word in (WORD, "on its way", "roon", "oeht")]
    assert [found(forms, files) for forms in wanted] == [[]] * len(wanted)
    naive = tmp_path / "naive"
    naive.write_bytes(
        b"".join(lived.member_id(name).to_bytes(8) + f"{WORD} on its way roon oeht".encode() for name in WRITERS)
    )
    assert [found(forms, contents(naive)) for forms in wanted] == [["naive"]] * len(wanted)


async def test_with_every_key_the_words_open_and_still_nobody_wrote_them_at_any_minute(lived: Lived) -> None:
    stores = await opened(lived.settings)
    try:
        server = await Servers(ServerRepository(stores.database), stores.keys, secrets.token_bytes).get(
            ServerId(lived.stage.world.guild.id)
        )
        rows, kept = await kept_in(stores, server)
        audit = Audit(
            AuditRepository(stores.database, stores.keys.database), stores.keys, lived.stage.now, secrets.token_bytes
        )
        said = (
            b"".join(map(Codec(Kept).encode, kept))
            + b"".join(row.suggestion_id for row in rows)
            + repr((server.record, await audit.lines(server))).encode()
        )
    finally:
        await stores.close()
    assert len(rows) == 5  # one was done and is gone
    assert WORD.encode() in said
    assert b"a suggestion away" in said
    for name in WRITERS:
        tag = server.pseudonym(MemberId(lived.member_id(name)))
        tags = forms_of_id(lived.member_id(name)) | {tag, tag.hex().encode()}
        assert not any(form in said for form in tags)
        assert name.capitalize().encode() not in said
    assert len({len(row.sealed) for row in rows}) == 1
    assert_no_minute(kept)
    naive = Kept("whole", "", WORD, lived.stage.now().date(), lived.stage.now() + timedelta(minutes=7))
    with pytest.raises(AssertionError):
        assert_no_minute([*kept, naive])


def assert_no_minute(kept: Sequence[Kept]) -> None:
    """The slots alone, of those that are to come; the day alone, of those that arrived."""
    moments = {one.waits_until for one in kept if one.waits_until is not None}
    assert {(moment.hour, moment.minute, moment.second) for moment in moments} <= {(9, 0, 0), (14, 0, 0), (19, 0, 0)}
    assert {field.name for field in fields(Kept)} == {"about", "title", "words", "arrives_on", "waits_until", "told"}


async def test_nothing_sent_to_anybody_but_the_writer_tells_of_them_and_all_at_slots(lived: Lived) -> None:
    requests = [one for one in lived.stage.simulation.requests if not _is_answer(one.path)]
    said = "\n".join(f"{one.method} {one.path} {one.body}" for one in requests)
    assert "something new among the suggestions" in said
    for name in WRITERS:
        assert str(lived.member_id(name)) not in said
        assert name.capitalize() not in said
    assert WORD not in said
    answers = "\n".join(str(one.body) for one in lived.stage.simulation.requests if _is_answer(one.path))
    assert WORD in answers  # the facilitator read one: the search could have found it
    for post in lived.stage.posts("facilitators"):
        posted = lived.stage.now().fromtimestamp(
            ((post.message_id >> 22) + 1420070400000) / 1000, lived.stage.now().tzinfo
        )
        assert (posted.hour, posted.minute) in [(9, 0), (14, 0), (19, 0)]


def _is_answer(path: str) -> bool:
    return path.startswith(("/interactions/", "/webhooks/"))


async def test_before_its_slot_no_facilitator_meets_a_trace_of_it(settings: Settings) -> None:
    """Byte for byte the same pages with a suggestion on its way as without; at its slot they differ."""
    async with SimcordStage(lambda: create_rehearsed_bot(settings)) as stage:
        await ready(stage)
        await publish(stage)
        without = await _seen(stage)
        await suggest(stage, "mia", WORD)
        assert await _seen(stage) == without
        await stage.advance(hours=24)
        assert await _seen(stage) != without


async def _seen(stage: SimcordStage) -> list[str]:
    """Everything a facilitator can look at."""
    fay = stage.person("fay")
    seen: list[str] = []
    for command in ("status", "history", "edit"):
        seen += [page.text for page in (await fay.slash(f"facilitate agreement {command}"), *fay.more)]
    return [*seen, *(post.text for post in stage.posts("moderators"))]
