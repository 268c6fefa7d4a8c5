"""Why nothing could be fetched, in words for whoever keeps the source."""


class PullFailed(Exception):
    """The source gave no file that can be taken. No secret and no content is in the text."""

    def __init__(self, zh: str, en: str) -> None:
        self.zh, self.en = zh, en
        super().__init__(f"{zh} / {en}")


class NothingThere(Exception):
    """The source has nothing now, which is no failure."""
