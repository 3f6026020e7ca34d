"""What stands behind the pages of concerns: the content has words for every rule; who sees the moderators' channel."""

import secrets
from unittest.mock import create_autospec

import discord
import pytest
from aiohttp import ClientResponse

from bot.core.identity import ChannelId, MemberId, RoleId, ServerId
from bot.core.sealing import new_key
from bot.services.server_records import Server, ServerRecord, ServerSettings
from cogs.concern import content
from cogs.moderate import sight


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
