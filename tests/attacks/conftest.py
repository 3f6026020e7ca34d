"""The real bot on the simulated Discord for the attackers, as in the stories of `tests/end_to_end`."""

from tests.end_to_end.conftest import drawn_here, open_stage, settings_of, stage

__all__ = ["drawn_here", "open_stage", "settings_of", "stage"]
