"""Words a person reads, in both languages."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Label:
    """One text in Chinese and in English; neither is ever empty."""

    zh: str
    en: str

    def __str__(self) -> str:
        return self.zh
