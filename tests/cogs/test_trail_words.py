"""The trail in words: every act that anything in the bot records has a sentence of its own."""

import ast
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import bot
from bot.core.identity import MemberId
from bot.services.audit import AuditLine
from bot.services.case_log import LINES_A_PAGE, Trail
from bot.ui.draw import draw_page
from bot.ui.page import Text
from bot.ui.words import words_for
from cogs.moderate.log_pages import act_key, act_told, log_page
from tests.limits import message_faults

WORDS = words_for("en")
DAY = date(2026, 11, 22)
ROOT = Path(bot.__file__).parents[1]
OF_A_CASE = re.compile(r"concern [a-z]+(?:[ -][a-z]+)*")
"""How an act on a case is called in the trail."""


def _is_record(call: ast.Call) -> bool:
    function = call.func
    if not isinstance(function, ast.Attribute):
        return False
    return function.attr in {"record", "line"} and "audit" in ast.unparse(function.value)


def _texts(node: ast.AST) -> set[str]:
    return {one.value for one in ast.walk(node) if isinstance(one, ast.Constant) and isinstance(one.value, str)}


def _given_on(tree: ast.Module, acts: list[ast.expr]) -> Iterator[tuple[str, int, str]]:
    """Functions of a file that record what they are given as `act`: name, its place, and what is put before it."""
    prefixes = [_texts(act).pop() for act in acts if isinstance(act, ast.JoinedStr)]
    prefixes += ["" for act in acts if isinstance(act, ast.Name)]
    for node in ast.walk(tree):
        names = [one.arg for one in node.args.args] if isinstance(node, ast.AsyncFunctionDef) else []
        if isinstance(node, ast.AsyncFunctionDef) and prefixes and "act" in names:
            yield node.name, names.index("act") - 1, prefixes[0]


def _given(call: ast.Call, place: int) -> ast.expr | None:
    named = [one.value for one in call.keywords if one.arg == "act"]
    found = named[0] if named else call.args[place] if len(call.args) > place else None
    return found if isinstance(found, ast.Constant | ast.IfExp) else None


def _acts() -> set[str]:
    """Every act that is written into the trail, read from the code itself."""
    folders = [ROOT / "bot", ROOT / "cogs"]
    trees = [ast.parse(path.read_text("utf-8")) for folder in folders for path in folder.rglob("*.py")]
    found: set[str] = set()
    passed_on: list[tuple[str, int, str]] = []
    calls: list[ast.Call] = []
    for tree in trees:
        here = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
        acts = [call.args[2] for call in here if _is_record(call)]
        found |= {text for act in acts if isinstance(act, ast.Constant) for text in _texts(act)}
        found |= {text for text in _texts(tree) if OF_A_CASE.fullmatch(text)}
        passed_on += _given_on(tree, acts)
        calls += [call for call in here if not _is_record(call)]
    for call in calls:
        for name, place, prefix in passed_on:
            given = _given(call, place)
            if isinstance(call.func, ast.Attribute) and call.func.attr == name and given is not None:
                found |= {prefix + text for text in _texts(given)}
    return found


def test_every_act_that_is_recorded_has_words() -> None:
    acts = _acts()
    assert {
        "set up",
        "concern read",
        "concern asking",
        "concern unblocked",
        "checkin-start",
        "checkin-schedule",
        "checkin-edit",
        "checkin-end-schedule",
        "checkin-remove-unreadable",
        "checkin-template-use",
        "checkin-template-bring-back",
        "checkin-template-delete",
        "impact-record",
        "impact-ask",
        "impact-reword",
    } <= acts
    assert [act for act in sorted(acts) if not WORDS.has(act_key(act))] == []


def test_an_act_without_words_is_still_shown_and_values_never_break_a_line() -> None:
    assert "no name" in act_told(WORDS, AuditLine(DAY, MemberId(1), "something new"))
    told = act_told(WORDS, AuditLine(DAY, MemberId(1), "checkin-start", {"template": "**a**", "channel": "<#7>"}))
    assert r"\*\*a\*\*" in told
    assert "<#7>" in told
    settings = AuditLine(DAY, MemberId(1), "changed settings", {"settings": "lead, minimum_answers, new_one"})
    assert (
        act_told(WORDS, settings)
        == rf"changed settings: {WORDS('setting-lead')}, {WORDS('setting-minimum_answers')}, new\_one"
    )


async def test_pages_of_the_trail_fit_and_say_whether_it_is_intact() -> None:
    long = AuditLine(
        DAY, MemberId(2**63 - 1), "checkin-schedule", {"template": "\N{FACE WITH TEARS OF JOY}" * 45, "channel": "<#1>"}
    )
    nobody = AuditLine(DAY, MemberId(0), "announced change took effect")
    for page, intact in ((0, True), (1, True), (2, False)):
        drawn = log_page(WORDS, Trail((long,) * (LINES_A_PAGE - 1) + (nobody,), page, 3, is_intact=intact))
        body = {"components": draw_page(drawn).to_components(), "flags": 1 << 15}
        assert list(message_faults(body, sent=False)) == []
        said = "\n".join(part.markdown for part in drawn.parts if isinstance(part, Text))
        assert ("not intact" in said) == (not intact)
        assert "<@0>" not in said
    assert "Nothing so far" in str(log_page(WORDS, Trail((), 0, 1, is_intact=True)))
