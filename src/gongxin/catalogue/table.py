"""A TOML table that is read key by key; what nobody read is refused."""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import TypeVar

from gongxin.catalogue.label import Label
from gongxin.law.citation import Article
from gongxin.law.reading import InvalidLaw

Choice = TypeVar("Choice", bound=StrEnum)
ABSENT = object()


class InvalidItem(Exception):
    """A file of the catalogue says what this version does not understand; `where` begins with its name."""

    def __init__(self, where: str, zh: str, en: str, *, reason: str = "file.unreadable") -> None:
        self.where, self.zh, self.en, self.reason = where, zh, en, reason
        super().__init__(f"{where}：{zh} / {en}")


def toml(path: Path) -> dict[str, object]:
    """Return the contents of one TOML file."""
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InvalidItem(path.name, f"不是有效的 TOML：{error}", f"not valid TOML: {error}") from error


class Table:
    """One table of a file. Leaving the `with` block refuses the keys that were not read."""

    def __init__(self, raw: object, where: str) -> None:
        if not isinstance(raw, Mapping):
            raise InvalidItem(where, "应为表。", "should be a table.")
        self._raw = dict(raw)
        self.where = where

    def __enter__(self) -> "Table":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _: BaseException | None, __: TracebackType | None
    ) -> None:
        if kind is None and self._raw:
            odd = "、".join(sorted(self._raw))
            raise InvalidItem(
                self.where,
                f"不认识“{odd}”，请改正拼写或删去。",
                f"unknown {odd}: mend the spelling or take it out.",
            )

    def __contains__(self, key: str) -> bool:
        return key in self._raw

    def raw(self, key: str, default: object = ABSENT) -> object:
        """Take a value as it is; a missing one without a default is refused."""
        value = self._raw.pop(key, default)
        if value is ABSENT:
            raise InvalidItem(self.where, f"缺少“{key}”。", f"{key} is missing.")
        return value

    def text(self, key: str) -> str:
        value = self.raw(key)
        if not isinstance(value, str) or not value.strip():
            raise self.wrong(key, "非空文字", "a text, not empty")
        return value

    def text_or_none(self, key: str) -> str | None:
        return self.text(key) if key in self else None

    def texts(self, key: str, default: object = ABSENT) -> tuple[str, ...]:
        value = self.raw(key, default)
        if not isinstance(value, list | tuple) or not all(isinstance(one, str) and one for one in value):
            raise self.wrong(key, "文字的数组", "a list of texts")
        return tuple(value)

    def whole(self, key: str) -> int:
        value = self.raw(key)
        if not isinstance(value, int) or isinstance(value, bool):
            raise self.wrong(key, "整数", "a whole number")
        return value

    def whole_or_none(self, key: str) -> int | None:
        return self.whole(key) if key in self else None

    def share(self, key: str) -> float:
        value = self.raw(key)
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
            raise self.wrong(key, "0 到 1 之间的数", "a number from 0 to 1")
        return float(value)

    def truth(self, key: str, default: bool) -> bool:
        value = self.raw(key, default)
        if not isinstance(value, bool):
            raise self.wrong(key, "true 或 false", "true or false")
        return value

    def day(self, key: str) -> date:
        value = self.raw(key)
        if type(value) is not date:
            raise self.wrong(key, "日期，如 2026-04-01", "a date, such as 2026-04-01")
        return value

    def day_or_none(self, key: str) -> date | None:
        return self.day(key) if key in self else None

    def choice(self, key: str, kind: type[Choice], default: object = ABSENT) -> Choice:
        value = self.raw(key, default)
        try:
            return kind(str(value))
        except ValueError:
            raise self.wrong(key, f"{'、'.join(kind)} 之一", f"one of {', '.join(kind)}") from None

    def table(self, key: str) -> "Table":
        return Table(self.raw(key), f"{self.where} {key}")

    def tables(self, key: str, default: object = ABSENT) -> Iterator["Table"]:
        """Yield the tables of an array, named by their code or id where they have one."""
        value = self.raw(key, default)
        if not isinstance(value, list | tuple):
            raise self.wrong(key, "表的数组", "a list of tables")
        for number, one in enumerate(value, 1):
            name = one.get("code") or one.get("id") or number if isinstance(one, Mapping) else number
            yield Table(one, f"{self.where} {key} {name}")

    def label(self, key: str) -> Label:
        with self.table(key) as table:
            return Label(table.text("zh"), table.text("en"))

    def label_or_none(self, key: str) -> Label | None:
        return self.label(key) if key in self else None

    def article(self, key: str) -> Article:
        with self.table(key) as table:
            return table.as_article()

    def as_article(self) -> Article:
        """Read the whole table as `{ instrument = "SH", number = "29" }`."""
        try:
            return Article(self.text("instrument"), str(self.raw("number", "")))
        except InvalidLaw as odd:
            raise InvalidItem(self.where, odd.zh, odd.en) from odd

    def wrong(self, key: str, zh: str, en: str) -> InvalidItem:
        return InvalidItem(self.where, f"“{key}”应为{zh}。", f"{key} should be {en}.")
