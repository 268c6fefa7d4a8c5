"""Why a catalogue is refused: one value for each fault, with a reason that is stable for ever."""

from dataclasses import dataclass


@dataclass(frozen=True, order=True, slots=True)
class Refusal:
    """A fault of a catalogue; `where` names the item, behaviour, measure or application."""

    where: str
    reason: str
    zh: str
    en: str

    def __str__(self) -> str:
        return f"{self.where}：{self.zh} / {self.en} [{self.reason}]"
