"""Everything that the bot says to Discord while people agree, check in, raise a concern and look after it.

Who reported or answered is in nothing but the answers to themselves; nothing public moves because of it. Not here: the
limits of each request (`tests/payloads.py` checks them in every story).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import pytest

from bot.rehearsal.simulator import Request
from tests.attacks.byte_search import forms_of_id
from tests.attacks.forgery import is_answer
from tests.end_to_end.concerns import cards, send, to_review
from tests.end_to_end.simcord_stage import SimcordStage
from tests.limits import EPHEMERAL
from tests.proof import Figure
from tests.screen import Payload, Screen
from tests.stories import publish, ready

WORD = "quillfeather"
NAMES = ("mia", "noor", "theo", "ines", "jonas", "kofi")


@dataclass(frozen=True)
class Wire:
    """What was sent, and who may have been answered."""

    stage: SimcordStage
    before: int

    @property
    def requests(self) -> Sequence[Request]:
        return self.stage.simulation.requests[self.before :]

    @property
    def to_others(self) -> list[Request]:
        """Everything but answers to a person's own press."""
        return [one for one in self.requests if not is_answer(one.path)]

    @property
    def moved(self) -> list[Request]:
        """What changed something that others see; looking for old cards in direct messages does not."""
        quiet = ("/users/@me/channels",)
        return [one for one in self.to_others if one.method != "GET" and one.path not in quiet]

    def names(self, *people: str) -> list[str]:
        """Requests to others that hold the id or name of one of these people."""
        return [f"{one.method} {one.path}" for one in self.to_others if _holds(self.stage, one, people)]


def _holds(stage: SimcordStage, request: Request, people: Sequence[str]) -> bool:
    said = f"{request.path} {request.body}"
    data = said.encode()
    ids = {form for name in people for form in forms_of_id(int(stage.world.person(name).id))}
    return any(form in data for form in ids) or any(name.capitalize() in said for name in people)


@pytest.fixture
async def group(stage: SimcordStage) -> SimcordStage:
    """A group with an agreement and an open check-in."""
    await ready(stage)
    await publish(stage)
    await stage.person("fay").slash("facilitate checkin start", comments=True)
    return stage


def _wire(stage: SimcordStage) -> Wire:
    return Wire(stage, len(stage.simulation.requests))


async def _answer(stage: SimcordStage, name: str, safe: str) -> Screen:
    """One person answers and comments; the confirmation."""
    post = next(one for one in stage.posts("group") if "Check in privately" in one.labels)
    person = stage.person(name)
    form = await person.press(post, "Check in privately")
    return await person.submit(form, question1=safe, question2="Good", comment=f"{WORD} to me")


async def test_agreeing_checking_in_and_raising_move_nothing_that_others_see(group: SimcordStage) -> None:
    wire = _wire(group)
    agreement = next(one for one in group.posts("group") if "I agree" in one.labels)
    for name in NAMES:
        await group.person(name).press(agreement, "I agree")
        await _answer(group, name, "Mixed")
        await send(group.person(name), story=f"{WORD} of {name}")
    assert wire.moved == []
    assert wire.names(*NAMES) == []
    # The same look finds what does move something: a post, by a facilitator's word.
    await group.person("fay").slash("facilitate checkin end")
    assert wire.moved != []


async def test_nobody_but_they_themselves_is_told_who_they_are(group: SimcordStage, figure: Figure) -> None:
    wire = _wire(group)
    for name in NAMES[:3]:
        await _answer(group, name, "Very safe")
        await send(group.person(name), story=f"{WORD} again", button="Urgent" if name == "theo" else "Send")
    await group.advance(hours=4)
    mara = group.person("mara")
    for card in cards(group):
        case = await mara.press(card, "Open")
        assert not _holds_any(case.payload, group, NAMES[:3])
        await mara.submit(await mara.press(case, "Reply"), opener="My own words only", words="thank you")
    await group.advance(hours=49)
    assert wire.moved != []
    assert wire.names(*NAMES[:3]) == []
    assert WORD not in str([one.body for one in wire.to_others])
    # The look finds whoever is there: their own agreement to being named.
    named = await mara.press(await _card_of_a_named_concern(group), "Open")
    assert _holds_any(named.payload, group, ("mia",))
    what = f"of {len(wire.to_others)} requests that are no answer to the one who pressed, those that name a reporter"
    figure("F12", what, 0, twin="1, with a shared name", passes="0")


async def _card_of_a_named_concern(stage: SimcordStage) -> Screen:
    mia = stage.person("mia")
    conflict = await mia.press(await mia.slash("concern"), "Share with my name")
    form = await mia.choose(conflict, "Nobody of them")
    told = {"category": "Privacy broken", "story": "x", "wish": "That something is done", "affected": "Me"}
    await mia.press(await mia.submit(form, **told), "Urgent")
    return cards(stage)[-1]


def _holds_any(payload: Payload, stage: SimcordStage, names: Sequence[str]) -> bool:
    # The message itself names the one who pressed: Discord shows an ephemeral answer to that person only.
    shown = str(payload.get("components"))
    return any(name.capitalize() in shown or str(stage.world.person(name).id) in shown for name in names)


async def test_every_answer_is_private_and_pings_nobody(group: SimcordStage) -> None:
    wire = _wire(group)
    for name in NAMES[:2]:
        await _answer(group, name, "Mixed")
        await send(group.person(name), story="@everyone <@&1> " + WORD)
    await group.advance(hours=4)
    await group.person("mara").press(cards(group)[0], "Open")
    bodies = list(_messages(wire.requests))
    assert len(bodies) > 10
    for path, body, is_new in bodies:
        allowed = body.get("allowed_mentions", {"parse": []} if not is_new else None)
        assert isinstance(allowed, Mapping), path
        assert cast("Payload", allowed)["parse"] == []
        if is_answer(path) and is_new:
            assert int(str(body["flags"])) & EPHEMERAL


def _messages(requests: Sequence[Request]) -> Iterator[tuple[str, Payload, bool]]:
    """Path and body of each message sent, and whether it is new rather than an edit."""
    for one in requests:
        if not isinstance(one.body, Mapping) or one.method not in ("POST", "PATCH"):
            continue
        body = cast("Payload", one.body)
        kind, data = body.get("type"), body.get("data")
        if isinstance(data, Mapping) and kind in (4, 7):
            yield one.path, cast("Payload", data), kind == 4
        elif one.path.endswith("/messages") or (one.path.startswith("/webhooks/") and one.method == "POST"):
            yield one.path, body, True


async def test_nothing_tells_of_answers_before_closing(group: SimcordStage) -> None:
    """A round with many answers and one with none look the same on the wire until they close."""
    wire = _wire(group)
    await group.advance(hours=20)
    idle = [(one.method, one.path) for one in wire.moved]
    wire = _wire(group)
    for name in NAMES:
        await _answer(group, name, "Not safe")
    await group.advance(hours=20)
    assert [(one.method, one.path) for one in wire.moved] == idle == []
    await group.advance(hours=10)
    assert "Not safe" in str([one.body for one in wire.moved])


async def test_the_key_of_a_ballot_goes_to_its_owner_alone_and_the_comment_to_nobody(group: SimcordStage) -> None:
    wire = _wire(group)
    ballots: list[str] = []
    for name in (*NAMES, "lena", "marek"):
        confirmation = await _answer(group, name, "Mixed")
        form = await group.person(name).press(confirmation, "Change my answers")
        given = {"question1": "Mixed", "question2": "Good", "comment": f"{WORD} after all"}
        await group.person(name).submit(form, **given)
        ballots.append(confirmation.custom_id("Change my answers").rpartition(".")[2])
    await group.advance(hours=49)
    assert len(set(ballots)) == 8
    to_others = str([(one.path, one.body) for one in wire.to_others])
    assert "what the group answered" in to_others
    assert not [ballot for ballot in ballots if ballot in to_others or ballot[:8] in to_others]
    # The key is in three answers to its owner: two confirmations and a form; the comment is in none, not even cleaned.
    answers = [str(one.body) for one in wire.requests if is_answer(one.path)]
    assert all(len([answer for answer in answers if ballot in answer]) >= 3 for ballot in ballots)
    assert WORD not in str([(one.path, one.body) for one in wire.requests])


async def test_cards_differ_in_nothing_but_their_random_key(group: SimcordStage, figure: Figure) -> None:
    mia = group.person("mia")
    await send(mia, story="short")
    await send(mia, story="long " * 600, category="Help that hurt", affected="The whole group")
    review = await to_review(mia, category="Someone may be in danger")
    await mia.press(review, "Send")
    await send(mia, button="Urgent", affected="Several people")
    await group.advance(hours=4)
    posted = [one for one in group.simulation.requests if "case:open:" in str(one.body)]
    assert len(posted) == 4
    keys = [str(card.custom_id("Open")).rpartition(":")[2] for card in cards(group)]
    assert len({len(key) for key in keys}) == 1
    bodies: set[str] = set()
    for one in posted:
        text = str(one.body)
        for key in keys:
            text = text.replace(key, "…")
        bodies.add(text)
    assert len(bodies) == 1
    figure("F15", f"different cards of {len(posted)} concerns of other length, category and urgency", 1, passes="1")
