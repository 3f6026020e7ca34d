"""A group in which something of everything stands, and every custom_id, value and field that its people were shown.

For those who forge: what they send is made of what is real elsewhere. Not here: what they try
(`test_everything_fuzz.py`).
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import cast

from tests.attacks.matrix import PRESSES, Owner
from tests.end_to_end.concerns import cards, send
from tests.end_to_end.results import BAD, GOOD, a_round, opened
from tests.end_to_end.simcord_stage import SimcordStage
from tests.screen import FIELDS, SELECTS, Payload, components, objects, words
from tests.stories import publish, ready

CONCERN = "quillfeather told it outside"
JOURNAL = "marrowbone kept me awake"
SUGGESTED = "tamarisk would be a kinder word"
DONE = "saltpetre was talked over"
ANSWERED = ("mia", "noor", "theo", "ines", "jonas", "kofi")

MAY_READ: Mapping[str, frozenset[str]] = {
    CONCERN: frozenset({"mara"}),
    JOURNAL: frozenset({"fay"}),
    SUGGESTED: frozenset({"fay"}),
    DONE: frozenset({"fay", "mara", "otto"}),
}
"""Who may ever meet these words. The concern is about Otto; whoever raised it has no code at hand here."""


@dataclass
class Shown:
    """What stood on the screens of one group."""

    actions: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict[str, set[str]](set))
    """What follows each `feature:action` in the custom_ids."""
    forms: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict[str, set[str]](set))
    """The same, of forms alone."""
    fields: set[str] = field(default_factory=set[str])
    values: set[str] = field(default_factory=set[str])

    def see(self, body: Payload) -> None:
        """Keep what could be used on a message or form."""
        for one in components(body):
            custom_id = words(one, "custom_id")
            if one.get("type") in FIELDS - SELECTS or ":" not in custom_id:
                self.fields.update({custom_id} - {""})
            else:
                self._keep(custom_id)
            self.values.update(words(option, "value") for option in objects(one, "options"))
        self._keep(words(body, "custom_id"), of_form=True)

    def _keep(self, custom_id: str, *, of_form: bool = False) -> None:
        feature, _, rest = custom_id.partition(":")
        action, _, key = rest.partition(":")
        if key:
            self.actions[f"{feature}:{action}"].add(key)
        if key and of_form:
            self.forms[f"{feature}:{action}"].add(key)

    @property
    def keys(self) -> Iterator[str]:
        """Every key but those that are secrets of one member: codes and tokens of drafts."""
        for action, keys in self.actions.items():
            if PRESSES.get(action) is not Owner.CODE:
                yield from keys


def shown_to_all(stage: SimcordStage) -> Shown:
    """What everybody was shown so far."""
    shown = Shown()
    for request in stage.simulation.requests:
        if isinstance(request.body, Mapping):
            body = cast("Payload", request.body)
            data = body.get("data")
            shown.see(cast("Payload", data) if isinstance(data, Mapping) else body)
    return shown


async def furnished(stage: SimcordStage) -> None:
    """Everything that a group can hold, once."""
    await ready(stage, facilitator_channel="facilitators", lead="lena", agreed_role="agreed")
    await publish(stage)
    await _checkins(stage)
    await _concerns(stage)
    await _agreement(stage)
    await _learning(stage)
    for name, command in (("ada", "setup show"), ("ada", "setup check"), ("ada", "setup erase"), ("mia", "privacy")):
        await stage.person(name).slash(command)
    for command in ("moderate cases", "moderate signals", "moderate log", "moderate impact"):
        await stage.person("mara").slash(command)


async def _checkins(stage: SimcordStage) -> None:
    fay = stage.person("fay")
    page = await fay.slash("facilitate checkin schedule")
    await fay.press(page, "Time and length")
    await fay.press(await fay.choose(page, "Every week"), "Save")
    for command in ("list", "template", "results", "trend", "edit"):
        await fay.slash(f"facilitate checkin {command}")
    await a_round(stage, (BAD,) * 5 + (GOOD,))
    post = await opened(stage)
    await stage.person("mia").press(post, "Check in privately")


async def _concerns(stage: SimcordStage) -> None:
    await send(stage.person("noor"), "Otto", story=CONCERN, button="Urgent")
    mara = stage.person("mara")
    case = await mara.press(cards(stage, direct_to="mara")[0], "Open")
    for label in ("Reply", "Close"):
        await mara.press(case, label)
    form = await mara.press(await mara.slash("moderate impact"), "Write down what was done")
    await mara.submit(form, words=DONE, intent="To be kind", told="We talked")


async def _agreement(stage: SimcordStage) -> None:
    mia, fay = stage.person("mia"), stage.person("fay")
    form = await mia.press([await mia.slash("agreement"), *mia.more][-1], "Suggest a change")
    await mia.submit(form, about="The agreement as a whole", words=SUGGESTED)
    await stage.advance(days=1)
    for label in ("Read suggestions", "Add a clause", "Import"):
        await fay.press(await fay.slash("facilitate agreement edit"), label)
    clause = await fay.choose(await fay.slash("facilitate agreement edit"), "10. No gossip.")
    await fay.submit(await fay.press(clause, "Reword"), body="None of it.")
    await fay.slash("facilitate agreement history")


async def _learning(stage: SimcordStage) -> None:
    fay = stage.person("fay")
    desk = await fay.slash("facilitate reflect")
    await fay.submit(await fay.press(desk, "Write"), words=JOURNAL)
    for label in ("What I wrote", "Hopes and results"):
        await fay.press(await fay.slash("facilitate reflect"), label)
    results = await fay.slash("facilitate heard")
    await fay.choose(results, *next(iter(results.choices().values()))[:1])
    await fay.slash("facilitate card")
