"""Common Ground: the agreement, the check-ins and the concerns of one recovery group on Discord."""
