"""Reads the settings of the process for a command, and says what is wrong with them in one line."""

from pydantic import ValidationError

from bot.command_line.problems import CannotDo
from bot.ui.logs import set_up_logs
from config.settings import Settings

_KNOWN = frozenset(
    {
        "database-url-unknown",
        "key-database-url-unknown",
        "key-database-same",
        "shards-wrong",
        "shards-need-postgresql",
        "api-url-not-local",
        "key-dir-inside-data-dir",
        "metrics-address-unknown",
    }
)


def read_settings() -> Settings:
    """The settings; the log is set up as they say.

    Raises:
        CannotDo: one of them is not valid. What was set is not repeated: it may be a password.
    """
    try:
        settings = Settings()
    except ValidationError as error:
        raise _told(error) from None
    set_up_logs(settings.log_level, settings.log_format)
    return settings


def _told(error: ValidationError) -> CannotDo:
    said = {str(context["error"]) for detail in error.errors() if (context := detail.get("ctx")) and "error" in context}
    if known := said & _KNOWN:
        return CannotDo(f"start-{min(known)}")
    names = {f"COMMON_GROUND_{str(detail['loc'][0]).upper()}" for detail in error.errors() if detail["loc"]}
    return CannotDo("start-settings-wrong", names=", ".join(sorted(names)))
