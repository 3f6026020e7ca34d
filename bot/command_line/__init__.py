"""What the operator types: one file for each thing that can be asked of the process, none of the bot's own work."""
