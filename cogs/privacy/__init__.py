"""A member's own data on Discord: `/privacy`."""
