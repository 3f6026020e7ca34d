"""Prints every table of figures, one after the other, each measured by a process of its own that nothing else slows.

Nothing here is a test: figures are read, never asserted. Usage: python -m tests.benchmarks [table ...]
"""

import subprocess
import sys

TABLES = ("storms", "checkins", "schedules", "concerns", "charts", "residuals")
"""Modules beside this one; each can be run by itself too."""


def main() -> int:
    """Measure all, whatever becomes of one; the exit code is not 0 if one could not be measured."""
    ended: list[int] = []
    for name in sys.argv[1:] or TABLES:
        sys.stdout.write(f"\n=== {name}\n")
        sys.stdout.flush()
        ended.append(subprocess.run([sys.executable, "-m", f"{__package__}.{name}"], check=False).returncode)
    return max(ended)


if __name__ == "__main__":
    sys.exit(main())
