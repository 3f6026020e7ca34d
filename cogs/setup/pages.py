"""What `/setup show` and *I take concerns* show: the list of settings, its forms. Not here: the report of the check."""

from datetime import date
from typing import Final

from bot.core.identity import ChannelId, RoleId
from bot.services.problems import Refused
from bot.services.server_records import PendingChange, PendingErasure, Server, ServerRecord, ServerSettings
from bot.services.settings_list import SETTINGS, Kind, Setting, shown
from bot.ui.page import (
    Accent,
    Button,
    Buttons,
    ChannelField,
    Choice,
    Divider,
    Form,
    Input,
    MemberField,
    Option,
    Page,
    Part,
    RadioField,
    RoleField,
    Style,
    Text,
    TextField,
)
from bot.ui.visit import Visit
from bot.ui.words import Words

FIELD: Final = "value"


def settings_page(words: Words, server: Server, note: str | None = None) -> Page:
    """Every setting with its value and its meaning, and a select to change one."""
    parts: list[Part] = [Text(words("settings-heading"))]
    if note is not None:
        parts.append(Text(note))
    parts += [Text("\n".join(_setting_line(words, setting, server.settings) for setting in SETTINGS))]
    announced = announced_parts(words, server.record)
    parts += [Divider(), *announced] if announced else []
    options = [
        Option(words(f"setting-{setting.name}"), setting.name, words(f"setting-{setting.name}-meaning"))
        for setting in SETTINGS
    ]
    parts += [Choice("setup:change", words("settings-choose"), options)]
    parts += [Buttons((Button(words("setup-check-again"), "setup:check"),))]
    return Page(parts)


def _setting_line(words: Words, setting: Setting, settings: ServerSettings) -> str:
    name, meaning = words(f"setting-{setting.name}"), words(f"setting-{setting.name}-meaning")
    return f"**{name}**: {_value(words, setting, settings)}\n-# {meaning}"


def _value(words: Words, setting: Setting, settings: ServerSettings) -> str:
    value = shown(setting, settings)
    if not value:
        return words("setting-none")
    match setting.kind:
        case Kind.CHANNEL:
            return f"<#{value}>"
        case Kind.ROLE:
            return f"<@&{value}>"
        case Kind.PERSON:
            return f"<@{value}>"
        case Kind.YES_NO | Kind.DUTY:
            return words(f"choice-{value}")
        case _:
            return value


def announced_parts(words: Words, record: ServerRecord) -> list[Part]:
    """What is announced and not in force yet, each with its button to call it off."""
    parts: list[Part] = []
    if record.pending is not None:
        parts += [Text(pending_text(words, record.pending))]
        parts += [Buttons((Button(words("setup-call-off"), "setup:call-off"),))]
    if record.erasure is not None:
        parts += [Text(_erasure_text(words, record.erasure))]
        parts += [Buttons((Button(words("erasing-call-off"), "setup:erase-off", Style.PRIMARY),))]
    return parts


def _erasure_text(words: Words, erasure: PendingErasure) -> str:
    return words("erasing-pending", when=str(int(erasure.effective.timestamp())))


def pending_text(words: Words, pending: PendingChange) -> str:
    """An announced change in words, with its time in the viewer's own zone."""
    lead = None if pending.lead is None else f"<@{pending.lead}>"
    when = str(int(pending.effective.timestamp()))
    return words("setup-pending", role=pending.moderators, lead=_lead_text(words, lead), when=when)


def _lead_text(words: Words, lead: str | None) -> str:
    return words("setup-lead-none") if lead is None else words("setup-lead-is", lead=lead)


def announcement_page(words: Words, server: Server, pending: PendingChange, group: str, lead: str | None) -> Page:
    """What those whom it concerns are told.

    In a direct message a role has no name, so none is named, and a person's id may have none: `lead` is a name.
    """
    what = "role" if pending.moderators != server.settings.moderators else "lead"
    when = str(int(pending.effective.timestamp()))
    return note_page(words("setup-announcement", what=what, lead=_lead_text(words, lead), when=when, group=group))


def change_form(words: Words, setting: Setting, value: str, fresh: str, action: str = "changed") -> Form:
    """One setting in a window with a value filled in; empty where what is in force is there no more."""
    title = words(f"setting-{setting.name}")
    return Form(title, f"setup:{action}:{setting.name}:{fresh}", (_field(words, setting, value),))


def _field(words: Words, setting: Setting, value: str) -> Input:
    label, meaning = words(f"setting-{setting.name}"), words(f"setting-{setting.name}-meaning")
    needed = not setting.optional
    match setting.kind:
        case Kind.CHANNEL:
            return ChannelField(FIELD, label, meaning, needed, ChannelId(int(value)) if value else None)
        case Kind.ROLE:
            return RoleField(FIELD, label, meaning, needed, RoleId(int(value)) if value else None)
        case Kind.PERSON:
            return MemberField(FIELD, label, meaning, needed)
        case Kind.YES_NO | Kind.DUTY:
            answers = ("yes", "no") if setting.kind is Kind.YES_NO else ("yes", "no", "unset")
            options = [Option(words(f"choice-{one}"), one, default=one == value) for one in answers]
            return RadioField(FIELD, label, options, meaning)
        case _:
            return TextField(FIELD, label, meaning, needed, max_length=setting.most or 60, value=value)


def standing_page(words: Words) -> Page:
    """The standing post in the moderators' channel."""
    button = Button(words("enrol-take"), "enrol:take", Style.PRIMARY)
    return Page((Text(words("enrol-standing")), Buttons((button,))))


def enrolled_page(words: Words, record: ServerRecord, *, is_new: bool, away_until: date | None) -> Page:
    """What a moderator sees after pressing, with the ways to pause and to stop."""
    parts: list[Part] = [Text(words("enrol-welcome" if is_new else "enrol-already"))]
    if record.erasure is not None:
        parts.append(Text(_erasure_text(words, record.erasure)))
    if away_until is not None:
        parts.append(Text(words("enrol-away-until", day=away_until.isoformat())))
    away = Button(words("enrol-away"), "enrol:away")
    back = Button(words("enrol-back"), "enrol:back")
    stop = Button(words("enrol-stop"), "enrol:stop", Style.DANGER)
    parts.append(Buttons((away, stop) if away_until is None else (back, stop)))
    return Page(parts, Accent.GOOD)


def stop_page(words: Words) -> Page:
    """What stopping means, and whether to do it."""
    keep = Button(words("enrol-keep"), "enrol:keep")
    stop = Button(words("enrol-stop-now"), "enrol:stop-now", Style.DANGER)
    return Page((Text(words("enrol-stop-sure")), Buttons((keep, stop))))


def filled_in(visit: Visit) -> str:
    """What was put into the one field of a form that changes a setting.

    Raises:
        Refused: a bot was picked where a person belongs.
    """
    picked = visit.members.get(FIELD)
    if picked is not None and picked.is_bot:
        raise Refused("setting-lead-bot")
    return visit.fields.get(FIELD, "") if picked is None else str(picked.member_id)


def away_form(words: Words, fresh: str) -> Form:
    """Asks for the day on which a moderator is back."""
    field = TextField("day", words("enrol-away-day"), words("enrol-away-day-meaning"), max_length=10)
    return Form(words("enrol-away"), f"enrol:away::{fresh}", (field,))


def note_page(markdown: str, accent: Accent = Accent.NEUTRAL) -> Page:
    """One text."""
    return Page((Text(markdown),), accent)
