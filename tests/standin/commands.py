"""The application's commands as the bot synced them, and the interaction data of somebody using one.

Not here: sending it (interactions.py).
"""

from collections.abc import Mapping

from tests.screen import words
from tests.stage import NotOnScreen, Value
from tests.standin.permissions import permissions
from tests.standin.resolved import Resolved
from tests.standin.wire import JsonObject, as_objects, number
from tests.standin.world import DIRECT, Channel, Message, Person, World

CHAT, MESSAGE_MENU = 1, 3
SUBCOMMANDS = (1, 2)
STRING, INTEGER, BOOLEAN, USER, CHANNEL, ROLE, MENTIONABLE, NUMBER = 3, 4, 5, 6, 7, 8, 9, 10


class Commands:
    """Commands by scope: 0 is global, else a server's id."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.synced = 0
        self._scopes: dict[int, list[JsonObject]] = {}

    def share(self, other: "Commands") -> None:
        """Have the same commands as another server of the bot."""
        self._scopes = other._scopes

    def listed(self, scope: int) -> list[JsonObject]:
        """The commands of one scope."""
        return self._scopes.get(scope, [])

    def replace(self, scope: int, items: list[JsonObject]) -> list[JsonObject]:
        """Put these in place of all before; a command that keeps its name and type keeps its id."""
        known = {(one["name"], one["type"]): one["id"] for one in self.listed(scope)}
        made: list[JsonObject] = []
        for item in items:
            kind = number(item, "type", CHAT)
            key = known.get((item["name"], kind)) or str(self.world.snowflake())
            defaults: JsonObject = {"description": "", "options": [], "default_member_permissions": None}
            defaults |= {"contexts": None, "integration_types": [0], "nsfw": False, "dm_permission": True}
            fixed: JsonObject = {"id": key, "type": kind, "application_id": str(self.world.bot.id)}
            fixed |= {"version": str(self.world.snowflake())} | ({"guild_id": str(scope)} if scope else {})
            made.append(defaults | item | fixed)
        self._scopes[scope] = made
        self.synced += 1
        return made

    def find(self, name: str, kind: int, person: Person, channel: Channel) -> JsonObject:
        """The command that this person sees under that name there.

        Raises:
            NotOnScreen: there is none, or it is hidden from them or from there.
        """
        offered = [one for scope in (self.world.guild_id, 0) for one in self.listed(scope)]
        for one in offered:
            if one["name"] == name and one["type"] == kind and self._visible(one, person, channel):
                return one
        raise NotOnScreen(f"no command {name!r} for {person.name} among {[one['name'] for one in offered]}")

    def _visible(self, command: JsonObject, person: Person, channel: Channel) -> bool:
        where = 1 if channel.kind == DIRECT else 0
        contexts = command["contexts"]
        if isinstance(contexts, list) and where not in contexts:
            return False
        needed = number(command, "default_member_permissions")
        return permissions(self.world, person, channel) & needed == needed

    def used(self, person: Person, channel: Channel, path: str, options: Mapping[str, Value]) -> JsonObject:
        """The data of a slash command, its options resolved by the types that were synced."""
        return self._chat_data(person, channel, path, options, None)

    def typed(
        self, person: Person, channel: Channel, path: str, options: Mapping[str, Value], focused: str
    ) -> JsonObject:
        """The data while `focused` is being typed."""
        return self._chat_data(person, channel, path, options, focused)

    def used_on(self, person: Person, message: Message, name: str) -> JsonObject:
        """The data of a message menu command."""
        command = self.find(name, MESSAGE_MENU, person, message.channel)
        resolved = Resolved(self.world, person)
        target = resolved.message(message)
        return resolved.added_to({"id": command["id"], "name": name, "type": MESSAGE_MENU, "target_id": target})

    def _chat_data(
        self, person: Person, channel: Channel, path: str, options: Mapping[str, Value], focused: str | None
    ) -> JsonObject:
        root_name, *below = path.split()
        root = leaf = self.find(root_name, CHAT, person, channel)
        for name in below:
            leaf = _below(leaf, name)
        resolved = Resolved(self.world, person)
        given = _given(leaf, options, resolved, focused)
        for name in reversed(below):
            given = [{"type": self._depth(root, below, name), "name": name, "options": given}]
        return resolved.added_to({"id": root["id"], "name": root["name"], "type": CHAT, "options": given})

    def _depth(self, root: JsonObject, below: list[str], name: str) -> int:
        """1 for a subcommand, 2 for a group of them."""
        found = root
        for one in below[: below.index(name) + 1]:
            found = _below(found, one)
        return number(found, "type")


def _below(command: JsonObject, name: str) -> JsonObject:
    for option in as_objects(command.get("options")):
        if option["name"] == name and option["type"] in SUBCOMMANDS:
            return option
    raise NotOnScreen(f"no subcommand {name!r} below {command['name']!r}")


def _given(
    command: JsonObject, options: Mapping[str, Value], resolved: Resolved, focused: str | None
) -> list[JsonObject]:
    declared = {words(option, "name"): option for option in as_objects(command.get("options"))}
    if any(number(option, "type") in SUBCOMMANDS for option in declared.values()):
        raise NotOnScreen(f"{command['name']!r} needs a subcommand")
    if unknown := set(options) - set(declared):
        raise NotOnScreen(f"no options {sorted(unknown)} among {sorted(declared)}")
    missing = [name for name, option in declared.items() if option.get("required") and name not in options]
    if missing and focused is None:
        raise NotOnScreen(f"required options {missing} are not given")
    given: list[JsonObject] = []
    for name, value in options.items():
        raw = name == focused
        one: JsonObject = {"name": name, "type": declared[name]["type"]}
        one["value"] = value if raw else _option_value(declared[name], value, resolved)
        given.append(one | ({"focused": True} if raw else {}))
    return given


def _option_value(option: JsonObject, value: Value, resolved: Resolved) -> object:
    kind = number(option, "type")
    if choices := as_objects(option.get("choices")):
        for choice in choices:
            if value in (choice["name"], choice["value"]):
                return choice["value"]
        raise NotOnScreen(f"{value!r} is not among the choices of {option['name']!r}")
    if kind in (USER, CHANNEL, ROLE, MENTIONABLE):
        pick = {
            USER: resolved.person,
            CHANNEL: resolved.channel,
            ROLE: resolved.role,
            MENTIONABLE: resolved.mentionable,
        }
        return pick[kind](str(value))
    expected = {STRING: (str,), INTEGER: (int,), BOOLEAN: (bool,), NUMBER: (int, float)}[kind]
    if type(value) not in expected:
        raise NotOnScreen(f"option {option['name']!r} does not take {value!r}")
    return value
