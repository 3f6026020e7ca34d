"""`/facilitate card`: a short card on ethics, for whoever asks, and the next one. Not which one comes."""

import discord
from discord import app_commands

from bot.services.learning import Drawn, Learning
from bot.ui.door import Door
from bot.ui.long_text import plain_name
from bot.ui.page import Answer, Button, Buttons, Page, Reply, Text
from bot.ui.visit import Visit
from bot.ui.words import Words, command_words
from cogs.reflect.journal_pages import WRITE

ANOTHER = "card:another"


class CardPresses:
    """Serves cards."""

    def __init__(self, learning: Learning, door: Door) -> None:
        self._learning = learning
        self._door = door
        door.press(ANOTHER, self.draw)

    def command(self) -> app_commands.Command[app_commands.Group, ..., None]:
        """`card`, to be hung under `/facilitate`."""

        async def card(interaction: discord.Interaction) -> None:
            await self._door.command(interaction, self.draw)

        description = command_words("facilitate-card-description")
        return app_commands.Command(name="card", description=description, callback=card)

    async def draw(self, visit: Visit) -> Answer:
        """The card whose turn it is."""
        drawn = await self._learning.draw(visit.server_id, visit.person, visit.words.language, visit.now)
        return Reply(card_page(visit.words, drawn), edit=True)


def card_page(words: Words, drawn: Drawn) -> Page:
    """A card."""
    card = drawn.card
    texts = [
        f"{words('card', title=card.title)}\n{card.words}",
        words("card-question", question=card.question),
        words("card-source", source=card.source),
    ]
    if drawn.question is not None:
        texts.append(words("card-goes-with", name=plain_name(drawn.question.name)))
    write = Button(words("card-button-write"), f"{WRITE}:{card.card_id}")
    return Page((*map(Text, texts), Buttons((write, Button(words("card-button-another"), ANOTHER)))))
