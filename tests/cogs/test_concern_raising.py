"""Every page and form up to *Send* fits Discord's limits, with the longest texts and most people, and says enough."""

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import pairwise
from unittest.mock import create_autospec

import discord
import pytest

from bot.core.case import Account, Affected, CopiedMessage, Named, Wish
from bot.core.draft import Draft, new_token
from bot.core.identity import ChannelId, MemberId, MessageId, RoleId, ServerId
from bot.core.readership import Category, Readership
from bot.core.receipt import receipt_of, written
from bot.services.problems import Refused
from bot.services.sending import How, Sent
from bot.services.telling import Choosable, Review
from bot.ui.draw import draw_form, draw_page
from bot.ui.page import Button, Buttons, Form, Page, Text
from bot.ui.support import HelpDesk
from bot.ui.words import words_for
from cogs.concern import forms, pages, review_pages
from cogs.concern.context import copied
from cogs.concern.ids import page_key, read_page, read_token
from tests.limits import form_faults, message_faults

WORDS = words_for("en")
DESK = HelpDesk()
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
DAY = date(2026, 11, 22)
TOKEN = new_token(secrets.token_bytes)
RECEIPT = receipt_of(TOKEN.key)
NAMES = ["\N{FACE WITH TEARS OF JOY}" * 32, "*_[]" * 8]
ID = 2**63 - 1
STORIES = [
    "a",
    "word " * 700,
    "\n" * 3500,
    "x" * 3500,
    "\N{FACE WITH TEARS OF JOY}" * 3500,
    "> # **`\n" * 400,
    "](" * 1700,
]
CONTACT = "contact " * 30


def faults(found: Iterable[Page]) -> list[str]:
    bodies = [{"components": draw_page(page).to_components(), "flags": 1 << 15} for page in found]
    return [fault for body in bodies for fault in message_faults(body, sent=False)]


def faults_of(form: Form) -> list[str]:
    return list(form_faults(draw_form(form).to_dict()))


def text(page: Page) -> str:
    return "\n".join(part.markdown for part in page.parts if isinstance(part, Text))


def labels(page: Page) -> list[str]:
    return [button.label for part in page.parts if isinstance(part, Buttons) for button in part.buttons]


def custom_ids(page: Page) -> list[str]:
    rows = [part for part in page.parts if isinstance(part, Buttons)]
    return [button.custom_id for row in rows for button in row.buttons if isinstance(button, Button)]


def account(story: str, category: Category = Category.PRIVACY, name: str = "Theo") -> Account:
    return Account(category, story, Wish.ACTION, Affected.GROUP, Named(MemberId(ID), name), (story, story))


def review(
    story: str = "what happened",
    category: Category = Category.PRIVACY,
    name: str = "Mara",
    *,
    choosing: bool = False,
    nobody: bool = False,
    shown_name: str = "",
    message_me: MemberId | None = None,
    picked: int = 0,
) -> Review:
    author = Named(MemberId(ID), name)
    draft = Draft(
        ServerId(1),
        NOW,
        reporter_name=shown_name,
        message=CopiedMessage(author, ChannelId(ID), MessageId(ID), story[:4000], gives_away=True),
        account=account(story, category, name),
        message_me=message_me,
        readership=Readership(),
    )
    return Review(
        draft=draft,
        receipt=RECEIPT,
        readers=() if nobody or choosing else (name,) * (23 - picked),
        later=(name,),
        picked=(name,) * picked,
        candidates=tuple(Choosable(f"{number:032x}", name, ticked=True) for number in range(23)) if choosing else (),
        expected_by=DAY,
        expected_by_if_urgent=DAY,
        hold_ends_on=DAY,
        can_be_held=category is not Category.DANGER,
        is_first=True,
        lead=name,
    )


def drawn(one: Review, own_name: str = "Mia") -> Page:
    return review_pages.review_page(review_pages.Reviewing(WORDS, DESK, None, CONTACT, own_name), TOKEN, one)


@pytest.mark.parametrize("story", STORIES)
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("category", [Category.DANGER, Category.ROLE])
def test_reviews_fit(story: str, name: str, category: Category) -> None:
    # Room for what the picture that may go with it adds.
    more = (Text("x" * 200), Buttons(tuple(Button("x", f"x:{number}") for number in range(2))))
    # Nobody who was picked is among the readers, and 23 take concerns at most.
    for choosing, nobody, picked in ((True, False, 0), (False, True, 23), (False, False, 0), (False, False, 22)):
        for shown_name in ("", name):
            one = review(story, category, name, choosing=choosing, nobody=nobody, shown_name=shown_name, picked=picked)
            page = drawn(one, name)
            assert faults([replace(page, parts=(*page.parts, *more))]) == []
    assert faults_of(forms.concern_form(WORDS, TOKEN, "f" * 8, account(story, category))) == []
    assert faults_of(forms.page_form(WORDS, TOKEN, 3, story, "f" * 8)) == []


@pytest.mark.parametrize("name", NAMES)
def test_the_pages_around_the_form_fit(name: str) -> None:
    people = review(name=name, choosing=True).candidates
    above = [
        pages.help_above(WORDS, DESK, country, token)
        for country in (None, "IE", "elsewhere")
        for token in (None, TOKEN)
    ]
    shown = [
        *(pages.welcome_page(WORDS, one, TOKEN, name) for one in above),
        *(pages.closed_page(WORDS, one, CONTACT) for one in above),
        pages.conflict_page(WORDS, people, str(TOKEN), name),
        pages.conflict_page(WORDS, people[:1], "", ""),
        pages.code_page(WORDS, RECEIPT),
        *(pages.sent_page(WORDS, Sent(RECEIPT, DAY, how)) for how in How),
        review_pages.hold_page(WORDS, TOKEN, review()),
        review_pages.message_page(WORDS, TOKEN),
        *(review_pages.tried_page(WORDS, is_it=is_it) for is_it in (True, False)),
    ]
    assert faults(shown) == []
    assert faults_of(forms.try_form(WORDS, TOKEN, "f" * 8)) == []
    assert faults_of(forms.page_form(WORDS, TOKEN, 2, "", "f" * 8)) == []


def test_help_lines_come_first_and_danger_is_asked_about_once() -> None:
    shown = text(pages.welcome_page(WORDS, pages.help_above(WORDS, DESK, "AU", None), None, ""))
    assert shown.index("13 11 14") < shown.index("findahelpline") < shown.index("Moderators do not learn")
    assert shown.count("?") == 1
    promise = [line for line in WORDS("concern-promise").splitlines() if line.startswith("- ")]
    assert len(promise) == 6


def test_every_way_to_send_is_offered_only_where_it_can_be() -> None:
    assert labels(drawn(review()))[:5] == ["Send", "Hold", "Urgent", "Edit", "Discard"]
    assert labels(drawn(replace(review(), can_be_held=False)))[:4] == ["Send", "Urgent", "Edit", "Discard"]
    assert labels(drawn(review(category=Category.DANGER)))[:3] == ["Send", "Edit", "Discard"]
    assert labels(drawn(review(nobody=True))) == ["Edit", "Discard"]
    assert "likely look" in text(drawn(review()))
    assert "likely look" not in text(drawn(review(nobody=True)))
    waiting = [
        button for part in drawn(review(choosing=True)).parts if isinstance(part, Buttons) for button in part.buttons
    ]
    assert [one.label for one in waiting if isinstance(one, Button) and one.disabled] == ["Send", "Hold", "Urgent"]


def test_no_sentence_stands_right_below_a_list_of_names_as_if_it_were_one_of_them() -> None:
    page = drawn(review(picked=2))
    lines = [part.markdown.splitlines() for part in page.parts if isinstance(part, Text)]
    pairs = [pair for each in lines for pair in pairwise(each) if pair[0].startswith("- ")]
    assert pairs
    assert [second for _, second in pairs if not second.startswith("- ")] == []


def test_three_pages_are_offered_and_no_fourth() -> None:
    full = review()
    for count, offered in (
        (0, ["Add a page"]),
        (1, ["Edit page 2", "Add a page"]),
        (2, ["Edit page 2", "Edit page 3"]),
    ):
        told = replace(full.account, more=full.account.more[:count])
        page = drawn(replace(full, draft=replace(full.draft, account=told)))
        assert labels(page)[5:-2] == offered
    assert f"concern:page:{page_key(TOKEN, 3)}" in custom_ids(drawn(full))


def test_what_was_told_and_chosen_can_be_looked_over() -> None:
    short = text(drawn(review()))
    for told in ("what happened", "Page 3", "about **Mara**", "*That something is done*", "*The whole group*"):
        assert told in short
    assert "Shortened here" not in short
    assert "Shortened here" in text(drawn(review(story="x" * 400)))
    assert short.count("Nobody is on watch") == 1
    assert "**Mara** is the safeguarding lead" in short
    assert "safeguarding lead" not in text(drawn(replace(review(), lead="")))


def test_what_gives_the_reporter_away_is_said() -> None:
    named = review(story="I am Mia, and it was late")
    assert "your own name in it, **mia**" in text(drawn(named, "mia"))
    assert "own name" not in text(drawn(named, "Mi"))
    assert "own name" not in text(drawn(replace(named, draft=replace(named.draft, reporter_name="Mia")), "Mia"))
    assert "Few people can see" in text(drawn(named))
    assert "Nobody is on watch" in text(drawn(named))
    kept = review(message_me=MemberId(4))
    assert "Your id is kept" in text(drawn(kept))
    assert "No messages" in labels(drawn(kept))
    assert "Your id is kept" not in text(drawn(named))


def test_the_limits_of_holding_and_of_messages_are_said_before() -> None:
    said = text(review_pages.hold_page(WORDS, TOKEN, review()))
    for limit in ("restart", "change of its key", "perhaps the same person", "<t:", "Nobody is told of a match"):
        assert limit in said
    assert "your id is kept" in text(review_pages.message_page(WORDS, TOKEN))


def test_the_code_is_on_no_page_but_its_own() -> None:
    code = written(RECEIPT)
    assert code in text(pages.code_page(WORDS, RECEIPT))
    for page in (
        drawn(review()),
        review_pages.hold_page(WORDS, TOKEN, review()),
        pages.sent_page(WORDS, Sent(RECEIPT, DAY, How.SLOT)),
    ):
        assert code not in text(page)


@pytest.mark.parametrize("forged", ["", "x", "{token}", "{token}:", "{token}:x", "{token}:\N{SUPERSCRIPT TWO}", "x:2"])
def test_a_forged_page_is_refused(forged: str) -> None:
    key = forged.format(token=TOKEN)
    with pytest.raises(Refused):
        read_page(key)


def test_ids_are_read_back() -> None:
    assert read_page(page_key(TOKEN, 2)) == (TOKEN, 2)
    assert read_token(str(TOKEN)) == TOKEN


Counts = Mapping[int, int | None]


@pytest.mark.parametrize(
    ("place", "counts", "gives_away"),
    [
        ("gone", {}, True),
        ("private thread of 7", {}, True),
        ("private thread of 8", {}, False),
        ("private thread", {}, True),
        ("open", {}, False),
        ("closed", {}, True),
        ("closed", {1: 7, 2: 7}, True),
        ("closed", {1: None, 2: 8}, False),
        ("closed", {1: None, 2: None}, True),
        ("thread in closed", {1: 8}, False),
    ],
)
async def test_who_can_see_a_channel_is_counted_as_far_as_discord_tells(
    place: str,
    counts: Counts,
    gives_away: bool,  # noqa: FBT001 - the expectation
) -> None:
    asked: list[int] = []

    async def role_count(server_id: ServerId, role_id: RoleId) -> int | None:
        asked.append(role_id)
        return counts[role_id]

    interaction = create_autospec(discord.Interaction, instance=True)
    interaction.guild = _guild(place, counts)
    about = create_autospec(discord.Message, instance=True)
    about.author.id, about.author.display_name, about.content, about.id, about.channel.id = 1, "Mara", "x", 2, 3
    assert (await copied(interaction, about, role_count)).gives_away is gives_away
    # A role that is kept out says nothing.
    assert 99 not in asked


def _guild(place: str, counts: Counts) -> discord.Guild:
    guild = create_autospec(discord.Guild, instance=True)
    guild.member_count = 500
    channel = create_autospec(discord.TextChannel, instance=True)
    channel.permissions_for.return_value = discord.Permissions(view_channel=place == "open")
    channel.overwrites = {
        **{_role(number): discord.PermissionOverwrite(view_channel=True) for number in counts},
        _role(99): discord.PermissionOverwrite(view_channel=False),
        create_autospec(discord.Member, instance=True): discord.PermissionOverwrite(view_channel=True),
    }
    thread = create_autospec(discord.Thread, instance=True)
    thread.is_private.return_value = place.startswith("private")
    thread.member_count = int(place[-1]) if place[-1].isdigit() else None
    thread.permissions_for.return_value = discord.Permissions.none()
    thread.parent = channel
    found = None if place == "gone" else thread if "thread" in place else channel
    guild.get_channel_or_thread.return_value = found
    return guild


def _role(number: int) -> discord.Role:
    role = create_autospec(discord.Role, instance=True)
    role.id = number
    return role
