"""The simulated Discord: the only place that imports simcord. A process that holds a real token never imports it."""
# ruff: noqa: E402 - the version is checked before anything of simcord is imported

from bot.rehearsal.simulator.pinned import WrongSimulator, check_version

check_version()

from bot.rehearsal.simulator.people import CannotDo
from bot.rehearsal.simulator.simulation import Request, Simulation
from bot.rehearsal.simulator.wire import Answer, Payload, Shown

__all__ = ["Answer", "CannotDo", "Payload", "Request", "Shown", "Simulation", "WrongSimulator"]
