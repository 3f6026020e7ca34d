"""What is sent unasked about concerns: the same bytes for everybody, found again by its button, and nothing more."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest
from typing_extensions import override

from bot.core.identity import CaseId, ChannelId, MemberId, MessageId, ServerId
from bot.core.sealing import Key
from bot.services.problems import CannotReach, Why
from bot.services.server_records import Server, ServerRecord
from bot.ui.messenger import Messenger
from bot.ui.page import Button, Buttons, Page, Text
from bot.ui.words import words_for
from cogs.moderate.cards import DiscordCards, card_page, mine_id, reminder_page
from tests.services.fake_discord import LENA, MARA, MIA, OTTO, SETTINGS
from tests.services.fake_discord import START as NOW

HERE, THERE = (Server(ServerId(number), Key(bytes(32)), ServerRecord(SETTINGS)) for number in (900, 901))
CASE = CaseId(b"c" * 16)
MARAS, OTTOS, LENAS, MIAS = (one.member_id for one in (MARA, OTTO, LENA, MIA))

EVER = datetime.min.replace(tzinfo=UTC)


@dataclass
class Post:
    channel: ChannelId
    page: Page
    at: datetime


class Letterbox(Messenger):
    """Keeps what is sent; a channel of direct messages has the number of its member."""

    def __init__(self) -> None:
        self.posts: list[Post] = []
        self.now = NOW
        self.trouble: dict[int, Why] = {}

    @override
    async def post(self, channel_id: ChannelId, page: Page, nonce: str) -> MessageId:
        assert len(nonce) <= 25
        self._try(channel_id)
        self.posts.append(Post(channel_id, page, self.now))
        return MessageId(len(self.posts) - 1)

    @override
    async def find_own(self, channel_id: ChannelId, custom_id: str, since: datetime = EVER) -> MessageId | None:
        self._try(channel_id)
        found = [
            number
            for number, post in enumerate(self.posts)
            if post.channel == channel_id and post.at >= since and custom_id in _custom_ids(post.page)
        ]
        return MessageId(found[-1]) if found else None

    @override
    async def direct_channel(self, member_id: MemberId) -> ChannelId | None:
        self._try(0)
        return ChannelId(member_id)

    @override
    async def direct(self, member_id: MemberId, page: Page) -> bool:
        if self.trouble.get(member_id) is Why.DISCORD_DOWN:
            raise CannotReach(Why.DISCORD_DOWN)
        self.posts.append(Post(ChannelId(member_id), page, self.now))
        return member_id not in self.trouble

    def _try(self, channel: int) -> None:
        if channel in self.trouble:
            raise CannotReach(self.trouble[channel])


def _custom_ids(page: Page) -> list[str]:
    rows = [part.buttons for part in page.parts if isinstance(part, Buttons)]
    return [button.custom_id for row in rows for button in row if isinstance(button, Button)]


@pytest.fixture
def box() -> Letterbox:
    return Letterbox()


@pytest.fixture
def cards(box: Letterbox) -> DiscordCards:
    return DiscordCards(box)


async def test_a_reminder_is_the_same_for_everybody_and_every_day_but_for_its_server(
    box: Letterbox, cards: DiscordCards
) -> None:
    for days, member in enumerate((MARAS, OTTOS, LENAS)):
        box.now = NOW + timedelta(days=days)
        assert await cards.remind(HERE, member, box.now.date())
    first = box.posts[0].page
    assert [post.page for post in box.posts] == [first] * 3
    assert _custom_ids(first) == ["case:mine:900"]
    assert await cards.remind(THERE, MARAS, NOW.date())
    other = box.posts[-1].page
    assert _custom_ids(other) == ["case:mine:901"]
    assert other.parts[0] == first.parts[0]


async def test_one_a_day_and_one_more_on_the_next(box: Letterbox, cards: DiscordCards) -> None:
    for hours in (0, 5, 9):
        box.now = NOW + timedelta(hours=hours)
        assert await cards.remind(HERE, MARAS, NOW.date())
    assert len(box.posts) == 1
    tomorrow = NOW.date() + timedelta(days=1)
    box.now = datetime.combine(tomorrow, NOW.timetz())
    assert await cards.remind(HERE, MARAS, tomorrow)
    assert len(box.posts) == 2


async def test_the_day_is_the_servers_own(box: Letterbox, cards: DiscordCards) -> None:
    settings = replace(SETTINGS, timezone="Pacific/Auckland")
    there = replace(HERE, record=ServerRecord(settings))
    box.now = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)  # 23:30 on the 22nd there
    assert await cards.remind(there, MARAS, box.now.astimezone(there.zone).date())
    box.now = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)  # 09:00 on the 23rd there
    assert await cards.remind(there, MARAS, box.now.astimezone(there.zone).date())
    assert len(box.posts) == 2


@pytest.mark.parametrize("why", [Why.FORBIDDEN, Why.MISSING])
async def test_closed_messages_are_said_and_an_outage_is_raised(box: Letterbox, cards: DiscordCards, why: Why) -> None:
    box.trouble = {MARAS: why}
    assert not await cards.remind(HERE, MARAS, NOW.date())
    assert not await cards.show_directly(HERE, CASE, [MARAS])
    box.trouble = {MARAS: Why.DISCORD_DOWN}
    with pytest.raises(CannotReach):
        await cards.remind(HERE, MARAS, NOW.date())
    with pytest.raises(CannotReach):
        await cards.show_directly(HERE, CASE, [MARAS])


async def test_a_reporter_reads_that_a_note_waits_and_nothing_else(box: Letterbox, cards: DiscordCards) -> None:
    await cards.say_note_waits(HERE, MIAS)
    assert [(post.channel, post.page.parts) for post in box.posts] == [(MIAS, (Text("You have a note waiting."),))]


@pytest.mark.parametrize("why", [Why.FORBIDDEN, Why.DISCORD_DOWN])
async def test_a_reporter_who_cannot_be_told_is_let_be(box: Letterbox, cards: DiscordCards, why: Why) -> None:
    box.trouble = {MIAS: why}
    await cards.say_note_waits(HERE, MIAS)


async def test_that_the_channel_fails_is_said_without_a_button(box: Letterbox, cards: DiscordCards) -> None:
    assert await cards.say_channel_fails(HERE, LENAS)
    assert [type(part) for part in box.posts[0].page.parts] == [Text]
    box.trouble = {LENAS: Why.FORBIDDEN}
    assert not await cards.say_channel_fails(HERE, LENAS)


def test_cards_differ_in_their_random_number_alone() -> None:
    words = words_for("en")
    one, other = card_page(words, CASE), card_page(words, CaseId(b"d" * 16))
    assert one.parts[0] == other.parts[0]
    assert len(_custom_ids(one)[0]) == len("case:open:") + 22
    assert _custom_ids(reminder_page(words, HERE)) == [mine_id(HERE)]
