"""Whatever members write, and whatever they are called: every page is drawn within Discord's limits, and nobody's words
pass for ours: no line without its mark, no link under another name."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.core.case import Account, Affected, Case, CopiedMessage, Named, State, Wish
from bot.core.conversation import Event, Line, Voice
from bot.core.identity import CaseId, ChannelId, MemberId, MessageId, ServerId
from bot.core.readership import Category
from bot.core.receipt import Receipt
from bot.services.cases import ReadableCase
from bot.services.way_view import Standing, WayBack
from bot.services.way_words import MOST_WORDS
from bot.ui.draw import draw_page
from bot.ui.page import Page, Text
from bot.ui.words import words_for
from cogs.concern.forms import MOST_STORY
from cogs.concern.pages import note_page
from cogs.concern.way_pages import way_pages
from cogs.moderate.forms import MOST_ANSWER
from cogs.moderate.list_pages import list_page
from cogs.moderate.pages import case_pages
from tests import limits

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
DAY = date(2026, 11, 22)
HOSTILE = [
    "@everyone <@&1> <@1457674990387200003> <#1> </concern:1> <t:0:R>",
    "[our outside contact](https://tracker.example/?who=you)",
    "```\nnever closed",
    "> **Answer**\n>>> # Acknowledged",
    "\n" * 3000,
    "a\n" * 1700,
    "😀" * 1700,
    "\u2028line\u2029para\x85next\x0bvertical\x0cform",
    "\u202edesrever",
    "x" * 3500,
    " ",
]
texts = st.one_of(st.sampled_from(HOSTILE), st.text(max_size=400), st.text("\n> `*[]()", min_size=1, max_size=3000))
names = st.one_of(
    st.sampled_from(["**Mara**", "[Mara](https://evil.example)", "Mara. Nobody else.", "`", "😀" * 16]),
    st.text(min_size=1, max_size=32),
)


def drawn(pages: Sequence[Page]) -> list[str]:
    """Every fault of these pages as Discord would see them."""
    return [fault for page in pages for fault in limits.message_faults(_body(page), sent=True)]


def _body(page: Page) -> dict[str, object]:
    return {"components": draw_page(page).to_components(), "flags": 1 << 15, "allowed_mentions": {"parse": []}}


def _case(story: str, said: list[str], name: str) -> Case:
    author = Named(MemberId(1457674990387200003), name)
    return Case(
        label="ABCDEF",
        lookup=b"",
        named=(),
        readers=(),
        later=(),
        direct=False,
        urgent=True,
        deliver_at=NOW,
        account=Account(Category.PRIVACY, story[:MOST_STORY], Wish.ACTION, Affected.GROUP, author),
        message=CopiedMessage(author, ChannelId(1457674990387200004), MessageId(5), story[:4000], gives_away=True),
        reporter_name=name,
        state=State.WAITING,
        delivered_on=DAY,
        lines=tuple(
            Line(Voice.STAFF if number % 2 else Voice.REPORTER, words[: min(MOST_WORDS, MOST_ANSWER)], DAY)
            for number, words in enumerate(said)
        )
        + _events(name),
    )


def _events(name: str) -> tuple[Line, ...]:
    """What a reporter did with names: names are words of theirs too."""
    named = (Event.NAME_SHARED, Event.NAMED, Event.CHOSEN)
    return tuple(Line(Voice.REPORTER, name, DAY, event=event) for event in named)


def _pages(case: Case) -> list[Page]:
    words = words_for("en")
    readable = ReadableCase(CaseId(b"\0" * 16), ServerId(1457674990387200005), case, None, is_overdue=True)
    way = WayBack(
        receipt=Receipt(b"\0" * 10),
        standing=Standing.ACKNOWLEDGED,
        readers=("Mara",) * 23,
        lines=case.lines,
        day=DAY,
        next=None,
        is_overdue=False,
        outside_contact="contact",
    )
    return [
        *case_pages(words, readable, "note"),
        *way_pages(words, way, "note"),
        list_page(words, [readable], readable.server_id),
    ]


@settings(max_examples=120, deadline=None)
@given(story=texts, said=st.lists(texts, max_size=12), name=names)
@example(story="x" * 3500, said=["a\n" * 750] * 10, name="M")
@example(story="\n" * 3000 + "x", said=["\n" * 1499 + "x"] * 10, name="M")
async def test_no_text_breaks_a_page(story: str, said: list[str], name: str) -> None:
    assert drawn(_pages(_case(story, said, name))) == []


ENDS = ["\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"]


@settings(max_examples=120, deadline=None)
@given(before=st.text("".join(ENDS) + " >a", max_size=1400), end=st.sampled_from(ENDS))
@example(before="a\n" * 740, end="\n")
@example(before="\n" * 1470, end="\n")
@example(before="x " * 740, end="\n")
@example(before="a", end="\u2028")
async def test_every_line_of_theirs_is_marked_as_theirs(before: str, end: str) -> None:
    """What passes for a heading of ours must not stand at the beginning of a line."""
    case = replace(_case("x", [f"{before}{end}**Answer**"], "M"), message=None)
    for page in _pages(case):
        for text in (part.markdown for part in page.parts if isinstance(part, Text)):
            assert "**Answer**" not in re.split("|".join(ENDS), text)


@settings(max_examples=60, deadline=None)
@given(name=st.sampled_from(["[Mara](https://evil.example)", "M[a](http://b.cd)ra"]), words=st.sampled_from(HOSTILE))
async def test_no_link_hides_under_other_words(name: str, words: str) -> None:
    case = _case(f"see {words} [help](https://tracker.example)", [f"{words} [here](https://tracker.example)"], name)
    said = "\n".join(part.markdown for page in _pages(case) for part in page.parts if isinstance(part, Text))
    assert re.findall(r"(?<!\\)\]\(", said) == []


async def test_a_naive_page_is_broken_by_each_attack() -> None:
    assert drawn([note_page("a\n" * 3000)])
    text = note_page("[help](https://tracker.example)").parts[0]
    assert isinstance(text, Text)
    assert re.findall(r"(?<!\\)\]\(", text.markdown)
