"""Discord's face, one cog per capability: commands, buttons, forms and layouts; no rule, no SQL."""
