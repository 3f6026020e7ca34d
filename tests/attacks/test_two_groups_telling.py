"""Two groups with the same people on one bot: what is suggested in one, what was done, whether it helped by the answers
of a check-in or of those who raised concerns, and what is told of any of it, is not met in the other.

The naive twin is the same look where it belongs. Not here: concerns (`test_two_servers.py`), check-ins and journals
(`test_two_groups_apart.py`).
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import pytest

from bot.core.alerts import Alert
from bot.core.case import Help
from bot.core.identity import ServerId, SuggestionId
from bot.core.own_template import question_mark
from bot.core.publishing import Level
from bot.services.checkin_running import StartRequest
from bot.services.checkins import Filled
from bot.services.impacts import ShownAction
from bot.services.marks import RATES, SUGGESTED
from bot.services.problems import Refused
from bot.services.publishing_agreements import Proposal
from bot.services.quarter_counts import ToldQuarter
from bot.services.server_records import Server, ServerRecord
from bot.store.database import Database
from bot.store.keystore import KeyStore
from tests.proof import Figure
from tests.services import agreement_house as agreement
from tests.services.checkin_house import FAY, SERVER, SETTINGS, Discord, member
from tests.services.concern_house import HERE, MARA, OTTO, THERE
from tests.services.test_impacts import LOW, OPENED, WRITTEN, ImpactHouse
from tests.services.test_quarter_counts import CASE, NEXT, Board, CountHouse
from tests.services.way_hands import house_of_two

OTHER = ServerId(901)


def stated(figure: Figure, what: str) -> None:
    figure("F22", f"from another group: {what}", "nothing", twin="met", passes="nothing")


async def seen(look: Awaitable[object]) -> object:
    try:
        return await look
    except Refused as refused:
        return refused.key


class Postboxes(agreement.Discord):
    """Remembers whose staff was told that suggestions are there."""

    servers: list[ServerId]

    async def tell_suggestions(self, server: Server, day: date) -> None:
        self.servers.append(server.server_id)


@dataclass(frozen=True)
class Suggested:
    """One suggestion of Mia's has arrived in a group; in another the same agreement is in force."""

    house: agreement.House
    one: SuggestionId
    told: list[ServerId]

    async def suggest(self, where: ServerId, form: str = "") -> object:
        house = self.house
        return await house.suggestions.suggest(where, agreement.MIA, "whole", "Kinder.", house.now, form=form)

    async def kept(self, where: ServerId) -> int:
        return len(await self.house.suggestion_book.kept(await self.house.servers.get(where)))


@pytest.fixture
async def suggested(database: Database, keys: KeyStore) -> Suggested:
    discord = Postboxes()
    discord.servers = []
    house = agreement.House(database, keys, discord)
    for where in (agreement.SERVER, OTHER):
        await house.servers.create(where, ServerRecord(agreement.SETTINGS))
        proposal = await house.publishing.propose(where, agreement.FAY, house.now)
        assert isinstance(proposal, Proposal)
        await house.publishing.publish(where, agreement.FAY, proposal.digest, house.now)
    scene = Suggested(house, SuggestionId(bytes(16)), discord.servers)
    await scene.suggest(agreement.SERVER, "form of Mia's")
    await house.later(hours=24)
    (one,) = await house.suggestions.read(agreement.SERVER, agreement.FAY, house.now)
    return replace(scene, one=one.suggestion_id)


async def test_no_suggestion_is_met_in_the_other_group(suggested: Suggested, figure: Figure) -> None:
    house, here = suggested.house, agreement.SERVER
    assert suggested.told == [here]
    for where, met in ((OTHER, 0), (here, 1)):
        assert len(await house.suggestions.read(where, agreement.FAY, house.now)) == met
    assert await house.suggestions.done(OTHER, agreement.FAY, suggested.one, house.now) == []
    assert await suggested.kept(here) == 1
    assert "put a suggestion away" not in [line.act for line in await house.audit.lines(await house.servers.get(OTHER))]
    await house.suggestions.done(here, agreement.FAY, suggested.one, house.now)
    assert await suggested.kept(here) == 0
    stated(figure, "read and put away suggestions")


async def test_the_form_of_one_group_takes_the_place_of_nothing_in_the_other(suggested: Suggested) -> None:
    here = agreement.SERVER
    await suggested.suggest(OTHER, "form of Mia's")
    assert (await suggested.kept(here), await suggested.kept(OTHER)) == (1, 1)
    await suggested.suggest(here, "form of Mia's")  # the naive twin
    assert (await suggested.kept(here), await suggested.kept(OTHER)) == (1, 1)


async def test_whoever_suggested_much_in_one_group_is_not_known_in_the_other(suggested: Suggested) -> None:
    async def many(where: ServerId) -> object:
        return [await seen(suggested.suggest(where)) for _ in range(RATES[SUGGESTED].most + 1)][-1]

    assert isinstance(await many(agreement.SERVER), str)
    assert not isinstance(await seen(suggested.suggest(OTHER)), str)


@dataclass
class Bells:
    """Remembers where it rang."""

    rung: list[ServerId] = field(default_factory=list[ServerId])

    async def arise(self, server: Server, alert: Alert, matter: Mapping[str, str], now: object) -> None:
        _ = alert, matter, now
        self.rung.append(server.server_id)

    async def forget(self, server: Server, kind: object, topic: bytes) -> None:
        _ = server, kind, topic


@dataclass(frozen=True)
class Done:
    """The group was told of something that was done; the other group, with the same people, of nothing."""

    house: ImpactHouse
    shown: ShownAction
    bells: Bells

    async def asked(self, where: ServerId) -> list[str]:
        """The questions of a check-in that is started there, which six answer as badly as can be."""
        house = self.house
        request = StartRequest("weekly-pulse", 48, None, comments=False, audience=None)
        known = await house.posting.post(await house.running.start(where, FAY, request, house.now))
        for number in range(100, 106):
            asked = await house.checkins.ask(where, member(number), known.round_id, house.now)
            chosen = (LOW,) * len(asked.facts.template.questions)
            await house.checkins.hand_in(
                where, member(number), Filled(known.round_id, asked.ballot_key, chosen, ""), house.now
            )
        await house.later(days=3)
        return [one.words for one in known.facts.template.questions]

    async def impact(self) -> object:
        return (await self.house.look(self.shown)).facts.impact


@pytest.fixture
async def done(database: Database, keys: KeyStore, monkeypatch: pytest.MonkeyPatch) -> Done:
    bells = Bells()
    monkeypatch.setattr("tests.services.test_impacts.Bell", lambda: bells)
    house = ImpactHouse(database, keys, Discord())
    await house.set_up()
    await house.servers.create(OTHER, ServerRecord(SETTINGS))
    return Done(house, await house.told(), bells)


Look = Callable[[Done, ServerId], Awaitable[object]]
ACTION_LOOKS: dict[str, Look] = {
    "list what was done": lambda one, where: one.house.impacts.mine(where, FAY),
    "look at what was done": lambda one, where: one.house.impacts.look(where, FAY, one.shown.known.action_id),
    "reword what was done": lambda one, where: one.house.telling.reword(
        where, FAY, one.shown.known.action_id, replace(OPENED, name="Another?")
    ),
    "erase what was done": lambda one, where: one.house.impacts.erase(where, FAY, one.shown.known.action_id),
}


@pytest.mark.parametrize("name", ACTION_LOOKS)
async def test_nothing_that_was_done_is_met_in_the_other_group(done: Done, name: str, figure: Figure) -> None:
    before = await done.house.look(done.shown)
    assert await seen(ACTION_LOOKS[name](done, OTHER)) in ([], "impact-gone")
    assert await done.house.look(done.shown) == before
    assert await seen(ACTION_LOOKS[name](done, SERVER)) not in ([], "impact-gone")
    stated(figure, name)


async def test_the_other_group_is_not_asked_of_it_and_its_answers_count_for_nothing(done: Done, figure: Figure) -> None:
    assert OPENED.words not in await done.asked(OTHER)
    # Not even where it was told the very same words.
    house = done.house
    same = await house.impacts.record(OTHER, FAY, WRITTEN, house.now)
    mark = question_mark(OPENED)
    await house.telling.ask(OTHER, FAY, same.known.action_id, mark, house.now)
    await house.later(days=1)
    assert OPENED.words in await done.asked(OTHER)
    assert (await done.impact(), done.bells.rung) == (None, [OTHER])
    assert OPENED.words in await done.asked(SERVER)
    assert (await done.impact() is not None, done.bells.rung) == (True, [OTHER, SERVER])
    stated(figure, "the answers of a check-in to what was done")


class Boards(Board):
    """Remembers where a quarter was told."""

    where: list[ServerId]

    async def post_quarter(self, server: Server, told: ToldQuarter, *, may_stand_already: bool) -> None:
        self.where.append(server.server_id)


async def test_answers_to_closed_concerns_are_counted_in_their_own_group(
    database: Database, keys: KeyStore, figure: Figure, monkeypatch: pytest.MonkeyPatch
) -> None:
    boards = Boards()
    boards.where = []
    monkeypatch.setattr("tests.services.test_quarter_counts.Board", lambda: boards)
    counting = CountHouse(await house_of_two(database, keys))
    house = counting.house
    await house.set_up(MARA, OTTO, server_id=THERE)
    there = await house.servers.get(THERE)
    # Together they would be enough for either group.
    await counting.answer(*[Help.MUCH_HARDER] * 4)
    for _ in range(4):
        await counting.counts.answered(there, CASE, Help.MUCH_HARDER, house.discord.now)
    await counting.until(NEXT)
    assert (await counting.told(), await counting.counts.told(there, MARA), boards.where) == ([], (), [])
    await counting.answer(*[Help.MUCH_HARDER] * 5)
    await counting.until(NEXT + timedelta(days=100))
    assert [low for _, low, _ in await counting.told()] == [Level.MOST]
    assert (await counting.counts.told(there, MARA), boards.where) == ((), [HERE])
    stated(figure, "whether it helped those who raised concerns")
