"""A catalogue edition: the three lists as they stood from a day on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from gongxin.catalogue.application import Application, Measure
from gongxin.catalogue.behaviour import Behaviour
from gongxin.catalogue.item import Item
from gongxin.catalogue.label import Label
from gongxin.catalogue.power import Power


@dataclass(frozen=True, slots=True)
class Edition:
    """All that may be recorded, and what may follow from it, from `from_` on."""

    code: str
    from_: date
    name: Label
    items: Mapping[str, Item] = field(hash=False)
    behaviours: tuple[Behaviour, ...]
    measures: Mapping[str, Measure] = field(hash=False)
    applications: Mapping[str, Application] = field(hash=False)
    powers: tuple[Power, ...] = ()
    city_folders: tuple[Path, ...] = ()  # where the city keeps its own parameters and holidays

    def item(self, code: str) -> Item:
        """Return the item.

        Raises:
            UnknownItem: no item has this code; the text names near ones.
        """
        try:
            return self.items[code]
        except KeyError:
            raise UnknownItem(code, tuple(self.items)) from None

    def behaviours_of(self, item: str) -> tuple[Behaviour, ...]:
        return tuple(behaviour for behaviour in self.behaviours if behaviour.item == item)


class UnknownItem(Exception):
    """The catalogue has no such item."""

    def __init__(self, code: str, known: tuple[str, ...]) -> None:
        near = [other for other in known if code and (code in other or other in code)] or list(known[:5])
        super().__init__(
            f"目录中没有事项“{code}”。相近的有：{'、'.join(near)}。请用 gongxin catalogue show 查看全部。"
            f" / No catalogue item {code!r}; near ones: {', '.join(near)}."
        )
