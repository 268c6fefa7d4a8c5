"""Faults that can be planted in any item: by the kinds of its fields and the rules that every item has."""

from collections.abc import Iterator, Sequence

from gongxin.catalogue.field import Field, FieldKind
from gongxin.catalogue.item import Item
from gongxin.demo.fault import Fault, Planted, Repeat

ERROR, WARNING = "error", "warning"

# Made up so that they belong to nobody: a region without people, a birth in 1901, number ranges out of use.
IDENTITY_NUMBER = "139000190101010011"
MOBILE = "19900000000"
BANK_CARD = "6210000000000000009"


def common_faults(item: Item, varies: str | None) -> tuple[Fault, ...]:
    """Return the faults that fit the fields of an item; `varies` is the field whose text may say more."""
    telling = (*_told_twice(item, varies), *_numbers_of_persons(varies)) if varies else ()
    return (*_of_code(item), _row_twice(), *telling, *_of_natural_persons(item), *_of_fields(item))


def _of_code(item: Item) -> Iterator[Fault]:
    code = item.subject.uscc
    for rule, severity, sql in (
        (
            "check_character",
            ERROR,
            "substr(o.uscc, 1, 17) || CASE WHEN o.uscc LIKE '%5' THEN '6' ELSE '5' END",
        ),
        ("length", ERROR, "substr(o.uscc, 1, 17)"),
        ("alphabet", ERROR, "substr(o.uscc, 1, 8) || 'O' || substr(o.uscc, 10)"),
        ("several_codes", ERROR, "o.uscc || '、' || r.unit_uscc"),
    ):
        yield Fault(f"code {rule}", {code: sql}, (Planted(code, f"uscc.{rule}", severity),))
    if item.identity == (code,):
        return  # rows without a code would be one record
    yield Fault("code empty", {code: "NULL"}, (Planted(code, "subject.unidentified", ERROR),))
    for old in item.subject.old_identifiers[:1]:
        number = "coalesce(o.old_number, '139000990000016')"
        found = (Planted(code, "subject.by_old_identifier", WARNING),)
        yield Fault("old number instead", {code: "NULL", old: number}, found)


def _row_twice() -> Fault:
    return Fault("row twice", {}, (Planted("", "row.duplicate_in_file", WARNING),), Repeat.WHOLE)


def _told_twice(item: Item, varies: str) -> Iterator[Fault]:
    told = {varies: "coalesce({good}, '') || '（另一说法）'"}
    named = item.document_number or item.subject.uscc
    found = (Planted(named, "identity.conflict_in_file", ERROR, above=True),)
    yield Fault("told in two ways", told, found, Repeat.IDENTITY)


def _of_natural_persons(item: Item) -> Iterator[Fault]:
    """Rows about a person are refused whole and say nothing but that."""
    found = (Planted(item.subject.category or item.subject.uscc, "subject.natural_person", ERROR),)
    if item.subject.category:
        spoils = {item.subject.name: "'测试人员'", item.subject.category: "'自然人'"}
        yield Fault("natural person", spoils, found)
    for code in item.subject.natural_person_fields[:1]:
        yield Fault("person's document", {code: "'身份证'"}, found)


def _of_fields(item: Item) -> Iterator[Fault]:
    for field in _free(item.fields, item):
        if field.required and field.kind is FieldKind.TEXT:
            yield Fault(
                f"{field.code} empty", {field.code: "NULL"}, (Planted(field.code, "required.missing", ERROR),)
            )
            break
    for kind, rule, sql in (
        (FieldKind.DECIMAL, "decimal.unreadable", "'约三万'"),
        (FieldKind.INTEGER, "integer.unreadable", "'若干'"),
        (FieldKind.DATE, "date.unreadable", "'2025-13-45'"),
    ):
        for field in item.fields:
            if field.kind is kind and field.code in _spoilable(item):
                yield Fault(
                    f"{field.code} unreadable", {field.code: sql}, (Planted(field.code, rule, ERROR),)
                )
                break


def _numbers_of_persons(varies: str) -> Iterator[Fault]:
    for rule, number in (
        ("identity_number", IDENTITY_NUMBER), ("mobile", MOBILE), ("bank_card", BANK_CARD),
    ):  # fmt: skip
        spoilt = f"coalesce({{good}}, '') || '，联系人号码{number}。'"
        yield Fault(f"person {rule}", {varies: spoilt}, (Planted(varies, f"personal.{rule}", ERROR),))


def _spoilable(item: Item) -> frozenset[str]:
    return frozenset(field.code for field in _free(item.fields, item)) | {item.decided_on}


def _free(fields: Sequence[Field], item: Item) -> list[Field]:
    """Fields that say neither who nor which record and are in no rule: spoiling one has one effect."""
    taken = {item.subject.name, item.subject.uscc, item.subject.category, item.title, *item.identity}
    taken |= {name for unit in (item.authority, item.source) if unit for name in (unit.name, unit.uscc)}
    conditions = " ".join(rule.fault for rule in item.rules) + " ".join(
        field.required_when or "" for field in fields
    )
    return [
        field for field in fields
        if field.code not in taken and not field.personal and field.code not in conditions
    ]  # fmt: skip


def longest_text(item: Item) -> str | None:
    """Return the free text with the most room: what a correction changes and where personal data turns up."""
    texts = [field for field in _free(item.fields, item) if field.kind is FieldKind.TEXT]
    longest = max(texts, key=lambda field: field.length or 0, default=None)
    return longest.code if longest else None
