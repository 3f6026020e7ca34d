"""A member adds a photograph to a concern; its readers see what is on it, and nobody learns where it was taken."""

import io

import pytest
from PIL import Image

from bot.core.picture import Unfit
from bot.ui.images.room import ImageRoom
from tests import photographs as photo
from tests.end_to_end.concerns import cards, send, to_review
from tests.end_to_end.simcord_stage import SimcordStage
from tests.screen import Screen, objects, words
from tests.stage import Actor
from tests.stories import ready

PHOTOGRAPH = ("mia-and-noor-at-home.jpg", photo.jpeg())
ADD, OTHER, REMOVE, LOOK = "Add a picture", "Another picture", "Remove the picture", "Look at the picture"


def bytes_of(stage: SimcordStage, screen: Screen) -> bytes:
    """The file behind the one picture of a message."""
    [attachment] = objects(screen.payload, "attachments")
    data = stage.world.env.backend.cdn.get(words(attachment, "url"))
    assert data is not None
    return data


def tells_nothing(data: bytes) -> bool:
    """Whether a file holds none of what the photograph tells besides what is seen on it."""
    secrets = [form for one in photo.SECRETS for form in photo.forms_of(one)]
    return not any(secret in data for secret in (*secrets, photo.BEHIND_THE_END, b"mia-and-noor"))


async def with_picture(member: Actor) -> Screen:
    """A review page with a picture."""
    return await member.submit(await member.press(await to_review(member), ADD), image=PHOTOGRAPH)


async def test_a_picture_is_shown_before_sending_and_to_those_who_read_the_concern(stage: SimcordStage) -> None:
    await ready(stage)
    mia, mara = stage.person("mia"), stage.person("mara")
    form = await mia.press(await to_review(mia), ADD)
    assert "Discord receives the picture as it is" in form.text
    assert form.fields() == ["image"]
    assert not tells_nothing(PHOTOGRAPH[1])
    review = await mia.submit(form, image=PHOTOGRAPH)
    assert [name for name, _ in review.pictures] == ["picture.jpg"]
    assert tells_nothing(bytes_of(stage, review))
    assert Image.open(io.BytesIO(bytes_of(stage, review))).size == photo.scene().size

    await mia.press(review, "Urgent")
    case = await mara.press(cards(stage)[0], "Open")
    assert (case.pictures, mara.more) == ([], [])
    shown = await mara.press(case, LOOK)
    assert shown.private
    assert [name for name, _ in shown.pictures] == ["picture.jpg"]
    assert tells_nothing(bytes_of(stage, shown))
    assert not any("mia-and-noor" in str(request.body) for request in stage.simulation.requests)


async def test_a_picture_stays_while_the_rest_is_edited_and_can_be_changed_or_removed(stage: SimcordStage) -> None:
    await ready(stage)
    mia, mara = stage.person("mia"), stage.person("mara")
    review = await with_picture(mia)
    review = await mia.submit(await mia.press(review, "Edit"), story="It was on Wednesday")
    assert [name for name, _ in review.pictures] == ["picture.jpg"]
    review = await mia.submit(await mia.press(review, OTHER), image=("screen.png", photo.png()))
    assert [name for name, _ in review.pictures] == ["picture.png"]
    review = await mia.press(review, REMOVE)
    assert (review.pictures, objects(review.payload, "attachments")) == ([], [])
    assert ADD in review.labels
    await mia.press(review, "Urgent")
    assert LOOK not in (await mara.press(cards(stage)[0], "Open")).labels


@pytest.mark.parametrize(
    ("file", "said"),
    [
        (("page.png", b"<html><script>alert(1)</script></html>"), "could not read this picture"),
        (("huge.png", photo.bomb()), "25 million pixels"),
    ],
    ids=str.split("html bomb"),
)
async def test_what_cannot_be_taken_is_said_kindly_and_the_draft_goes_on(
    stage: SimcordStage, file: tuple[str, bytes], said: str
) -> None:
    await ready(stage)
    mia = stage.person("mia")
    review = await with_picture(mia)
    answer = await mia.submit(await mia.press(review, OTHER), image=file)
    assert said in answer.text
    assert "as it was" in answer.text
    assert "Sent" in (await mia.press(review, "Urgent")).text
    mara = stage.person("mara")
    shown = await mara.press(await mara.press(cards(stage)[0], "Open"), LOOK)
    assert len(shown.pictures) == 1


async def test_a_process_that_dies_leaves_the_draft_unharmed(
    stage: SimcordStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    await ready(stage)
    mia = stage.person("mia")
    form = await mia.press(await to_review(mia), ADD)
    broken = ImageRoom(program="tests.ui.bad_workers.dies")
    clean = broken.clean

    async def dying(_: ImageRoom, data: bytes) -> bytes | Unfit:
        return await clean(data)

    monkeypatch.setattr(ImageRoom, "clean", dying)
    assert "could not read this picture" in (await mia.submit(form, image=PHOTOGRAPH)).text
    await broken.close()
    await send(stage.person("noor"))


@pytest.mark.parametrize(
    ("file", "said", "is_copied"),
    [
        (PHOTOGRAPH, "The picture of that message is copied with it", True),
        (("half.jpg", PHOTOGRAPH[1][:1500]), "could not be copied", False),
    ],
    ids=str.split("picture broken"),
)
async def test_the_picture_of_a_message_is_copied_when_it_is_raised(
    stage: SimcordStage, file: tuple[str, bytes], said: str, *, is_copied: bool
) -> None:
    await ready(stage)
    mia, mara = stage.person("mia"), stage.person("mara")
    message = await stage.person("theo").say("look at this", file)
    panel = await mia.menu(message, "Raise a concern")
    assert said in panel.text
    conflict = await mia.press(panel, "Share a concern")
    form = await mia.choose(conflict, "Nobody of them")
    review = await mia.submit(
        form, category="Privacy broken", story="A photograph", wish="That something is done", affected="Me"
    )
    assert bool(review.pictures) == is_copied
    await mia.press(review, "Urgent")
    case = await mara.press(cards(stage)[0], "Open")
    assert (LOOK in case.labels) == is_copied
    if is_copied:
        assert tells_nothing(bytes_of(stage, await mara.press(case, LOOK)))


async def test_a_form_for_a_draft_that_is_gone_says_so(stage: SimcordStage) -> None:
    await ready(stage)
    mia = stage.person("mia")
    review = await to_review(mia)
    form = await mia.press(review, ADD)
    await mia.press(review, "Discard")
    assert "no longer there" in (await mia.submit(form, image=PHOTOGRAPH)).text
