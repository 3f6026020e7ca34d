"""What those who take concerns are shown, as Discord would take it: the longest texts, the most there can be."""

import secrets
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.core.case import Account, Affected, Case, Closing, CopiedMessage, Help, Named, Outcome, Release, State, Wish
from bot.core.clocks import NextDate
from bot.core.conversation import Event, Line, Note, Voice
from bot.core.identity import CaseId, ChannelId, MemberId, MessageId, ServerId
from bot.core.readership import Category
from bot.services.case_matters import Joinable
from bot.services.case_people import Asked, Eligible
from bot.services.case_views import Joined, ReadableCase, Section
from bot.services.problems import Refused
from bot.ui.draw import draw_form, draw_page
from bot.ui.page import Button, Buttons, Choice, Form, Page, Text
from bot.ui.words import words_for
from cogs.concern.content import concern_content
from cogs.moderate import cards, forms, list_pages, pages, steps
from tests.limits import form_faults, message_faults

WORDS = words_for("en")
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
DAY = date(2026, 11, 22)
NAME = "\N{FACE WITH TEARS OF JOY}" * 32
ID = 2**63 - 1
MANY = tuple(MemberId(ID - number) for number in range(24))
STORIES = ["a", "word " * 700, "\n" * 3500, "x" * 3500, "\N{FACE WITH TEARS OF JOY}" * 3500, "> # **`\n" * 400]
LETTERS = "f" * 22


def case(story: str, **changes: object) -> Case:
    message = CopiedMessage(Named(MemberId(ID), NAME), ChannelId(ID), MessageId(ID), story[:4000], gives_away=True)
    about = Named(MemberId(ID), NAME)
    fresh = Case(
        label="7QK2MX",
        lookup=b"",
        named=(MemberId(1),),
        readers=MANY,
        later=MANY[:1],
        direct=False,
        urgent=True,
        deliver_at=NOW,
        account=Account(Category.DANGER, story, Wish.ACTION, Affected.GROUP, about, (story, story)),
        message=message,
        reporter_name=NAME,
        release=Release.PERHAPS,
        assigned=MANY[0],
        also_named=(about,) * 30,
        picked=tuple(MemberId(ID - 100 - number) for number in range(26)),
        notes=tuple(Note(MANY[0], story[:1500], DAY) for _ in range(20)),
        lines=tuple(Line(Voice.STAFF if place % 2 else Voice.REPORTER, story[:1600], DAY) for place in range(12)),
    )
    return replace(fresh, **changes)  # pyright: ignore[reportArgumentType] # names are checked by dataclasses


def plain(**changes: object) -> Case:
    """A short one."""
    account = Account(Category.PRIVACY, "what happened", Wish.ACTION, Affected.ME)
    short = {"account": account, "message": None, "lines": (), "notes": (), "also_named": (), "reporter_name": ""}
    return case("a", **({**short, "urgent": False, "release": None, "named": ()} | changes))


def readable(one: Case, **changes: object) -> ReadableCase:
    found = ReadableCase(CaseId(secrets.token_bytes(16)), ServerId(ID), one, NextDate("outcome", DAY), is_overdue=True)
    return replace(found, **changes)  # pyright: ignore[reportArgumentType] # names are checked by dataclasses


def faults(found: Iterable[Page]) -> list[str]:
    bodies = [{"components": draw_page(page).to_components(), "flags": 1 << 15} for page in found]
    return [fault for body in bodies for fault in message_faults(body, sent=False)]


def faults_of(form: Form) -> list[str]:
    return list(form_faults(draw_form(form).to_dict()))


def text(*shown: Page) -> str:
    return "\n".join(part.markdown for page in shown for part in page.parts if isinstance(part, Text))


def labels(page: Page) -> list[str]:
    rows = [part for part in page.parts if isinstance(part, Buttons)]
    return [button.label for row in rows for button in row.buttons]


def custom_ids(page: Page) -> list[str]:
    rows = [part for part in page.parts if isinstance(part, Buttons)]
    return [button.custom_id for row in rows for button in row.buttons if isinstance(button, Button)]


def offered(page: Page) -> list[str]:
    return [option.value for part in page.parts if isinstance(part, Choice) for option in part.options]


@pytest.mark.parametrize("story", STORIES)
@pytest.mark.parametrize("state", [State.WAITING, State.ASKING, State.CLOSED])
async def test_cases_fit_and_lose_no_word(story: str, state: State) -> None:
    matter = tuple(Joined(CaseId(b"x" * 16), case("a")) for _ in range(8))
    closing = Closing(Outcome.PASSED_ON, MANY[0], DAY, heard=False, why_not=story[:500], reached=story[:500])
    one = case(story, state=state, closing=closing, looker=MANY[0])
    shown = pages.case_pages(WORDS, readable(one, matter=matter, is_blocked=True), "note " * 60)
    assert faults(shown) == []
    assert text(*shown).count("x") >= 3 * story.count("x")
    assert faults([pages.case_page(WORDS, readable(one, matter=matter, is_blocked=True), "note " * 60)]) == []


async def test_a_short_case_is_one_page_with_the_next_step_before_all_else() -> None:
    (shown,) = pages.case_pages(WORDS, readable(plain(), is_overdue=False, next=NextDate("answer", DAY)))
    assert faults([shown]) == []
    said = text(shown)
    assert said.index("Please acknowledge it") < said.index("You see words, not a name") < said.index("what happened")
    assert labels(shown) == ["Acknowledge", "Reply", "Close"]
    assert "messages below" not in said


async def test_readers_see_whom_it_is_about_however_they_were_picked_and_each_once() -> None:
    picked = MemberId(5), MemberId(6)
    account = Account(Category.PRIVACY, "what happened", Wish.ACTION, Affected.ME, Named(picked[0], "Noor"))
    said = text(*pages.case_pages(WORDS, readable(plain(account=account, picked=picked, named=picked))))
    assert [said.count(f"<@{member}>") for member in picked] == [1, 1]


async def test_a_picture_is_shown_only_to_whoever_asks_for_it() -> None:
    assert "case:image:" in str(custom_ids(pages.case_page(WORDS, readable(plain(has_image=True)), "")))
    assert "case:image:" not in str(custom_ids(pages.case_page(WORDS, readable(plain()), "")))
    shown = pages.image_page(WORDS, b"\x89PNG\r\n\x1a\n" + bytes(20))
    assert [len(shown.pictures), len(pages.image_page(WORDS, None).pictures)] == [1, 0]


@pytest.mark.parametrize(
    ("state", "buttons"),
    [
        (State.ACKNOWLEDGED, ["Reply", "Close"]),
        (State.IN_PROGRESS, ["Reply", "Close"]),
        (State.ASKING, ["Reply", "Close"]),
        (State.CLOSED, ["Reply", "Reopen", "What we did"]),
    ],
)
async def test_buttons_go_with_the_state(state: State, buttons: list[str]) -> None:
    closing = Closing(Outcome.RECORDED, MANY[0], DAY)
    (shown,) = pages.case_pages(WORDS, readable(plain(state=state, closing=closing)))
    assert labels(shown) == buttons
    choices = offered(shown)
    assert set(choices) <= pages.OFFERED
    assert ("in-progress" in choices) == (state in (State.ACKNOWLEDGED, State.ASKING))
    assert ("take" in choices) == (state is not State.CLOSED)


async def test_something_else_offers_what_fits() -> None:
    joined = (Joined(CaseId(b"x" * 16), plain()),)
    one = readable(plain(), section=Section.MINE, matter=joined, is_blocked=True)
    choices = offered(pages.case_page(WORDS, one, ""))
    assert {"matter", "part", "lift"} <= set(choices)
    assert not {"take", "block"} & set(choices)
    assert "block" in offered(pages.case_page(WORDS, replace(one, is_blocked=None), ""))


async def test_what_was_withdrawn_is_shown_without_anything_to_press() -> None:
    one = readable(case("a", account=None, state=State.WITHDRAWN), next=None, is_overdue=False)
    (shown,) = pages.case_pages(WORDS, one)
    assert "was withdrawn" in text(shown)
    assert len(shown.parts) == 2


async def test_nobody_who_is_out_is_named_among_the_readers() -> None:
    one = plain(readers=MANY[:3], later=MANY[3:5], named=(MANY[1],), out=(MANY[4],))
    said = text(*pages.case_pages(WORDS, readable(one)))
    assert f"**Who reads it:** <@{MANY[0]}>, <@{MANY[2]}>" in said
    assert f"second look:** <@{MANY[3]}>\n" in f"{said}\n"


async def test_every_event_and_answer_has_words_and_the_readers_see_what_the_reporter_reads() -> None:
    told = [
        Line(Voice.STAFF, "own words", DAY, event=Event.IN_PROGRESS),
        Line(Voice.STAFF, "", DAY, event=Event.ASKING),
        Line(Voice.STAFF, "", DAY, event=Event.REOPENED),
        Line(Voice.REPORTER, "Noor", DAY, event=Event.NAMED),
        Line(Voice.REPORTER, "Mia", DAY, event=Event.NAME_SHARED),
        Line(Voice.REPORTER, "why?", DAY, event=Event.SECOND_LOOK),
        Line(Voice.REPORTER, "Lena", DAY, event=Event.CHOSEN),
        Line(Voice.REPORTER, "plain", DAY),
        *(Line(Voice.STAFF, "", DAY, event=Event.CLOSED, detail=one.value) for one in Outcome),
        *(Line(Voice.REPORTER, "", DAY, event=Event.FEEDBACK, detail=one.value) for one in Help),
    ]
    assert {line.event for line in told} == set(Event)
    said = text(*pages.case_pages(WORDS, readable(plain(lines=tuple(told)))))
    for state in ("in-progress", "asking", "reopened"):
        assert f"> {WORDS(f'event-{state}')}" in said
    for outcome in Outcome:
        assert WORDS(f"outcome-{outcome.value}") in said
    assert "much harder" in said
    assert "> own words" in said


async def test_all_of_a_case_is_above_its_buttons_where_there_is_room() -> None:
    lines = (Line(Voice.REPORTER, "the first", DAY), Line(Voice.STAFF, "the newest", DAY))
    (opened,) = pages.case_pages(WORDS, readable(plain(lines=lines)))
    after = pages.case_page(WORDS, readable(plain(lines=lines)), "Sent.")
    for shown in (opened, after):
        assert text(shown).index("the first") < text(shown).index("the newest")
        assert "messages below" not in text(shown)
        assert "Show all of it" not in labels(shown)


async def test_after_an_act_the_newest_of_much_is_on_the_page_and_all_of_it_one_press_away() -> None:
    lines = (Line(Voice.REPORTER, "the first " * 140, DAY), Line(Voice.REPORTER, "the second " * 130, DAY))
    much = readable(plain(lines=(*lines, Line(Voice.STAFF, "the newest", DAY))))
    assert "messages below" in text(pages.case_pages(WORDS, much)[0])
    shown = pages.case_page(WORDS, much, "Sent.")
    assert "> the newest" in text(shown)
    assert "the first" not in text(shown)
    assert "messages below" not in text(shown)
    assert "Show all of it" in labels(shown)


async def test_a_name_that_was_shared_is_not_said_to_be_unknown() -> None:
    assert "You see words, not a name" in text(*pages.case_pages(WORDS, readable(plain())))
    named = text(*pages.case_pages(WORDS, readable(plain(reporter_name="Mia"))))
    assert "trusted you with their name" in named
    assert "not a name" not in named


@pytest.mark.parametrize("release", Release)
async def test_it_is_said_how_a_held_case_was_released(release: Release) -> None:
    shown = replace(readable(plain(release=release)), release=release)
    assert "held" in text(*pages.case_pages(WORDS, shown))


async def test_a_message_without_text_is_said_to_have_none() -> None:
    message = CopiedMessage(Named(MemberId(ID), NAME), ChannelId(ID), MessageId(ID), "", gives_away=True)
    assert "had no text" in text(*pages.case_pages(WORDS, readable(plain(message=message))))


async def test_forms_fit_and_show_the_very_sentence_that_is_read() -> None:
    for action in ("reply", "reply-all"):
        assert faults_of(forms.answer_form(WORDS, action, LETTERS, "f" * 8)) == []
    for action in ("in-progress", "asking", "in-progress-all", "asking-all"):
        form = forms.move_form(WORDS, action, LETTERS, "f" * 8)
        assert faults_of(form) == []
        assert WORDS(f"event-{action.removesuffix('-all')}") in str(form.fields[0])
    assert faults_of(forms.reopen_form(WORDS, "reopen", LETTERS, "f" * 8)) == []
    assert faults_of(forms.note_form(WORDS, "note", LETTERS, "f" * 8)) == []


@pytest.mark.parametrize("action", ["close", "close-all"])
@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({}, 2),
        ({"named": (MemberId(1),)}, 4),
        ({"account": Account(Category.HELP, "a", Wish.RECORD, Affected.SEVERAL)}, 3),
        ({"named": (MemberId(1),), "account": Account(Category.HELP, "a", Wish.RECORD, Affected.GROUP)}, 5),
    ],
)
async def test_closing_asks_only_what_has_to_be_said(action: str, changes: dict[str, object], fields: int) -> None:
    shape = pages.close_shape([plain(**changes)])
    form = forms.close_form(WORDS, action, LETTERS, "f" * 8, shape)
    assert faults_of(form) == []
    assert len(form.fields) == fields


def test_an_answer_begins_with_the_chosen_sentence_or_with_none() -> None:
    opener = concern_content("en").openers[0]
    assert forms.answer_text(WORDS, opener.key, "mine") == f"{opener.name}\n\nmine"
    assert forms.answer_text(WORDS, forms.OWN_WORDS, "mine") == "mine"
    assert forms.answer_text(WORDS, opener.key, " ") == ""


async def test_the_small_pages_fit() -> None:
    one = readable(plain(), matter=tuple(Joined(CaseId(bytes([number]) * 16), plain()) for number in range(8)))
    people = tuple(Eligible(f"{number:032x}", NAME, DAY, is_lead=True) for number in range(30))
    others = tuple(readable(plain()) for _ in range(30))
    shown = [
        steps.people_page(WORDS, Asked(one, people), "handed", "hand-over"),
        steps.people_page(WORDS, Asked(one, ()), "brought", "bring-in"),
        steps.join_page(WORDS, Joinable(one, others)),
        steps.join_page(WORDS, Joinable(one, ())),
        steps.part_page(WORDS, one),
        steps.part_page(WORDS, replace(one, matter=())),
        steps.matter_page(WORDS, one),
        steps.matter_page(WORDS, replace(one, matter=())),
        steps.sure_page(WORDS, one, "aside"),
        steps.sure_page(WORDS, one, "block"),
        steps.aside_page(WORDS),
        cards.card_page(WORDS, CaseId(b"\xff" * 16)),
    ]
    assert faults(shown) == []
    assert "there are more" in text(shown[2])
    assert not any("what happened" in text(page) for page in shown)


async def test_only_who_waits_is_acknowledged_for_all() -> None:
    taken = plain(state=State.IN_PROGRESS)
    one = readable(taken, matter=(Joined(CaseId(b"x" * 16), taken),))
    assert "Acknowledge all" not in labels(steps.matter_page(WORDS, one))
    waiting = replace(one, matter=(Joined(CaseId(b"x" * 16), plain()),))
    assert "Acknowledge all" in labels(steps.matter_page(WORDS, waiting))


async def test_a_list_is_in_parts_and_pages() -> None:
    overdue = [readable(case("a"), section=Section.OVERDUE) for _ in range(list_pages.LISTED)]
    mine = [readable(case("a"), section=Section.MINE)]
    withdrawn = readable(case("a", account=None, state=State.WITHDRAWN), section=Section.DONE, next=None)
    listed = [*mine, *overdue, withdrawn]
    first, second = [list_pages.list_page(WORDS, listed, ServerId(ID), page) for page in (0, 1)]
    assert faults([first, second, list_pages.list_page(WORDS, [], ServerId(ID))]) == []
    assert text(first).index("Yours to do") < text(first).index("Overdue")
    assert "Page 1 of 2" in text(first)
    assert "withdrawn" in text(second)
    assert "Yours to do" not in text(second)
    assert custom_ids(first)[1] == f"case:mine:{ID}:1"
    assert len(offered(first)) == list_pages.LISTED
    late = [replace(one, is_overdue=True) for one in overdue[:2]]
    assert text(list_pages.list_page(WORDS, late, ServerId(ID))).count("Overdue") == 1
    (alone,) = [list_pages.list_page(WORDS, mine, ServerId(ID), 9)]
    assert custom_ids(alone) == []


@pytest.mark.parametrize("what", ["reached", "heard", "why-not"])
def test_what_has_to_be_said_before_closing_is_said_kindly_and_with_the_way_on(what: str) -> None:
    assert "press **Close**" in WORDS(f"case-unsaid-{what}")


@pytest.mark.parametrize("letters", ["!", "é" * 22, "a"])
def test_letters_that_are_no_case_are_told_like_a_case_that_is_not_there(letters: str) -> None:
    with pytest.raises(Refused, match="case-unknown"):
        cards.case_from(letters)


def test_letters_of_a_case_are_read_back() -> None:
    case_id = CaseId(secrets.token_bytes(16))
    assert cards.case_from(cards.case_letters(case_id)) == case_id
