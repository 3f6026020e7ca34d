"""`rehearse`: hands over to the rehearsal, which is an optional part."""

from bot.command_line.problems import CannotDo
from bot.ui.logs import set_up_logs


def rehearse(port: int, *, open_browser: bool) -> int:
    """Rehearse until Ctrl-C; the exit status."""
    try:
        # Never imported by a process that holds a real token.
        from bot.rehearsal.command import rehearse as begin  # noqa: PLC0415
    except ImportError:
        raise CannotDo("start-rehearsal-missing") from None
    set_up_logs("WARNING", "console")
    return begin(port=port, open_browser=open_browser)
