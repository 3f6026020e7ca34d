"""The picture of one watched question: quiet, rising or alarm after each posted result, with its alternative text."""

from typing import Final, final

from bot.core.warning import Signal
from bot.services.signals import Signalled
from bot.ui.charts.chart import Chart, ChartRow
from bot.ui.page import Picture
from bot.ui.words import Words
from cogs.checkin.pictures import Artist
from cogs.checkin.result_words import ALTERNATIVE_TEXT, day_label

_SIGNALS: Final = tuple(Signal)


@final
class SignalPictures:
    """Draws; a page does without a picture that fails."""

    def __init__(self, artist: Artist) -> None:
        self._artist = artist

    async def of(self, words: Words, one: Signalled, place: int = 1) -> Picture | None:
        """The picture of one, at this `place` of its page; None where nothing was posted so far or it was not drawn."""
        if not any(reading.signal for reading in one.watch.course):
            return None
        drawn = await self._artist.draw(chart(words, one))
        return None if drawn is None else Picture(drawn, f"signal-{place}.png", picture_text(words, one))


def chart(words: Words, one: Signalled) -> Chart:
    """As it is drawn: one line, no legend."""
    places = tuple(None if each.signal is None else _SIGNALS.index(each.signal) for each in one.watch.course)
    return Chart(
        title=one.title,
        levels=tuple(words(f"signals-level-{signal}") for signal in _SIGNALS),
        low="",
        good="",
        rounds=tuple(day_label(words, each.on) for each in one.watch.course),
        rows=(ChartRow(one.question.name, "", places),),
    )


def picture_text(words: Words, one: Signalled) -> str:
    """What the picture shows, for those who do not see it."""
    newest = one.watch.course[::-1]
    said = [words(f"signals-level-{each.signal or 'none'}") for each in newest]
    text = words("signals-picture", title=one.title, count=len(newest), levels=", ".join(said))
    return text[:ALTERNATIVE_TEXT]
