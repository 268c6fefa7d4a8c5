"""What the platform tells whom, in which words. A notice keeps its values; the words are found here."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from string import Formatter

from gongxin.disclosure.role import Role
from gongxin.law.label import Label, label_from
from gongxin.law.reading import InvalidLaw, refuse_odd_keys, tables

KINDS_FILE = Path(__file__).with_name("notice_kinds.toml")
ValueOfNotice = str | int | Mapping[str, str]


class Addressee(StrEnum):
    """Whom a kind of notice is for."""

    ORGANISATION = "organisation"
    UNIT = "unit"


@dataclass(frozen=True, slots=True)
class Words:
    """A part of a text: our own words, or (`is_value`) what the step gave."""

    text: str
    is_value: bool


@dataclass(frozen=True, slots=True)
class NoticeKind:
    """One kind of notice; `roles` of the unit have it among their messages, `page` is where one goes on."""

    code: str
    to: Addressee
    roles: frozenset[Role]
    page: str
    title: Label
    text: Label

    @property
    def values(self) -> frozenset[str]:
        """The names of the values that a step has to give."""
        return frozenset(_names(self.text.zh))

    def words(self, values: Mapping[str, ValueOfNotice], language: str) -> Iterator[Words]:
        """Yield the text with its values, part by part. Values in both languages follow the language."""
        for literal, name, _format, _conversion in Formatter().parse(self.text.text(language)):
            if literal:
                yield Words(literal, is_value=False)
            if name is not None:
                yield Words(_worded(values[name], language), is_value=True)


class NoticeValuesOdd(ValueError):
    """A step gives a notice other values than its text has places for: a fault of ours."""


def notice_kind(code: str) -> NoticeKind:
    return notice_kinds()[code]


@lru_cache(maxsize=1)
def notice_kinds(path: Path = KINDS_FILE) -> Mapping[str, NoticeKind]:
    """Return every kind by its code.

    Raises:
        InvalidLaw: the file says something that nobody would read.
    """
    return {code: _kind(code, raw, path.name) for code, raw in tables(path).items()}


def _kind(code: str, raw: object, file: str) -> NoticeKind:
    where = f"{file} {code}"
    table = raw if isinstance(raw, Mapping) else {}
    refuse_odd_keys(table, required={"to", "page", "title", "text"}, optional={"roles"}, where=where)
    kind = NoticeKind(
        code=code,
        to=Addressee(str(table["to"])),
        roles=frozenset(Role(one) for one in table.get("roles", ())),
        page=str(table["page"]),
        title=label_from(table["title"], where),
        text=label_from(table["text"], where),
    )
    if set(_names(kind.text.zh)) != set(_names(kind.text.en)):
        raise InvalidLaw(where, "两种语言的值不同，请改成一致。", "the two languages use different values.")
    if (kind.to is Addressee.UNIT) != bool(kind.roles):
        raise InvalidLaw(where, "给单位的消息须写明角色。", "a notice to a unit, and no other, names roles.")
    return kind


def _names(template: str) -> Iterator[str]:
    return (name for _, name, _, _ in Formatter().parse(template) if name)


def _worded(value: ValueOfNotice, language: str) -> str:
    if isinstance(value, Mapping):
        return value["zh" if language.startswith("zh") else "en"]
    return str(value)
