"""Whatever is sent, by whomever, to every button, form and command: answered kindly, and nothing of others is told.

No exception reaches a member, none of what they typed reaches the log, and nothing is sent that Discord would refuse.
Naive twins - a handler that trusts its key, one that tells whoever asks, one that logs - are caught in the same way.
`make test` draws a few hundred, the same each time; `make prove` thousands. Not here: single parsers
(`test_parsers_fuzz.py`), what insiders do with what is real (`test_insider_matrix.py`).
"""

import re
from dataclasses import dataclass

import pytest
import structlog
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from simcord.enums import InteractionType

from bot.ui.logs import set_up_logs
from bot.ui.page import Answer, Page, Reply, Text
from bot.ui.visit import Visit
from tests.attacks.forged_payloads import TYPED, Forgery, Workshop, resolved_in
from tests.attacks.forgery import Forged, forge
from tests.attacks.full_house import CONCERN, MAY_READ, furnished, shown_to_all
from tests.attacks.test_insider_matrix import bot_of
from tests.end_to_end.conftest import apologies
from tests.end_to_end.simcord_stage import SimcordStage

__all__ = ["apologies"]
_ERROR = re.compile(r'"level": ?"(error|critical)"')
OURS = ("went wrong on our side", "could not save that")
"""What is said when an exception was not foreseen, or the store failed."""


@dataclass(frozen=True, repr=False)
class House:
    """The group, what is forged of it, and what the bot writes into its log."""

    stage: SimcordStage
    workshop: Workshop
    apologies: list[BaseException]
    printed: pytest.CaptureFixture[str]

    async def complaints(self, forgery: Forgery) -> list[str]:
        """What the bot did that it must not do."""
        set_up_logs("DEBUG", "json")  # what is printed now is caught now
        self.printed.readouterr()
        forged = await forge(self.stage, forgery.who, forgery.kind, forgery.data)
        self.stage.check()
        found = [f"an exception: {error!r}" for error in self.apologies]
        self.apologies.clear()
        return [*found, *_said(forgery, forged), *_logged(self.printed.readouterr().err)]


def _said(forgery: Forgery, forged: Forged) -> list[str]:
    text, sent = forged.text, repr(forgery.data)
    found = [f"{ours!r} was said" for ours in OURS if ours in text]
    if forgery.kind is not InteractionType.APPLICATION_COMMAND_AUTOCOMPLETE and not text.strip():
        found.append("nothing was answered")
    told = [secret for secret in MAY_READ if secret in repr(forged.answers) and secret not in sent]
    return found + [f"{forgery.who} was told {secret!r}" for secret in told if forgery.who not in MAY_READ[secret]]


def _logged(lines: str) -> list[str]:
    found = [f"the log has {word!r}" for word in (TYPED, *MAY_READ) if word in lines]
    return found + [f"the log tells of an error: {line}" for line in lines.splitlines() if _ERROR.search(line)]


@pytest.fixture
async def house(stage: SimcordStage, apologies: list[BaseException], capsys: pytest.CaptureFixture[str]) -> House:
    await furnished(stage)
    workshop = Workshop(shown_to_all(stage), bot_of(stage), stage.world.guild.id, resolved_in(stage))
    return House(stage, workshop, apologies, capsys)


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
    naive = {
        _trusting: "the log tells of an error",
        _telling: "mia was told",
        _noting: "the log has",
    }
    for handler, complaint in naive.items():
        house.workshop.bot.door.press("naive:press", handler)
        data = {"custom_id": f"naive:press:{TYPED}", "component_type": 2}
        found = await house.complaints(Forgery("mia", InteractionType.MESSAGE_COMPONENT, data))
        assert [one for one in found if complaint in one]
        assert ("an exception" in "".join(found)) == (handler is _trusting)
