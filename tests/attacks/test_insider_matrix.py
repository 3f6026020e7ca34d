"""Every role, with every command and button, in every state of a case: what is not theirs is as if it were not.

Generated from the bot's own commands and buttons; one without a row in `matrix.py` fails. The naive twin of each cell
is the reader: the same press tells them something. Not here: what readers' acts do (tests/services/test_cases.py).
"""

import re
import secrets
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import discord
import pytest
from discord import app_commands

from bot.app import CommonGround
from bot.core import case_life as life
from bot.core.case import Case, Closing, Named, Outcome, State
from bot.core.identity import CaseId, MemberId, ServerId
from bot.store.cases import CaseRepository
from cogs.moderate.actions import ACTIONS, Action, Way
from cogs.moderate.cards import case_letters
from tests.attacks.forgery import Forged, press, submit
from tests.attacks.matrix import COMMANDS, PRESSES, Owner
from tests.end_to_end.concerns import send
from tests.end_to_end.conftest import OpenStage
from tests.end_to_end.simcord_stage import SimcordStage
from tests.proof import Figure
from tests.stories import ready

DAY = date(2026, 1, 5)
READER = "mara"
OUTSIDERS = {
    "theo": "a member",
    "mia": "the reporter, without her code",
    "fay": "a facilitator",
    "ada": "an administrator",
    "kofi": "a moderator who takes no concerns",
    "priya": "a moderator who takes concerns and was not chosen",
    "otto": "a moderator who takes concerns, and is named",
    "sam": "a reader who was named later",
    "jonas": "a reader who stepped aside",
    "marek": "a reader who lost the moderators' role",
    "ines": "a reader who stopped taking concerns",
    "rolf": "a reader who left the server",
    "lena": "the lead, who may read it later",
}

Change = Callable[[Case], Case]
CLOSING = Closing(Outcome.RECORDED, MemberId(1), DAY)

STATES: dict[str, Change] = {
    "held": lambda case: replace(case, state=State.HELD, delivered_on=None, held_on=DAY),
    "on its way": lambda case: replace(case, delivered_on=None),
    "waiting": lambda case: case,
    "acknowledged": lambda case: replace(case, state=State.ACKNOWLEDGED),
    "in progress": lambda case: replace(case, state=State.IN_PROGRESS),
    "waiting for the reporter": lambda case: replace(case, state=State.ASKING),
    "closed": lambda case: replace(case, state=State.CLOSED, closing=CLOSING, closed_on=DAY),
    "looked at again": lambda case: replace(case, state=State.WAITING, involved=case.readers),
    "withdrawn": lambda case: life.withdrawn(case, DAY),
}
UNREAD = ("held", "on its way")
IN_EVERY_RUN = ("on its way", "waiting", "closed")


@dataclass(frozen=True)
class Scene:
    """A group in which one case stands in a state, and what it is called."""

    stage: SimcordStage
    bot: CommonGround
    case_id: CaseId
    state: str

    @property
    def letters(self) -> str:
        return case_letters(self.case_id)

    def member(self, name: str) -> MemberId:
        return MemberId(self.stage.world.person(name).id)

    async def case(self) -> Case:
        kept = await cases_of(self.bot).find(self.case_id)
        assert kept is not None
        return kept.case


def bot_of(stage: SimcordStage) -> CommonGround:
    bot = stage.simulation.bot
    assert isinstance(bot, CommonGround)
    return bot


def cases_of(bot: CommonGround) -> CaseRepository:
    assert bot.stores is not None
    return CaseRepository(bot.stores.database, bot.stores.keys, secrets.token_bytes)


async def _peopled(stage: SimcordStage) -> None:
    """The group with everybody of the matrix, before any concern."""
    await ready(stage, lead="lena")
    stage.join("rolf")
    for name in ("kofi", "priya", "sam", "jonas", "marek", "ines", "rolf"):
        stage.world.give_role(name, "moderators")
    for name in ("priya", "sam", "jonas", "marek", "ines", "rolf"):
        await stage.person(name).press(stage.posts("moderators")[0], "I take concerns")


async def _fallen_away(stage: SimcordStage) -> None:
    stage.world.take_role("marek", "moderators")
    await press(stage, "ines", "enrol:stop-now")
    stage.world.leave("rolf")
    await stage.settle()


async def staged(open_stage: OpenStage, state: str | None, **settings: Path) -> Scene:
    """A scene with a case in this state; without one for None."""
    stage = await open_stage(**settings)  # pyright: ignore[reportArgumentType] - settings, not a moment to start at
    await _peopled(stage)
    bot = bot_of(stage)
    if state is None:
        await _fallen_away(stage)
        await stage.advance(hours=4)
        return Scene(stage, bot, CaseId(secrets.token_bytes(16)), "none")
    await send(stage.person("mia"), "Nobody of them", about="otto", story="a story that nobody else may meet")
    (kept,) = await cases_of(bot).in_server(bot_server(stage))
    scene = Scene(stage, bot, kept.case_id, state)
    await cases_of(bot).change(kept.case_id, lambda case: _with_everybody(scene, case))
    await _fallen_away(stage)
    if state != "held":
        await stage.advance(hours=1 if state == "on its way" else 4)
    await cases_of(bot).change(kept.case_id, STATES[state])
    await stage.advance(hours=1)
    return scene


def bot_server(stage: SimcordStage) -> ServerId:
    return ServerId(stage.world.guild.id)


def _with_everybody(scene: Scene, case: Case) -> Case:
    sam = Named(scene.member("sam"), "sam")
    return replace(
        case,
        readers=tuple(scene.member(name) for name in (READER, "sam", "jonas", "marek", "ines", "rolf")),
        named=(*case.named, sam.member_id),
        also_named=(sam,),
        out=(scene.member("jonas"),),
        later=(scene.member("lena"),),
    )


async def tried(stage: SimcordStage, name: str, action: Action, letters: str) -> Forged:
    """One action on a case by one person, with fields that would do it if they might."""
    match action.way:
        case Way.PRESS | Way.OPENER:
            return await press(stage, name, f"{action.prefix}:{letters}")
        case Way.CHOICE:
            return await press(stage, name, f"{action.prefix}:{letters}", "acknowledge")
        case Way.LISTED:
            return await press(stage, name, action.prefix, letters)
        case Way.FORM:
            return await submit(stage, name, f"{action.prefix}:{letters}:fresh", **FIELDS)
        case Way.DAY:
            return await press(stage, name, f"{action.prefix}:{bot_server(stage)}")
        case Way.TRAIL:
            return await press(stage, name, f"{action.prefix}:0")


FIELDS = {"opener": "none", "words": "who are you?", "outcome": "recorded", "reached": "all", "heard": "yes"}


def told(forged: Forged, letters: str) -> str:
    """What was answered and done, without what is random."""
    said = repr([forged.answers, [vars(one) for one in forged.elsewhere]])
    return re.sub(rf"{re.escape(letters)}|(?<=…:)[\w=-]{{8}}|:[\w=-]{{8}}(?=')", "…", said)


async def _outsiders_meet_nothing(scene: Scene, actions: Sequence[Action]) -> None:
    none = case_letters(CaseId(secrets.token_bytes(16)))
    before = await scene.case()
    for name, who in OUTSIDERS.items():
        for action in actions:
            theirs = told(await tried(scene.stage, name, action, scene.letters), scene.letters)
            of_none = told(await tried(scene.stage, name, action, none), none)
            assert theirs == of_none, (who, action, scene.state, theirs, of_none)
            assert "nobody else may meet" not in theirs, (who, action, scene.state)
    assert await scene.case() == before


ON_A_CASE = [action for action in ACTIONS if action.way not in (Way.DAY, Way.TRAIL)]
SAYING_NOTHING = ("aside-sure", "more", "joined", "parted")
"""After the first the reader is out; the others are given a word here that names nothing."""
TELLING = [action for action in ON_A_CASE if action.way is not Way.OPENER and action.name not in SAYING_NOTHING]
"""Actions on a case that answer a reader with something: openers only open a form, from memory."""


@pytest.mark.parametrize(
    "state",
    [state if state in IN_EVERY_RUN else pytest.param(state, marks=pytest.mark.prove) for state in STATES],
)
async def test_nobody_else_meets_any_trace_of_a_case(open_stage: OpenStage, state: str, figure: Figure) -> None:
    scene = await staged(open_stage, state)
    await _outsiders_meet_nothing(scene, ON_A_CASE)
    await _the_reader_meets_it(scene)
    twin = "none: it is not delivered" if state in UNREAD else f"{len(TELLING)} tell the reader"
    what = f"of {len(ON_A_CASE) * len(OUTSIDERS)} presses by others, those that tell of a concern ({state})"
    figure("F13", what, 0, twin=twin, passes="0")


async def _the_reader_meets_it(scene: Scene) -> None:
    """The twin: for the reader the very same presses tell of it, unless it is not delivered."""
    for action in TELLING:
        theirs = (await tried(scene.stage, READER, action, scene.letters)).text
        is_unknown = "There is no such concern for you" in theirs
        assert is_unknown == (scene.state in UNREAD), (action, scene.state, theirs)


async def _listed(stage: SimcordStage, name: str) -> dict[str, object]:
    """Everything that lists, counts or offers, as one person sees it."""
    actor = stage.person(name)
    seen: dict[str, object] = {}
    for command, options in {
        "moderate cases": {},
        "moderate log": {},
        "moderate case": {"label": "A"},
        "moderate signals": {},
        "support": {},
    }.items():
        screen = await actor.slash(command, **options)
        seen[command] = [screen.text, screen.choices(), *(one.text for one in actor.more)]
    seen["offered"] = await actor.complete("moderate case", "label", "")
    for action in (Action("mine", Way.DAY), Action("log", Way.TRAIL)):
        seen[action.name] = (await tried(stage, name, action, "")).text
    seen["messages"] = [screen.text for screen in stage.direct(name)]
    return seen


@pytest.mark.parametrize(
    "state", ["waiting", *(pytest.param(state, marks=pytest.mark.prove) for state in STATES if state != "waiting")]
)
async def test_lists_counts_and_offers_are_the_same_with_a_case_and_without(
    open_stage: OpenStage, state: str, tmp_path: Path
) -> None:
    with_it = await staged(open_stage, state)
    seen = {name: await _listed(with_it.stage, name) for name in (*OUTSIDERS, READER) if name != "rolf"}
    await with_it.stage.__aexit__(None, None, None)
    without = await staged(open_stage, None, data_dir=tmp_path / "other data", key_dir=tmp_path / "other keys")
    for name, who in OUTSIDERS.items():
        if name != "rolf":
            assert seen[name] == await _listed(without.stage, name), (who, state)
    assert (seen[READER] == await _listed(without.stage, READER)) == (state in UNREAD)


def _leaves(tree: app_commands.CommandTree[discord.Client]) -> set[str]:
    slash = {one.qualified_name for one in tree.walk_commands() if not isinstance(one, app_commands.Group)}
    return slash | {one.name for one in tree.get_commands(type=discord.AppCommandType.message)}


async def test_every_command_and_every_button_has_its_row(stage: SimcordStage) -> None:
    bot = bot_of(stage)
    assert _leaves(bot.tree) == set(COMMANDS)
    served = set(bot.door.actions)
    on_cases = {action.prefix for action in ON_A_CASE}
    assert served == set(PRESSES) | on_cases
    assert not set(PRESSES) & on_cases


STAFF_OF = {
    Owner.FACILITATORS: ("fay",),
    Owner.ADMINISTRATORS: ("ada",),
    Owner.TAKERS: ("mara", "otto", "lena"),
    Owner.STAFF: ("fay", "mara", "otto", "lena"),
}


async def test_what_belongs_to_others_does_nothing_for_anybody_else(stage: SimcordStage) -> None:
    """Each button of staff, by each role it is not for, and each of a reporter's with a key made up."""
    await ready(stage, lead="lena")
    before = await _kept(stage)
    for prefix, owner in PRESSES.items():
        for name in ("theo", "fay", "ada", "mara"):
            if owner in STAFF_OF and name not in STAFF_OF[owner]:
                await _does_nothing(press(stage, name, f"{prefix}:made-up"), (name, prefix))
                await _does_nothing(submit(stage, name, f"{prefix}:made-up:fresh", value="5"), (name, prefix))
            elif owner is Owner.CODE:
                await _does_nothing(press(stage, name, f"{prefix}:made-up"), (name, prefix))
                await _does_nothing(submit(stage, name, f"{prefix}:made-up:fresh", words="x"), (name, prefix))
    assert await _kept(stage) == before


async def _does_nothing(trying: Awaitable[Forged], what: tuple[str, str]) -> None:
    forged = await trying
    assert forged.elsewhere == [], what
    assert forged.answers, what
    assert "Harbour Trust" not in forged.text or what[1].startswith(("concern", "way")), what


async def _kept(stage: SimcordStage) -> list[str]:
    """All that the buttons of staff could have changed."""
    fay, ada = stage.person("fay"), stage.person("ada")
    seen = [await ada.slash("setup show"), await fay.slash("facilitate checkin list")]
    seen.append(await fay.slash("facilitate checkin template"))
    seen.append(await stage.person("mara").slash("moderate log"))
    return [screen.text for screen in seen]
