"""What is typed and chosen for a schedule: read as it was meant or refused, and never anything else."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.identity import ChannelId, PlanId, RoleId, ServerId
from bot.core.planning import MOST_HOLIDAYS
from bot.core.recurrence import LAST, Monthly, Weekly
from bot.core.schedule import Plan, Schedule
from bot.core.template import Template
from bot.services.checkin_templates import templates_in
from bot.services.problems import Refused
from bot.services.schedule_book import KnownSchedule
from bot.services.schedule_input import (
    RHYTHMS,
    read_date,
    read_time,
    rhythm_choice,
    weekdays_of,
    with_holidays,
    with_place,
    with_rhythm,
    with_times,
    with_weekdays,
)
from bot.services.schedule_views import Shown
from bot.ui.page import ChannelField, Form, Input, Notice, RadioField, RoleField, SelectField, TextField
from bot.ui.words import words_for
from cogs.checkin.schedule_forms import holidays_form, place_form, times_form
from tests.core.plans import PLAIN, plans

SERVER = ServerId(900)
DAY = timedelta(days=1)
FIELDS = {"at": "18:00", "zone": "Europe/London", "hours": "48", "reminder": "", "first": "2026-03-02"}


def refused(reading: Callable[[], object]) -> str:
    """With which key it is refused; "" if it is not."""
    try:
        reading()
    except Refused as refusal:
        return refusal.key
    return ""


class TestTimes:
    @pytest.mark.parametrize(
        ("typed", "read"),
        [
            *((typed, time(19)) for typed in ("19:00", "19.00", "19h00", "19", " 19:00 ", "7 pm", "7PM", "7:00 pm")),
            *((typed, time(7, 5)) for typed in ("7:05", "07:05", "7.05", "7:05 am", "7h05")),
            *((typed, time(0)) for typed in ("0:00", "00:00", "0", "12 am", "12:00am")),
            *((typed, time(12, 30)) for typed in ("12:30", "12:30 pm", "12.30pm")),
        ],
    )
    def test_a_time_is_read_as_people_write_it(self, typed: str, read: time) -> None:
        assert read_time(typed) == read

    @pytest.mark.parametrize(
        "typed",
        ["", " ", "24:00", "19:60", "7:5", "13 pm", "0 am", "noon", "19:00:00", "-1", "7 pm pm", "1900", "19:00 Uhr"],
    )
    def test_what_is_none_is_refused(self, typed: str) -> None:
        assert refused(lambda: read_time(typed)) == "checkin-schedule-time"

    @given(st.times())
    def test_every_minute_can_be_written(self, at: time) -> None:
        meant = at.replace(second=0, microsecond=0, tzinfo=None)
        assert read_time(f"{meant:%H:%M}") == read_time(f"{meant:%I:%M %p}") == meant

    @given(st.text(max_size=40))
    def test_whatever_is_typed_is_read_or_refused(self, typed: str) -> None:
        assert refused(lambda: read_time(typed)) in ("", "checkin-schedule-time")
        assert refused(lambda: read_date(typed)) in ("", "checkin-schedule-day-unknown")
        assert refused(lambda: with_holidays(PLAIN, typed)) in ("", "checkin-schedule-day-unknown")

    @given(st.dictionaries(st.sampled_from(list(FIELDS)), st.text(max_size=40)))
    def test_a_form_is_read_whole_or_refused(self, typed: dict[str, str]) -> None:
        assert refused(lambda: with_times(PLAIN, {**FIELDS, **typed})) in (
            "",
            "checkin-schedule-time",
            "checkin-schedule-day-unknown",
            "checkin-schedule-reminder",
            "checkin-hours-out-of-range",
            "setting-needed",
            "setting-zone-unknown",
        )


class TestDates:
    @pytest.mark.parametrize("typed", ["2027-02-29", "2027-13-01", "31.01.2027", "tomorrow", "", "2027-1-1"])
    def test_a_date_that_does_not_exist_is_refused_with_what_was_typed(self, typed: str) -> None:
        with pytest.raises(Refused, match="checkin-schedule-day-unknown") as refusal:
            read_date(typed)
        assert refusal.value.values == {"date": typed}

    def test_what_is_shown_of_it_is_short(self) -> None:
        with pytest.raises(Refused) as refusal:
            read_date("x" * 4000)
        assert refusal.value.values == {"date": "x" * 20}

    @given(st.sets(st.dates(), max_size=MOST_HOLIDAYS), st.sampled_from(["\n", ", ", ";", "  ", ",\n"]))
    def test_holidays_are_read_in_order_however_they_are_parted(self, days: set[date], parted: str) -> None:
        typed = parted.join(day.isoformat() for day in days)
        assert with_holidays(PLAIN, typed).holidays == tuple(sorted(days))

    def test_so_many_holidays_are_too_many(self) -> None:
        days = [PLAIN.first + number * DAY for number in range(MOST_HOLIDAYS + 1)]
        with pytest.raises(Refused, match="checkin-schedule-holidays-many") as refusal:
            with_holidays(PLAIN, " ".join(map(str, days)))
        assert refusal.value.values == {"most": MOST_HOLIDAYS}
        assert with_holidays(PLAIN, " ".join(map(str, [*days[1:], *days[1:]]))).holidays == tuple(days[1:])


class TestLengths:
    @pytest.mark.parametrize(("typed", "fits"), [("24", True), ("336", True), (" 48 ", True), ("23", False)])
    def test_hours_have_bounds(self, typed: str, *, fits: bool) -> None:
        found = refused(lambda: with_times(PLAIN, {**FIELDS, "hours": typed}))
        assert found == ("" if fits else "checkin-hours-out-of-range")

    @pytest.mark.parametrize("typed", ["337", "0", "-24", "48.5", "two days", "", "1e3"])
    def test_what_is_no_length_is_refused(self, typed: str) -> None:
        assert refused(lambda: with_times(PLAIN, {**FIELDS, "hours": typed})) == "checkin-hours-out-of-range"

    @pytest.mark.parametrize(("typed", "read"), [("", None), ("  ", None), ("1", 1), ("47", 47)])
    def test_a_reminder_comes_between_opening_and_closing_or_never(self, typed: str, read: int | None) -> None:
        assert with_times(PLAIN, {**FIELDS, "reminder": typed}).reminder_hours == read

    @pytest.mark.parametrize("typed", ["0", "48", "100", "-1", "x"])
    def test_any_other_reminder_is_refused(self, typed: str) -> None:
        assert refused(lambda: with_times(PLAIN, {**FIELDS, "reminder": typed})) == "checkin-schedule-reminder"

    @pytest.mark.parametrize("typed", ["america/new york", "AMERICA/NEW_YORK", " America/New_York ", "new york"])
    def test_a_zone_is_found_however_it_is_typed(self, typed: str) -> None:
        assert with_times(PLAIN, {**FIELDS, "zone": typed}).zone == "America/New_York"


class TestRhythms:
    @given(plans, st.sampled_from(RHYTHMS))
    def test_each_rhythm_can_be_chosen_and_is_shown_as_chosen(self, plan: Plan, choice: str) -> None:
        changed = with_rhythm(plan, choice)
        assert rhythm_choice(changed.rhythm) == choice
        kept = weekdays_of(plan.rhythm)
        assert weekdays_of(changed.rhythm) == (kept if choice.startswith("weekly") else kept[:1])
        assert replace(changed, rhythm=plan.rhythm) == plan

    @pytest.mark.parametrize("choice", ["", "weekly", "weekly-0", "weekly-13", "monthly-5", "monthly--1", "daily-1"])
    def test_no_other_can(self, choice: str) -> None:
        assert refused(lambda: with_rhythm(PLAIN, choice)) == "button-outdated"

    @pytest.mark.parametrize(
        ("chosen", "days"), [(("4", "0"), (0, 4)), (("6",), (6,)), (("1", "1"), (1,)), (("x", "2"), (2,))]
    )
    def test_weekdays_are_kept_in_order(self, chosen: tuple[str, ...], days: tuple[int, ...]) -> None:
        assert with_weekdays(PLAIN, chosen).rhythm == Weekly(days)

    @pytest.mark.parametrize("chosen", [(), ("",), ("7",), ("01",), ("x",)])
    def test_no_weekday_is_refused(self, chosen: tuple[str, ...]) -> None:
        assert refused(lambda: with_weekdays(PLAIN, chosen)) == "button-outdated"

    def test_once_a_month_takes_one_weekday(self) -> None:
        plan = replace(PLAIN, rhythm=Monthly(0, LAST))
        assert with_weekdays(plan, ("3",)).rhythm == Monthly(3, LAST)
        assert refused(lambda: with_weekdays(plan, ("3", "4"))) == "checkin-schedule-one-weekday"


class TestPlaces:
    def test_the_role_that_everybody_has_is_everyone(self) -> None:
        for role, audience in (("", None), (str(SERVER), None), ("41", RoleId(41))):
            assert with_place(PLAIN, {"channel": "31", "audience": role}, SERVER).audience == audience

    def test_what_is_no_role_is_never_everyone(self) -> None:
        for role in ("x", "4x", "²", "9" * 40):
            assert refused(lambda role=role: with_place(PLAIN, {"channel": "31", "audience": role}, SERVER))  # type: ignore[misc]

    def test_comments_are_off_unless_they_are_chosen(self) -> None:
        for chosen, comments in (("yes", True), ("no", False), ("", False)):
            assert with_place(PLAIN, {"channel": "31", "comments": chosen}, SERVER).comments is comments


@given(plans, st.sampled_from(templates_in("en")), st.sampled_from(["yes", "no"]), st.none() | st.integers(1, 23))
def test_forms_that_are_sent_as_they_were_opened_change_nothing(
    plan: Plan, asked: Template, comments: str, reminder: int | None
) -> None:
    where = replace(plan, template_id=asked.template_id, channel=ChannelId(31), audience=RoleId(41))
    plan = replace(where, comments=comments == "yes", reminder_hours=reminder)
    facts = Schedule(None, datetime(2026, 3, 2, tzinfo=UTC), proposed=plan)
    shown = Shown(KnownSchedule(PlanId(b"?" * 16), SERVER, facts), None, [], None)
    words = words_for("en")
    assert with_times(plan, sent(times_form(words, shown, "x"))) == plan
    assert with_place(plan, sent(place_form(words, shown, templates_in("en"), "x")), SERVER) == plan
    assert with_holidays(plan, sent(holidays_form(words, shown, "x"))["dates"]) == plan


def sent(form: Form) -> dict[str, str]:
    """What Discord sends of a form that nobody touched."""
    return {field.name: _untouched(field) for field in form.fields if not isinstance(field, Notice)}


def _untouched(field: Input) -> str:
    match field:
        case TextField():
            return field.value
        case ChannelField() | RoleField():
            return "" if field.chosen is None else str(field.chosen)
        case SelectField() | RadioField():
            chosen: Sequence[str] = [option.value for option in field.options if option.default]
            return chosen[0]
        case _:
            raise TypeError
