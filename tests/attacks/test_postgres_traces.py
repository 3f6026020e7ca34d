"""The real process on PostgreSQL: then every byte that the server keeps is searched for members, words and codes.

Tables with their dead rows, the write-ahead log, statistics, and what the server says. Not here: what lies beside it
(`test_traces.py`), and what of it opens with the keys (`test_postgres_log.py`, `test_postgres_erasure.py`).
"""

from pathlib import Path

import pytest

from tests.attacks.byte_search import contents
from tests.attacks.test_traces import leaks, live_all, prove_that_the_search_finds
from tests.postgres import binaries, postgres_server
from tests.proof import Figure
from tests.standin.stage import StandInStage
from tests.stories import publish, ready

MEMBERS = 40


@pytest.mark.prove
@pytest.mark.timeout(1200)
async def test_no_byte_of_the_server_is_an_id_a_word_or_a_code(tmp_path: Path, figure: Figure) -> None:
    programs = binaries()
    if programs is None:
        pytest.skip("no PostgreSQL server is installed here")
    with postgres_server(programs, ("fsync=off", "log_min_messages=debug1")) as server:
        loud = {
            "COMMON_GROUND_DATABASE_URL": server.url(await server.create()),
            "COMMON_GROUND_LOG_LEVEL": "DEBUG",
        }
        async with StandInStage(tmp_path, environment=loud, patience=240) as stage:
            await ready(stage)
            await publish(stage)
            await stage.person("fay").slash("facilitate checkin start", comments=True)
            names = [f"person{number}" for number in range(MEMBERS)]
            for name in names:
                stage.join(name)
            traces = await live_all(stage, names)
            server.stop()  # so that what it has in memory is on its disk
            while_open = contents(server.directory)
            server.start()
            await stage.advance(hours=49)
        server.stop()
        after_closing = contents(server.directory)
        server.start()
    for files in (while_open, after_closing):
        assert any(path.parent.name == "pg_wal" for path in files)
        assert leaks(traces, files) == []
        assert leaks(traces, contents(tmp_path)) == []
    forms = prove_that_the_search_finds(traces, {Path("log"): after_closing[server.directory / "log"] * 9})
    what = f"ids, names, words and codes of {MEMBERS} members in every byte that a PostgreSQL server keeps"
    figure("F1 F2", what, 0, twin=f"each of {forms} planted forms", passes="0")
