"""A template as members will see it: the post in the channel, and the form. Nothing that is answered is kept."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot.core.ballot import BALLOT_KEY_BYTES, BallotKey
from bot.core.checkin import Round
from bot.core.identity import ChannelId, RoundId
from bot.core.template import Template
from bot.services.checkin_running import DEFAULT_HOURS
from bot.services.checkins import Asked
from bot.ui.page import Accent, Button, Buttons, Divider, Form, Page, Part, Text
from bot.ui.words import Words
from cogs.checkin import posts
from cogs.checkin.ids import open_id
from cogs.checkin.member_pages import form
from cogs.checkin.template_forms import custom_id

_NO_ROUND: Final = RoundId(bytes(16))
_NO_BALLOT: Final = BallotKey(bytes(BALLOT_KEY_BYTES))


def preview_post(public: Words, template: Template, promise: str, now: datetime) -> Page:
    """The very post, in the group's language."""
    return posts.post(public, _NO_ROUND, _round(template, now), promise)


def preview_page(words: Words, drawn: Page, template: Template, *, tried: bool = False) -> Page:
    """The drawn post below a word that it is none. `tried`: its form was handed in."""
    said = words("checkin-template-preview-done" if tried else "checkin-template-preview")
    back = Button(words("checkin-template-button-return"), custom_id("open", template.template_id))
    shown = [_led_astray(part, template.template_id) for part in drawn.parts]
    return Page((Text(said), Divider(), *shown, Divider(), Buttons((back,))), Accent.GOOD if tried else drawn.accent)


def preview_form(words: Words, template: Template, now: datetime, fresh: str) -> Form:
    """The very form that members get."""
    drawn = form(words, Asked(_NO_ROUND, _NO_BALLOT, _round(template, now)), fresh)
    return replace(drawn, custom_id=f"{custom_id('tried', template.template_id)}:{fresh}")


def _round(template: Template, now: datetime) -> Round:
    return Round(template, ChannelId(0), now, now + timedelta(hours=DEFAULT_HOURS))


def _led_astray(part: Part, template_id: str) -> Part:
    """The button for answering leads to the form that keeps nothing."""
    if not isinstance(part, Buttons):
        return part
    buttons = [
        replace(button, custom_id=custom_id("try", template_id))
        if isinstance(button, Button) and button.custom_id == open_id(_NO_ROUND)
        else button
        for button in part.buttons
    ]
    return Buttons(buttons)
