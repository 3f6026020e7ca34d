"""Draws a message of the simulated Discord as HTML: its words, buttons and pictures, as near as a page needs.

Only what the bot and the invented people send is known; nothing else comes here.
"""

import base64
import html
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Final

from markdown_it import MarkdownIt

from bot.rehearsal.simulator import Payload, Shown
from bot.rehearsal.simulator.wire import components, objects, text

_TIME: Final = re.compile(r"<t:(\d+)(?::\w)?>")
_FROM_NOW: Final = re.compile(r" \(<t:\d+:R>\)")
"""How long it is until then: who reads the page later would read nonsense."""
_CHANNEL: Final = re.compile(r"<#(\d+)>")
_PERSON: Final = re.compile(r"<@!?(\d+)>")
_SMALL: Final = "-# "
_markdown = MarkdownIt("commonmark", {"html": False, "breaks": True})

Name = Callable[[int], str]
"""The name of a person or a channel, by id."""
File = Callable[[str], bytes]
"""What lies at an address."""


class Drawing:
    """Draws messages of one server."""

    def __init__(self, name: Name, file: File) -> None:
        self._name = name
        self._file = file

    def message(self, shown: Shown) -> str:
        """One message, as a block."""
        said = text(shown.payload, "content")
        parts = [self.markdown(said)] if said else []
        parts += [part for one in components(shown.payload) for part in self._component(one)]
        title = f"<h3>{html.escape(text(shown.payload, 'title'))}</h3>" if shown.form else ""
        return f'<div class="message">{title}{"".join(parts)}</div>'

    def markdown(self, said: str) -> str:
        """Discord's markdown, with the marks of moments, people and channels as words."""
        return "".join(self._block(block) for block in _blocks(self._named(said)))

    def _block(self, block: str) -> str:
        if block.startswith(_SMALL):
            return f'<p class="subtext">{_markdown.renderInline(block.removeprefix(_SMALL))}</p>'
        return _markdown.render(block)

    def _named(self, said: str) -> str:
        said = _TIME.sub(lambda found: _day(int(found[1])), _FROM_NOW.sub("", said))
        said = _CHANNEL.sub(lambda found: f"#{self._name(int(found[1]))}", said)
        return _PERSON.sub(lambda found: f"@{self._name(int(found[1]))}", said)

    def _component(self, one: Payload) -> Iterator[str]:
        match one.get("type"):
            case 10:
                yield self.markdown(text(one, "content"))
            case 2:
                yield f'<span class="button">{html.escape(text(one, "label"))}</span>'
            case 12:
                for item in objects(one, "items"):
                    yield self._picture(item)
            case 18:
                yield f"<p><strong>{html.escape(text(one, 'label'))}</strong></p>"
            case 21:
                yield "".join(f"<p>○ {html.escape(text(option, 'label'))}</p>" for option in objects(one, "options"))
            case 14:
                yield "<hr>"
            case 3:
                yield f'<span class="select">{html.escape(text(one, "placeholder"))} ▾</span>'
            case _:
                return

    def _picture(self, item: Payload) -> str:
        address = next((text(media, "url") for media in objects(item, "media")), "")
        data = base64.b64encode(self._file(address)).decode()
        return f'<img alt="{html.escape(text(item, "description"))}" src="data:image/png;base64,{data}">'


def _blocks(said: str) -> Iterator[str]:
    """Small lines each alone, everything between them together."""
    gathered: list[str] = []
    for line in said.splitlines():
        if line.startswith(_SMALL):
            yield "\n".join(gathered)
            yield line
            gathered = []
        else:
            gathered.append(line)
    yield "\n".join(gathered)


def _day(seconds: int) -> str:
    moment = datetime.fromtimestamp(seconds, UTC)
    return f"{moment:%A} {moment.day} {moment:%B}"
