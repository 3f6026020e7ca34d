"""Furnishes what facilitators learn from: reflections, "what we heard, what we will do", and cards."""

from dataclasses import dataclass

from discord import app_commands

from bot.furnishing.checkins import Checkin
from bot.furnishing.house import House
from bot.services.heard import Heard
from bot.services.heard_book import HeardBook
from bot.services.heard_reminding import HeardReminding
from bot.services.journal_book import JournalBook
from bot.services.keepers import Keeper
from bot.services.learning import Learning
from bot.services.reflections import Reflections
from bot.services.reflections_keeper import ReflectionsKeeper
from bot.store.plans import PlanRepository
from bot.store.reflections import JournalRepository, heard_table
from cogs.reflect.card_presses import CardPresses
from cogs.reflect.heard_board import HeardBoard
from cogs.reflect.heard_presses import HeardPresses
from cogs.reflect.journal_presses import JournalPresses


@dataclass(frozen=True)
class Lessons:
    """What learning brings to the bot."""

    commands: tuple[app_commands.Command[app_commands.Group, ..., None], ...]
    """For `/facilitate`."""
    keepers: tuple[Keeper, ...]


def furnish_learning(house: House, checkins: Checkin) -> Lessons:
    """All of it. Results that are published from now on are looked after."""
    servers, door, chance, rounds = house.servers, house.door, house.chance, checkins.rounds
    book = HeardBook(PlanRepository(house.stores.database, heard_table), chance)
    board = HeardBoard(house.messenger)
    heard = Heard(servers, rounds, book, house.audit, board, house.clock)
    reminding = HeardReminding(servers, rounds, book, house.scheduler, board, house.clock)
    checkins.keeping.when_published(reminding.published)
    journal = JournalPresses(Reflections(servers, _journals(house), rounds), checkins.results, door)
    checkins.result_presses.show_beside(journal.hoped_of)
    commands = (
        journal.command(),
        HeardPresses(heard, servers, door).command(),
        CardPresses(Learning(servers, rounds), door).command(),
    )
    return Lessons(commands, learning_keepers(house))


def learning_keepers(house: House) -> tuple[Keeper, ...]:
    """Those who answer for what is written, without anything else of it."""
    return (ReflectionsKeeper(_journals(house), PlanRepository(house.stores.database, heard_table)),)


def _journals(house: House) -> JournalBook:
    return JournalBook(JournalRepository(house.stores.database, house.chance), house.stores.keys, house.chance)
