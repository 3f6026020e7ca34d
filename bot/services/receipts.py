"""Finds the case that a receipt opens in a server; unknown, withdrawn and foreign receipts are not told apart."""

from bot.core.receipt import Receipt, lookup_of, wrapping_key
from bot.services.server_records import Server
from bot.store.cases import CaseRepository, Kept


async def find_by_receipt(cases: CaseRepository, server: Server, receipt: Receipt) -> Kept | None:
    """The case, or None after the very same steps."""
    lookup = lookup_of(receipt, server.server_id, server.key)
    return await cases.find_by_receipt(lookup, wrapping_key(receipt, server.server_id, server.key))
