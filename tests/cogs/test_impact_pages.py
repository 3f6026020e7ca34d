"""The pages and forms of impact: within Discord's limits with the longest words, one state each, nobody named."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.core.case import Help
from bot.core.identity import ActionId, CaseId, PlanId, RoundId, ServerId
from bot.core.impact import ASKED_AT_MOST, Action, Answer
from bot.core.publishing import RANGES, Level, Lines
from bot.core.quarters import Quarter
from bot.core.sealing import Key
from bot.core.template import Question, question_objections
from bot.services.impact_book import MOST_TEXT, KnownAction
from bot.services.impacts import ShownAction
from bot.services.problems import Refused
from bot.services.quarter_counts import MOST_TOLD as MOST_QUARTERS
from bot.services.quarter_counts import ToldQuarter
from bot.services.server_records import Server, ServerRecord
from bot.ui.draw import draw_form, draw_page
from bot.ui.page import Button, Buttons, Choice, Form, Page, Text
from bot.ui.words import words_for
from cogs.moderate import impact_forms as forms
from cogs.moderate.impact_board import ImpactBoard
from cogs.moderate.impact_pages import LISTED, action_page, erase_page, list_page, quarter_page
from tests.limits import form_faults, message_faults
from tests.services.checkin_house import SETTINGS, Discord

WORDS = words_for("en")
DAY = date(2026, 3, 4)
ONE_DAY = timedelta(days=1)
FACE = "\N{FACE WITH TEARS OF JOY}"
ACTION_ID = ActionId(PlanId(b"a" * 16))
ANSWERS = tuple(WORDS(f"concern-help-{one.value}") for one in Help)
ASKED = Question(WORDS("impact-question-name"), WORDS("impact-question", told="x" * forms.MOST_TOLD), ANSWERS)
NOTED = Action("Opened a quiet channel", "Less noise", DAY, None)
PROPOSED = replace(NOTED, question=ASKED)
WAITING = replace(PROPOSED, told_on=DAY)
NO_RESULT = Answer(RoundId(b"r" * 16), None)


def came(low: Level, good: Level) -> Action:
    return replace(WAITING, answers=(Answer(RoundId(b"r" * 16), Lines(RANGES[-2], low, good)),))


HARM, HELPED = came(Level.MOST, Level.FEW), came(Level.FEW, Level.MOST)
CASE = replace(NOTED, case_id=CaseId(b"c" * 16))


def shown(facts: Action, said: Help | None = None) -> ShownAction:
    known = KnownAction(ACTION_ID, ServerId(1), facts)
    return ShownAction(known, "ABC123" if facts.case_id else "", said)


def said(page: Page) -> str:
    return "\n".join(part.markdown for part in page.parts if isinstance(part, Text))


def labels(page: Page) -> list[str]:
    rows = [part.buttons for part in page.parts if isinstance(part, Buttons)]
    return [button.label for row in rows for button in row]


def faults(page: Page) -> list[str]:
    return list(message_faults({"components": draw_page(page).to_components(), "flags": 1 << 15}, sent=False))


@pytest.mark.parametrize(
    ("facts", "answer", "state", "sentence"),
    [
        (NOTED, None, "nobody is asked", "Nobody is asked about it"),
        (PROPOSED, None, "not asked so far", "How a check-in would ask it"),
        (WAITING, None, "is asked in a check-in", "the group knows"),
        (replace(WAITING, answers=(NO_RESULT,)), None, "is asked in a check-in", "too few answered"),
        (replace(WAITING, answers=(NO_RESULT,) * ASKED_AT_MOST), None, "too few answered", "not asked any more"),
        (HARM, None, "may have made things harder", "It may have made things harder"),
        (HELPED, None, "answered", "What came of it"),
        (CASE, None, "asked through the code of a concern", "They have not answered so far"),
        (CASE, Help.HARDER, "answered through the code of a concern", "It made things harder"),
    ],
)
def test_each_state_has_its_words(facts: Action, answer: Help | None, state: str, sentence: str) -> None:
    one = shown(facts, answer)
    page = action_page(WORDS, one, DAY + ONE_DAY)
    assert sentence in said(page)
    assert facts.words in said(page)
    assert facts.intent in said(page)
    (choice,) = [part for part in list_page(WORDS, [one], (), DAY + ONE_DAY).parts if isinstance(part, Choice)]
    assert choice.options[0].description == state


def test_it_waits_from_the_very_day_on_which_it_was_told_and_not_for_ever() -> None:
    waits = [
        days
        for days in range(120)
        if "the group knows" in said(action_page(WORDS, shown(WAITING), DAY + days * ONE_DAY))
    ]
    assert waits == list(range(91))


def test_only_what_is_open_can_be_confirmed_and_reworded() -> None:
    ask, change, tell = "The group was told this: ask it", "Change what the group was told", "The group was told"
    reword = "Reword this note"
    offered = {
        name: set(labels(action_page(WORDS, shown(facts), DAY))) & {ask, change, tell, reword}
        for name, facts in (
            ("noted", NOTED),
            ("proposed", PROPOSED),
            ("waiting", WAITING),
            ("answered", HELPED),
            ("case", CASE),
        )
    }
    assert offered == {
        "noted": {tell, reword},
        "proposed": {ask, change, reword},
        "waiting": {change},
        "answered": set(),
        "case": {reword},
    }


@pytest.mark.parametrize("letter", ["*", FACE, "](", "a\n\n", "a\n"])
@pytest.mark.parametrize("facts", [PROPOSED, WAITING, HARM, CASE])
def test_the_longest_words_fit(facts: Action, letter: str) -> None:
    text = (letter * MOST_TEXT)[:MOST_TEXT]
    question = None if facts.question is None else replace(ASKED, words=FACE * 100)
    long = shown(replace(facts, words=text, intent=text, question=question))
    quarters = [
        ToldQuarter(Quarter(2026, number + 1), Lines(RANGES[-1], Level.HALF, Level.SOME))
        for number in range(MOST_QUARTERS)
    ]
    for page in (
        action_page(WORDS, long, DAY, WORDS("impact-changed")),
        erase_page(WORDS, long),
        list_page(WORDS, _many(long, LISTED + 1), quarters, DAY, 0, WORDS("impact-erased")),
        quarter_page(WORDS, quarters[0], "impact:list:2026-1"),
    ):
        assert faults(page) == []


def _many(one: ShownAction, count: int) -> list[ShownAction]:
    ids = [ActionId(PlanId(bytes([number]) * 16)) for number in range(count)]
    return [replace(one, known=replace(one.known, action_id=each)) for each in ids]


def test_the_list_is_turned_page_by_page() -> None:
    many = [shown(replace(NOTED, words=f"number {number:02}")) for number in range(2 * LISTED + 1)]
    seen = [said(list_page(WORDS, many, (), DAY, page)) for page in (0, 1, 2, 99)]
    assert seen[2] == seen[3]
    assert [text.count("number") for text in seen] == [LISTED, LISTED, 1, 1]


def test_forms_fit_and_what_a_check_in_asks_can_be_asked() -> None:
    told = forms.told_form(WORDS, WORDS, ACTION_ID, ASKED, "fresh")
    assert _value(told) == "x" * forms.MOST_TOLD
    assert _value(forms.told_form(WORDS, WORDS, ACTION_ID, None, "fresh")) == ""
    worded = forms.words_form(WORDS, ACTION_ID, replace(NOTED, words="x" * MOST_TEXT, intent="y" * MOST_TEXT), "fresh")
    assert _value(worded) == "x" * MOST_TEXT
    new = forms.new_form(WORDS, "ab" * 16, "fresh", WORDS("signal-step", step="x" * 400))
    for form in (new, told, worded):
        assert list(form_faults(draw_form(form).to_dict())) == []
    assert question_objections(ASKED) == []


def _value(form: Form) -> str:
    return str(getattr(form.fields[0], "value", None))


def test_a_forged_key_is_an_outdated_button() -> None:
    for attempt in (
        lambda: forms.read_action("made-up"),
        lambda: forms.read_new("ab"),
        lambda: forms.read_new("ABC123"),
        lambda: forms.read_action(""),
    ):
        with pytest.raises(Refused, match="button-outdated"):
            attempt()
    button = Button("", forms.action_button("ask", ACTION_ID, "0" * 16))
    assert forms.read_action(button.custom_id.split(":")[2]) == (ACTION_ID, "0" * 16)
    assert forms.read_new("") is None
    assert forms.read_new("61" * 16) == ACTION_ID


async def test_a_quarter_is_posted_to_moderators_once() -> None:
    discord = Discord()
    server = Server(ServerId(1), Key(bytes(32)), ServerRecord(SETTINGS))
    quarter = ToldQuarter(Quarter(2026, 4), Lines(RANGES[0], Level.SOME, Level.HALF))
    for may_stand_already in (False, True):
        await ImpactBoard(discord).post_quarter(server, quarter, may_stand_already=may_stand_already)
    (text,) = discord.texts(SETTINGS.moderator_channel)
    assert "**some** that our response made things harder, **about half or more** that it helped" in text
    assert "5 to 9 answers" in text
