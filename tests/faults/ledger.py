"""What each member was told, kept outside the bot, and compared with what is on disk and what the bot shows to people.

Only what a person has read on a screen is entered. Not here: how people act (crowd.py) and what is killed when.
"""

import re
from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise

from tests.faults.disk import opened
from tests.faults.ledger_beside import REPLY, Beside
from tests.faults.scenes import ANSWER, MORE, PASSED, QUESTIONS, agreement_posts, cards, look, results, round_post
from tests.screen import Screen
from tests.standin.stage import StandInStage

FEWEST = 5
"""Of fewer answers to a question nothing is shown."""
_COUNT = re.compile(r"Version 1: (\d+) member")
_LEVEL = re.compile(r"\*\*([a-z ]+)\*\* answered")


@dataclass
class Ledger:
    """Members by name; answers as they were last confirmed; concerns by what they tell, with their codes."""

    agreed: set[str] = field(default_factory=set[str])
    answers: dict[str, tuple[str, str]] = field(default_factory=dict[str, tuple[str, str]])
    concerns: dict[str, str] = field(default_factory=dict[str, str])
    held: set[str] = field(default_factory=set[str])
    """All about one person: two of them release each other, so that of an odd number one waits."""
    written: set[str] = field(default_factory=set[str])
    """The concerns to which their reporter has added something."""
    suggested: set[str] = field(default_factory=set[str])
    beside: Beside = field(default_factory=Beside)

    def hears_agreed(self, name: str, screen: Screen) -> None:
        """A member reads that their agreement counts, now or before."""
        assert "agreed to version 1" in screen.text
        self.agreed.add(name)

    def hears_answered(self, name: str, screen: Screen, *answers: str) -> None:
        """A member reads that these answers are in."""
        assert "Your answers are in" in screen.text or "Your answers are changed" in screen.text
        safe, energy = answers
        self.answers[name] = (safe, energy)

    def hears_withdrawn(self, screen: Screen) -> None:
        """A member reads that they are not agreed; until they did, it may be either."""
        assert "have withdrawn" in screen.text or "nothing to withdraw" in screen.text

    def hears_taken_back(self, screen: Screen) -> None:
        """A member reads that their concern is gone; until they did, it may be either."""
        assert "Your words are erased" in screen.text or "no concern with this code here" in screen.text

    def hears_suggested(self, words: str, screen: Screen) -> None:
        """A member reads that their suggestion will arrive."""
        assert "without your name" in screen.text
        self.suggested.add(words)

    def hears_sent(self, story: str, code: str, screen: Screen) -> None:
        """A member reads that this concern was sent."""
        assert "Sent." in screen.text or "Held." in screen.text
        self.concerns[story] = code
        if "Held." in screen.text:
            self.held.add(story)

    def hears_written(self, story: str, screen: Screen) -> None:
        """A member reads that what they added is kept."""
        assert f"> {MORE}" in screen.text
        self.written.add(story)

    async def balance_on_disk(self, stage: StandInStage) -> None:
        """Each thing that was confirmed is there once, and nothing else. The process must have ended."""
        async with opened(stage.process, stage.stand_in.world.guild_id) as disk:
            assert await disk.agreed() == {1: len(self.agreed)}
            box = await disk.box()
            assert box.people == len(self.answers)
            for question, options in enumerate(QUESTIONS):
                assert box.tally(question, len(options)) == self._tally(question)
            kept = await disk.stories()
            assert sorted(kept.elements()) == sorted(self.concerns)
            lines = {story: sorted(lines) for story, lines in (await disk.lines()).items()}
            assert lines == self._lines(), (lines, self._lines())
            assert sorted((await disk.suggestions()).elements()) == sorted(self.suggested)
            await self.beside.balance_on_disk(disk, stage)
            assert await disk.audit_is_intact()

    async def is_shown(self, stage: StandInStage, under_way: int = 0) -> None:
        """What people see holds all that was confirmed, and at most what so many acts under way may have added."""
        status = await stage.person("fay").slash("facilitate agreement status")
        counted = _COUNT.search(status.text)
        shown = 0 if counted is None else int(counted[1])
        assert len(self.agreed) <= shown <= len(self.agreed) + under_way
        for name in list(self.agreed)[-1:]:
            assert "before" in (await stage.person(name).press(agreement_posts(stage)[0], "I agree")).text
        for name in list(self.answers)[-1:]:
            refused = await stage.person(name).press(round_post(stage), ANSWER)
            assert "answered this check-in already" in refused.text
        for code in list(self.concerns.values())[-1:]:
            assert "## Your concern" in (await look(stage.person("theo"), code)).text

    async def balance_as_shown(self, stage: StandInStage) -> None:
        """The same in what people see, to the end: counts, every code, every card with its case, and the result."""
        await self.is_shown(stage)
        theo, otto = stage.person("theo"), stage.person("otto")
        for code in self.concerns.values():
            assert "## Your concern" in (await look(theo, code)).text
        await stage.advance(hours=26)
        shown = [(await otto.press(card, "Open"), list(otto.more)) for card in cards(stage)]
        texts = ["\n".join(screen.text for screen in (first, *more)) for first, more in shown]
        read = sorted(story for story in self.concerns for text in texts if _tells(text, story))
        waits = {*self.concerns} - {*read} - self.beside.replied  # the card of one that was answered may have gone
        assert waits <= self.held, waits - self.held
        assert len(waits) == len(self.held) % 2
        assert len(texts) == len(read) == len({*read})
        await stage.advance(hours=24)
        (result,) = results(stage)
        assert _LEVEL.findall(result.text) == self._levels()
        given = [len(self._given(question)) for question in range(len(QUESTIONS))]
        assert all(_range(total) in result.text for total in given if total >= FEWEST)

    def _lines(self) -> dict[str, list[str]]:
        """What was added to each concern, by its reporter and by a reader, in the order of the alphabet."""
        added = [*((story, MORE) for story in self.written), *((story, REPLY) for story in self.beside.replied)]
        return {told: sorted(words for story, words in added if story == told) for told, _ in added}

    def _given(self, question: int) -> list[str]:
        """The answers to a question, without those who passed."""
        return [one[question] for one in self.answers.values() if one[question] != PASSED]

    def _tally(self, question: int) -> list[int]:
        given = Counter(self._given(question))
        return [given[option] for option in QUESTIONS[question]]

    def _levels(self) -> list[str]:
        """The words that are to be published: for each question its two lines."""
        all_tallies = [self._tally(question) for question in range(len(QUESTIONS))]
        tallies = [tally for tally in all_tallies if sum(tally) >= FEWEST]
        return [word for tally in tallies for word in _words(sum(tally), sum(tally[:2]), sum(tally[-2:]))]


def _words(total: int, low: int, good: int) -> tuple[str, str]:
    """The publication rule once more, written down from its description alone."""
    if low == good and 2 * low == total:
        return "about half or more", "some"
    return _word(total, low), _word(total, good)


def _word(total: int, count: int) -> str:
    few, most = (total / 10, total * 9 / 10) if total >= 30 else (2, total - 2)
    if count <= few:
        return "few"
    if count >= most:
        return "most"
    return "some" if count < total / 2 else "about half or more"


def _range(total: int) -> str:
    edges = (5, 10, 15, 25, 50, 100, 200, 500)
    below = [(low, high - 1) for low, high in pairwise(edges) if low <= total < high]
    return f"{below[0][0]} to {below[0][1]} answers" if below else "500 or more answers"


def _tells(text: str, story: str) -> bool:
    return any(line.removeprefix("> ") == story for line in text.splitlines())
