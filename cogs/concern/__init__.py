"""Concerns from the reporter's side: `/concern`, the message menu, and the way back by code."""
