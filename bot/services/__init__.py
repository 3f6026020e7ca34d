"""The use cases, one file per capability: load, let a rule decide, save, say what to tell whom."""
