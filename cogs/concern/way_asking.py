"""What is said before the acts of a reporter that cannot be undone, or that keep something. No rule is here."""

from bot.core.receipt import Receipt, compact
from bot.services.way_back import SecondLook
from bot.services.way_view import Standing, WayBack
from bot.ui.long_text import listed
from bot.ui.page import Accent, Button, Buttons, Page, Style, Text
from bot.ui.words import Words


def withdraw_page(words: Words, way: WayBack) -> Page:
    """What withdrawing would do."""
    is_begun = way.standing is Standing.WITHDRAWING
    text = words("concern-withdrawing" if is_begun else f"concern-withdraw-{way.withdrawal.value}")
    yes = Button(words("concern-withdraw-yes"), f"concern:withdrawn:{compact(way.receipt)}", Style.DANGER)
    no = _no(words, way.receipt, "concern-withdraw-no")
    title = Text(words("concern-withdraw-sure"))
    return Page((title, Text(text), Buttons((*(() if is_begun else (yes,)), no))), Accent.CARE)


def name_page(words: Words, receipt: Receipt, name: str) -> Page:
    """What sharing one's name would do."""
    yes = Button(words("concern-name-yes"), f"way:named:{compact(receipt)}", Style.DANGER)
    return _page(words, receipt, words("concern-name-sure"), words("concern-name-means", name=listed((name,))), yes)


def messages_page(words: Words, receipt: Receipt) -> Page:
    """What a message when there is an answer would keep and show."""
    yes = Button(words("concern-messages-yes"), f"way:message:{compact(receipt)}", Style.PRIMARY)
    return _page(words, receipt, words("concern-messages-sure"), words("concern-messages-mean"), yes)


def look_page(words: Words, look: SecondLook) -> Page:
    """Who would take a second look."""
    yes = Button(words("concern-look-yes"), f"way:asklook:{compact(look.receipt)}:{look.tag}", Style.PRIMARY)
    text = words("concern-look-means", name=listed((look.name,)))
    return _page(words, look.receipt, words("concern-look-sure"), text, yes)


def _page(words: Words, receipt: Receipt, title: str, text: str, yes: Button) -> Page:
    return Page((Text(title), Text(text), Buttons((yes, _no(words, receipt)))), Accent.CARE)


def _no(words: Words, receipt: Receipt, label: str = "concern-way-return") -> Button:
    return Button(words(label), f"way:back:{compact(receipt)}")
