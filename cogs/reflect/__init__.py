"""Learning on Discord: `/facilitate reflect`, `/facilitate heard` and `/facilitate card`."""
