"""The picture on the page before *Send* fits beside the longest texts; its buttons are there where it can go."""

from dataclasses import replace
from unittest.mock import create_autospec

import pytest

from bot.core.picture import Kind
from bot.core.readership import Category
from bot.services.images import Images
from bot.ui.door import Door
from bot.ui.draw import draw_page
from bot.ui.page import Buttons, Page
from bot.ui.words import words_for
from cogs.concern.images import ConcernImages, image_form
from cogs.moderate.pages import image_page
from tests.cogs.test_concern_raising import NAMES, STORIES, TOKEN, drawn, faults_of, labels, review
from tests.limits import message_faults
from tests.screen import Payload

WORDS = words_for("en")


def body_of(page: Page) -> Payload:
    """What is sent for a page."""
    files = [{"filename": one.name, "description": one.description} for one in page.pictures]
    return {"components": draw_page(page).to_components(), "flags": 1 << 15, "attachments": files}


def faults(page: Page) -> list[str]:
    return list(message_faults(body_of(page), sent=False))


def pictures(data: bytes | None = Kind.PNG.value) -> ConcernImages:
    held = create_autospec(Images, instance=True)
    held.of_draft.return_value = data
    return ConcernImages(held, create_autospec(Door, instance=True))


@pytest.mark.parametrize("story", STORIES)
@pytest.mark.parametrize("category", [Category.DANGER, Category.ROLE])
async def test_the_longest_review_has_room_for_its_picture(story: str, category: Category) -> None:
    for name in NAMES:
        for choosing in (False, True):
            one = review(story, category, name, choosing=choosing, shown_name=name)
            one = replace(one, draft=replace(one.draft, has_image=True))
            page = await pictures().added_to(WORDS, TOKEN, one, drawn(one, name))
            assert [picture.name for picture in page.pictures] == ["picture.png"]
            assert faults(page) == []


async def test_a_picture_can_be_added_where_there_is_none_and_changed_or_removed_where_there_is_one() -> None:
    one = review()
    without = await pictures().added_to(WORDS, TOKEN, one, drawn(one))
    assert (labels(without)[-1], without.pictures) == ("Add a picture", [])
    held = replace(one, draft=replace(one.draft, has_image=True))
    shown = await pictures().added_to(WORDS, TOKEN, held, drawn(held))
    assert labels(shown)[-2:] == ["Another picture", "Remove the picture"]
    assert _place(shown) < min(place for place, part in enumerate(shown.parts) if isinstance(part, Buttons))
    lost = await pictures(None).added_to(WORDS, TOKEN, held, drawn(held))
    assert labels(lost)[-1] == "Add a picture"


def _place(page: Page) -> int:
    return next(place for place, part in enumerate(page.parts) if part in page.pictures)


async def test_what_cannot_be_sent_takes_no_picture() -> None:
    one = review(nobody=True)
    assert await pictures().added_to(WORDS, TOKEN, one, drawn(one)) == drawn(one)


def test_the_form_fits_and_says_first_what_becomes_of_a_picture() -> None:
    form = image_form(WORDS, TOKEN, "f" * 8)
    assert faults_of(form) == []


async def test_readers_are_told_when_it_is_gone() -> None:
    assert image_page(WORDS, None).pictures == image_page(WORDS, b"something else").pictures == []
    [picture] = image_page(WORDS, Kind.JPEG.value).pictures
    assert picture.name == "picture.jpg"
    assert faults(image_page(WORDS, Kind.JPEG.value)) == faults(image_page(WORDS, None)) == []
