"""The trail in words. An act without words of its own is still shown, as an act."""

import re
from typing import Final

from bot.services.audit import AuditLine
from bot.services.case_log import Trail
from bot.ui.long_text import day_mark, plain_name, shortened
from bot.ui.page import Accent, Button, Buttons, Page, Part, Text
from bot.ui.words import Words

_DETAILS: Final = ("case", "to", "template", "channel", "hours", "time", "date", "version", "settings", "tolerance")
"""What lines can tell besides; each is a value of their words."""
_MENTION: Final = re.compile(r"<(?:@|#)\d+>")
_LONGEST: Final = 150


def log_page(words: Words, trail: Trail) -> Page:
    """One page of it."""
    intact = words("trail-intact" if trail.is_intact else "trail-not-intact")
    parts: list[Part] = [Text(f"{words('trail-title')}\n{intact}")]
    said = "\n".join(_line(words, line) for line in trail.lines)
    parts.append(Text(said or words("trail-empty")))
    if trail.pages > 1:
        newer = Button(words("trail-newer"), f"case:log:{trail.page - 1}", disabled=trail.page == 0)
        older = Button(words("trail-older"), f"case:log:{trail.page + 1}", disabled=trail.page + 1 == trail.pages)
        parts += [Text(words("trail-page", page=trail.page + 1, pages=trail.pages)), Buttons((newer, older))]
    return Page(parts, Accent.NEUTRAL if trail.is_intact else Accent.DANGER)


def _line(words: Words, line: AuditLine) -> str:
    said = shortened(act_told(words, line), _LONGEST)
    who = f"<@{line.actor}>" if line.actor else words("trail-nobody")
    return f"- <t:{day_mark(line.day)}:d> {who} {said}"


def act_key(act: str) -> str:
    """Where the catalogue has an act's words."""
    return f"trail-act-{act.replace(' ', '-')}"


def act_told(words: Words, line: AuditLine) -> str:
    """What was done."""
    key = act_key(line.act)
    values = {name: _value(words, name, line.details.get(name, "")) for name in _DETAILS}
    return words(key if words.has(key) else "trail-act-other", **values)


def _value(words: Words, name: str, value: str) -> str:
    if name == "settings":
        return ", ".join(_setting(words, one) for one in value.split(", "))
    return value if _MENTION.fullmatch(value) else plain_name(value)


def _setting(words: Words, name: str) -> str:
    return words(f"setting-{name}") if words.has(f"setting-{name}") else plain_name(name)
