"""The tables of the early warning: what watches a schedule, and alerts, each one sealed row. Not what is sealed.

They have the shape of what facilitators plan, and `PlanRepository` reads and writes them.
"""

from bot.store.plans import sealed_rows

watch_table = sealed_rows("watch", "schedule_id")
"""One row for each schedule whose check-ins are watched, by the schedule's id."""
alert_table = sealed_rows("alert", "alert_id")
