"""What a forger may send, for hypothesis: presses, forms, commands and their completion, of real and of strange parts.

Not here: what the bot must not do about it (`test_everything_fuzz.py`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, TypeAlias

from discord import AppCommandOptionType as Kind
from discord import app_commands
from hypothesis import strategies as st
from simcord.enums import InteractionType
from simcord.interactions import resolve_handle

from bot.app import CommonGround
from tests.attacks.full_house import Shown
from tests.attacks.matrix import PRESSES, Owner
from tests.end_to_end.simcord_stage import SimcordStage

Resolved: TypeAlias = Mapping[str, Mapping[str, Any]]
PEOPLE = ("mia", "noor", "theo", "fay", "ada", "mara", "otto", "lena")
TYPED = "persimmon"
"""In every text that is made up here: no line of the log may have it."""
LONGEST_ID = 100
STRANGE = (
    *("", ":", "::", ".", "..", "-1", "0", "2", "²", "٣" * 8, "9" * 19, "9" * 40, "nan", "1e9", "\x00", "\udcff"),
    *("0" * 32, "f" * 32, "x" * 80, "W", "2026-01-01", "2027-02-30", "0001-01-01", "9999-12-31", "23:59", "\u2028"),
)
_RESOLVED = {Kind.role: "roles", Kind.channel: "channels", Kind.user: "users"}
MODAL_PARTS = (3, 4, 5, 6, 8, 19, 21, 22)
"""Every kind of component that Discord sends back from a form, and a select of roles that none of ours has."""


@dataclass(frozen=True)
class Forgery:
    """One interaction, by somebody."""

    who: str
    kind: InteractionType
    data: dict[str, Any]


@dataclass(frozen=True, repr=False)
class Workshop:
    """Makes forgeries of what one group has shown."""

    shown: Shown
    bot: CommonGround
    server: int
    resolved: Resolved
    """Roles, channels and people, as Discord describes what was chosen in a command."""

    def forgeries(self) -> st.SearchStrategy[Forgery]:
        """Any of all kinds."""
        names = st.sampled_from(PEOPLE)
        kinds = (
            st.builds(Forgery, names, st.just(InteractionType.MESSAGE_COMPONENT), self._presses()),
            st.builds(Forgery, names, st.just(InteractionType.MODAL_SUBMIT), self._forms()),
            st.builds(Forgery, names, st.just(InteractionType.APPLICATION_COMMAND), self._commands(focused=False)),
            st.builds(
                Forgery, names, st.just(InteractionType.APPLICATION_COMMAND_AUTOCOMPLETE), self._commands(focused=True)
            ),
        )
        return st.one_of(kinds[0], kinds[1], *kinds)

    def _custom_ids(self, *, form: bool) -> st.SearchStrategy[str]:
        def of(action: str) -> st.SearchStrategy[str]:
            secret = PRESSES.get(action) is Owner.CODE
            own = st.sampled_from(sorted(self.shown.actions.get(action, ("",)))) if not secret else st.just("")
            keys = st.one_of(own, own, st.sampled_from(sorted(self.shown.keys)), _texts(20)).flatmap(_bent)
            return keys.map(lambda key: f"{action}:{key}{':fresh' if form else ''}"[:LONGEST_ID])

        return st.sampled_from(sorted(self.bot.door.actions)).flatmap(of)

    def _values(self) -> st.SearchStrategy[str]:
        return st.one_of(st.sampled_from(sorted(self.shown.values)), _texts(4000), st.just(str(self.server)))

    def _presses(self) -> st.SearchStrategy[dict[str, Any]]:
        chosen = st.lists(self._values(), max_size=3)
        kinds = st.sampled_from((2, 3, 5, 8))
        return st.fixed_dictionaries(
            {"custom_id": self._custom_ids(form=False), "component_type": kinds, "values": chosen}
        )

    def _forms(self) -> st.SearchStrategy[dict[str, Any]]:
        named = st.one_of(st.sampled_from(sorted(self.shown.fields)), _texts(10))
        parts = st.builds(_part, named, st.sampled_from(MODAL_PARTS), self._values(), st.integers(0, 2))
        resolved: st.SearchStrategy[Resolved] = st.sampled_from(({}, {"users": {}}, {"attachments": {}}))
        return st.fixed_dictionaries(
            {"custom_id": self._custom_ids(form=True), "components": st.lists(parts, max_size=5), "resolved": resolved}
        )

    def _commands(self, *, focused: bool) -> st.SearchStrategy[dict[str, Any]]:
        leaves = [one for one in self.bot.tree.walk_commands() if isinstance(one, app_commands.Command)]
        offering = [one for one in leaves if any(each.autocomplete for each in one.parameters)]
        return st.sampled_from(offering if focused else leaves).flatmap(lambda one: self._used(one, focused=focused))

    def _used(
        self, command: app_commands.Command[Any, ..., Any], *, focused: bool
    ) -> st.SearchStrategy[dict[str, Any]]:
        def filled(values: Sequence[str | int | None]) -> dict[str, Any]:
            pairs = [(one, value) for one, value in zip(command.parameters, values, strict=True) if value is not None]
            options = [_option(one, value, focused=focused and one.autocomplete) for one, value in pairs]
            return _nested(command, options) | {"resolved": self.resolved}

        given = [self._given(one) for one in command.parameters]
        return st.tuples(*given).map(filled)

    def _given(self, parameter: app_commands.Parameter) -> st.SearchStrategy[str | int | None]:
        match parameter.type:
            case Kind.integer:
                given: st.SearchStrategy[str | int] = st.integers(-(2**53), 2**53)
            case Kind.boolean:
                given = st.booleans()
            case Kind.string:
                given = self._values()
            case kind:
                given = st.sampled_from(sorted(self.resolved[_RESOLVED[kind]]))
        return given if parameter.required or parameter.autocomplete else st.one_of(st.none(), given)


def resolved_in(stage: SimcordStage) -> Resolved:
    """Every role, channel and person of the server, as its administrator would choose them."""
    found: dict[str, dict[str, Any]] = {}
    world = stage.world
    ada, room = world.person("ada"), world.channel("group")
    for one in (*world.roles.values(), *world.channels.values(), *world.people.values()):
        resolve_handle(ada, one, found, channel_id=room.id)
    return found


def _texts(longest: int) -> st.SearchStrategy[str]:
    made_up = st.text(max_size=longest).map(lambda text: f"{TYPED}{text}")
    return st.one_of(st.sampled_from(STRANGE), made_up)


def _bent(key: str) -> st.SearchStrategy[str]:
    """As it was, mostly; or with something put in, or cut off."""
    at = st.integers(0, len(key))
    put_in = st.builds(partial(_with, key), at, st.sampled_from(STRANGE))
    return st.one_of(st.just(key), st.just(key), put_in, at.map(lambda place: key[:place]))


def _with(key: str, place: int, text: str) -> str:
    return key[:place] + text + key[place + 1 :]


def _part(name: str, kind: int, value: str, shape: int) -> dict[str, Any]:
    """One field, in a label, in a row of the old kind, or empty."""
    given = {"value": value} if kind in (4, 21) else {"values": [value]}
    one: dict[str, Any] = {"type": kind, "id": 1, "custom_id": name, **(given if shape < 2 else {})}
    return {"type": 18, "id": 2, "component": one} if shape != 1 else {"type": 1, "id": 2, "components": [one]}


def _option(parameter: app_commands.Parameter, value: str | int, *, focused: bool) -> dict[str, Any]:
    made: dict[str, Any] = {"name": parameter.name, "type": parameter.type.value, "value": value}
    return made | {"focused": True} if focused else made


def _nested(command: app_commands.Command[Any, ..., Any], options: list[dict[str, Any]]) -> dict[str, Any]:
    """As Discord sends a subcommand: within its groups, from the root."""
    names = list(_path(command))
    made: dict[str, Any] = {"options": options}
    for depth, name in enumerate(reversed(names[1:])):
        made = {"options": [{"name": name, "type": 1 if depth == 0 else 2, **made}]}
    return {"id": "1", "type": 1, "name": names[0], **made}


def _path(command: app_commands.Command[Any, ..., Any]) -> Iterator[str]:
    yield from (group.name for group in _groups(command.parent))
    yield command.name


def _groups(group: app_commands.Group | None) -> Iterator[app_commands.Group]:
    if group is not None:
        yield from _groups(group.parent)
        yield group
