"""The items that the public pages have a place for."""

from datetime import date

from gongxin.catalogue.item import Item
from gongxin.catalogue.publicity import Disclosure, PublicityKind
from gongxin.queries.item import catalogue


def is_public(item: Item) -> bool:
    """Say whether the public ever sees records of the item; which of them, the disclosure policy decides."""
    return item.disclosure is Disclosure.PUBLIC and item.publicity.kind is not PublicityKind.NEVER


def public_items(on: date) -> list[Item]:
    """Return the public items of a day in the catalogue's order."""
    return sorted(filter(is_public, catalogue(on).items.values()), key=lambda item: item.order)
