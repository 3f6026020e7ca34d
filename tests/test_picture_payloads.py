"""The look at payloads, for messages with pictures and files; the rest of it is tried in `test_payloads.py`."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.payloads import BrokenPayload, validate
from tests.test_payloads import POST, Body, a_post, container

Change = Callable[[Body], object]


def a_pictured_post() -> Body:
    body = a_post()
    picture = {"media": {"url": "attachment://trend.png"}, "description": "Levels over time", "spoiler": False}
    container(body)["components"].append({"type": 12, "items": [picture]})
    return body | {"attachments": [{"id": 0, "filename": "trend.png", "description": "Levels over time"}]}


def a_post_with_a_file() -> Body:
    body = a_post()
    container(body)["components"].append({"type": 13, "file": {"url": "attachment://kept.txt"}, "spoiler": False})
    return body | {"attachments": [{"id": 0, "filename": "kept.txt"}]}


def shown(body: Body) -> list[Any]:
    return container(body)["components"][-1]["items"]


def with_blank(body: Body) -> None:
    body["attachments"][0].update(filename="a trend.png")
    shown(body)[0].update(media={"url": "attachment://a trend.png"})


BROKEN: dict[str, Change] = {
    "without its file": lambda body: body.pop("attachments"),
    "with another file": lambda body: body["attachments"][0].update(filename="other.png"),
    "a name with a blank": with_blank,
    "without words": lambda body: shown(body)[0].pop("description"),
    "too many words": lambda body: shown(body)[0].update(description="x" * 1025),
    "too many words for the file": lambda body: body["attachments"][0].update(description="x" * 1025),
    "no pictures": lambda body: shown(body).clear(),
    "eleven pictures": lambda body: shown(body).extend(shown(body) * 10),
    "eleven files": lambda body: body["attachments"].extend(body["attachments"] * 10),
}


def test_a_picture_with_its_file_and_its_words_passes() -> None:
    validate(*POST, a_pictured_post())


@pytest.mark.parametrize("change", BROKEN.values(), ids=BROKEN.keys())
def test_what_is_wrong_with_a_picture_is_found_by_our_own_table(
    change: Change, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tests.payloads._document", lambda: None)
    body = a_pictured_post()
    change(body)
    with pytest.raises(BrokenPayload):
        validate(*POST, body)


FILE_BROKEN: dict[str, Change] = {
    "without its file": lambda body: body.pop("attachments"),
    "with another file": lambda body: body["attachments"][0].update(filename="other.txt"),
    "from elsewhere": lambda body: container(body)["components"][-1].update(file={"url": "https://example.org/x"}),
}


def test_a_file_to_be_kept_passes_with_what_it_shows() -> None:
    validate(*POST, a_post_with_a_file())


@pytest.mark.parametrize("change", FILE_BROKEN.values(), ids=FILE_BROKEN.keys())
def test_what_is_wrong_with_a_file_is_found_by_our_own_table(change: Change, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.payloads._document", lambda: None)
    body = a_post_with_a_file()
    change(body)
    with pytest.raises(BrokenPayload):
        validate(*POST, body)
