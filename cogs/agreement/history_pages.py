"""`/facilitate agreement history`: the list of versions, one version whole, and taking one back. Not the presses."""

from collections.abc import Iterator

from bot.services.agreement_history import Entry, Listed, Looked
from bot.services.server_records import Server
from bot.services.taking_back import TakenBack
from bot.ui.page import Accent, Button, Buttons, Choice, Option, Page, Part, Style, Text
from bot.ui.paging import spread
from bot.ui.words import Words
from cogs.agreement.pages import note
from cogs.agreement.texts import change_blocks, published_at, version_blocks


def list_page(words: Words, listed: Listed) -> Page:
    """The versions of one page of the list, to choose from."""
    lines = [words("agreement-history-title"), *(_line(words, listed.server, entry) for entry in listed.entries)]
    options = [_option(words, entry) for entry in listed.entries]
    parts: list[Part] = [
        Text("\n".join(lines)),
        Choice("agreement-history:pick", words("agreement-history-choose"), options),
    ]
    turns = list(_turns(words, listed))
    return Page([*parts, Buttons(turns)] if turns else parts)


def _line(words: Words, server: Server, entry: Entry) -> str:
    return words(
        "agreement-history-line",
        version=entry.version.number,
        published=published_at(server, entry.version),
        state=words(f"agreement-history-{entry.state.value}"),
        count=entry.count,
    )


def _option(words: Words, entry: Entry) -> Option:
    number = entry.version.number
    label = words("agreement-history-version", version=number)
    return Option(label, str(number), words(f"agreement-history-{entry.state.value}"))


def _turns(words: Words, listed: Listed) -> Iterator[Button]:
    if listed.older is not None:
        yield Button(words("agreement-history-button-older"), f"agreement-history:list:{listed.older}")
    if not listed.is_first:
        yield Button(words("agreement-history-button-newest"), "agreement-history:list")
    back = listed.can_be_taken_back
    if back is not None:
        label = words("agreement-button-take-back-version", version=back)
        yield Button(label, f"agreement-history:back:{back}", Style.DANGER)


def version_page(words: Words, looked: Looked, page: int) -> Page | None:
    """One page of a version: what became of it, all its words, and what changed; None if it has no such page."""
    texts = spread(list(_blocks(words, looked)))
    if page >= len(texts):
        return None
    heading = words("agreement-history-page", page=page + 1, pages=len(texts)) if len(texts) > 1 else ""
    buttons = list(_buttons(words, looked, page, len(texts)))
    return note(f"{texts[page]}\n\n{heading}".strip(), *buttons)


def _blocks(words: Words, looked: Looked) -> Iterator[str]:
    version = looked.entry.version
    yield _line(words, looked.server, looked.entry)
    yield f"# {version.text.title}"
    yield from version_blocks(words, version)
    if looked.changes is not None:
        first, *rest = change_blocks(words, looked.changes)
        yield f"{words('agreement-history-changes', former=version.former)}\n{first}"
        yield from rest


def _buttons(words: Words, looked: Looked, page: int, pages: int) -> Iterator[Button]:
    number = looked.entry.version.number
    if page:
        yield Button(words("agreement-history-button-back"), _page_id(number, page - 1))
    if page + 1 < pages:
        yield Button(words("agreement-history-button-next"), _page_id(number, page + 1))
    yield Button(words("agreement-history-button-list"), "agreement-history:list")
    if looked.can_be_taken_back:
        yield Button(words("agreement-button-take-back"), f"agreement-history:back:{number}", Style.DANGER)


def _page_id(number: int, page: int) -> str:
    return f"agreement-history:page:{number}-{page}"


def back_page(words: Words, number: int, former: int) -> Page:
    """Asks before a version is taken back."""
    key = "agreement-back-ask" if former else "agreement-back-ask-first"
    return note(
        words(key, version=number, former=former),
        Button(words("agreement-button-take-back-confirm"), f"agreement-history:taken:{number}", Style.DANGER),
        Button(words("agreement-button-leave"), _page_id(number, 0)),
        accent=Accent.CARE,
    )


def taken_page(words: Words, taken: TakenBack) -> Page:
    """What taking a version back did."""
    if taken.in_force is None:
        said = [words("agreement-back-done-none", version=taken.number)]
    else:
        said = [words("agreement-back-done", version=taken.number, in_force=taken.in_force.number)]
    if not taken.is_shown:
        said.append(words("agreement-back-later"))
    buttons = [Button(words("agreement-history-button-list"), "agreement-history:list")]
    return note("\n".join(said), *buttons, accent=Accent.GOOD if taken.is_shown else Accent.CARE)
