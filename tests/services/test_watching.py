"""T1 at work: fed when a result is posted and with nothing else, the same round once, kept through restarts."""

from dataclasses import replace

import pytest

from bot.core.alerts import Kind
from bot.core.identity import PlanId
from bot.core.own_template import question_changed, question_mark, question_watched
from bot.core.template import Question
from bot.core.warning import Signal
from bot.services.problems import Why
from bot.services.round_keeping import CLOSE_TASK
from bot.store.database import Database
from bot.store.keystore import KeyStore
from bot.store.plans import PlanRepository, schedule_table
from bot.store.signals import alert_table, watch_table
from bot.store.tasks import TaskRepository
from tests.services.checkin_house import FAY, GROUP, MARA, SERVER, Died, Discord
from tests.services.schedule_hands import LOUNGE, OPENS, changed, live, planned, results, the_round, until
from tests.services.signal_house import BAD, GOOD, WEEK, SignalHouse, open_week, weeks
from tests.services.template_hands import create, refused, use

SAFE = Question("Safe", "Was it safe to be honest?", ("No", "Little", "Mixed", "Mostly", "Yes"), watched=True)

on_one_kind = pytest.mark.parametrize("addresses", ["sqlite"], indirect=True)
"""For what has nothing to do with how rows are kept."""


@pytest.fixture
async def house(database: Database, keys: KeyStore) -> SignalHouse:
    return await SignalHouse(database, keys, Discord()).set_up()


async def test_two_bad_weeks_in_a_row_rise_and_ring_and_a_quiet_one_follows(house: SignalHouse) -> None:
    schedule_id = await planned(house)
    seen: list[Signal] = []
    for number, answers in enumerate((GOOD, BAD, BAD, GOOD)):
        await weeks(house, schedule_id, answers, first=number)
        seen.append((await house.only_signal()).watch.signal)
    assert seen == [Signal.QUIET, Signal.RISING, Signal.ALARM, Signal.QUIET]
    alert = await house.only_alert()
    assert alert.alert.kind is Kind.TRUST
    assert alert.facts.matter["words"] == "This week, how safe did it feel to be honest here?"


@on_one_kind
async def test_nothing_is_taken_in_before_the_result_is_posted(house: SignalHouse) -> None:
    schedule_id = await planned(house)
    await weeks(house, schedule_id, BAD)
    await open_week(house, schedule_id, *BAD, number=1)
    house.discord.trouble[GROUP] = Why.DISCORD_DOWN
    await live(house, days=2, hours=1)
    assert (await house.watched(schedule_id)).signal is Signal.RISING
    assert house.told() == []
    house.discord.trouble.clear()
    await live(house, hours=2)
    assert (await house.watched(schedule_id)).signal is Signal.ALARM
    assert len(house.told()) == 1


@on_one_kind
async def test_the_signal_is_made_of_what_was_posted_and_of_nothing_else(house: SignalHouse) -> None:
    """Groups of other sizes, with other answers, of which the same words and ranges were posted, have the same sum."""
    one, other = await planned(house), await planned(house, channel=LOUNGE)
    for number, (these, those) in enumerate([((3, 5), (4, 5)), ((6, 1), (7, 2))]):
        await open_week(house, one, *these, number)
        await open_week(house, other, *those, number)
        await live(house, days=2)
    assert await house.watched(one) == await house.watched(other)
    assert len((await house.watched(one)).alarms) == 1


@pytest.mark.parametrize("dies_after", ["post", "edit"])
@on_one_kind
async def test_a_process_that_dies_in_closing_a_round_takes_it_in_once(house: SignalHouse, dies_after: str) -> None:
    schedule_id = await planned(house)
    await open_week(house, schedule_id, *BAD)
    house.discord.dies_after = dies_after
    with pytest.raises(Died):
        await live(house, days=2)
    house = house.restarted()
    await live(house, hours=2)
    once = (await house.watched(schedule_id)).total
    assert once == pytest.approx(2.95, abs=0.01)
    assert len((await house.watched(schedule_id)).course) == 1


@pytest.mark.parametrize("dies_in", ["alert", "watch"])
async def test_a_process_that_dies_between_alert_and_watch_tells_it_once(
    house: SignalHouse, monkeypatch: pytest.MonkeyPatch, dies_in: str
) -> None:
    schedule_id = await planned(house)
    await weeks(house, schedule_id, BAD)
    await open_week(house, schedule_id, *BAD, number=1)

    async def dies(*_: object) -> None:
        raise Died

    if dies_in == "alert":
        monkeypatch.setattr(house.alerting, "arise", dies)
    else:
        monkeypatch.setattr(house.watches, "keep", dies)
    with pytest.raises(Died):
        await live(house, days=2)
    house = house.restarted()
    await live(house, hours=2)
    assert (await house.watched(schedule_id)).signal is Signal.ALARM
    assert len(house.told()) == 1
    await house.only_alert()


async def test_it_goes_on_after_a_restart(house: SignalHouse) -> None:
    schedule_id = await planned(house)
    await weeks(house, schedule_id, BAD)
    await weeks(house.restarted(), schedule_id, BAD, first=1)
    assert len(house.told()) == 1


@on_one_kind
async def test_too_few_answers_leave_the_sum_as_it_is(house: SignalHouse) -> None:
    schedule_id = await planned(house)
    await weeks(house, schedule_id, BAD, (3, 0))
    watch = await house.watched(schedule_id)
    assert [reading.signal for reading in watch.course] == [Signal.RISING, None]
    await weeks(house, schedule_id, BAD, first=2)
    assert (await house.watched(schedule_id)).signal is Signal.ALARM


@on_one_kind
async def test_a_round_that_is_left_out_changes_nothing(house: SignalHouse) -> None:
    schedule_id = await planned(house)
    await weeks(house, schedule_id, BAD)
    before = await house.watched(schedule_id)
    await house.schedules.skip(house.by(), schedule_id, (OPENS + WEEK).date())
    await until(house, OPENS + 2 * WEEK)
    assert await house.watched(schedule_id) == before


@on_one_kind
async def test_what_a_facilitator_starts_by_hand_is_not_watched(house: SignalHouse) -> None:
    known = await house.start()
    await house.many_answer(known, 8, "1", "1")
    await live(house, days=3)
    server = await house.server()
    assert dict(await house.watches.of_server(server)) == {}
    assert house.told() == []


@on_one_kind
async def test_a_question_in_other_words_begins_anew(house: SignalHouse) -> None:
    template = await use(house, await create(house, "Ours", SAFE))
    schedule_id = await planned(house, template_id=template.template_id)
    await weeks(house, schedule_id, BAD, BAD)
    assert (await house.watched(schedule_id)).signal is Signal.ALARM
    change = question_changed(question_mark(SAFE), replace(SAFE, words="Is it safe to be honest?"))
    edited = await house.editing.edit(SERVER, FAY, template.template_id, change)
    await use(house, edited)
    assert (await house.only_signal()).watch.course == ()
    await weeks(house, schedule_id, BAD, first=2)
    watch = await house.watched(schedule_id)
    assert watch.words == "Is it safe to be honest?"
    assert len(watch.course) == 1


@on_one_kind
async def test_a_question_of_the_groups_own_is_watched_once_it_is_chosen(house: SignalHouse) -> None:
    plain, other = replace(SAFE, watched=False), Question("Pace", "How was the pace?", ("Bad", "Fair", "Good"))
    template = await create(house, "Ours", plain, other)
    schedule_id = await planned(house, template_id=(await use(house, template)).template_id)
    assert await house.signals.every(SERVER, MARA) == []

    async def watching(question: Question | None) -> list[bool]:
        mark = None if question is None else question_mark(question)
        edited = await house.editing.edit(SERVER, FAY, template.template_id, question_watched(mark))
        await use(house, edited)
        return [each.watched for each in edited.facts.content.questions]

    assert await watching(plain) == [True, False]
    assert (await house.only_signal()).question.name == "Safe"
    assert await watching(other) == [False, True]
    await weeks(house, schedule_id, BAD, BAD)
    assert "read out the question" in house.told()[0]
    assert await watching(None) == [False, False]
    assert await house.signals.every(SERVER, MARA) == []


@on_one_kind
async def test_what_is_watched_cannot_be_chosen_of_a_question_that_was_changed_meanwhile(house: SignalHouse) -> None:
    template = await create(house, "Ours", SAFE)
    change = question_changed(question_mark(SAFE), replace(SAFE, words="Is it safe here?"))
    await house.editing.edit(SERVER, FAY, template.template_id, change)
    step = house.editing.edit(SERVER, FAY, template.template_id, question_watched(question_mark(SAFE)))
    assert await refused(step) == "checkin-template-changed-meanwhile"


@on_one_kind
async def test_a_schedule_that_has_ended_is_watched_no_more(house: SignalHouse) -> None:
    schedule_id = await planned(house)
    await weeks(house, schedule_id, BAD)
    await open_week(house, schedule_id, *BAD, number=1)
    await house.schedules.end(house.by(), schedule_id)
    assert await house.watches.find(await house.server(), schedule_id) is None
    await live(house, days=2)
    assert await house.watches.find(await house.server(), schedule_id) is None
    assert house.told() == []
    assert await house.signals.every(SERVER, MARA) == []


@on_one_kind
async def test_a_rarer_rhythm_keeps_what_was_learnt_and_rings_nobody(house: SignalHouse) -> None:
    schedule_id = await planned(house)
    await weeks(house, schedule_id, BAD)
    shown = await house.schedules.in_force(house.by(), schedule_id)
    rarer = replace(shown.known.facts.plan.rhythm, every=2)  # type: ignore[union-attr,call-arg]  # a saved weekly plan
    await changed(house, shown, rhythm=rarer)
    await weeks(house, schedule_id, (2, 3), first=2)
    assert (await house.watched(schedule_id)).rounds_a_year == 26
    assert house.told() == []


async def test_damaged_rows_keep_no_result_from_being_posted_and_it_begins_anew(house: SignalHouse) -> None:
    schedule_id = await planned(house)
    await weeks(house, schedule_id, BAD, BAD)
    for table in (watch_table, alert_table):
        rows = PlanRepository(house.database, table)
        for row in await rows.of_server(SERVER):
            await rows.replace(replace(row, sealed=row.sealed[::-1]))
    assert (await house.only_signal()).watch.course == ()
    assert await house.alerting.of_person(SERVER, MARA, house.now) == []
    await weeks(house, schedule_id, BAD, BAD, first=2)
    assert len((await house.watched(schedule_id)).course) == 2
    assert len(results(house)) == 4
    await house.only_alert()


@on_one_kind
async def test_a_damaged_schedule_holds_up_no_result(house: SignalHouse) -> None:
    schedule_id = await planned(house)
    await open_week(house, schedule_id, *GOOD)
    schedules = PlanRepository(house.database, schedule_table)
    for row in await schedules.of_server(SERVER):
        await schedules.replace(replace(row, sealed=row.sealed[::-1]))
    await live(house, days=2)
    assert len(results(house)) == 1
    assert await house.plans.of_server(await house.server()) == []
    assert await TaskRepository(house.database).due([CLOSE_TASK], int(house.now.timestamp())) == []


@on_one_kind
async def test_what_is_taken_in_while_a_schedule_is_removed_stays_nowhere(house: SignalHouse) -> None:
    schedule_id = await planned(house)
    await weeks(house, schedule_id, BAD)
    known = await the_round(house, schedule_id, OPENS.date())
    assert known is not None
    taken_in: list[int] = []

    async def in_between(_: PlanId) -> None:
        if not taken_in:
            await house.watching.published(await house.server(), known)
            taken_in.append(len(await PlanRepository(house.database, watch_table).of_server(SERVER)))

    house.plans.when_removed(in_between)
    await house.plans.remove(schedule_id)
    assert taken_in == [1]
    assert await PlanRepository(house.database, watch_table).of_server(SERVER) == []


async def test_files_show_no_word_and_always_have_one_size(house: SignalHouse) -> None:
    schedule_id = await planned(house)
    watches, alerts = (PlanRepository(house.database, table) for table in (watch_table, alert_table))
    sizes: set[int] = set()
    for number in range(3):
        await weeks(house, schedule_id, BAD, first=number)
        rows = await watches.of_server(SERVER)
        sizes.update(len(row.sealed) for row in rows)
        assert all(b"honest" not in row.sealed for row in rows)
    assert len(sizes) == 1
    rows = await alerts.of_server(SERVER)
    assert {len(row.sealed) for row in rows} == sizes
    assert len(rows) == 1
