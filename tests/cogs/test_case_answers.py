"""What is said after an act: what was done, what was not, and who could not be told."""

from dataclasses import replace
from datetime import UTC, datetime
from unittest.mock import create_autospec

import discord
import pytest

from bot.core.identity import MemberId
from bot.services.people import Person
from bot.ui.door import Door, Handler
from bot.ui.page import Answer, Page, Reply, Text
from bot.ui.visit import Visit
from bot.ui.words import words_for
from cogs.moderate import answers
from cogs.moderate.actions import ACTIONS, Action, Unserved, serve
from tests.cogs.test_case_pages import plain, readable

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


def visit(key: str = "") -> Visit:
    person = Person(MemberId(1), frozenset(), NOW, is_administrator=False, display_name="Mara")
    interaction = create_autospec(discord.Interaction, instance=True)
    return Visit(
        person=person,
        somewhere=None,
        channel_id=None,
        action="",
        key=key,
        form="",
        values=(),
        fields={},
        members={},
        uploads={},
        words=words_for("en"),
        now=NOW,
        interaction=interaction,
    )


async def nothing(_: Visit) -> Answer:
    return Reply(Page(()))


def said(**changes: object) -> str:
    one = replace(readable(plain()), **changes)  # pyright: ignore[reportArgumentType] # names are checked by dataclasses
    reply = answers.after(visit(), one, "case-handed")
    assert reply.edit
    return "\n".join(part.markdown for part in reply.page.parts if isinstance(part, Text))


def test_an_act_is_confirmed_and_one_that_changed_nothing_is_said_so() -> None:
    assert "Handed over" in said()
    assert "That was so already" in said(is_new=False)
    assert "Handed over" not in said(is_new=False)


def test_it_is_said_who_could_not_be_told_and_what_was_left_out() -> None:
    assert "No message reaches them" in said(was_told=False)
    assert "No message reaches them" not in said()
    assert "Not done for 7QK2MX, AAAAAA" in said(left_out=("7QK2MX", "AAAAAA"))


def test_a_key_holds_the_letters_and_what_a_form_has_to_ask() -> None:
    assert (answers.letters_in(visit("abc:rh")), answers.shape_in(visit("abc:rh"))) == ("abc", "rh")
    assert (answers.letters_in(visit("abc")), answers.shape_in(visit("abc"))) == ("abc", "")


def test_an_action_without_a_handler_does_not_start() -> None:
    door = create_autospec(Door, instance=True)
    handlers: dict[Action, Handler] = dict.fromkeys(ACTIONS, nothing)
    serve(door, handlers)
    assert door.press.call_count + door.form.call_count == len(ACTIONS)
    del handlers[ACTIONS[0]]
    with pytest.raises(Unserved, match="case:open"):
        serve(door, handlers)
