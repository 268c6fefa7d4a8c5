"""A record corrected by values of fields: checked as a batch of one, and the record's next version."""

import json
from collections.abc import Mapping
from datetime import date
from uuid import UUID

from django.db import connection

from gongxin.actions import batch_of_one
from gongxin.actions.batch_of_one import Entered, enter
from gongxin.actions.entry import NoSuchEntry
from gongxin.actions.log import Head, head, writing
from gongxin.actions.taking import edition_of
from gongxin.catalogue.item import Item
from gongxin.law.label import Label
from gongxin.procedures.case import Incomplete

NOTHING_NEW = Label("更正后的内容与现有内容相同。请填写要更正的值。", "Nothing is changed by these values.")


def correct(record: UUID, values: Mapping[str, str], *, by: str, on: date) -> Head:
    """Enter the record with these values by field code, all else as it stands; an empty value takes it out.

    Raises:
        Incomplete: no value, none that changes anything, or of a field that a correction cannot change.
        RowRefused: the checks refuse the record so; nothing is written.
        NoSuchEntry: nothing current stands under the record.
    """
    with writing():
        item_code, unit, content = _standing(record)
        _refuse_odd(edition_of(on).item(item_code), values)
        entered = enter(_row(content, values), item=item_code, unit=unit, by=by, on=on)
        _refuse_same(entered, record)
        return head()


def check(record: UUID, values: Mapping[str, str], *, on: date) -> None:
    """Judge a correction as it will be judged when it is entered; nothing is written.

    Raises:
        Incomplete, RowRefused, NoSuchEntry: as `correct`.
    """
    item_code, _unit, content = _standing(record)
    _refuse_odd(edition_of(on).item(item_code), values)
    if batch_of_one.check(_row(content, values), item=item_code, on=on) == content:
        raise Incomplete(NOTHING_NEW)


def correctable(item: Item) -> tuple[str, ...]:
    """Return the codes of the fields that a correction may change: not what makes it this record."""
    return tuple(
        field.code for field in item.fields if field.code not in item.identity and not field.personal
    )


def _standing(record: UUID) -> tuple[str, str, dict[str, object]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT item, unit, content FROM entry WHERE record = %s AND kind = 'record'"
            " AND superseded_by IS NULL AND content IS NOT NULL",
            [record],
        )
        found = cursor.fetchone()
    if found is None:
        raise NoSuchEntry(record)
    item, unit, content = found
    return item, unit, json.loads(content)


def _row(content: Mapping[str, object], values: Mapping[str, str]) -> dict[str, object]:
    return {code: value for code, value in {**content, **values}.items() if value != ""}


def _refuse_odd(item: Item, values: Mapping[str, str]) -> None:
    if not values:
        raise Incomplete(Label("请填写更正后的内容。", "Give the values that the record should have."))
    if fixed := [code for code in values if code not in correctable(item)]:
        names = {field.code: field.label for field in item.fields}
        odd = [names.get(code, Label(code, code)) for code in fixed]
        raise Incomplete(
            Label(
                f"不能更正：{'、'.join(one.zh for one in odd)}。有误的请撤回后重新报送。",
                f"A correction cannot change: {', '.join(one.en for one in odd)}. They make it this record:"
                " withdraw it and send the right one.",
            )
        )


def _refuse_same(entered: Entered, record: UUID) -> None:
    assert entered.record == record, "what identifies a record is not changed"
    if entered.sequence is None:
        raise Incomplete(NOTHING_NEW)
