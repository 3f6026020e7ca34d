"""What facilitators see of "what we heard, what we will do", what the group sees of it, and the reminder. No rule."""

from collections.abc import Callable, Sequence
from typing import Final

from bot.core.identity import RoundId, ServerId
from bot.services.checkin_rounds import KnownRound
from bot.services.heard import After, Overview
from bot.services.heard_book import LONGEST
from bot.services.problems import Refused
from bot.ui.long_text import plain_name, shortened
from bot.ui.page import Accent, Button, Buttons, Choice, Divider, Form, Link, Option, Page, Part, Style, Text, TextField
from bot.ui.places import message_link
from bot.ui.words import Words
from cogs.checkin.ids import HELP, read_round
from cogs.reflect.heard_words import sayings_in

FEATURE: Final = "heard"
_OPTION: Final = 100

Listed = Callable[[KnownRound], tuple[str, str]]
"""The day on which a round opened, and the name of its channel."""


def list_page(words: Words, overview: Overview, listed: Listed) -> Page:
    """Results to choose from, and how often the group was told."""
    if not overview.rounds:
        return Page((Text(words("heard-list-none")),))
    options = [_option(words, after, listed) for after in overview.rounds]
    parts: list[Part] = [Text(words("heard-list")), Choice(f"{FEATURE}:show", words("heard-choose"), options)]
    if overview.loop.of:
        parts.append(Text(words("heard-rate", answered=overview.loop.closed, results=overview.loop.of)))
    return Page(parts)


def _option(words: Words, after: After, listed: Listed) -> Option:
    day, channel = listed(after.known)
    label = words("heard-option", day=day, title=after.known.facts.template.title, channel=channel)
    state = "posted" if after.said.post is not None else "draft" if after.said.is_draft else "none"
    return Option(shortened(label, _OPTION), after.known.round_id.hex(), words(f"heard-option-{state}"))


def draft_page(words: Words, after: After, heard: str, will_do: str, public: Words) -> Page:
    """A first draft as it would stand, to be changed before it can be posted."""
    edit = Button(words("heard-button-edit"), f"{FEATURE}:edit:{after.known.round_id.hex()}", Style.PRIMARY)
    notes = Text("\n".join((words("heard-draft"), words("heard-gaps-note"))))
    return Page((notes, *_said(public, after, heard, will_do), Buttons((edit, _all(words)))))


def preview_page(words: Words, after: After, public: Words) -> Page:
    """What a facilitator wrote, as it will stand, with the way to post it."""
    key = after.known.round_id.hex()
    edit = Button(words("heard-button-edit"), f"{FEATURE}:edit:{key}")
    notes = [words("heard-preview", channel=after.known.facts.channel)]
    buttons = [edit, _all(words)]
    if after.has_gaps:
        notes.append(words("heard-gaps-note"))
    else:
        post = Button(words("heard-button-post"), f"{FEATURE}:post:{key}.{after.said.mark}", Style.PRIMARY)
        buttons.insert(0, post)
    said = _said(public, after, after.said.heard, after.said.will_do)
    return Page((Text("\n".join(notes)), Divider(), *said, Buttons(buttons)))


def posted_page(words: Words, server_id: ServerId, after: After, *, before: bool = False) -> Page:
    """That it stands, and where; `before`: it was posted some time ago, and is shown again."""
    channel, parts = after.known.facts.channel, list[Part]()
    parts.append(Text(words("heard-posted-before" if before else "heard-posted", channel=channel)))
    if before:
        parts += [Text(after.said.heard), Text(after.said.will_do)]
    buttons: list[Button | Link] = [_all(words)]
    if after.said.post is not None:
        link = message_link(server_id, channel, after.said.post)
        buttons.insert(0, Link(words("heard-button-show"), link))
    return Page((*parts, Buttons(buttons)), Accent.NEUTRAL if before else Accent.GOOD)


def edit_form(words: Words, round_id: RoundId, heard: str, will_do: str, fresh: str) -> Form:
    """Both halves, to be changed."""
    fields = [
        TextField(
            name,
            words(f"heard-form-{key}"),
            words(f"heard-form-{key}-note"),
            long=True,
            max_length=LONGEST,
            value=value,
        )
        for name, key, value in (("heard", "heard", heard), ("will_do", "will-do", will_do))
    ]
    return Form(words("heard-form"), f"{FEATURE}:form:{round_id.hex()}:{fresh}", fields)


def public_page(public: Words, after: After) -> Page:
    """What the group sees; by the help button it is found again."""
    help_button = Button(public("checkin-button-help"), public_id(after.known.round_id))
    standing = Text(f"-# {public('checkin-standing-line')}")
    said = _said(public, after, after.said.heard, after.said.will_do)
    return Page((*said, Buttons((help_button,)), standing))


def public_id(round_id: RoundId) -> str:
    """The help button under it."""
    return f"{HELP}:{round_id.hex()}.heard"


def nudge_page(public: Words, known: KnownRound) -> Page:
    """The one reminder, for facilitators."""
    draft = Button(public("heard-button-draft"), nudge_id(known.round_id))
    text = public("heard-nudge", title=plain_name(known.facts.template.title))
    return Page((Text(text), Buttons((draft,))))


def nudge_id(round_id: RoundId) -> str:
    """The button under the reminder, by which it is found again."""
    return f"{FEATURE}:show:{round_id.hex()}.nudge"


def read_key(key: str) -> tuple[RoundId, str]:
    """The round of a button, and what follows it.

    Raises:
        Refused: the key names no round.
    """
    written, _, more = key.partition(".")
    if not written:
        raise Refused("button-outdated")
    return read_round(written), more


def _said(public: Words, after: After, heard: str, will_do: str) -> Sequence[Part]:
    """The words with what always stands around them."""
    frame = sayings_in(public.language).frame
    title = frame.heard.format(title=plain_name(after.known.facts.template.title))
    return (
        Text(f"## {frame.title}"),
        Text(f"**{title}**\n{heard}"),
        Text(f"**{frame.do}**\n{will_do}"),
        Text(f"-# {frame.closing}"),
    )


def _all(words: Words) -> Button:
    return Button(words("heard-button-list"), f"{FEATURE}:list")
