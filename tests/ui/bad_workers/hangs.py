"""Never answers."""

import sys
import threading

sys.stdin.buffer.read(100)
threading.Event().wait()
