"""The tables of impact: actions with what was meant, and the count of a quarter, each one sealed row.

They have the shape of what facilitators plan, and `PlanRepository` reads and writes them. Not here: what is sealed.
"""

from bot.store.plans import sealed_rows

action_table = sealed_rows("action", "action_id")
count_table = sealed_rows("quarter_count", "count_id")
"""At most one row for each server."""
