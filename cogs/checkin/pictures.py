"""The picture of a trend, drawn beside the bot, with its alternative text. A page does without one that fails."""

from collections.abc import Awaitable, Callable
from typing import Protocol

from bot.core.identity import MessageId
from bot.core.publishing import Level
from bot.core.trend import Trend
from bot.services.checkin_results import CheckinResults
from bot.services.checkin_rounds import KnownRound
from bot.services.problems import CannotReach, Why
from bot.ui.charts.chart import Chart, ChartRow
from bot.ui.page import Picture
from bot.ui.words import Words
from cogs.checkin.result_words import day_label, level, picture_text, range_text

_LEVELS = tuple(Level)
_NAME = "check-in.png"


class Artist(Protocol):
    """Who draws."""

    async def draw(self, chart: Chart) -> bytes | None:
        """The chart as a PNG, or None if it cannot be drawn."""
        ...


class CheckinPictures:
    """Makes pictures of results."""

    def __init__(self, results: CheckinResults, artist: Artist) -> None:
        self._results = results
        self._artist = artist

    async def of_round(self, words: Words, known: KnownRound) -> Picture | None:
        """The trend until this round; None where nothing can be shown, or it could not be drawn."""
        found = await self._results.trend_until(known)
        return None if found is None else await self.of(words, found)

    async def of(self, words: Words, found: Trend) -> Picture | None:
        """The picture of a trend."""
        if found.is_empty:
            return None
        drawn = await self._artist.draw(chart(words, found))
        return None if drawn is None else Picture(drawn, _NAME, picture_text(words, found))


async def with_or_without(picture: Picture | None, post: Callable[[Picture | None], Awaitable[MessageId]]) -> MessageId:
    """Post with the picture; where no files may be attached, without: the words alone say the same.

    Raises:
        CannotReach: the channel is gone, closed to the bot, or Discord did not answer.
    """
    try:
        return await post(picture)
    except CannotReach as error:
        if picture is None or error.why is not Why.FORBIDDEN:
            raise
        return await post(None)


def chart(words: Words, found: Trend) -> Chart:
    """The trend as it is drawn."""
    return Chart(
        title=found.title,
        levels=tuple(level(words, each) for each in _LEVELS),
        low=words("checkin-chart-low"),
        good=words("checkin-chart-good"),
        rounds=tuple(day_label(words, on) for on in found.days),
        rows=tuple(
            ChartRow(
                name=course.question.name,
                answers=range_text(words, course.lines[-1].answers) if course.lines[-1] is not None else "",
                low=tuple(None if lines is None else _LEVELS.index(lines.low) for lines in course.lines),
                good=tuple(None if lines is None else _LEVELS.index(lines.good) for lines in course.lines),
            )
            for course in found.courses
        ),
    )
