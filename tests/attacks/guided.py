"""A small fuzzer that is led by what runs: an input that reaches a new pair of lines is kept and changed further.

No package is needed for it: `sys.settrace` tells the lines. Not here: what is tried (`test_parsers_fuzz.py`).
"""

import sys
from collections.abc import Callable, Sequence
from random import Random
from types import FrameType

Parser = Callable[[str], object]
Edge = tuple[str, int, int]
_PIECES = (
    "",
    " ",
    "\n",
    "0",
    "-",
    ":",
    ".",
    "9" * 19,
    "²",
    "\udcff",
    "\x00",
    "٣",
    "#",
    "{",
    "}",
    "\u2028",
    "I",
    "L",
    "U",
)
_MOST = 2_000
"""Characters of an input."""


def reached(parser: Parser, text: str, within: Sequence[str]) -> set[Edge]:
    """Every two lines that ran one after the other in files with one of these in their path; raises what it does."""
    edges: set[Edge] = set()
    last: dict[FrameType, int] = {}

    def trace(frame: FrameType, event: str, _: object) -> object:
        if not any(part in frame.f_code.co_filename for part in within):
            return None
        if event == "line":
            edges.add((frame.f_code.co_filename, last.get(frame, 0), frame.f_lineno))
            last[frame] = frame.f_lineno
        return trace

    former = sys.gettrace()
    sys.settrace(trace)  # pyright: ignore[reportArgumentType] # a trace function returns itself, which has no type
    try:
        parser(text)
    finally:
        sys.settrace(former)
    return edges


def changed(text: str, others: Sequence[str], chance: Random) -> str:
    """The text with something put in, taken out, doubled, or taken from another."""
    begin, end = sorted(chance.randint(0, len(text)) for _ in range(2))
    match chance.randrange(5):
        case 0:
            put = chance.choice(_PIECES)
        case 1:
            put = text[begin:end] * 2
        case 2:
            other = chance.choice(others)
            cut = chance.randint(0, len(other))
            put = other[cut : cut + chance.randint(0, 40)]
        case 3:
            put = chr(chance.choice((chance.randrange(128), chance.randrange(0x10000))))
        case _:
            put = ""
    return (text[:begin] + put + text[end if chance.random() < 0.5 else begin :])[:_MOST]


def explored(
    parser: Parser, seeds: Sequence[str], rounds: int, chance: Random, within: Sequence[str] = ("/bot/", "/cogs/")
) -> set[Edge]:
    """All that was reached from the seeds; raises the first error that the parser lets through."""
    kept, known = list(seeds), set[Edge]()
    for seed in seeds:
        known |= reached(parser, seed, within)
    for _ in range(rounds):
        text = changed(chance.choice(kept), kept, chance)
        found = reached(parser, text, within)
        if not found <= known:
            known |= found
            kept.append(text)
    return known
