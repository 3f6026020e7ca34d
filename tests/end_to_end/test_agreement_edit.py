"""Facilitators write the agreement as people live it: together, seen as members will, from a file, thrown away."""

import pytest

from bot.rehearsal.cast import FACILITATORS
from tests.end_to_end.simcord_stage import SimcordStage
from tests.stage import Actor, Screen, Stage
from tests.stories import publish, ready

EDIT = "facilitate agreement edit"
DUTY = "4. When we would break confidence."
SILENCED = "13. Nothing here silences you."


@pytest.fixture
async def group(stage: SimcordStage) -> SimcordStage:
    """A group with a first version and two facilitators."""
    await ready(stage)
    await publish(stage)
    stage.world.give_role("theo", FACILITATORS)
    await stage.settle()
    return stage


async def opened(actor: Actor, part: str) -> Screen:
    return await actor.choose(await actor.slash(EDIT), part)


async def reworded(actor: Actor, part: str, **words: str) -> Screen:
    return await actor.submit(await actor.press(await opened(actor, part), "Reword"), **words)


def said(actor: Actor, first: Screen) -> str:
    return "\n".join(screen.text for screen in (first, *actor.more))


def posts(stage: Stage) -> list[str]:
    return [post.text for post in stage.posts("group")]


async def test_from_the_list_to_a_published_version(group: SimcordStage) -> None:
    fay, before = group.person("fay"), posts(group)
    page = await fay.slash(EDIT)
    assert page.private
    assert "This is version 1, which is in force" in page.text
    assert "Throw the draft away" not in page.labels

    page = await reworded(fay, DUTY, body="We tell someone only if a life is at risk. {reporting}")
    assert "Kept in the draft" in page.text
    assert "We tell someone only if a life is at risk. Ask our facilitators" in page.text, "as members will read it"
    page = await fay.press(page, "All of the draft")
    page = await fay.submit(await fay.press(page, "Add a clause"), title="Be kind.", body="Always.", number="1")
    assert "**1. Be kind.** Always." in page.text
    page = await fay.submit(await fay.press(page, "Move"), number="2")
    assert "2. Be kind. · *new*" in page.text
    page = await fay.choose(page, "12. You may pass, leave or come back.")
    page = await fay.press(await fay.press(page, "Remove"), "Yes, remove it")
    assert "~~You may pass, leave or come back.~~ · *removed*" in page.text
    page = await fay.choose(page, "Your summary")
    page = await fay.submit(await fay.press(page, "Write your summary"), body="Kinder words.")
    assert "> Kinder words." in page.text
    page = await fay.press(await fay.press(page, "All of the draft"), "What changed")
    told = said(fay, page)
    for line in ("Clause 5 was reworded", "Clause 2 is new", "Clause 11 was removed", "> Kinder words."):
        assert line in told
    assert posts(group) == before, "members see nothing of a draft"

    page = await fay.press(await fay.slash(EDIT), "See it as members will")
    shown = [page, *fay.more]
    assert "exactly as members will see it" in shown[-1].text
    first = await fay.slash("facilitate agreement publish")
    question = [first, *fay.more]
    assert [one.text for one in shown[:-1]] == [one.text for one in question[:-1]]
    await fay.press(question[-1], "Publish")
    assert posts(group)[len(before) :] == [one.text for one in shown[:-1]]
    assert "Kinder words." in posts(group)[-1]
    page = await fay.press(shown[-1], "All of the draft")
    assert "This is version 2, which is in force" in page.text
    assert "*new*" not in page.text


async def test_two_at_once_overwrite_nothing_and_lose_no_word(group: SimcordStage) -> None:
    fay, theo = group.person("fay"), group.person("theo")
    hers = await fay.press(await opened(fay, DUTY), "Reword")
    his = await theo.press(await opened(theo, DUTY), "Reword")
    same = await theo.press(await opened(theo, DUTY), "Reword")
    other = await theo.press(await opened(theo, "1. What is said here stays here."), "Reword")

    assert "Kept in the draft" in (await fay.submit(hers, title="Her title.", body="What she wrote of it.")).text
    told = await theo.submit(his, title="His own title.", body="What he wrote of it.")
    assert "Someone changed this part meanwhile" in told.text
    assert "**4. Her title.** What she wrote of it." in told.text
    assert [screen.text for screen in theo.more] == ["His own title.", "What he wrote of it."]
    assert "Kept in the draft" in (await theo.submit(other, body="Another clause.")).text
    await theo.submit(same, title="Her title.", body="What he wrote of it.")
    assert [screen.text for screen in theo.more] == ["What he wrote of it."]  # what already stands there is not lost
    form = await theo.press(told, "Reword")
    assert "Kept in the draft" in (await theo.submit(form, body="What both of them meant.")).text

    page = await fay.slash(EDIT)
    assert "1. What is said here stays here. · *reworded*" in page.text
    page = await fay.choose(page, "4. Her title.")
    assert "What both of them meant." in page.text
    removing = await fay.press(page, "Remove")
    form = await theo.press(await opened(theo, "4. Her title."), "Reword")
    await fay.press(removing, "Yes, remove it")
    told = await theo.submit(form, body="Too late for this one.")
    assert "removed this clause meanwhile" in told.text
    assert "Too late for this one." in said(theo, told)


async def test_what_cannot_be_is_said_kindly_and_words_come_back(group: SimcordStage) -> None:
    fay = group.person("fay")
    page = await opened(fay, SILENCED)
    assert "An agreement must never be used to keep someone quiet" in page.text
    assert page.labels == ["Move", "All of the draft"]
    page = await opened(fay, "About the limits of confidentiality")
    assert "you can reword it, but not remove it" in page.text
    assert "Remove" not in page.labels
    form = await fay.press(await opened(fay, DUTY), "Reword")
    told = await fay.submit(form, body="w" * 3990)
    assert "at most 3000 characters" in told.text
    assert next(screen.text for screen in fay.more) == "w" * 3990
    form = await fay.press(await opened(fay, DUTY), "Move")
    page = await fay.submit(form, number="77")
    assert "a number from 1 to 13" in page.text
    assert "Moved" in (await fay.submit(await fay.press(page, "Move"), number="2")).text  # the clause is still open
    for name in ("mia", "mara", "ada"):
        assert "for facilitators" in (await group.person(name).slash(EDIT)).text


async def test_a_file_goes_out_is_changed_and_comes_in(group: SimcordStage) -> None:
    fay, theo = group.person("fay"), group.person("theo")
    page = await fay.press(await fay.slash(EDIT), "Export")
    file = group.opened(page, "agreement.md").decode()
    assert file.startswith("# Group agreement\n")
    changed = file.replace("Speak from your own experience;", "Speak for yourself;").replace(
        "Nothing here silences", "X"
    )
    page = await fay.slash(EDIT)
    late = await theo.press(await theo.slash(EDIT), "Import")
    page = await fay.submit(await fay.press(page, "Import"), file=("ours.md", changed.encode()))
    assert "taken from your file: 13 clauses" in page.text
    assert "I put it back as it is" in page.text
    assert "6. Speak for yourself; ask before giving advice. · *reworded*" in page.text
    told = await theo.submit(late, file=("theirs.md", file.encode()))
    assert "Someone changed this while you looked" in told.text
    form = await theo.press(await theo.slash(EDIT), "Import")
    assert "has to begin with a line like" in (await theo.submit(form, file=("no.md", b"just words"))).text

    page = await fay.press(await fay.slash(EDIT), "Throw the draft away")
    page = await fay.press(page, "Yes, throw it away")
    assert "The draft is thrown away" in page.text
    assert "*reworded*" not in page.text


async def test_a_draft_and_an_open_form_outlive_a_restart(group: SimcordStage) -> None:
    fay = group.person("fay")
    page = await reworded(fay, DUTY, body="Kept for tomorrow.")
    form, beside = await fay.press(page, "Reword"), await opened(fay, DUTY)
    await group.restart()
    assert "Kept in the draft" in (await fay.submit(form, body="Written before, sent after.")).text
    page = await fay.press(beside, "Restore the default")
    assert "Someone changed this part meanwhile" in page.text, "it is not what the button was about"
    page = await fay.press(page, "All of the draft")
    page = await fay.press(await fay.press(page, "Start from the default"), "Yes, start from the default")
    assert "*reworded*" not in page.text


async def test_a_draft_of_thirty_long_clauses_is_listed_and_posted_whole(group: SimcordStage) -> None:
    fay = group.person("fay")
    clauses = "".join(f"## {number}. {'Title ' * 24}{number}\n{'word ' * 240}end{number}\n" for number in range(1, 30))
    form = await fay.press(await fay.slash(EDIT), "Import")
    page = await fay.submit(form, file=("long.md", f"# Ours\nRead it.\n{clauses}".encode()))
    assert "30 clauses" in page.text
    last = next(label for labels in page.choices().values() for label in labels if label.startswith("30. "))
    assert "silences" in (await fay.choose(page, last)).text
    page = await fay.press(await fay.slash(EDIT), "See it as members will")
    shown = said(fay, page)
    assert all(f"end{number}" in shown for number in range(1, 30))


async def test_a_suggestion_arrives_where_the_agreement_is_edited(group: SimcordStage) -> None:
    fay, mia = group.person("fay"), group.person("mia")
    mine = [await mia.slash("agreement"), *mia.more][-1]
    form = await mia.press(mine, "Suggest a change")
    await mia.submit(form, about=DUTY, words="Please say whom you would tell.")
    page = await fay.slash(EDIT)
    assert "suggestion" not in page.text, "nothing is to be seen of it before its hour"
    await group.advance(days=1)
    page = await fay.slash(EDIT)
    assert "One suggestion from a member has arrived" in page.text
    page = await fay.press(page, "Read suggestions")
    assert "> Please say whom you would tell." in page.text
    page = await fay.press(page, "Open this part")
    assert "### Clause 4" in page.text
    page = await fay.press(await fay.press(page, "All of the draft"), "Read suggestions")
    page = await fay.press(await fay.press(page, "Done, remove it"), "All of the draft")
    assert "suggestion" not in page.text


async def test_the_first_version_can_be_written_before_anything_is_published(stage: SimcordStage) -> None:
    await ready(stage)
    fay = stage.person("fay")
    page = await fay.slash(EDIT)
    assert "Nothing is published yet. This is the text that comes with the bot" in page.text
    page = await reworded(fay, "Title and introduction", title="Our ground rules", body="")
    assert "Reworded: no longer the default" in page.text
    page = await fay.press(await fay.press(page, "All of the draft"), "What changed")
    assert "nothing to compare with" in page.text
    page = await fay.press(await fay.press(page, "All of the draft"), "See it as members will")
    shown = [page, *fay.more]
    assert "Our ground rules" in page.text
    assert "exactly as members will see it" in shown[-1].text
    await publish(stage)
    assert posts(stage) == [one.text for one in shown[:-1]]
