"""What people do with the bot: commands, buttons, selects, forms and message menus, and the answer they get to see.

Everybody and everything is given by name. Two people may act at the same moment (`asyncio.gather`).
"""

from collections.abc import Callable, Coroutine, Mapping, Sequence
from functools import partial
from typing import TypeAlias

import simcord
from simcord import ChannelHandle, InteractionResult, MemberActor, RoleHandle, UserHandle
from simcord.backend.models import Message
from simcord.enums import AppCommandType, OptionType
from simcord.interactions import walk_to_subcommand

from bot.rehearsal import cast
from bot.rehearsal.simulator import patches
from bot.rehearsal.simulator.wire import (
    ENTITY_SELECTS,
    Answer,
    Kind,
    Payload,
    Shown,
    controls,
    objects,
    prefilled,
    text,
)
from bot.rehearsal.simulator.world import World

File: TypeAlias = tuple[str, bytes]
"""A file: its name and its bytes."""
Option: TypeAlias = str | int | float | bool | File
"""A command option: text, a number, yes or no, the name of a role, channel or person, or a file."""
Filled: TypeAlias = str | Sequence[str] | bool | File
"""A field of a form: text, the value of an option, values of options, names of people, roles or channels, or a file."""
Handle: TypeAlias = MemberActor | UserHandle | RoleHandle | ChannelHandle
Doer: TypeAlias = MemberActor | UserHandle


class CannotDo(Exception):
    """A real person could not do that in Discord either: no such button, command, option or channel for them."""


class People:
    """The cast at work."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._env = world.env

    async def slash(self, name: str, command: str, channel: str = cast.GROUP, /, **options: Option) -> Answer:
        """Use a command by its full name in a channel ("direct" for direct messages)."""
        leaf = self._leaf(command)
        given = {option: self._option(leaf, option, value) for option, value in options.items()}
        if channel == cast.DIRECT:
            user = self._world.person(name).user
            return await self._do(partial(patches.unguarded(UserHandle.slash), user, command, **given))
        member, room = self._world.person(name), self._world.channel(channel)
        return await self._do(partial(patches.unguarded(MemberActor.slash), member, room, command, **given))

    async def complete(
        self, name: str, command: str, option: str, typed: str, channel: str = cast.GROUP, /, **others: Option
    ) -> list[str]:
        """What Discord offers while `typed` stands in the option's box: the names of the choices."""
        leaf = self._leaf(command)
        given = {other: self._option(leaf, other, value) for other, value in others.items()}
        actor, room = self._world.person(name), self._world.channel(channel)
        ask = patches.unguarded(MemberActor.autocomplete)
        try:
            choices = await ask(actor, room, command, option, typed, **given)
        except (simcord.SetupError, simcord.BackendError) as error:
            raise CannotDo(str(error)) from error
        return [str(choice["name"]) for choice in choices]

    async def press(self, name: str, shown: Shown, custom_id: str) -> Answer:
        """Press a button."""
        doer, message = self._reach(name, shown)
        click = patches.unguarded(type(doer).click)
        return await self._do(partial(click, doer, message, custom_id=custom_id), on=shown)

    async def choose(self, name: str, shown: Shown, custom_id: str, chosen: Sequence[str]) -> Answer:
        """Choose in a select of a message: values of its options, or names in a select of people, roles or channels."""
        doer, message = self._reach(name, shown)
        control = controls(shown.payload).get(custom_id, {})
        values = self._values(control, chosen)
        select = patches.unguarded(type(doer).select)
        return await self._do(partial(select, doer, message, values, custom_id=custom_id), on=shown)

    async def submit(self, name: str, form: Shown, filled: Mapping[str, Filled]) -> Answer:
        """Send a form: what is filled in by custom_id, everything else as it stood there."""
        if not isinstance(form.origin, InteractionResult):
            raise CannotDo("there is no form on the screen")
        values: dict[str, object] = {}
        for custom_id, control in controls(form.payload).items():
            value = filled[custom_id] if custom_id in filled else prefilled(control)
            if value is not None:
                values[custom_id] = self._field(control, value)
        unknown = sorted(filled.keys() - controls(form.payload).keys())
        if unknown:
            raise CannotDo(f"the form has no field {unknown}")
        doer = self._doer(name, form.channel)
        return await self._do(partial(patches.unguarded(type(doer).submit_modal), doer, form.origin, values))

    async def menu(self, name: str, shown: Shown, command: str) -> Answer:
        """Use a message menu command on a message in a channel of the server."""
        _, message = self._reach(name, shown)
        actor, room = self._world.person(name), self._world.channel(shown.channel)
        return await self._do(partial(patches.unguarded(MemberActor.context_menu), actor, room, command, message))

    def menus(self) -> list[str]:
        """The entries of the message menu that the bot offers."""
        offered = self._env.backend.commands.get(None, {})
        return [name for name, kind in offered if kind == AppCommandType.MESSAGE]

    async def say(self, name: str, words: str, /, channel: str = cast.GROUP, files: Sequence[File] = ()) -> Shown:
        """Write a message in a channel."""
        actor, room = self._world.person(name), self._world.channel(channel)
        sent = await patches.unguarded(MemberActor.send)(actor, room, words, attachments=files)
        return self._shown(self._env.backend.get_message(sent.channel.id, sent.id))

    # From names to simcord's handles

    def _doer(self, name: str, channel: str) -> Doer:
        member = self._world.person(name)
        return member.user if channel == cast.DIRECT else member

    def _reach(self, name: str, shown: Shown) -> tuple[Doer, simcord.ResponseMessage]:
        doer = self._doer(name, shown.channel)
        try:
            stored = self._env.backend.get_message(int(text(shown.payload, "channel_id")), shown.message_id)
        except simcord.BackendError as error:
            raise CannotDo("the message is gone") from error
        return doer, simcord.ResponseMessage(self._env, stored)

    def _leaf(self, command: str) -> Payload:
        root, *path = command.split()
        spec = self._env.backend.find_command(root, self._world.guild.id, type=AppCommandType.CHAT_INPUT)
        if spec is None:
            raise CannotDo(f"there is no command /{root}")
        try:
            return walk_to_subcommand(spec, path)[0]
        except simcord.SetupError as error:
            raise CannotDo(str(error)) from error

    def _option(self, leaf: Payload, name: str, value: Option) -> object:
        kind = next((one.get("type") for one in objects(leaf, "options") if one.get("name") == name), None)
        if not isinstance(value, str):
            return value
        if kind == OptionType.USER:
            return self._world.person(value)
        if kind == OptionType.CHANNEL:
            return self._world.channel(value)
        if kind == OptionType.ROLE:
            return self._world.roles[value.lower()]
        return value

    def _values(self, control: Payload, chosen: Sequence[str]) -> list[object]:
        if control.get("type") not in ENTITY_SELECTS:
            return list(chosen)
        return [self._entity(Kind(int(str(control["type"]))), one) for one in chosen]

    def _field(self, control: Payload, value: Filled) -> object:
        if isinstance(value, bool) or control.get("type") in (Kind.TEXT_INPUT, Kind.RADIO_GROUP, Kind.FILE_UPLOAD):
            return value
        return self._values(control, [value] if isinstance(value, str) else [str(one) for one in value])

    def _entity(self, kind: Kind, one: str) -> Handle:
        """A person, role or channel by name, or by id where a form was prefilled."""
        candidates: dict[str, Handle] = {}
        if kind in (Kind.USER_SELECT, Kind.MENTIONABLE_SELECT):
            candidates |= self._world.people
        if kind in (Kind.ROLE_SELECT, Kind.MENTIONABLE_SELECT):
            candidates |= self._world.roles
        if kind is Kind.CHANNEL_SELECT:
            candidates |= self._world.channels
        for name, handle in candidates.items():
            if one.lower() == name or one == str(handle.id):
                return handle
        raise CannotDo(f"nobody and nothing here is called {one!r}")

    # From simcord's result to what is on the screen

    async def _do(
        self, action: Callable[[], Coroutine[object, object, InteractionResult]], *, on: Shown | None = None
    ) -> Answer:
        try:
            result = await action()
        except (simcord.SetupError, simcord.BackendError) as error:
            raise CannotDo(str(error)) from error
        record = patches.record_of(result)
        first = self._first(result, on)
        more = [self._found(record.channel_id, one) for one in record.followup_ids if one != record.message_id]
        shown = [one for one in (first, *more) if one is not None]
        return Answer(record.responded, shown[0] if shown else None, tuple(shown[1:]))

    def _first(self, result: InteractionResult, on: Shown | None) -> Shown | None:
        record = patches.record_of(result)
        if record.modal is not None:
            channel = self._world.name_of(record.channel_id)
            return Shown(record.modal, channel, private=True, form=True, origin=result)
        if record.message_id is None or record.loading:
            return None
        found = self._found(record.channel_id, record.message_id)
        silent = record.deferred and on is not None and found is not None and _same(found, on)
        return None if silent else found

    def _found(self, channel_id: int, message_id: int) -> Shown | None:
        try:
            return self._shown(self._env.backend.get_message(channel_id, message_id))
        except simcord.BackendError:
            return None

    def _shown(self, message: Message) -> Shown:
        channel = self._world.name_of(message.channel_id)
        return Shown(patches.payload_of(self._env, message), channel, private=message.is_ephemeral)


def _same(one: Shown, other: Shown) -> bool:
    return all(one.payload.get(key) == other.payload.get(key) for key in ("content", "components", "embeds"))
