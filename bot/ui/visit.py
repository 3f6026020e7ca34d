"""One press, form or command as plain values: who, where, what was chosen. Read from the raw interaction."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, cast

import aiohttp
import discord

from bot.core.identity import ChannelId, MemberId, RoleId, ServerId
from bot.services.people import Person
from bot.services.problems import CannotReach, Refused, Why
from bot.ui.words import Words, words_for

_LABEL: Final = 18
_TEXT_DISPLAY: Final = 10
_TEXT_INPUT: Final = 4
_FILE_UPLOAD: Final = 19


@dataclass(frozen=True, repr=False)
class Upload:
    """A file that somebody sent: how large it is, and what Discord takes it for. Its name is not read."""

    size: int
    """Bytes."""
    media_type: str
    """Such as "image/png"; empty if Discord does not know."""
    _attachment: discord.Attachment

    async def read(self) -> bytes:
        """The file, fetched from Discord.

        Raises:
            CannotReach: Discord has it no more, or did not answer. The cause is left off: it holds the address.
        """
        try:
            return await self._attachment.read()
        except (discord.HTTPException, aiohttp.ClientError, OSError):
            raise CannotReach(Why.DISCORD_DOWN) from None


def upload_from(attachment: discord.Attachment) -> Upload:
    """The file behind an attachment."""
    return Upload(attachment.size, (attachment.content_type or "").partition(";")[0], attachment)


@dataclass(frozen=True)
class Visit:
    """What a handler is given. `interaction` is there for the rare handler that needs Discord itself."""

    person: Person
    somewhere: ServerId | None
    """The server, or None in a direct message."""
    channel_id: ChannelId | None
    action: str
    key: str
    form: str
    """The fresh last part of a form's custom_id: the same again when the same form is sent again. Else empty."""
    values: tuple[str, ...]
    fields: Mapping[str, str]
    members: Mapping[str, Person]
    uploads: Mapping[str, Upload]
    words: Words
    now: datetime
    interaction: discord.Interaction

    @property
    def server_id(self) -> ServerId:
        """The server this happened in.

        Raises:
            Refused: it happened in a direct message.
        """
        if self.somewhere is None:
            raise Refused("only-in-a-server")
        return self.somewhere

    @property
    def feature(self) -> str:
        """What was used: the first part of a custom_id, or a command's name."""
        data = cast("Mapping[str, Any]", self.interaction.data or {})
        return self.action.partition(":")[0] or str(data.get("name", ""))

    @property
    def value(self) -> str:
        """What was chosen in a select, the first of it.

        Raises:
            Refused: nothing was, so this came from no select of ours.
        """
        if not self.values:
            raise Refused("button-outdated")
        return self.values[0]


def visit_from(interaction: discord.Interaction, now: datetime, *, form: bool) -> Visit:
    """The plain values of an interaction; for a form the fresh last part of the custom_id is left off the key."""
    data = cast("Mapping[str, Any]", interaction.data or {})
    action, key = split_custom_id(str(data.get("custom_id", "")))
    key, _, fresh = key.rpartition(":") if form else (key, "", "")
    fields, members = _filled_in(data)
    return Visit(
        person=person_from(interaction.user),
        somewhere=None if interaction.guild_id is None else ServerId(interaction.guild_id),
        channel_id=None if interaction.channel_id is None else ChannelId(interaction.channel_id),
        action=action,
        key=key,
        form=fresh,
        values=tuple(cast("Sequence[str]", data.get("values", ()))),
        fields=fields,
        members=members,
        uploads=_uploaded(interaction, data),
        words=words_for(interaction.locale),
        now=now,
        interaction=interaction,
    )


def typed_into(interaction: discord.Interaction) -> list[str]:
    """The texts that were typed into a form, longest first."""
    data = cast("Mapping[str, Any]", interaction.data or {})
    inputs = (one for one in _inputs(data.get("components", ())) if one.get("type") == _TEXT_INPUT)
    return sorted((str(one.get("value") or "") for one in inputs), key=len, reverse=True)


def split_custom_id(custom_id: str) -> tuple[str, str]:
    """`feature:action` and what follows it."""
    feature, _, rest = custom_id.partition(":")
    action, _, key = rest.partition(":")
    return f"{feature}:{action}", key


def person_from(user: discord.User | discord.Member) -> Person:
    """The person as this payload describes them; in a direct message without roles."""
    if not isinstance(user, discord.Member):
        return Person(MemberId(user.id), frozenset(), None, is_administrator=False, display_name=user.display_name)
    resolved = user.resolved_permissions or user.guild_permissions
    return Person(
        member_id=MemberId(user.id),
        role_ids=frozenset(RoleId(role) for role in user._roles),  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - ids as sent; .roles looks each up and drops the unknown
        joined_at=user.joined_at,
        is_administrator=resolved.manage_guild,
        display_name=user.display_name,
        is_bot=user.bot,
    )


def _filled_in(data: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, Person]]:
    fields: dict[str, str] = {}
    members: dict[str, Person] = {}
    for component in _inputs(data.get("components", ())):
        name = str(component["custom_id"])
        values = cast("Sequence[str]", component.get("values") or ())
        single = component.get("value")
        fields[name] = str(single) if single is not None else ",".join(values)
        picked = [person for value in values if (person := _picked(data, value)) is not None]
        if picked:
            members[name] = picked[0]
    return fields, members


def _inputs(components: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for component in components:
        if component["type"] == _LABEL:
            yield component["component"]
        elif component["type"] != _TEXT_DISPLAY:
            yield from component.get("components", ())


def _uploaded(interaction: discord.Interaction, data: Mapping[str, Any]) -> dict[str, Upload]:
    """The first file of each field."""
    known = cast("Mapping[str, Mapping[str, Any]]", data.get("resolved") or {}).get("attachments", {})
    state = interaction._state  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] - an attachment is read through it, and a raw form has none yet
    uploads: dict[str, Upload] = {}
    for one in _inputs(data.get("components", ())):
        sent = cast("Sequence[str]", one.get("values") or ()) if one.get("type") == _FILE_UPLOAD else ()
        for file in [known[each] for each in sent[:1] if each in known]:
            uploads[str(one["custom_id"])] = upload_from(discord.Attachment(data=file, state=state))
    return uploads


def _picked(data: Mapping[str, Any], user_id: str) -> Person | None:
    resolved = cast("Mapping[str, Mapping[str, Any]]", data.get("resolved") or {})
    user = resolved.get("users", {}).get(user_id)
    if user is None:
        return None
    member = resolved.get("members", {}).get(user_id, {})
    joined = member.get("joined_at")
    permissions = discord.Permissions(int(member.get("permissions", 0)))
    return Person(
        member_id=MemberId(int(user_id)),
        role_ids=frozenset(RoleId(int(role)) for role in member.get("roles", ())),
        joined_at=None if joined is None else datetime.fromisoformat(joined),
        is_administrator=permissions.manage_guild,
        display_name=member.get("nick") or user.get("global_name") or user["username"],
        is_bot=bool(user.get("bot")),
    )
