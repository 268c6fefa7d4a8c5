"""How widely one record is disclosed: as its item says, or more narrowly where its own row says so."""

from gongxin.catalogue.item import Item
from gongxin.catalogue.publicity import Disclosure

WIDEST_FIRST = (Disclosure.PUBLIC, Disclosure.SHARED, Disclosure.AUTHORISED)


def disclosure_sql(item: Item) -> str:
    """Return SQL for the disclosure of each row of the clean table; a row cannot widen its item."""
    if item.openness is None:
        return f"'{item.disclosure}'"
    narrower = WIDEST_FIRST[WIDEST_FIRST.index(item.disclosure) + 1 :]
    if not narrower:
        return f"'{item.disclosure}'"
    stated = f"json_extract_string(content, '$.{item.openness}')"
    listed = ", ".join(f"'{one}'" for one in narrower)
    return f"CASE WHEN {stated} IN ({listed}) THEN {stated} ELSE '{item.disclosure}' END"
