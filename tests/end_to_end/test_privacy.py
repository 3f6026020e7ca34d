"""Members ask what is kept about them, take it away as a file, and have it erased; of concerns nothing is told."""

from collections.abc import Sequence

from bot.app import CommonGround
from bot.core.identity import ServerId
from bot.furnishing.house import house_without_discord
from bot.furnishing.privacy import every_keeper
from bot.store.servers import ServerRepository
from tests.end_to_end.concerns import send, to_form, to_review
from tests.end_to_end.simcord_stage import SimcordStage
from tests.screen import NotOnScreen, Screen
from tests.stage import Actor
from tests.stories import enrol, publish, ready, set_up

FILE = "my-data.txt"


async def asked(member: Actor) -> Screen:
    """`/privacy`: the last of its messages, which has the buttons."""
    first = await member.slash("privacy")
    return [first, *member.more][-1]


async def read(stage: SimcordStage, member: Actor) -> str:
    """The file with a member's data."""
    shown = await member.press(await asked(member), "Show my data")
    assert shown.private
    return stage.opened(shown, FILE).decode()


async def erased(member: Actor) -> Screen:
    return await member.press(await member.press(await asked(member), "Erase my data"), "Erase it now")


async def answer_a_checkin(stage: SimcordStage, member: Actor) -> None:
    await stage.person("fay").slash("facilitate checkin start")
    form = await member.press(stage.posts("group")[-1], "Check in privately")
    await member.submit(form, **{name: form.options(name)[-1] for name in form.fields()})


async def test_a_member_sees_takes_and_erases_what_is_kept(stage: SimcordStage) -> None:
    await ready(stage)
    await publish(stage)
    mia = stage.person("mia")
    nothing = await read(stage, mia)
    await mia.press(next(one for one in stage.posts("group") if "I agree" in one.labels), "I agree")
    await answer_a_checkin(stage, mia)
    page = await mia.slash("privacy")
    assert page.private
    assert "You have answered the check-in" in page.text
    file = await read(stage, mia)
    assert "Weekly pulse" in file
    assert "**" not in file
    assert file != nothing
    told = await erased(mia)
    assert "That you have answered the check-in" in told.text
    agreement = await mia.slash("agreement")
    assert "I agree" in [agreement, *mia.more][-1].labels
    await stage.advance(days=3)
    assert (await read(stage, mia)).splitlines()[1:] == nothing.splitlines()[1:]
    assert "What stays" not in (await erased(mia)).text


async def test_everybody_who_answers_for_something_is_asked_by_the_bot_and_by_the_host(stage: SimcordStage) -> None:
    bot = stage.simulation.bot
    assert isinstance(bot, CommonGround)
    assert bot.stores is not None
    house = house_without_discord(bot.stores, stage.now, bot.chance)
    asked_by_bot, asked_by_host = ([type(one) for one in all_] for all_ in (bot.keepers, every_keeper(house)))
    assert asked_by_bot == asked_by_host
    assert len(asked_by_bot) == len(set(asked_by_bot))


async def test_whoever_thinks_again_keeps_everything(stage: SimcordStage) -> None:
    await ready(stage)
    mara = stage.person("mara")
    before = await read(stage, mara)
    assert "You take concerns here" in before
    question = await mara.press(await asked(mara), "Erase my data")
    await stage.restart()
    kept = await mara.press(question, "Keep it")
    assert kept.labels == []
    assert await read(stage, mara) == before


async def test_who_takes_concerns_stops_and_the_trail_stays(stage: SimcordStage) -> None:
    await ready(stage)
    mara = stage.person("mara")
    told = await erased(mara)
    assert "a log with lines taken out would prove nothing" in told.text
    assert "You take concerns here" not in await read(stage, mara)
    assert "mara" not in (await stage.person("mia").slash("support")).text.casefold()
    await enrol(stage, "mara")
    assert "You take concerns here" in await read(stage, mara)


async def all_told(stage: SimcordStage, member: Actor) -> Sequence[str | bytes]:
    """Every word that this member is told about their data, before, while and after it is erased."""
    first = await member.slash("privacy")
    pages = [first, *member.more]
    shown = await member.press(pages[-1], "Show my data")
    question = await member.press(pages[-1], "Erase my data")
    done = await member.press(question, "Erase it now")
    return [*(one.text for one in (*pages, shown, question, done)), stage.opened(shown, FILE)]


async def test_reporter_accused_and_bystander_are_told_the_same_to_the_byte(stage: SimcordStage) -> None:
    await ready(stage)
    reporter, accused, bystander = (stage.person(name) for name in ("mia", "noor", "theo"))
    await send(reporter, about="noor")
    await send(reporter, button="Urgent", about="noor")
    await to_review(reporter)
    await stage.advance(hours=6)
    told = [await all_told(stage, one) for one in (reporter, accused, bystander)]
    assert told[0] == told[1] == told[2]
    assert any("Nothing about concerns" in str(one) for one in told[0])


async def test_moderators_who_read_a_case_are_told_what_others_are(stage: SimcordStage) -> None:
    await ready(stage)
    mara, otto = stage.person("mara"), stage.person("otto")
    await send(stage.person("mia"), "Otto")
    await stage.advance(hours=6)
    await mara.press(
        next(one for one in stage.posts("moderators") + stage.direct("mara") if one.labels == ["Open"]), "Open"
    )
    assert await all_told(stage, mara) == await all_told(stage, otto)


async def test_before_set_up_and_in_a_direct_message_everybody_gets_a_kind_answer(stage: SimcordStage) -> None:
    mia = stage.person("mia")
    assert (await mia.slash("privacy")).private
    await ready(stage)
    mia.channel = "direct"
    try:
        answer = await mia.slash("privacy")
    except NotOnScreen:
        return
    assert answer.labels == []
    assert await to_form(stage.person("noor"))


async def test_a_server_whose_key_is_gone_stops_nobody_and_is_told_what_to_do(stage: SimcordStage) -> None:
    await ready(stage)
    bot = stage.simulation.bot
    assert isinstance(bot, CommonGround)
    assert bot.stores is not None
    row = await ServerRepository(bot.stores.database).load(ServerId(stage.world.guild.id))
    assert row is not None
    await bot.stores.keys.destroy(row.key_id)
    await stage.restart()
    await stage.advance(days=1)
    assert "not set up" in (await stage.person("mia").slash("privacy")).text
    assert "erase-server" in (await set_up(stage)).text
