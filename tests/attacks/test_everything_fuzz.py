"""Whatever is sent, by whomever, to every button, form and command: answered kindly, and nothing of others is told.

No exception reaches a member, none of what they typed reaches the log, and nothing is sent that Discord would refuse.
Naive twins - a handler that trusts its key, one that tells whoever asks, one that logs - are caught in the same way.
`make test` draws a few hundred, the same each time; `make prove` thousands. Not here: single parsers
(`test_parsers_fuzz.py`), what insiders do with what is real (`test_insider_matrix.py`).
"""

import re
from dataclasses import dataclass, field, replace

import pytest
import structlog
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from simcord.enums import InteractionType

from bot.core.case import may_read
from bot.core.identity import CaseId, MemberId
from bot.ui.logs import set_up_logs
from bot.ui.page import Answer, Page, Reply, Text
from bot.ui.visit import Visit
from tests.attacks.forged_payloads import TYPED, Forgery, Workshop, resolved_in
from tests.attacks.forgery import Forged, forge
from tests.attacks.full_house import CONCERN, MAY_READ, furnished, shown_to_all
from tests.attacks.test_insider_matrix import bot_of, bot_server, cases_of
from tests.end_to_end.conftest import apologies
from tests.end_to_end.simcord_stage import SimcordStage

__all__ = ["apologies"]
_ERROR = re.compile(r'"level": ?"(error|critical)"')
OURS = ("went wrong on our side", "could not save that")
"""What is said when an exception was not foreseen, or the store failed."""
BARRED = {"otto"}
"""Whom the concern is about."""


@dataclass(frozen=True, repr=False)
class House:
    """The group, what is forged of it, and what the bot writes into its log."""

    stage: SimcordStage
    workshop: Workshop
    apologies: list[BaseException]
    printed: pytest.CaptureFixture[str]
    concern: CaseId
    let_in: set[str] = field(default_factory=set[str])
    """Who could read the concern at some time, because somebody who could do so handed it on or stepped aside."""

    async def complaints(self, forgery: Forgery) -> list[str]:
        """What the bot did that it must not do."""
        set_up_logs("DEBUG", "json")  # what is printed now is caught now
        self.printed.readouterr()
        before = await self._readers()
        forged = await forge(self.stage, forgery.who, forgery.kind, forgery.data)
        self.stage.check()
        found = [f"an exception: {error!r}" for error in self.apologies]
        self.apologies.clear()
        came = await self._readers() - before
        if forgery.who in before:
            self.let_in.update(came - BARRED)
        else:
            found += [f"{forgery.who} let {name} read the concern" for name in came]
        return [*found, *self._said(forgery, forged), *_logged(self.printed.readouterr().err)]

    async def _readers(self) -> set[str]:
        """Who may read the concern now; nobody once it is erased."""
        kept = await cases_of(self.workshop.bot).find(self.concern)
        people = self.stage.world.people.items()
        return set() if kept is None else {name for name, one in people if may_read(kept.case, MemberId(one.id))}

    def _said(self, forgery: Forgery, forged: Forged) -> list[str]:
        text, sent = forged.text, repr(forgery.data)
        found = [f"{ours!r} was said" for ours in OURS if ours in text]
        if forgery.kind is not InteractionType.APPLICATION_COMMAND_AUTOCOMPLETE and not text.strip():
            found.append("nothing was answered")
        told = [secret for secret in MAY_READ if secret in text and secret not in sent]
        return found + [f"{forgery.who} was told {secret!r}" for secret in told if not self._may(forgery.who, secret)]

    def _may(self, who: str, secret: str) -> bool:
        return who in MAY_READ[secret] or (secret == CONCERN and who in self.let_in)


def _logged(lines: str) -> list[str]:
    found = [f"the log has {word!r}" for word in (TYPED, *MAY_READ) if word in lines]
    return found + [f"the log tells of an error: {line}" for line in lines.splitlines() if _ERROR.search(line)]


@pytest.fixture
async def house(stage: SimcordStage, apologies: list[BaseException], capsys: pytest.CaptureFixture[str]) -> House:
    await furnished(stage)
    bot = bot_of(stage)
    workshop = Workshop(shown_to_all(stage), bot, stage.world.guild.id, resolved_in(stage))
    (concern,) = await cases_of(bot).in_server(bot_server(stage))
    return House(stage, workshop, apologies, capsys, concern.case_id)


SHARED = settings(
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    phases=(Phase.explicit, Phase.generate),  # the group remembers: what is drawn once more is not the same
)


@settings(SHARED, max_examples=250, derandomize=True)
@given(data=st.data())
async def test_whatever_is_sent_is_answered_kindly_and_tells_nothing(house: House, data: st.DataObject) -> None:
    forgery = data.draw(house.workshop.forgeries())
    assert await house.complaints(forgery) == []


@pytest.mark.prove
@pytest.mark.timeout(3600)
@settings(SHARED, max_examples=10_000)
@given(data=st.data())
async def test_so_are_thousands(house: House, data: st.DataObject) -> None:
    forgery = data.draw(house.workshop.forgeries())
    assert await house.complaints(forgery) == []


async def _trusting(visit: Visit) -> Answer:
    return Reply(Page((Text(f"Number {int(visit.key)}"),)))


async def _telling(_: Visit) -> Answer:
    return Reply(Page((Text(CONCERN),)))


async def _noting(visit: Visit) -> Answer:
    structlog.get_logger("common_ground").info("heard", name=visit.key)
    return Reply(Page((Text("Thank you."),)))


async def test_naive_handlers_are_caught(house: House) -> None:
    async def letting_in(visit: Visit) -> Answer:
        await cases_of(house.workshop.bot).change(
            house.concern, lambda case: replace(case, readers=(*case.readers, visit.person.member_id))
        )
        return Reply(Page((Text("Thank you."),)))

    naive = {
        _trusting: "the log tells of an error",
        _telling: "mia was told",
        _noting: "the log has",
        letting_in: "mia let mia read the concern",
    }
    for handler, complaint in naive.items():
        house.workshop.bot.door.press("naive:press", handler)
        data = {"custom_id": f"naive:press:{TYPED}", "component_type": 2}
        found = await house.complaints(Forgery("mia", InteractionType.MESSAGE_COMPONENT, data))
        assert [one for one in found if complaint in one]
        assert ("an exception" in "".join(found)) == (handler is _trusting)
