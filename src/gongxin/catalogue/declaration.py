"""From a table as written to an item of the catalogue."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gongxin.catalogue.field import Field, FieldKind
from gongxin.catalogue.implied import implied_rules
from gongxin.catalogue.item import Bounds, Category, Frequency, Item, Subject, Unit
from gongxin.catalogue.label import Label
from gongxin.catalogue.layer import Declaration, Shelf
from gongxin.catalogue.publicity import Disclosure, Publicity, PublicityKind
from gongxin.catalogue.rule import Rule
from gongxin.catalogue.table import InvalidItem, Table
from gongxin.organisations.kind import Kind
from gongxin.organisations.severity import Severity


@dataclass(frozen=True, slots=True)
class CodeList:
    """A list of codes with labels, and the other spellings a file may use."""

    codes: Mapping[str, Label]
    aliases: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Parts:
    """What items may refer to: groups of fields that go together, and code lists."""

    groups: Shelf
    codes: Mapping[str, CodeList]

    def code_list(self, name: str, where: str) -> CodeList:
        if name not in self.codes:
            raise InvalidItem(where, f"没有代码表“{name}”。", f"there is no code list {name}.")
        return self.codes[name]

    def expanded(self, entries: object, key: str, where: str) -> Iterator[Table]:
        """Yield the tables of an item, each `group = "name"` replaced by what the group declares."""
        with Table({key: entries}, where) as holder:
            for table in holder.tables(key):
                if "group" not in table:
                    yield table
                    continue
                with table:
                    group = self._group(table.text("group"), table.where)
                    examples = table.raw("examples", {})
                declared = _fitting(group.raw.get(key, []), examples)
                yield from Table({key: declared}, group.where).tables(key)

    def _group(self, name: str, where: str) -> Declaration:
        if name not in self.groups:
            raise InvalidItem(where, f"没有字段组“{name}”。", f"there is no group of fields {name}.")
        refuse_odd_group(self.groups[name])
        return self.groups[name]


def _fitting(entries: object, examples: object) -> object:
    """The fields of a group with the examples that fit the item that uses it."""
    if not examples or not isinstance(examples, Mapping) or not isinstance(entries, list):
        return entries
    return [
        {**entry, "example": examples[entry["code"]]} if entry.get("code") in examples else entry
        for entry in entries
    ]


def refuse_odd_group(group: Declaration) -> None:
    """Raise InvalidItem where a group holds anything but fields and rules."""
    if odd := set(group.raw) - {"fields", "rules"}:
        raise InvalidItem(group.where, f"不认识“{sorted(odd)}”。", f"unknown {sorted(odd)}.")


def code_list_from(declaration: Declaration) -> CodeList:
    """Return the code list; Chinese labels are accepted spellings of their codes."""
    codes: dict[str, Label] = {}
    aliases: dict[str, str] = {}
    with Table(declaration.raw, declaration.where) as table:
        for entry in table.tables("codes"):
            with entry:
                code, label = entry.text("code"), entry.label("label")
                for spelling in (label.zh, *entry.texts("aliases", ())):
                    if spelling != code and aliases.setdefault(spelling, code) != code:
                        raise InvalidItem(
                            entry.where, f"“{spelling}”指两个代码。", f"{spelling} means two codes."
                        )
            codes[code] = label
    return CodeList(codes, {spelling: code for spelling, code in aliases.items() if spelling not in codes})


def item_from(declaration: Declaration, parts: Parts) -> Item:
    """Return the item that a file declares."""
    with Table(declaration.raw, declaration.where) as table:
        fields = tuple(
            field_from(entry, parts) for entry in parts.expanded(table.raw("fields"), "fields", table.where)
        )
        with_groups = _rule_entries(declaration.raw, table.raw("rules", []))
        rules = tuple(rule_from(entry) for entry in parts.expanded(with_groups, "rules", table.where))
        subject, subjects = _subject(table), _subjects(table)
        return Item(
            code=table.text("code"),
            name=table.label("name"),
            category=table.choice("category", Category),
            subjects=subjects,
            providers=tuple(_labels(table, "providers")),
            basis=tuple(entry.as_article() for entry in _closed(table, "basis")),
            disclosure=table.choice("disclosure", Disclosure),
            publicity=_publicity(table),
            query_period=table.text("query_period"),
            frequency=_frequency(table),
            subject=subject,
            authority=_unit(table, "authority"),
            source=_unit(table, "source"),
            decided_on=table.text("decided_on"),
            valid_until=table.text_or_none("valid_until"),
            ended_on=table.text_or_none("ended_on"),
            identity=table.texts("identity"),
            title=table.text("title"),
            document_number=table.text_or_none("document_number"),
            fields=fields,
            rules=(*rules, *implied_rules(subject, subjects)),
            bounds=_bounds(table),
            order=table.whole("order"),
            section=table.label("section"),
            openness=table.text_or_none("openness"),
        )


def _rule_entries(raw: Mapping[str, object], own: object) -> list[object]:
    """The rules of the groups an item uses, in the order of its fields, then its own."""
    fields = raw["fields"] if isinstance(raw["fields"], list) else []
    groups = [
        {"group": entry["group"]} for entry in fields if isinstance(entry, Mapping) and "group" in entry
    ]
    return [*groups, *(own if isinstance(own, list) else [own])]


def field_from(table: Table, parts: Parts) -> Field:
    """Return one field of an item."""
    with table:
        listed = table.text_or_none("codes")
        codes = parts.code_list(listed, table.where) if listed else CodeList({}, {})
        return Field(
            code=table.text("code"),
            label=table.label("label"),
            kind=table.choice("kind", FieldKind),
            length=table.whole_or_none("length"),
            scale=table.whole_or_none("scale"),
            required=table.truth("required", False),
            required_when=table.text_or_none("required_when"),
            aliases=table.texts("aliases", ()),
            codes=codes.codes,
            code_aliases=codes.aliases,
            open_codes=table.truth("open_codes", False),
            personal=table.truth("personal", False),
            public=table.truth("public", True),
            note=table.label_or_none("note"),
            example=str(table.raw("example", "")),
        )


def rule_from(table: Table) -> Rule:
    """Return one cross-field rule of an item."""
    with table:
        return Rule(
            id=table.text("id"),
            field=table.text("field"),
            severity=table.choice("severity", Severity),
            fault=table.text("fault"),
            message=table.label("message"),
            hint=table.label("hint"),
            basis=table.article("basis") if "basis" in table else None,
        )


def _subjects(table: Table) -> frozenset[Kind]:
    """`["any"]` is every kind of organisation there is."""
    named = table.texts("subjects")
    if named == ("any",):
        return frozenset(Kind)
    if odd := sorted(set(named) - set(Kind)):
        raise InvalidItem(
            table.where,
            f"主体只能是组织，不能是{odd}：平台不登记自然人。",
            f"subjects are organisations, not {odd}: the platform holds no natural person.",
            reason="boundary.natural_person",
        )
    return frozenset(Kind(name) for name in named)


def _labels(table: Table, key: str) -> Iterator[Label]:
    for entry in table.tables(key):
        with entry:
            yield Label(entry.text("zh"), entry.text("en"))


def _closed(table: Table, key: str) -> Iterator[Table]:
    for entry in table.tables(key):
        with entry:
            yield entry


def _publicity(table: Table) -> Publicity:
    with table.table("publicity") as inner:
        return Publicity(
            kind=inner.choice("kind", PublicityKind),
            basis=inner.article("basis"),
            until=inner.text_or_none("until"),
            parameter=inner.text_or_none("parameter"),
        )


def _frequency(table: Table) -> Frequency:
    with table.table("frequency") as inner:
        return Frequency(parameter=inner.text("parameter"), basis=inner.article("basis"))


def _subject(table: Table) -> Subject:
    with table.table("subject") as inner:
        return Subject(
            name=inner.text("name"),
            uscc=inner.text("uscc"),
            category=inner.text_or_none("category"),
            old_identifiers=inner.texts("old_identifiers", ()),
            natural_person_fields=inner.texts("natural_person_fields", ()),
        )


def _unit(table: Table, key: str) -> Unit | None:
    if key not in table:
        return None
    with table.table(key) as inner:
        return Unit(name=inner.text("name"), uscc=inner.text("uscc"))


def _bounds(table: Table) -> Bounds:
    with table.table("bounds") as inner:
        return Bounds(
            rejected_share=inner.share("rejected_share"), rows_against_last=inner.share("rows_against_last")
        )
