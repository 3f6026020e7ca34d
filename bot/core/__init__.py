"""The rules of Common Ground, pure: no Discord, no database, no clock of its own."""
