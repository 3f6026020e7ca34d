"""The processes that this one has begun beside itself to draw or to look at pictures. Not those of other tests."""

import psutil


def living() -> list[psutil.Process]:
    """Those that have not ended, without the one that the tests on the stand-in fork from."""
    running = (one for one in psutil.Process().children() if one.is_running())
    left = (one for one in running if one.status() != psutil.STATUS_ZOMBIE)
    return [one for one in left if "tests.standin.nursery" not in one.cmdline()]
