"""Which servers belong to a process: every server to exactly one, by the same rule as Discord's."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.identity import ServerId
from bot.core.sharding import ALL, Elsewhere, Shards, shard_of

IDS = st.integers(min_value=1 << 22, max_value=(1 << 63) - 1).map(ServerId)


@given(IDS, st.integers(min_value=1, max_value=64), st.data())
def test_every_server_belongs_to_exactly_one_process(server_id: ServerId, count: int, data: st.DataObject) -> None:
    owner = data.draw(st.lists(st.integers(min_value=0, max_value=3), min_size=count, max_size=count))
    processes = [Shards(frozenset(shard for shard in range(count) if owner[shard] == one), count) for one in range(4)]
    assert sum(one.own(server_id) for one in processes) == 1


@given(IDS)
def test_a_process_that_shares_nothing_owns_everything(server_id: ServerId) -> None:
    assert ALL.own(server_id)
    assert ALL.are_all
    assert ALL.have_first


@pytest.mark.parametrize(
    ("server_id", "count", "shard"), [(613425648685547541, 10, 4), (613425648685547541, 16, 8), (1 << 22, 4, 1)]
)
def test_the_rule_is_discords(server_id: int, count: int, shard: int) -> None:
    assert shard_of(ServerId(server_id), count) == shard


def test_what_belongs_to_another_is_refused() -> None:
    here, there = ServerId(4 << 22), ServerId(5 << 22)
    shards = Shards(frozenset({0, 2}), 4)
    shards.require(here)
    with pytest.raises(Elsewhere) as caught:
        shards.require(there)
    assert caught.value.server_id == there
    assert str(there) not in str(caught.value)
