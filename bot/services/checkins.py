"""What a member does with check-ins: see which are open, be asked, hand answers in, change them.

Not here: what facilitators and the clock do (`checkin_running.py`), and what is drawn (its cog).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never, final

from bot.core.ballot import BallotKey, Entry, Outcome, answered_tag, ballot_handle, new_ballot_key
from bot.core.checkin import Round, is_newcomer
from bot.core.comments import FEWEST_COMMENTS, Comment, cleaned, comment_handle, fewest_comments
from bot.core.identity import Chance, RoundId, ServerId
from bot.core.template import Unsuitable, read_answers
from bot.services.checkin_rounds import CheckinRounds, OpenRound
from bot.services.people import Person, is_staff
from bot.services.problems import Refused
from bot.services.server_records import Server
from bot.services.servers import Servers


@dataclass(frozen=True, repr=False)
class Asked:
    """A form about to be shown: what it asks, and the key of the ballot it will fill."""

    round_id: RoundId
    ballot_key: BallotKey
    facts: Round
    fewest_comments: int = FEWEST_COMMENTS
    """So many comments it takes, at least, that facilitators are shown any."""


@dataclass(frozen=True, repr=False)
class Filled:
    """A form as it was handed in."""

    round_id: RoundId
    ballot_key: BallotKey
    chosen: Sequence[str]
    """The option chosen for each question."""
    comment: str = ""
    """As it was typed; empty where there was none, or no field for it."""


@dataclass(frozen=True)
class HandedInAs:
    """What became of answers that are in the box now."""

    facts: Round
    changed: bool
    """They took the place of earlier ones, or of the very same that came before."""


@dataclass(frozen=True)
class OpenToMe:
    """A check-in that is open, as one member finds it."""

    round_id: RoundId
    facts: Round
    answered: bool


@final
class Checkins:
    """The member's side. Everything but handing in reads memory only, after the first press on a round."""

    def __init__(self, rounds: CheckinRounds, servers: Servers, chance: Chance) -> None:
        self._rounds = rounds
        self._servers = servers
        self._chance = chance

    async def ask(self, server_id: ServerId, person: Person, round_id: RoundId, now: datetime) -> Asked:
        """What to ask somebody who has not answered this round.

        Raises:
            Refused: closed, answered already, or this person is not counted or not asked.
        """
        held = await self._open_for(server_id, person, round_id, now)
        if answered_tag(held.box_key, person.member_id) in held.answered:
            raise Refused("checkin-answered-already")
        return _asked(held, new_ballot_key(self._chance))

    async def ask_again(
        self, server_id: ServerId, person: Person, round_id: RoundId, ballot_key: BallotKey, now: datetime
    ) -> Asked:
        """What to ask somebody who holds the key of their own ballot and wants to change it.

        Raises:
            Refused: closed, or this person is not counted or not asked.
        """
        return _asked(await self._open_for(server_id, person, round_id, now), ballot_key)

    async def hand_in(self, server_id: ServerId, person: Person, filled: Filled, now: datetime) -> HandedInAs:
        """Put the answers chosen in a form, and its comment, into the boxes; they are on disk when this returns.

        The same form handed in twice, and one opened by *Change my answers*, find their own ballot and comment.

        Raises:
            Refused: closed, answered already, not counted, not asked, or the choices do not fit the questions.
        """
        held = await self._open_for(server_id, person, filled.round_id, now)
        facts, box_key = held.known.facts, held.box_key
        try:
            answers = read_answers(facts.template, filled.chosen)
        except Unsuitable as error:
            raise Refused("button-outdated") from error
        entry = Entry(answered_tag(box_key, person.member_id), ballot_handle(box_key, filled.ballot_key), answers)
        outcome = await self._rounds.answer(filled.round_id, box_key, entry, _comment(held, filled))
        match outcome:
            case Outcome.TAKEN | Outcome.REPLACED:
                return HandedInAs(facts, changed=outcome is Outcome.REPLACED)
            case Outcome.ALREADY:
                raise Refused("checkin-answered-already")
            case Outcome.CLOSED | Outcome.BROKEN:
                raise Refused("checkin-closed")
            case _:
                assert_never(outcome)

    async def open_to(self, server_id: ServerId, person: Person, now: datetime) -> list[OpenToMe]:
        """The check-ins open to this person in this server, the one that closes first in front.

        Raises:
            Refused: this person is not counted.
        """
        server = await self._servers.get(server_id)
        _require_counted(server, person, now)
        found: list[OpenToMe] = []
        for known in await self._rounds.recent(server, now):
            is_there = known.is_open and known.facts.post is not None and now < known.facts.closes
            asked = is_there and _is_asked(person, known.facts)
            held = await self._rounds.open(known.round_id) if asked else None
            if held is not None:
                answered = answered_tag(held.box_key, person.member_id) in held.answered
                found.append(OpenToMe(known.round_id, known.facts, answered))
        return sorted(found, key=lambda each: each.facts.closes)

    async def _open_for(self, server_id: ServerId, person: Person, round_id: RoundId, now: datetime) -> OpenRound:
        server = await self._servers.get(server_id)
        held = await self._rounds.open(round_id)
        if held is None or held.known.server_id != server_id or now >= held.known.facts.closes:
            raise Refused("checkin-closed")
        _require_counted(server, person, now)
        _require_asked(person, held.known.facts)
        return held


def _comment(held: OpenRound, filled: Filled) -> Comment | None:
    """The comment as it is kept; None where the round takes none."""
    if not held.known.facts.comments:
        return None
    return Comment(comment_handle(held.box_key, filled.ballot_key), cleaned(filled.comment))


def _is_asked(person: Person, facts: Round) -> bool:
    return facts.audience is None or facts.audience in person.role_ids


def _require_asked(person: Person, facts: Round) -> None:
    if facts.audience is not None and not _is_asked(person, facts):
        raise Refused("checkin-audience", role=facts.audience)


def _asked(held: OpenRound, ballot_key: BallotKey) -> Asked:
    """With what the round itself holds to: a setting that was raised since might be lowered again before closing."""
    facts = held.known.facts
    return Asked(held.known.round_id, ballot_key, facts, fewest_comments(facts.minimum))


def _require_counted(server: Server, person: Person, now: datetime) -> None:
    """Refuse those who are not counted: a few extra accounts, or the staff, must not fill a small group."""
    if is_newcomer(person.joined_at, now, server.settings.newcomer_days):
        raise Refused("checkin-newcomer", days=server.settings.newcomer_days)
    if is_staff(server, person) and not server.settings.count_staff:
        raise Refused("checkin-staff")
