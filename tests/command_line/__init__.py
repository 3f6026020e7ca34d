"""The operator's commands, each by itself; the process as a whole is tried in `tests/test_command_line.py`."""
