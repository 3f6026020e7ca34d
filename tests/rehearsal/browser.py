"""A real Chromium for the rehearsal's page, if this machine has one."""

import os
import shutil
import socket
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from tempfile import TemporaryDirectory
from typing import Final

from playwright.async_api import BrowserContext, async_playwright, expect

FLAGS: Final = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PATIENCE_MILLISECONDS: Final = 45_000
"""How long to wait for what should come; a machine that does much else is slow."""


def chromium() -> str | None:
    """Where Chromium is: the environment variable CHROMIUM, or on the path."""
    return os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")


def free_port() -> int:
    """A port on loopback that nothing listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@asynccontextmanager
async def browser(width: int = 1320, height: int = 860) -> AsyncGenerator[BrowserContext]:
    """A browser with nothing remembered from before."""
    async with async_playwright() as playwright:
        with TemporaryDirectory(prefix="common-ground-browser-", ignore_cleanup_errors=True) as place:
            context = await playwright.chromium.launch_persistent_context(
                place, executable_path=chromium(), args=FLAGS, viewport={"width": width, "height": height}
            )
            context.set_default_timeout(PATIENCE_MILLISECONDS)
            expect.set_options(timeout=PATIENCE_MILLISECONDS)
            try:
                yield context
            finally:
                await context.close()
