"""What the staff was told beside the main job: answers to concerns, what was done, what they think, a clause reworded.

As in `ledger.py`: only what a person has read on a screen is entered.
"""

from dataclasses import dataclass, field

from bot.core.identity import MemberId
from tests.faults.disk import Disk
from tests.faults.scenes import OPENER
from tests.screen import Screen
from tests.standin.stage import StandInStage

EDIT = "facilitate agreement edit"
CLAUSE = "10. No gossip."
WRITER = "editor"
REPLY = f"{OPENER}\n\nWe read it."


@dataclass
class Beside:
    """By what each thing says."""

    replied: set[str] = field(default_factory=set[str])
    """The concerns that were answered."""
    actions: set[str] = field(default_factory=set[str])
    thoughts: list[str] = field(default_factory=list[str])
    wording: str = ""
    """Of the clause, as it was last confirmed; empty: it was not touched."""

    def hears_replied(self, story: str, screen: Screen) -> None:
        """A moderator reads that their answer is on its way."""
        assert "Sent." in screen.text or "That was so already" in screen.text
        self.replied.add(story)

    def hears_written_down(self, words: str, screen: Screen) -> None:
        """A moderator reads what was done."""
        assert words in screen.text
        self.actions.add(words)

    def hears_kept(self, words: str, screen: Screen) -> None:
        """A facilitator reads that what they wrote is kept for them alone."""
        assert "for you alone" in screen.text
        self.thoughts.append(words)

    def hears_reworded(self, words: str, screen: Screen) -> None:
        """A facilitator reads their own words in the draft."""
        assert words in screen.text
        self.wording = words

    async def balance_on_disk(self, disk: Disk, stage: StandInStage) -> None:
        """Each thing that was confirmed is there once, and nothing else."""
        assert sorted((await disk.actions()).elements()) == sorted(self.actions)
        if self.thoughts:
            assert await disk.thoughts(MemberId(stage.stand_in.world.person(WRITER).id)) == self.thoughts

    async def balance_as_shown(self, stage: StandInStage) -> None:
        """The clause says in the draft what was confirmed last."""
        page = await stage.person(WRITER).choose(await stage.person(WRITER).slash(EDIT), CLAUSE)
        assert self.wording in page.text
