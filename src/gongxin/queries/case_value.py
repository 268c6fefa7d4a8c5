"""What the fields of a record are called that a case is about, whoever may see the record itself."""

from collections.abc import Mapping
from uuid import UUID

from gongxin.law.label import Label
from gongxin.queries.item import judged_item
from gongxin.queries.reading import row


def labels_of(record: UUID) -> Mapping[str, Label]:
    """Return the names of the record's fields by their codes; none where there is no such record."""
    sql = (
        "SELECT item, edition FROM entry WHERE record = %(record)s AND kind = 'record'"
        " ORDER BY sequence DESC LIMIT 1"
    )
    found = row(sql, {"record": record})
    item = judged_item(*found) if found else None
    return {field.code: field.label for field in item.fields} if item else {}
