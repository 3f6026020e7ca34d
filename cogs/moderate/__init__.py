"""Concerns from the side of those who take them: cards and `/moderate cases`."""
