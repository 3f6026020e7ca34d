"""The pages of the early warning: within Discord's limits with the longest words, and never a word that is too much."""

import re
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

import config
from bot.core.alerts import Alert, Kind, acknowledged, told
from bot.core.identity import AlertId, ChannelId, PlanId, ServerId
from bot.core.likelihood import STEP
from bot.core.publishing import RANGES, Level, Lines
from bot.core.recurrence import Weekly
from bot.core.template import Question
from bot.core.warning import TOLERANCES, Signal, begin, taken_in
from bot.services.alert_book import KnownAlert, Raised
from bot.services.checkin_templates import templates_in
from bot.services.problems import Refused
from bot.services.signals import Signalled
from bot.ui.draw import draw_page
from bot.ui.page import Choice, Page, Text
from bot.ui.words import words_for
from cogs.moderate.signal_alerts import alert_page
from cogs.moderate.signal_ids import read_alert, read_schedule, read_share, seen_id, tolerate_id
from cogs.moderate.signal_pages import noted_page, signals_pages, sure_page, tolerance_page, why_page
from cogs.moderate.signal_pictures import chart, picture_text
from tests import limits

WORDS = words_for("en")
DAY = date(2026, 3, 4)
ALERT = AlertId(PlanId(b"a" * 16))
FACE = "\N{FACE WITH TEARS OF JOY}"
LONGEST = Question(FACE * 45, FACE * 100, tuple(FACE * 99 + str(at) for at in range(7)), watched=True)
NEVER = re.compile(
    r"confirm|pattern|proven|culprit|someone is|crisis|\bred\b|urgent|you must|at once|\d|%", re.IGNORECASE
)
"""What no alert says."""


def signalled(question: Question = LONGEST, *lows: Level, title: str = FACE * 45) -> Signalled:
    """A schedule after rounds of which these words for *low* were posted."""
    watch = begin(question, Weekly((0,)))
    for number, low in enumerate(lows):
        watch = taken_in(watch, DAY + timedelta(weeks=number), question, Lines(RANGES[0], low, Level.FEW))
    return Signalled(PlanId(b"s" * 16), title, ChannelId(2**63 - 1), question, Weekly((0,)), watch)


def trust(theme: str = "own", said: str = FACE * 100) -> KnownAlert:
    matter = {"title": FACE * 45, "channel": str(2**63 - 1), "words": said, "theme": theme}
    return KnownAlert(ALERT, ServerId(1), Raised(Alert(Kind.TRUST, b"t", b"o", DAY), matter))


def harm() -> KnownAlert:
    matter = {"action": FACE * 100, "low": "half", "good": "some", "day": "2026-03-04", "intent": "*" * 700}
    return KnownAlert(ALERT, ServerId(1), Raised(Alert(Kind.HARM, b"t", b"o", DAY), matter))


def again(known: KnownAlert) -> KnownAlert:
    return replace(known, facts=replace(known.facts, alert=told(known.alert, DAY)))


def seen(known: KnownAlert) -> KnownAlert:
    return replace(known, facts=replace(known.facts, alert=acknowledged(known.alert, DAY)))


def said(page: Page) -> str:
    return "\n".join(part.markdown for part in page.parts if isinstance(part, Text))


def faults(page: Page) -> list[str]:
    body: dict[str, object] = {
        "components": draw_page(page).to_components(),
        "flags": 1 << 15,
        "allowed_mentions": {"parse": []},
    }
    return list(limits.message_faults(body, sent=True))


def test_every_page_fits_with_the_longest_words() -> None:
    most = (Level.MOST,) * 12
    every = [signalled(LONGEST, *most), signalled(), *[signalled(LONGEST, Level.SOME)] * 30]
    many = [replace(one, schedule_id=PlanId(bytes([at] * 16))) for at, one in enumerate(every)]
    waiting = [trust(), again(trust()), harm(), seen(harm())]
    pages = [*signals_pages(WORDS, many, waiting, (), "A note."), *signals_pages(WORDS, [], [], ())]
    pages += [tolerance_page(WORDS, many[0], None), sure_page(WORDS, many[0], 25), why_page(WORDS), noted_page(WORDS)]
    pages += [alert_page(WORDS, each) for each in (*waiting, again(again(trust())), seen(again(trust())))]
    assert [faults(page) for page in pages] == [[] for _ in pages]


@pytest.mark.parametrize("known", [trust(said="How safe?"), again(trust(said="How safe?")), harm()])
def test_an_alert_begins_with_not_asking_who_has_one_step_and_says_nothing_it_must_not(known: KnownAlert) -> None:
    text = said(alert_page(WORDS, known))
    assert text.splitlines()[0] == f"{WORDS('signal-never-ask')}"
    assert text.count("What you can do") == 1
    assert NEVER.findall(re.sub(r"<[^>]*>", "", text)) == []


def test_each_question_that_comes_with_the_bot_and_is_watched_has_a_step_of_its_own() -> None:
    shipped = [f"{template.template_id}:1" for template in templates_in("en")]
    steps = {said(alert_page(WORDS, trust(theme))).splitlines()[-1] for theme in (*shipped, "own")}
    assert len(steps) == len(shipped) + 1 == 7


def test_an_alert_can_be_said_to_be_seen_until_it_is() -> None:
    labels = [str(alert_page(WORDS, each)) for each in (trust(), again(trust()), seen(trust()))]
    assert [WORDS("signal-button-seen") in each for each in labels] == [True, True, False]
    assert WORDS("signal-again") in labels[1]


@pytest.mark.parametrize(
    ("lows", "state"),
    [
        ((), "It begins with the next"),
        ((Level.FEW,), "**Quiet.**"),
        ((Level.MOST,), "**Rising.**"),
        ((Level.MOST,) * 2, "**Alarm.**"),
    ],
)
def test_a_signal_is_one_of_three_words_never_finer(lows: tuple[Level, ...], state: str) -> None:
    one = signalled(replace(LONGEST, name="Safe", words="How safe?"), *lows, title="Weekly")
    text = said(signals_pages(WORDS, [one], [], ())[0])
    assert state in text
    assert sum(word in text for word in ("**Quiet.**", "**Rising.**", "**Alarm.**")) == bool(lows)


def test_after_an_alarm_its_day_stays_and_too_few_are_said() -> None:
    one = signalled(LONGEST, Level.MOST, Level.MOST, Level.FEW)
    assert "The last alarm came with" in said(signals_pages(WORDS, [one], [], ())[0])
    silent = replace(one, watch=taken_in(one.watch, DAY + timedelta(weeks=9), LONGEST, None))
    assert "Too few answered" in said(signals_pages(WORDS, [silent], [], ())[0])


def test_the_picture_and_its_words_say_the_same() -> None:
    one = signalled(LONGEST, Level.FEW, Level.MOST, Level.MOST, title="Weekly")
    drawn = chart(WORDS, one)
    assert drawn.levels == ("quiet", "rising", "alarm")
    assert [drawn.levels[place] for row in drawn.rows for place in row.low if place is not None] == [
        *("quiet", "rising", "alarm")
    ]
    assert picture_text(WORDS, one).endswith("the newest first: alarm, rising, quiet.")
    assert len(picture_text(WORDS, signalled(LONGEST, *[Level.MOST] * 12))) <= 1024


def test_every_share_can_be_chosen_with_what_it_notices() -> None:
    page = tolerance_page(WORDS, signalled(), None)
    (choice,) = [part for part in page.parts if isinstance(part, Choice)]
    assert [option.value for option in choice.options] == [str(share) for share in TOLERANCES]
    assert [str(share + STEP) in str(option) for share, option in zip(TOLERANCES[1:], choice.options[1:], strict=True)]


@pytest.mark.parametrize("forged", ["", "zz", "00", "9" * 40, "a" * 31, "\N{SUPERSCRIPT TWO}" * 32])
def test_what_no_button_of_ours_carries_is_outdated(forged: str) -> None:
    for read in (read_alert, read_schedule, read_share):
        if not (read is read_share and forged == "00"):
            with pytest.raises(Refused, match="button-outdated"):
                read(forged)
    assert read_share(tolerate_id(PlanId(b"s" * 16), 15)) == 15
    assert read_alert(seen_id(ALERT, 1).rpartition(":")[2]) == ALERT


def test_the_catalogue_has_words_for_each_signal() -> None:
    text = (Path(config.__file__).parent / "locales" / "en" / "signals.ftl").read_text("utf-8")
    assert all(f"signals-{signal} =" in text and f"signals-level-{signal} =" in text for signal in Signal)
