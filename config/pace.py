"""How long the bot waits where waiting is a choice. Not for operators: a clock that stands still needs other values."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Pace:
    """Seconds. The defaults are for a running clock."""

    longest_sleep: float = 30.0
    """The scheduler looks at the clock at least this often: machines sleep and clocks jump."""
    longest_gathering: float = 0.05
    """A batch of writes waits no longer than this for company under load."""
    picture_idle: float = 60.0
    """The process that draws pictures is ended so long after the last one."""
