"""Check-ins on Discord: `/checkin`, `/facilitate checkin`, the post, the form, the confirmation and the result."""
