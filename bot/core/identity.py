"""Names for the ids and bytes that travel through the house, so that a type checker keeps them apart."""

from collections.abc import Callable
from datetime import datetime
from typing import NewType

ServerId = NewType("ServerId", int)
MemberId = NewType("MemberId", int)
ChannelId = NewType("ChannelId", int)
RoleId = NewType("RoleId", int)
MessageId = NewType("MessageId", int)

KeyId = NewType("KeyId", bytes)
"""Random, 16 bytes: where a key lies in the key store."""
CaseId = NewType("CaseId", bytes)
"""Random, 16 bytes."""
RoundId = NewType("RoundId", bytes)
"""Random, 16 bytes."""
PlanId = NewType("PlanId", bytes)
"""Random, 16 bytes: a schedule of check-ins, or a template of a server's own."""
DraftId = NewType("DraftId", bytes)
"""Random, 16 bytes."""
SuggestionId = NewType("SuggestionId", bytes)
"""Random, 16 bytes."""
AlertId = NewType("AlertId", PlanId)
"""Random, 16 bytes; kept as plans are."""
ActionId = NewType("ActionId", PlanId)
"""Random, 16 bytes: something that was done, of which it is asked whether it helped; kept as plans are."""
TaskId = NewType("TaskId", bytes)
"""16 bytes of a digest: the same task scheduled twice has the same id."""
MemberTag = NewType("MemberTag", bytes)
"""HMAC of a member's id, 16 bytes: it recognises a member again under one key, and names nobody without it."""

Clock = Callable[[], datetime]
"""Gives the present moment, aware, in UTC."""

Chance = Callable[[int], bytes]
"""Gives that many unpredictable bytes; `secrets.token_bytes` in the running bot."""
