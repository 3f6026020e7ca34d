"""A process whose code was loaded before goes as one that begins from nothing: what it is told, writes, ends with."""

import asyncio
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from tests.standin.beginnings import Begin, already_loaded, from_nothing

both = pytest.mark.parametrize("begin", [from_nothing, already_loaded])


async def ended(begin: Begin, home: Path, words: Sequence[str], environment: Mapping[str, str]) -> tuple[int, str, str]:
    """Exit code, output and errors of a process that ends by itself."""
    output, errors = home / "output", home / "errors"
    process = await begin(("-m", *words), environment, output, errors)
    code = await asyncio.wait_for(process.wait(), 30)
    assert process.returncode == code
    return code, output.read_text(), errors.read_text()


@both
async def test_its_arguments_are_those_it_is_given(begin: Begin, tmp_path: Path) -> None:
    code, output, errors = await ended(begin, tmp_path, ("bot", "sing"), {})
    assert (code, output) == (2, "")
    assert "sing" in errors


@both
async def test_its_environment_is_the_one_it_is_given(
    begin: Begin, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMMON_GROUND_DATABASE_URL", "mysql://of/another")
    places = {"COMMON_GROUND_DATA_DIR": str(tmp_path), "COMMON_GROUND_KEY_DIR": str(tmp_path / "keys")}
    code, output, errors = await ended(begin, tmp_path, ("bot", "run"), places)
    assert (code, output) == (1, "")
    assert "key" in errors.lower()
    assert "mysql" not in errors
