"""Recognise the rows whose subject is a natural person; of them nothing is kept but a count."""

from collections.abc import Sequence

from gongxin.catalogue.item import Item
from gongxin.intake.column import Column, of

RULE = "subject.natural_person"


def is_natural_person_sql(item: Item, among: Sequence[Column]) -> str:
    """Return SQL that holds where the row says that its subject is a natural person."""
    signs = [f"{of(among, code).text} IS NOT NULL" for code in item.subject.natural_person_fields]
    if item.subject.category:
        category = of(among, item.subject.category).text
        words = f"contains({category}, '自然人') AND NOT contains({category}, '非自然人')"
        signs.append(f"coalesce({category} IN ('个人', '公民') OR ({words}), false)")
    return f"({' OR '.join(signs) or 'false'})"
