"""Set-up: `/setup start` and `/setup show`, the check of channels and roles, and *I take concerns*."""
