"""Draws pages and forms as Discord's Components V2. Knows nothing of what they say.

Views and modals are stopped before they are sent: discord.py then keeps none of them in memory, and every press
comes in by the one door, the same before and after a restart.
"""

import io
from collections.abc import Sequence
from typing import Final, assert_never

import discord
from discord import ui

from bot.ui import page as p

_STYLES: Final = {
    p.Style.PRIMARY: discord.ButtonStyle.primary,
    p.Style.SECONDARY: discord.ButtonStyle.secondary,
    p.Style.SUCCESS: discord.ButtonStyle.success,
    p.Style.DANGER: discord.ButtonStyle.danger,
}

FormItem = ui.Item[ui.Modal]


def draw_page(page: p.Page) -> ui.LayoutView:
    """The page as one container with its accent colour. Needs a running event loop."""
    container = ui.Container[ui.LayoutView](*map(_part, page.parts), accent_colour=page.accent.value)
    view = ui.LayoutView(timeout=None)
    view.add_item(container)
    view.stop()
    return view


def draw_files(page: p.Page) -> Sequence[discord.File]:
    """What is sent along with the page; without anything, discord.py's sign to say nothing of files."""
    return list(map(_file, page.files)) or discord.utils.MISSING


def _file(part: p.Picture | p.Document) -> discord.File:
    described = part.description if isinstance(part, p.Picture) else None
    return discord.File(io.BytesIO(part.data), part.name, description=described)


def _part(part: p.Part) -> ui.Item[ui.LayoutView]:
    match part:
        case p.Text(markdown):
            return ui.TextDisplay(markdown)
        case p.Divider():
            return ui.Separator()
        case p.Buttons(buttons):
            return ui.ActionRow(*map(_button, buttons))
        case p.Choice():
            return ui.ActionRow(_select(part.custom_id, part.options, part.minimum, part.maximum, part.placeholder))
        case p.Picture(_, name, description):
            return ui.MediaGallery(discord.MediaGalleryItem(f"attachment://{name}", description=description))
        case p.Document(_, name):
            return ui.File(f"attachment://{name}")
        case _:
            assert_never(part)


def _button(button: p.Button | p.Link) -> ui.Button[ui.LayoutView]:
    match button:
        case p.Button(label, custom_id, style, disabled):
            return ui.Button(label=label, custom_id=custom_id, style=_STYLES[style], disabled=disabled)
        case p.Link(label, url):
            return ui.Button(label=label, url=url)
        case _:
            assert_never(button)


def _select(
    custom_id: str, options: Sequence[p.Option], minimum: int, maximum: int, placeholder: str | None
) -> ui.Select[ui.LayoutView]:
    return ui.Select(
        custom_id=custom_id,
        placeholder=placeholder,
        min_values=minimum,
        max_values=maximum,
        options=[
            discord.SelectOption(label=o.label, value=o.value, description=o.description, default=o.default)
            for o in options
        ],
    )


def draw_form(form: p.Form) -> ui.Modal:
    """The form as a modal. Needs a running event loop."""
    modal = ui.Modal(title=form.title, custom_id=form.custom_id, timeout=None)
    for field in form.fields:
        modal.add_item(_field(field))
    modal.stop()
    return modal


def _field(field: p.Field) -> FormItem:
    if isinstance(field, p.Notice):
        return ui.TextDisplay(field.markdown)  # pyright: ignore[reportUnknownVariableType, reportReturnType] - as for selects
    return ui.Label(text=field.label, description=field.description, component=_input(field))


def _input(field: p.Input) -> ui.Item[ui.Modal]:
    match field:
        case p.TextField():
            return _text_input(field)
        case p.RadioField():
            return _radio_group(field)
        case p.SelectField():
            select = _select(field.name, field.options, field.minimum, field.maximum, None)
            select.required = field.required
            return select  # pyright: ignore[reportReturnType] - a select serves both places; the parameter is a phantom
        case p.FileField():
            return ui.FileUpload(custom_id=field.name, required=field.required, min_values=int(field.required))
        case _:
            return _picker(field)


def _picker(field: p.MemberField | p.ChannelField | p.RoleField) -> ui.Item[ui.Modal]:
    match field:
        case p.MemberField():
            return _user_select(field)
        case p.ChannelField():
            return _channel_select(field)
        case p.RoleField():
            return _role_select(field)
        case _:
            assert_never(field)


def _text_input(field: p.TextField) -> ui.TextInput[ui.Modal]:
    return ui.TextInput(
        custom_id=field.name,
        style=discord.TextStyle.paragraph if field.long else discord.TextStyle.short,
        default=field.value or None,
        required=field.required,
        max_length=field.max_length,
    )


def _radio_group(field: p.RadioField) -> ui.RadioGroup[ui.Modal]:
    return ui.RadioGroup(
        custom_id=field.name,
        required=field.required,
        options=[
            discord.RadioGroupOption(label=o.label, value=o.value, description=o.description, default=o.default)
            for o in field.options
        ],
    )


def _user_select(field: p.MemberField) -> ui.UserSelect[ui.Modal]:
    chosen = discord.SelectDefaultValue(id=field.chosen or 0, type=discord.SelectDefaultValueType.user)
    return ui.UserSelect(
        custom_id=field.name,
        required=field.required,
        min_values=int(field.required),
        default_values=[chosen] if field.chosen else [],
    )


def _channel_select(field: p.ChannelField) -> ui.ChannelSelect[ui.Modal]:
    chosen = discord.SelectDefaultValue(id=field.chosen or 0, type=discord.SelectDefaultValueType.channel)
    return ui.ChannelSelect(
        custom_id=field.name,
        channel_types=[discord.ChannelType.text],
        required=field.required,
        min_values=int(field.required),
        default_values=[chosen] if field.chosen else [],
    )


def _role_select(field: p.RoleField) -> ui.RoleSelect[ui.Modal]:
    chosen = discord.SelectDefaultValue(id=field.chosen or 0, type=discord.SelectDefaultValueType.role)
    return ui.RoleSelect(
        custom_id=field.name,
        required=field.required,
        min_values=int(field.required),
        default_values=[chosen] if field.chosen else [],
    )
