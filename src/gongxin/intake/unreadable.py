"""The refusal of a whole file: one line that says what is wrong with it and what to do."""


class Unreadable(Exception):
    """The file cannot be read as a table of records."""

    def __init__(self, zh: str, en: str) -> None:
        self.zh, self.en = zh, en
        super().__init__(f"{zh} / {en}")
