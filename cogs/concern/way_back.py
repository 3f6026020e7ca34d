"""*I have a code*: the reporter's presses and forms on the way back. The code travels in their own messages only."""

from dataclasses import replace

from bot.core.case import Help, Named
from bot.core.receipt import Receipt
from bot.services.problems import Refused
from bot.services.way_back import WayBackService
from bot.services.way_view import WayBack
from bot.services.way_words import receipt_in
from bot.ui.door import Door
from bot.ui.long_text import listed
from bot.ui.page import Accent, Answer, Reply
from bot.ui.visit import Visit
from cogs.concern.pages import code_page, note_page, wrong_code_page
from cogs.concern.way_asking import look_page, messages_page, name_page, withdraw_page
from cogs.concern.way_forms import code_form, help_form, look_form, reply_form
from cogs.concern.way_pages import way_pages

_OUTDATED = "button-outdated"


class WayBackPresses:
    """Serves whoever has a code."""

    def __init__(self, service: WayBackService, door: Door) -> None:
        self._service = service
        self._door = door
        for action, press in (
            ("concern:code", self.ask_code),
            ("concern:look", self.look),
            ("concern:reply", self.ask_words),
            ("concern:withdraw", self.ask_to_withdraw),
            ("concern:withdrawn", self.withdraw),
            ("way:back", self.go_back),
            ("way:send", self.send_now),
            ("way:name", self.ask_to_share_name),
            ("way:named", self.share_name),
            ("way:messages", self.ask_to_message),
            ("way:message", self.message),
            ("way:quiet", self.message),
            ("way:helped", self.ask_whether_it_helped),
            ("way:again", self.ask_for_second_look),
            ("way:asklook", self.ask_words_for_second_look),
            ("way:choose", self.choose_readers),
        ):
            door.press(action, press)
        door.form("concern:code", self.typed)
        door.form("concern:reply", self.reply)
        door.form("way:helped", self.feed_back)
        door.form("way:again", self.second_look)

    async def ask_code(self, visit: Visit) -> Answer:
        """Open the form for the code."""
        return code_form(visit.words, self._door.fresh())

    async def typed(self, visit: Visit) -> Answer:
        """Show the concern of the code that was typed, or why there is none, with a way to try again."""
        code = _field(visit, "code")
        try:
            way = await self._service.look(visit.server_id, code, visit.now)
        except Refused as refused:
            return Reply(wrong_code_page(visit.words, visit.words(refused.key, **refused.values), code))
        return _shown(visit, way)

    async def look(self, visit: Visit) -> Answer:
        """Show the concern again, and its code: the messages that gave it before may never have arrived."""
        way = await self._service.look(visit.server_id, visit.key, visit.now)
        shown = _shown(visit, way)
        return replace(shown, more=(*shown.more, code_page(visit.words, way.receipt)))

    async def go_back(self, visit: Visit) -> Answer:
        """Show the concern again, with nothing done."""
        return _shown(visit, await self._service.look(visit.server_id, visit.key, visit.now))

    async def ask_words(self, visit: Visit) -> Answer:
        """Open the form for more words."""
        return reply_form(visit.words, _receipt(visit.key), self._door.fresh())

    async def reply(self, visit: Visit) -> Answer:
        """Add the words, and keep out whoever is named beside them."""
        about = _about(visit)
        words = _field(visit, "words")
        way = await self._service.write(visit.server_id, visit.key, words, visit.now, about, visit.form)
        said = [visit.words("concern-replied-unread" if way.is_unread else "concern-replied")]
        if about is not None:
            said.append(visit.words("concern-named", name=listed((about.name,))))
        return _shown(visit, way, "\n".join(said))

    async def send_now(self, visit: Visit) -> Answer:
        """Send what was held."""
        way = await self._service.send_now(visit.server_id, visit.key, visit.now)
        return _shown(visit, way, visit.words("concern-sent-now"))

    async def ask_to_share_name(self, visit: Visit) -> Answer:
        """Say what sharing the name would do."""
        return Reply(name_page(visit.words, _receipt(visit.key), visit.person.display_name), edit=True)

    async def share_name(self, visit: Visit) -> Answer:
        """Share the name of whoever presses."""
        way = await self._service.share_name(visit.server_id, visit.key, visit.person.display_name, visit.now)
        return _shown(visit, way, visit.words("concern-name-shared"))

    async def ask_to_message(self, visit: Visit) -> Answer:
        """Say what a message would keep and show."""
        return Reply(messages_page(visit.words, _receipt(visit.key)), edit=True)

    async def message(self, visit: Visit) -> Answer:
        """Keep whom to message, or nobody any more."""
        asked = visit.action == "way:message"
        member = visit.person.member_id if asked else None
        way = await self._service.message_me(visit.server_id, visit.key, member, visit.now)
        return _shown(visit, way, "" if asked else visit.words("concern-messages-ended"))

    async def ask_whether_it_helped(self, visit: Visit) -> Answer:
        """Open the form about the response."""
        return help_form(visit.words, _receipt(visit.key), self._door.fresh())

    async def feed_back(self, visit: Visit) -> Answer:
        """Keep whether it helped."""
        try:
            answer = Help(_field(visit, "answer"))
        except ValueError as error:
            raise Refused(_OUTDATED) from error
        words = _field(visit, "words")
        way = await self._service.feed_back(visit.server_id, visit.key, answer, words, visit.now, visit.form)
        return _shown(visit, way, visit.words("concern-help-thanks"))

    async def ask_for_second_look(self, visit: Visit) -> Answer:
        """Say who would take a second look."""
        look = await self._service.second_look(visit.server_id, visit.key, visit.now)
        return Reply(look_page(visit.words, look), edit=True)

    async def ask_words_for_second_look(self, visit: Visit) -> Answer:
        """Open the form for what they should know."""
        code, _, tag = visit.key.partition(":")
        return look_form(visit.words, _receipt(code), tag, self._door.fresh())

    async def second_look(self, visit: Visit) -> Answer:
        """Ask for it."""
        code, _, tag = visit.key.partition(":")
        words = _field(visit, "words")
        way = await self._service.ask_second_look(visit.server_id, code, tag, words, visit.now, visit.form)
        return _shown(visit, way, visit.words("concern-look-asked"))

    async def choose_readers(self, visit: Visit) -> Answer:
        """Keep who may read it where nobody can any more."""
        way = await self._service.choose_readers(visit.server_id, visit.key, visit.values, visit.now)
        return _shown(visit, way, visit.words("concern-chosen"))

    async def ask_to_withdraw(self, visit: Visit) -> Answer:
        """Say what withdrawing would do."""
        way = await self._service.look(visit.server_id, visit.key, visit.now)
        return Reply(withdraw_page(visit.words, way), edit=True)

    async def withdraw(self, visit: Visit) -> Answer:
        """Withdraw it."""
        way = await self._service.withdraw(visit.server_id, visit.key, visit.now)
        if way is None:
            return Reply(note_page(visit.words("concern-withdrawn"), Accent.GOOD), edit=True)
        return _shown(visit, way)


def _shown(visit: Visit, way: WayBack, note: str = "") -> Reply:
    first, *more = way_pages(visit.words, way, note)
    return Reply(first, edit=True, more=tuple(more))


def _receipt(key: str) -> Receipt:
    """The receipt that one of our own buttons carries."""
    try:
        return receipt_in(key)
    except Refused as error:
        raise Refused(_OUTDATED) from error


def _field(visit: Visit, name: str) -> str:
    return visit.fields.get(name, "")


def _about(visit: Visit) -> Named | None:
    """Whoever was picked. A person whom Discord does not describe must not be taken for nobody."""
    person = visit.members.get("about")
    if person is not None:
        return Named(person.member_id, person.display_name)
    if _field(visit, "about"):
        raise Refused(_OUTDATED)
    return None
