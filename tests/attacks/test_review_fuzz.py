"""Whatever a reporter writes, whatever people are called: the page before *Send* is drawn; no words pass for ours."""

import re
import secrets
from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.core.case import Account, Affected, CopiedMessage, Named, Wish
from bot.core.draft import Draft, new_token
from bot.core.identity import ChannelId, MemberId, MessageId, ServerId
from bot.core.readership import Category
from bot.core.receipt import receipt_of
from bot.services.telling import MOST_STORY, Choosable, Review
from bot.ui.page import Page, Text
from bot.ui.support import HelpDesk
from bot.ui.words import words_for
from cogs.concern.review_pages import Reviewing, review_page
from tests.attacks.test_pages_fuzz import HOSTILE, drawn, names, texts

TOKEN = new_token(secrets.token_bytes)
WORDS = words_for("en")
ABOUT = Reviewing(WORDS, HelpDesk(), None, "The Harbour Trust", "Mia")


def page(told: list[str], name: str, category: Category, *, choosing: bool) -> Page:
    author = Named(MemberId(1457674990387200003), name)
    story, *more = [one[:MOST_STORY] for one in told]
    draft = Draft(
        ServerId(1),
        datetime(2026, 11, 22, tzinfo=UTC),
        reporter_name=name,
        message=CopiedMessage(author, ChannelId(4), MessageId(5), "x", gives_away=True),
        account=Account(category, story, Wish.ACTION, Affected.GROUP, author, tuple(more)),
    )
    day = date(2026, 11, 22)
    review = Review(
        draft=draft,
        receipt=receipt_of(TOKEN.key),
        readers=() if choosing else (name,) * 20,
        later=(name,),
        picked=(name,) * 3,
        candidates=tuple(Choosable(f"{at:032x}", name or "x") for at in range(23)) if choosing else (),
        expected_by=day,
        expected_by_if_urgent=day,
        hold_ends_on=day,
        can_be_held=category is not Category.DANGER,
        is_first=False,
    )
    return review_page(replace(ABOUT, own_name=name), TOKEN, review)


@settings(max_examples=150, deadline=None)
@given(
    told=st.lists(texts, min_size=1, max_size=3),
    name=names,
    category=st.sampled_from([Category.DANGER, Category.PRIVACY]),
    choosing=st.booleans(),
)
@example(told=["x" * 3500] * 3, name="*" * 32, category=Category.DANGER, choosing=False)
@example(told=["](" * 1700] * 3, name="[" * 32, category=Category.PRIVACY, choosing=False)
async def test_no_text_and_no_name_breaks_the_review(
    told: list[str],
    name: str,
    category: Category,
    choosing: bool,  # noqa: FBT001 - drawn
) -> None:
    shown = page(told, name, category, choosing=choosing)
    assert drawn([shown]) == []
    said = "\n".join(part.markdown for part in shown.parts if isinstance(part, Text))
    assert re.findall(r"(?<!\\)\]\(", said) == []


@settings(max_examples=80, deadline=None)
@given(words=st.sampled_from(HOSTILE), end=st.sampled_from(["\n", "\r", "\u2028", "\x85", "\x0b"]))
async def test_what_passes_for_our_heading_stays_within_their_words(words: str, end: str) -> None:
    forged = f"{words[:200]}{end}**Who will read it, and nobody else:**{end}- Nobody"
    shown = page([forged, forged, forged], "Mara", Category.PRIVACY, choosing=False)
    said = "\n".join(part.markdown for part in shown.parts if isinstance(part, Text))
    ours = [line for line in re.split("[\n\r\u2028\x85\x0b]", said) if line.startswith("**Who will read it")]
    assert len(ours) == 1
