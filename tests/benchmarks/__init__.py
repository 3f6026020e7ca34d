"""Figures: how fast, how much memory, how much processor time. Nothing here asserts on wall-clock time."""
