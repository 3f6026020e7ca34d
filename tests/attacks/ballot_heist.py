"""The ballots and comments of open rounds as a thief of everything finds them: people and ballots, as `Loot`.

Not here: whether it tells who gave which (`test_linkage_at_rest.py`).
"""

import hmac
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import product

from bot.core.ballot import BallotKey, answered_tag, ballot_handle
from bot.core.comments import comment_handle
from bot.core.identity import ChannelId, MemberId
from bot.core.sealing import Key, derive, unpad, unseal
from bot.services.checkin_rounds import KnownRound
from bot.services.checkins import Checkins
from bot.services.servers import Server
from bot.store.round_boxes import box_place, comments_place
from tests.attacks.heists import (
    MEMBERS,
    NAME,
    PURPOSES,
    Copy,
    Place,
    Writing,
    all_agree,
    copied,
    nothing,
    people_of,
    stores,
    tags_of,
)
from tests.attacks.linkage import Loot, Sortable
from tests.services import checkin_house
from tests.services.checkin_house import SERVER, Discord


@dataclass(frozen=True)
class Answered:
    """A round, and by whom which ballot is, in the order of answering."""

    known: KnownRound
    ballots: Sequence[tuple[MemberId, BallotKey]]


async def ballots(place: Place, rounds: int, writing: Writing = nothing) -> list[tuple[Loot, Loot]]:
    """So many open rounds with five answers and more, not all alike: people and ballots, people and comments."""
    async with stores(place) as (database, keys):
        house = await checkin_house.House(database, keys, Discord()).set_up()
        server = await house.servers.get(SERVER)
        await all_agree(database, server, MEMBERS)
        answered = [await _answered(house, server, number, writing) for number in range(rounds)]
        copy = await copied(database, keys, place)
        return [_ballot_loot(copy, server, one, await _boxes(house, one)) for one in answered]


async def _answered(house: checkin_house.House, server: Server, number: int, writing: Writing) -> Answered:
    known = await house.start(channel=ChannelId(500 + number), comments=True)
    given: list[tuple[MemberId, BallotKey]] = []
    for place, member_id in enumerate(MEMBERS[: 5 + number % 8]):
        kept = writing(server, member_id)
        house.checkins = Checkins(house.rounds, house.servers, secrets.token_bytes if kept is None else kept.ljust)
        person = checkin_house.member(member_id)
        asked = await house.answer(known, person, str(1 + place % 5), "4", comment=f"{place:02}")
        given.append((member_id, asked.ballot_key))
    return Answered(known, given)


async def _boxes(house: checkin_house.House, answered: Answered) -> tuple[bytes, bytes]:
    """The sealed box of ballots and that of comments, without what a database puts around them."""
    round_id = answered.known.round_id
    box, comments = await house.repository.box(round_id), await house.repository.comments(round_id)
    assert box is not None
    assert comments is not None
    return box, comments


def _ballot_loot(copy: Copy, server: Server, answered: Answered, boxes: tuple[bytes, bytes]) -> tuple[Loot, Loot]:
    key, (sealed, comments) = copy.keys[answered.known.key_id], boxes
    members = [member for member, _ in answered.ballots]
    tags = [answered_tag(key, member) for member in members]
    handles = [ballot_handle(key, ballot) for _, ballot in answered.ballots]
    names = [comment_handle(key, ballot) for _, ballot in answered.ballots]
    box = unpad(unseal(derive(key, "box"), sealed, box_place(answered.known.round_id)))
    said = unpad(unseal(derive(key, "comments"), comments, comments_place(answered.known.round_id)))
    people = people_of(copy, server, members) | _sorted_by("tag", tags, box, key, sealed)
    width = (len(box) - 6) // len(tags) - NAME
    chosen = {"answers": [box[box.index(one) + NAME : box.index(one) + width] for one in handles]}
    wrote = range(len(members))
    return (
        Loot(
            people, _sorted_by("handle", handles, box, key, sealed) | chosen, wrote, _marks(copy, key, members, handles)
        ),
        Loot(people, _sorted_by("comment", names, said, key, comments), wrote, _marks(copy, key, members, names)),
    )


def _sorted_by(
    what: str, names: Sequence[bytes], opened: bytes, key: Key, sealed: bytes
) -> dict[str, Sequence[Sortable]]:
    """Everything that tags, handles or names in an opened box can be sorted by."""
    nonce = int.from_bytes(sealed[:NAME])
    return {
        what: list(names),
        f"{what} backwards": [one[::-1] for one in names],
        f"{what}, as it lies": [opened.index(one) for one in names],
        f"{what} with the nonce": [int.from_bytes(one) ^ nonce for one in names],
        f"digest of {what}": [sha256(one).digest() for one in names],
        f"{what} under the key": [hmac.digest(key, one, sha256) for one in names],
    }


def _marks(
    copy: Copy, key: Key, members: Sequence[MemberId], written: Sequence[bytes]
) -> dict[str, tuple[Sequence[bytes], Sequence[bytes]]]:
    """Whatever any key makes of a member, and what the box's key makes of that in turn."""
    found: dict[str, tuple[Sequence[bytes], Sequence[bytes]]] = {}
    drawers = {name: derive(key, name) for name in ("ballot", "comment")}
    for number, (one, purpose) in enumerate(product(copy.keys.values(), PURPOSES)):
        for how, tags in tags_of(one, purpose, members).items():
            name = f"{how}, key and purpose {number}"
            found[name] = (tags, written)
            for what, drawer in drawers.items():
                handles = [hmac.digest(drawer, tag, sha256)[:NAME] for tag in tags]
                found[f"{name}, as the key of a {what}"] = (handles, written)
    return found
