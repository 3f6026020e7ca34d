"""Tells systemd, where it supervises the process, that the bot is up and that its loop turns (sd_notify's protocol).

Without systemd nothing is said to anybody. Not here: what the unit does with it (`docs/common-ground.service`).
"""

import os
import socket
from contextlib import suppress
from typing import Final, final

from bot.ui.pulse import Vital

ADDRESS: Final = "NOTIFY_SOCKET"


@final
class Supervisor:
    """The way to systemd; taken out of the environment, so that no process that the bot begins has it."""

    def __init__(self) -> None:
        address = os.environ.pop(ADDRESS, "")
        # A name that begins with @ lies in no directory: the kernel writes it with a zero byte.
        self._address = "\0" + address[1:] if address.startswith("@") else address

    def tell(self, vital: Vital) -> None:
        """The loop turns; how the bot is, in one word."""
        self._say(f"READY=1\nWATCHDOG=1\nSTATUS={vital.state.value}")

    def stopping(self) -> None:
        """The bot comes to its end."""
        self._say("STOPPING=1")

    def _say(self, text: str) -> None:
        if not self._address:
            return
        with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC) as way:
            way.settimeout(0)  # a supervisor that does not listen holds nobody up
            way.sendto(text.encode("ascii"), self._address)
