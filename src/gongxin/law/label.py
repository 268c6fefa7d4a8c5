"""A text in both languages of the platform."""

from collections.abc import Mapping
from dataclasses import dataclass

from gongxin.law.reading import refuse_odd_keys


@dataclass(frozen=True, slots=True)
class Label:
    """Chinese first; the English is complete, never a hint."""

    zh: str
    en: str

    def text(self, language: str) -> str:
        """Return the text for a language tag such as `zh`, `zh-hans` or `en`."""
        return self.zh if language.startswith("zh") else self.en

    def __str__(self) -> str:
        return self.zh


def label_from(raw: object, where: str) -> Label:
    """Return the label written `{ zh = "…", en = "…" }` at `where`."""
    table = raw if isinstance(raw, Mapping) else {}
    refuse_odd_keys(table, required={"zh", "en"}, where=where)
    return Label(str(table["zh"]), str(table["en"]))
