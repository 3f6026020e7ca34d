"""Buffers of the size that sockets are read into stay out of the heap, however many were freed before.

The twin is the same process without that word: its second buffer lies in the heap. Whether the bot grows over hours is
measured (`tests/benchmarks/lasting.py`), not asserted.
"""

import platform
import subprocess
import sys
from typing import Final

import pytest

PROGRAM: Final = """
import ctypes
from bot.command_line.heap import keep_buffers_out_of_the_heap
library = ctypes.CDLL(None)
library.malloc.restype = ctypes.c_void_p
library.free.argtypes = [ctypes.c_void_p]
SIZES = ["arena", "ordblks", "smblks", "hblks", "hblkhd", "usmblks", "fsmblks", "uordblks", "fordblks", "keepcost"]
class Info(ctypes.Structure):
    _fields_ = [(name, ctypes.c_size_t) for name in SIZES]
library.mallinfo2.restype = Info
if {ours}:
    keep_buffers_out_of_the_heap()
for _ in range(3):
    library.free(library.malloc(256 * 1024))
before = library.mallinfo2().hblks
library.malloc(256 * 1024)
print(library.mallinfo2().hblks - before)
"""
pytestmark = pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="it is glibc that is told")


@pytest.mark.parametrize(("ours", "mappings"), [(True, 1), (False, 0)])
def test_a_buffer_is_a_mapping_of_its_own_also_after_others_were_freed(*, ours: bool, mappings: int) -> None:
    ran = subprocess.run([sys.executable, "-c", PROGRAM.format(ours=ours)], check=True, capture_output=True, text=True)
    assert int(ran.stdout) == mappings
