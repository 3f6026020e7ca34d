"""The catalogues: every word is there, fits where it is shown, and promises nothing that cannot be kept."""

import ast as python_ast
import re
from pathlib import Path
from typing import Literal

import discord
import pytest
from discord import app_commands
from fluent.syntax import FluentParser, ast

from bot.ui.words import DEFAULT_LANGUAGE, LOCALES, CommandTranslator, MissingWords, command_words, words_for

ROOT = Path(__file__).parents[2]
CATALOGUES = sorted((LOCALES / DEFAULT_LANGUAGE).glob("*.ftl"))
FORBIDDEN = re.compile(
    r"completely anonymous|untraceable|100 ?%|totally anonymous|nobody can (ever )?know", re.IGNORECASE
)


def messages(path: Path) -> list[str]:
    resource = FluentParser().parse(path.read_text("utf-8"))
    junk = [entry for entry in resource.body if isinstance(entry, ast.Junk)]
    assert not junk, f"{path.name}: {[str(entry.content)[:60] for entry in junk]}"
    return [entry.id.name for entry in resource.body if isinstance(entry, ast.Message)]


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.name)
def test_a_catalogue_parses_and_promises_nothing_that_cannot_be_kept(path: Path) -> None:
    assert messages(path)
    assert not FORBIDDEN.search(path.read_text("utf-8"))


def test_no_message_stands_in_two_catalogues() -> None:
    names = [name for path in CATALOGUES for name in messages(path)]
    assert sorted(names) == sorted(set(names))


def test_no_page_that_people_read_promises_too_much() -> None:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md"), *(ROOT / "config" / "content").rglob("*.toml")]
    assert pages
    assert not [page.name for page in pages if FORBIDDEN.search(page.read_text("utf-8"))]


def test_a_missing_message_or_value_is_an_error_that_names_only_the_key() -> None:
    words = words_for("en")
    with pytest.raises(MissingWords, match=r"^no-such-message$"):
        words("no-such-message")
    with pytest.raises(MissingWords, match=r"^only-facilitators$"):
        words("only-facilitators")
    assert not words.has("no-such-message")


def test_ids_are_shown_as_they_are_and_small_numbers_choose_the_plural() -> None:
    words = words_for("en")
    assert "<@&123456789012345678>" in words("only-facilitators", role=123456789012345678)
    assert "One thing to mend" in words("setup-problems", count=1)
    assert "3 things to mend" in words("setup-problems", count=3)


@pytest.mark.parametrize("language", ["de", "pt-BR", "en-GB", "xx"])
def test_a_language_without_a_catalogue_is_served_in_the_default(language: str) -> None:
    assert words_for(language)("setup-check-again") == "Check again"


async def test_command_texts_have_their_default_and_need_no_translation_into_it() -> None:
    text = command_words("setup-description")
    assert text.message == words_for("en")("setup-description")
    where = app_commands.TranslationContextLocation.other
    context: app_commands.TranslationContext[Literal[app_commands.TranslationContextLocation.other], None]
    context = app_commands.TranslationContext(where, data=None)
    assert await CommandTranslator().translate(text, discord.Locale.german, context) is None


def sentences(path: Path) -> list[str]:
    """The strings of a module that look like a sentence, docstrings apart."""
    tree = python_ast.parse(path.read_text("utf-8"))
    alone = {id(node.value) for node in python_ast.walk(tree) if isinstance(node, python_ast.Expr)}
    strings = [
        node.value
        for node in python_ast.walk(tree)
        if isinstance(node, python_ast.Constant) and isinstance(node.value, str) and id(node) not in alone
    ]
    return [text for text in strings if re.search(r"[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}", text)]


@pytest.mark.parametrize("folder", ["cogs", "bot/ui"])
def test_python_code_holds_no_sentence_that_a_person_reads(folder: str) -> None:
    offending = {path.name: sentences(path) for path in (ROOT / folder).rglob("*.py")}
    assert {name: found for name, found in offending.items() if found} == {}


@pytest.mark.parametrize("size", [1999, 2001, 2501, 4000])
def test_a_long_text_as_a_value_is_said_whole(size: int) -> None:
    assert words_for("en")("agreement-clause", number=1, title="Long.", body="b" * size).endswith("b" * size)
