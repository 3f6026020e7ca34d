"""The content that ships with the bot is found by name and language."""

import pytest

from config.content import ContentMissing, read_content


def test_a_language_that_has_no_content_gets_english() -> None:
    assert read_content("help_lines", "xx") is not None
    assert dict(read_content("help_lines", "xx")) == dict(read_content("help_lines"))


def test_a_regional_language_finds_its_first_part() -> None:
    assert dict(read_content("help_lines", "en-GB")) == dict(read_content("help_lines", "en"))


def test_content_that_does_not_exist_is_said_so_by_name() -> None:
    with pytest.raises(ContentMissing, match="no_such_content"):
        read_content("no_such_content")


def test_it_is_read_once_and_cannot_be_changed() -> None:
    content = read_content("help_lines")
    assert read_content("help_lines") is content
    with pytest.raises(TypeError):
        content["lines"] = ()  # type: ignore[index]  # the point of this test
