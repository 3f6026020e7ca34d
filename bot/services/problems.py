"""The one way a use case says no: a message key and plain values, put into words by whoever shows it."""


class Refused(Exception):
    """What was asked for cannot be done, and the person is told why in the words of the catalogue.

    `values` are shown to the person who asked and go nowhere else: not into the log, not into `str()`.
    """

    def __init__(self, key: str, /, **values: str | int) -> None:
        super().__init__(key)
        self.key = key
        self.values = values
