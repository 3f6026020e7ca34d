"""The look at payloads catches what Discord would refuse and what breaks a promise, and lets good ones pass."""

import copy
import os
from collections.abc import Callable
from typing import Any

import pytest

from tests.payloads import VARIABLE, BrokenPayload, validate

POST = ("POST", "/channels/123456789012345678/messages")
ANSWER = ("POST", "/interactions/123456789012345678/token/callback")
FOLLOW_UP = ("POST", "/webhooks/123456789012345678/token")
COMMANDS = ("PUT", "/applications/123456789012345678/commands")
PRIVATE, LAYOUT = 1 << 6, 1 << 15
Body = dict[str, Any]
Change = Callable[[Any], object]

needs_document = pytest.mark.skipif(not os.environ.get(VARIABLE), reason=f"{VARIABLE} is not set")


def a_page() -> Body:
    button = {"type": 2, "style": 1, "label": "I agree", "custom_id": "agreement:accept"}
    options = [{"label": "Low", "value": "low"}, {"label": "Good", "value": "good"}]
    select = {"type": 3, "custom_id": "little:pick", "placeholder": "Pick", "options": options}
    rows = [{"type": 1, "components": [button]}, {"type": 1, "components": [select]}]
    text = {"type": 10, "content": "Welcome"}
    return {"type": 17, "accent_color": 255, "components": [text, {"type": 14}, *rows]}


def a_post() -> Body:
    return {"components": [a_page()], "flags": LAYOUT, "allowed_mentions": {"parse": []}, "nonce": "abc"}


def an_answer() -> Body:
    return {"type": 4, "data": {**a_post(), "flags": LAYOUT | PRIVATE, "nonce": None}}


def a_form() -> Body:
    radio = {"type": 21, "custom_id": "mood", "options": [{"label": str(n), "value": str(n)} for n in range(5)]}
    note = {"type": 4, "custom_id": "note", "style": 2, "max_length": 300, "value": "as it was", "required": False}
    fields = [
        {"type": 10, "content": "Answer what you like."},
        {"type": 18, "label": "How are you?", "description": "Today", "component": radio},
        {"type": 18, "label": "A note", "component": note},
    ]
    return {"type": 9, "data": {"title": "Check-in", "custom_id": "checkin:form:abc:xyz", "components": fields}}


def commands() -> list[Body]:
    option = {"type": 3, "name": "zone", "description": "Time zone", "required": True, "autocomplete": True}
    leaf = {"type": 1, "name": "start", "description": "Set up", "options": [option]}
    menu = {"type": 3, "name": "Raise a concern"}
    return [{"type": 1, "name": "setup", "description": "Set up this server", "options": [leaf]}, menu]


def container(body: Body) -> Body:
    return body.get("data", body)["components"][0]


@pytest.mark.parametrize(
    ("route", "body"),
    [
        (POST, a_post()),
        (ANSWER, an_answer()),
        (ANSWER, a_form()),
        (ANSWER, {"type": 6}),
        (ANSWER, {"type": 5, "data": {"flags": PRIVATE}}),
        (ANSWER, {"type": 8, "data": {"choices": [{"name": "Berlin", "value": "Europe/Berlin"}]}}),
        (FOLLOW_UP, an_answer()["data"]),
        (COMMANDS, commands()),
        (("PUT", "/guilds/123456789012345678/members/123456789012345678/roles/123456789012345678"), None),
        (("POST", "/users/@me/channels"), {"recipient_id": 123456789012345678}),
    ],
)
def test_what_is_right_passes(route: tuple[str, str], body: object) -> None:
    validate(*route, body)


BROKEN: dict[str, tuple[tuple[str, str], Callable[[], Any], Change]] = {
    "pings": (POST, a_post, lambda body: body["allowed_mentions"].update(parse=["users"])),
    "mentions not settled": (POST, a_post, lambda body: body.pop("allowed_mentions")),
    "no flag for the layout": (POST, a_post, lambda body: body.update(flags=0)),
    "layout beside content": (POST, a_post, lambda body: body.update(content="words")),
    "too much text": (POST, a_post, lambda body: container(body)["components"][0].update(content="x" * 4001)),
    "too much text in two parts": (
        POST,
        a_post,
        lambda body: container(body)["components"].extend([{"type": 10, "content": "x" * 2001}] * 2),
    ),
    "empty text": (POST, a_post, lambda body: container(body)["components"][0].update(content="")),
    "41 components": (POST, a_post, lambda body: container(body)["components"].extend([{"type": 14}] * 34)),
    "six buttons in a row": (
        POST,
        a_post,
        lambda body: container(body)["components"][2]["components"].extend(
            {"type": 2, "style": 1, "label": "More", "custom_id": f"little:{n}"} for n in range(5)
        ),
    ),
    "select beside a button": (
        POST,
        a_post,
        lambda body: container(body)["components"][2]["components"].extend(
            container(body)["components"].pop()["components"]
        ),
    ),
    "label of 81 characters": (
        POST,
        a_post,
        lambda body: container(body)["components"][2]["components"][0].update(label="x" * 81),
    ),
    "custom_id of 101 characters": (
        POST,
        a_post,
        lambda body: container(body)["components"][2]["components"][0].update(custom_id="x" * 101),
    ),
    "one custom_id twice": (
        POST,
        a_post,
        lambda body: container(body)["components"][2]["components"][0].update(custom_id="little:pick"),
    ),
    "26 options": (
        POST,
        a_post,
        lambda body: container(body)["components"][3]["components"][0].update(
            options=[{"label": str(n), "value": str(n)} for n in range(26)]
        ),
    ),
    "two options with one value": (
        POST,
        a_post,
        lambda body: container(body)["components"][3]["components"][0]["options"][1].update(value="low"),
    ),
    "more to choose than there is": (
        POST,
        a_post,
        lambda body: container(body)["components"][3]["components"][0].update(max_values=3),
    ),
    "long nonce": (POST, a_post, lambda body: body.update(nonce="x" * 26)),
    "an answer that everybody sees": (ANSWER, an_answer, lambda body: body["data"].update(flags=LAYOUT)),
    "a delay that everybody sees": (ANSWER, lambda: {"type": 5, "data": {}}, lambda _: None),
    "a follow-up that everybody sees": (FOLLOW_UP, lambda: an_answer()["data"], lambda body: body.update(flags=LAYOUT)),
    "title of 46 characters": (ANSWER, a_form, lambda body: body["data"].update(title="x" * 46)),
    "form without custom_id": (ANSWER, a_form, lambda body: body["data"].update(custom_id="")),
    "six fields": (
        ANSWER,
        a_form,
        lambda body: body["data"]["components"].extend([{"type": 10, "content": "x"}] * 3),
    ),
    "field label of 46 characters": (
        ANSWER,
        a_form,
        lambda body: body["data"]["components"][1].update(label="x" * 46),
    ),
    "description of 101 characters": (
        ANSWER,
        a_form,
        lambda body: body["data"]["components"][1].update(description="x" * 101),
    ),
    "one radio option": (
        ANSWER,
        a_form,
        lambda body: body["data"]["components"][1]["component"].update(options=[{"label": "x", "value": "x"}]),
    ),
    "eleven radio options": (
        ANSWER,
        a_form,
        lambda body: body["data"]["components"][1]["component"].update(
            options=[{"label": str(n), "value": str(n)} for n in range(11)]
        ),
    ),
    "two radio options chosen": (
        ANSWER,
        a_form,
        lambda body: [one.update(default=True) for one in body["data"]["components"][1]["component"]["options"]],
    ),
    "more text than the field takes": (
        ANSWER,
        a_form,
        lambda body: body["data"]["components"][2]["component"].update(value="x" * 301),
    ),
    "a button in a form": (
        ANSWER,
        a_form,
        lambda body: body["data"]["components"].append({"type": 2, "style": 1, "label": "x", "custom_id": "x"}),
    ),
    "26 choices": (
        ANSWER,
        lambda: {"type": 8, "data": {"choices": [{"name": "x", "value": "x"}] * 26}},
        lambda _: None,
    ),
    "command without description": (COMMANDS, commands, lambda body: body[0].update(description="")),
    "command in capitals": (COMMANDS, commands, lambda body: body[0].update(name="Setup")),
    "long description": (COMMANDS, commands, lambda body: body[0]["options"][0].update(description="x" * 101)),
    "required after optional": (
        COMMANDS,
        commands,
        lambda body: body[0]["options"][0]["options"].insert(0, {"type": 3, "name": "x", "description": "x"}),
    ),
    "more text than a command holds": (
        COMMANDS,
        commands,
        lambda body: body[0].update(
            options=[{"type": 3, "name": f"x{n}", "description": "x", "choices": many_choices()} for n in range(25)]
        ),
    ),
    "16 menu entries": (COMMANDS, commands, lambda body: body.extend([{"type": 3, "name": "x"}] * 15)),
}


def many_choices() -> list[Body]:
    return [{"name": "x" * 10, "value": "y" * 10} for _ in range(20)]


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_broken_is_caught(name: str) -> None:
    route, make, change = BROKEN[name]
    body = make()
    change(body)
    with pytest.raises(BrokenPayload):
        validate(*route, body)


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_broken_is_right_but_for_that(name: str) -> None:
    """The naive twin: without the one change the same payload passes (or was broken from the start, on purpose)."""
    route, make, change = BROKEN[name]
    body = make()
    before = copy.deepcopy(body)
    change(body)
    if body != before:
        validate(*route, before)


@needs_document
@pytest.mark.parametrize(
    ("route", "body", "told"),
    [
        (("POST", "/channels/123456789012345678/nonsense"), {}, "no such route"),
        (POST, {**a_post(), "tts": "loud"}, "$.tts"),
        (POST, {**a_post(), "components": [{"type": 17, "accent_color": -1, "components": [{"type": 14}]}]}, "accent"),
        (ANSWER, {"type": 99}, "99"),
        (("POST", "/users/@me/channels"), {"recipient_id": "me"}, "$.recipient_id"),
    ],
)
def test_discords_own_document_is_used(route: tuple[str, str], body: object, told: str) -> None:
    with pytest.raises(BrokenPayload, match=told.replace("$", r"\$")):
        validate(*route, body)
