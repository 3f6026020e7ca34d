"""Programs in place of the one that cleans pictures, each wrong in its own way."""
