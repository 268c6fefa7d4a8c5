"""References inside a catalogue: each one leads somewhere, or the file is refused by name."""

from collections.abc import Collection, Iterator

from gongxin.catalogue.edition import Edition
from gongxin.catalogue.field import FieldKind
from gongxin.catalogue.item import Item
from gongxin.catalogue.table import InvalidItem


def refuse_dangling(edition: Edition) -> None:
    """Raise InvalidItem where an item, behaviour or application names something that is not there."""
    for item in edition.items.values():
        _refuse_double_fields(item)
        _refuse_lost(
            f"{item.code}.toml", "字段", set(_fields_named(item)), {field.code for field in item.fields}
        )
        for code in _dates_named(item):
            if item.field(code).kind is not FieldKind.DATE:
                raise InvalidItem(
                    f"{item.code}.toml", f"“{code}”应为日期字段。", f"{code} should be a date field."
                )
    for behaviour in edition.behaviours:
        _refuse_lost(f"行为 {behaviour.code}", "事项", {behaviour.item}, edition.items)
    for power in edition.powers:
        _refuse_lost(f"权力 {power.code}", "事项", {power.item}, edition.items)
    for matter in edition.applications.values():
        _refuse_lost(f"应用 {matter.code}", "事项", matter.items, edition.items)
        _refuse_lost(f"应用 {matter.code}", "措施", matter.measures, edition.measures)


def _refuse_double_fields(item: Item) -> None:
    heads: dict[str, str] = {}
    for field in item.fields:
        for head in (field.code, field.label.zh, *field.aliases):
            if heads.setdefault(head.casefold(), field.code) != field.code:
                other = heads[head.casefold()]
                raise InvalidItem(
                    f"{item.code}.toml",
                    f"表头“{head}”同时指 {other} 和 {field.code}。",
                    f"the header {head} means both {other} and {field.code}.",
                )
    codes = [field.code for field in item.fields]
    ids = [rule.id for rule in item.rules]
    for twice in sorted({one for one in (*codes, *ids) if (codes + ids).count(one) > 1}):
        raise InvalidItem(f"{item.code}.toml", f"“{twice}”声明了两次。", f"{twice} is declared twice.")


def _fields_named(item: Item) -> Iterator[str]:
    yield from (item.subject.name, item.subject.uscc, item.title, *item.identity)
    yield from (*item.subject.old_identifiers, *item.subject.natural_person_fields)
    yield from (rule.field for rule in item.rules)
    if item.subject.category:
        yield item.subject.category
    for unit in (item.authority, item.source):
        if unit:
            yield from (unit.name, unit.uscc)
    for code in (item.document_number, item.openness):
        if code:
            yield code
    yield from _dates_named(item)


def _dates_named(item: Item) -> Iterator[str]:
    for code in (item.decided_on, item.valid_until, item.ended_on, item.publicity.until):
        if code:
            yield code


def _refuse_lost(where: str, what: str, named: Collection[str], known: Collection[str]) -> None:
    if lost := [code for code in sorted(named) if code not in known]:
        raise InvalidItem(
            where, f"没有这样的{what}：{'、'.join(lost)}。", f"nothing there is called {', '.join(lost)}."
        )
