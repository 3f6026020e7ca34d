"""Every page and form of concerns fits Discord's limits with the longest texts and the most people there can be."""

import secrets
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime
from unittest.mock import create_autospec

import discord
import pytest
from aiohttp import ClientResponse

from bot.core.case import Account, Affected, Case, CopiedMessage, Line, Named, State, Voice, Wish
from bot.core.clocks import NextDate
from bot.core.draft import new_token
from bot.core.identity import CaseId, ChannelId, MemberId, MessageId, RoleId, ServerId
from bot.core.readership import Category
from bot.core.receipt import receipt_of
from bot.core.sealing import new_key
from bot.services.cases import ReadableCase
from bot.services.concerns import Choosable
from bot.services.problems import Refused
from bot.services.servers import Server, ServerRecord, ServerSettings
from bot.ui.draw import draw_form, draw_page
from bot.ui.page import Form, Page, Text
from bot.ui.words import words_for
from cogs.concern import content
from cogs.moderate import cards, sight
from cogs.moderate import pages as case_pages
from tests.limits import form_faults, message_faults

WORDS = words_for("en")
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
DAY = date(2026, 11, 22)
TOKEN = new_token(secrets.token_bytes)
RECEIPT = receipt_of(TOKEN.key)
NAME = "\N{FACE WITH TEARS OF JOY}" * 32
ID = 2**63 - 1
STORIES = ["a", "word " * 700, "\n" * 3500, "x" * 3500, "\N{FACE WITH TEARS OF JOY}" * 3500, "> # **`\n" * 400]
PEOPLE = tuple(Choosable(f"{number:032x}", NAME, ticked=True) for number in range(23))
CONTACT = "contact " * 30


def account(story: str, category: Category = Category.DANGER) -> Account:
    return Account(category, story, Wish.ACTION, Affected.GROUP, Named(MemberId(ID), NAME))


def message(story: str) -> CopiedMessage:
    return CopiedMessage(Named(MemberId(ID), NAME), ChannelId(ID), MessageId(ID), story[:4000], gives_away=True)


def faults(found: Iterable[Page]) -> list[str]:
    bodies = [{"components": draw_page(page).to_components(), "flags": 1 << 15} for page in found]
    return [fault for body in bodies for fault in message_faults(body, sent=False)]


def faults_of(form: Form) -> list[str]:
    return list(form_faults(draw_form(form).to_dict()))


def case(story: str, **changes: object) -> Case:
    fresh = Case(
        label="7QK2MX",
        lookup=b"",
        named=(),
        readers=(),
        later=(),
        direct=False,
        urgent=True,
        deliver_at=NOW,
        account=account(story),
        message=message(story),
        reporter_name=NAME,
        lines=tuple(Line(Voice.STAFF if place % 2 else Voice.REPORTER, story[:1600], DAY) for place in range(12)),
    )
    return replace(fresh, **changes)  # pyright: ignore[reportArgumentType] # names are checked by dataclasses


def readable(one: Case) -> ReadableCase:
    return ReadableCase(CaseId(secrets.token_bytes(16)), ServerId(ID), one, NextDate("outcome", DAY), is_overdue=True)


@pytest.mark.parametrize("story", STORIES)
async def test_cases_fit_and_lose_no_word(story: str) -> None:
    shown = case_pages.case_pages(WORDS, readable(case(story)), "note")
    assert faults(shown) == []
    said = "".join(_text(page) for page in shown)
    assert said.count("x") >= story.count("x")
    assert faults(case_pages.case_pages(WORDS, readable(case(story, message=None, lines=(), urgent=False)))) == []


async def test_a_message_without_text_is_said_to_have_none() -> None:
    shown = case_pages.case_pages(WORDS, readable(case("a", message=replace(message(""), text=""))))
    assert "had no text" in "".join(_text(page) for page in shown)


async def test_a_list_shows_the_most_pressing_and_says_that_there_are_more() -> None:
    withdrawn = case("a", account=None, state=State.WITHDRAWN)
    many = [readable(case("a")) for _ in range(25)] + [readable(withdrawn)]
    for mine in ([], many[-1:], many[:25], many):
        page = case_pages.list_page(WORDS, mine)
        assert faults([page]) == []
        assert ("there are more" in _text(page)) == (len(mine) > 25)


async def test_what_was_withdrawn_is_shown_without_buttons() -> None:
    one = replace(readable(case("a", account=None, state=State.WITHDRAWN)), next=None, is_overdue=False)
    (shown,) = case_pages.case_pages(WORDS, one)
    assert "was withdrawn" in _text(shown)
    assert len(case_pages.case_pages(WORDS, replace(readable(case("a", lines=(), message=None)), next=None))) == 1


@pytest.mark.parametrize("letters", ["!", "é" * 22, "a"])
def test_letters_that_are_no_case_are_told_like_a_case_that_is_not_there(letters: str) -> None:
    with pytest.raises(Refused, match="case-unknown"):
        cards.case_from(letters)


def test_letters_of_a_case_are_read_back() -> None:
    case_id = CaseId(secrets.token_bytes(16))
    assert cards.case_from(cards.case_letters(case_id)) == case_id


def test_an_answer_begins_with_the_chosen_sentence_or_with_none() -> None:
    opener = content.concern_content("en").openers[0]
    assert case_pages.answer_text(WORDS, opener.key, "mine") == f"{opener.name}\n\nmine"
    assert case_pages.answer_text(WORDS, case_pages.OWN_WORDS, "mine") == "mine"


def test_content_must_have_words_for_what_the_rules_know(monkeypatch: pytest.MonkeyPatch) -> None:
    fewer = dict(content.read_content("concerns", "en")) | {"wishes": [{"key": "record", "name": "Only record it"}]}
    read = create_autospec(content.read_content, return_value=fewer)
    monkeypatch.setattr(content, "read_content", read)
    with pytest.raises(ValueError, match="concerns"):
        content.concern_content("xx")


@pytest.mark.parametrize(
    ("answer", "sees"),
    [
        (discord.Permissions(view_channel=True), True),
        (discord.Permissions(view_channel=False), False),
        ("gone", False),
        ("down", True),
        ("no channel", True),
        ("no guild", True),
    ],
)
async def test_whoever_discord_cannot_tell_about_counts_as_seeing(answer: object, sees: bool) -> None:  # noqa: FBT001 - the expectation
    client = create_autospec(discord.Client, instance=True)
    guild = create_autospec(discord.Guild, instance=True)
    channel = create_autospec(discord.TextChannel, instance=True)
    client.get_guild.return_value = None if answer == "no guild" else guild
    guild.get_channel.return_value = None if answer == "no channel" else channel
    channel.permissions_for.return_value = answer
    response = create_autospec(ClientResponse, instance=True)
    response.status, response.reason = 503, ""
    if answer == "gone":
        guild.fetch_member.side_effect = discord.NotFound(response, "")
    elif answer == "down":
        guild.fetch_member.side_effect = discord.HTTPException(response, "")
    settings = ServerSettings(RoleId(1), RoleId(2), ChannelId(3), ChannelId(4), "UTC", "x")
    server = Server(ServerId(1), new_key(secrets.token_bytes), ServerRecord(settings))
    assert await sight.DiscordSight(client).sees_moderators(server, MemberId(5)) is sees


def _text(page: Page) -> str:
    return "\n".join(part.markdown for part in page.parts if isinstance(part, Text))
