"""The page of `/setup check`: what is fine, what is not, and *Mend it* where the bot can. No rule is here."""

from collections.abc import Sequence
from typing import Final

from bot.core.setup_check import Finding, Mend, Weight
from bot.services.server_records import ServerRecord
from bot.ui.page import Accent, Button, Buttons, Divider, Page, Part, Style, Text
from bot.ui.words import Words
from cogs.setup.pages import announced_parts

_SIGNS: Final = {Weight.PROBLEM: "❗", Weight.ADVICE: "💡", Weight.FINE: "✅"}
_OWN_LABELS: Final = {Mend.AGREEMENT_POST: "mend-agreement-post", Mend.LEAD: "mend-lead"}
_MOST_BUTTONS: Final = 5
"""Findings that get a button of their own: a page has room for 40 parts. The others have their turn afterwards."""


def report_page(
    words: Words,
    record: ServerRecord,
    findings: Sequence[Finding],
    *,
    title: str = "setup-current",
    notes: Sequence[str] = (),
) -> Page:
    """What is fine, what is not and how to mend it."""
    problems = [one for one in findings if one.weight is Weight.PROBLEM]
    others = [one for one in findings if one.weight is not Weight.PROBLEM]
    parts: list[Part] = [Text(words(title)), *map(Text, notes), *announced_parts(words, record), Divider()]
    parts += [*_parts(words, problems), *_parts(words, others)]
    parts += [Divider(), Text(_summary(words, findings)), Text(words("check-hide-commands")), Buttons(_after(words))]
    return Page(parts, Accent.DANGER if problems else Accent.GOOD)


def _after(words: Words) -> tuple[Button, ...]:
    return Button(words("setup-check-again"), "setup:check"), Button(words("setup-show"), "setup:show")


def _parts(words: Words, findings: Sequence[Finding]) -> list[Part]:
    """Each that can be mended with its button, then all the others together."""
    mended = [one for one in findings if one.mend is not None][:_MOST_BUTTONS]
    parts: list[Part] = []
    for finding in mended:
        parts.append(Text(line(words, finding)))
        parts += [] if finding.mend is None else [Buttons((_mend_button(words, finding.mend),))]
    rest = [line(words, finding) for finding in findings if finding not in mended]
    return [*parts, Text("\n".join(rest))] if rest else parts


def _mend_button(words: Words, mend: Mend) -> Button:
    own = _OWN_LABELS.get(mend)
    label = words("mend-it", what=words(f"setting-{mend.value}")) if own is None else words(own)
    return Button(label, f"setup:mend:{mend.value}", Style.PRIMARY)


def line(words: Words, finding: Finding) -> str:
    """A finding in words, with the sign of its weight."""
    return f"{_SIGNS[finding.weight]} {words(finding.key, **dict(finding.values))}"


def _summary(words: Words, findings: Sequence[Finding]) -> str:
    weights = [finding.weight for finding in findings]
    if Weight.PROBLEM in weights:
        return words("setup-problems", count=weights.count(Weight.PROBLEM))
    return words("setup-works" if Weight.ADVICE in weights else "setup-all-fine")


def trouble_page(words: Words, problems: Sequence[Finding]) -> Page:
    """What the staff is told when something has come to be wrong."""
    lines = "\n".join(line(words, finding) for finding in problems)
    return Page(
        (Text(words("care-trouble", count=len(problems))), Text(lines), Text(words("care-what-to-do"))), Accent.CARE
    )
