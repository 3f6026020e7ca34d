"""How long a text is where it will be shown. Not here: what is done with one that is too long."""


def length(text: str) -> int:
    """Characters as Discord may count them: one outside the basic plane (many emoji) counts as two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
