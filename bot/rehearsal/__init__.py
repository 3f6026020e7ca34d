"""The same bot on a simulated Discord, with a page in the browser."""
