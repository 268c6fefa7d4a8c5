"""Which column of a file is which field: by code, label, alias, or a mapping file."""

import csv
import json
import tomllib
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from gongxin.catalogue.field import Field
from gongxin.catalogue.item import Item
from gongxin.intake.masking import masked_text
from gongxin.intake.unreadable import Unreadable

TITLES = (("表头", "字段"), ("表头", "字段代码"), ("header", "field"))
MARKS = ("(必填)", "(选填)", "(条件必填)")


@dataclass(frozen=True, slots=True)
class HeaderMapping:
    """Headers to field codes, and fields that have one value for the whole file."""

    columns: Mapping[str, str]
    constants: Mapping[str, str] = field(default_factory=dict)
    sheet: str | None = None


@dataclass(frozen=True, slots=True)
class Assignment:
    """Field codes to column numbers; columns nobody knows; fields the file has no column for."""

    columns: Mapping[str, int]
    constants: Mapping[str, str]
    unknown: tuple[int, ...]
    missing: tuple[str, ...]


def read_mapping(path: Path) -> HeaderMapping:
    """Return the mapping that a TOML, JSON or two-column CSV file declares.

    Raises:
        Unreadable: the file is none of them or says something else than headers and fields.
    """
    if not path.is_file():
        raise _odd(path, "没有这个文件。", "there is no such file.")
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise _odd(path, f"无法读取：{error}", f"cannot be read: {error}") from error
    if path.suffix == ".csv":
        return HeaderMapping(_pairs(path, text))
    try:
        raw = json.loads(text) if path.suffix == ".json" else tomllib.loads(text)
    except (json.JSONDecodeError, tomllib.TOMLDecodeError) as error:
        raise _odd(path, f"格式有误：{error}", f"not well formed: {error}") from error
    return _mapping(path, raw)


def _mapping(path: Path, raw: object) -> HeaderMapping:
    if not isinstance(raw, dict):
        raise _odd(path, "应为“表头 = 字段”的对照。", "should be a table of headers and fields.")
    if path.suffix == ".json" and not isinstance(raw.get("columns"), dict):
        raw = {"columns": raw}
    if odd := sorted(set(raw) - {"columns", "constants", "sheet"}):
        raise _odd(path, f"不认识 {odd}；只能有 columns、constants、sheet。", f"unknown {odd}.")
    return HeaderMapping(
        columns=_texts(path, raw.get("columns", {})),
        constants=_texts(path, raw.get("constants", {})),
        sheet=str(raw["sheet"]) if "sheet" in raw else None,
    )


def _texts(path: Path, raw: object) -> dict[str, str]:
    if not isinstance(raw, dict) or not all(isinstance(value, str | int | float) for value in raw.values()):
        raise _odd(path, "columns 和 constants 应为文字对照表。", "columns and constants are tables of text.")
    return {str(key): str(value) for key, value in raw.items()}


def _pairs(path: Path, text: str) -> dict[str, str]:
    rows = [row for row in csv.reader(text.splitlines()) if row]
    if any(len(row) != 2 for row in rows):
        raise _odd(path, "每行应为“表头,字段代码”两列。", "each line has two cells: header, field code.")
    named = [row for row in rows if tuple(cell.strip() for cell in row) not in TITLES]
    return dict(named)


def _odd(path: Path, zh: str, en: str) -> Unreadable:
    return Unreadable(f"对照文件 {path.name}：{zh}", f"Mapping file {path.name}: {en}")


def plain(header: str) -> str:
    """Return a header without width, case, blanks and the marks of our template."""
    text = "".join(unicodedata.normalize("NFKC", header).casefold().split()).strip("*​﻿")
    for mark in MARKS:
        text = text.removesuffix(mark)
    return text.strip("*")


def known_headers(item: Item, mapping: HeaderMapping | None) -> frozenset[str]:
    """Return every header, in plain form, that means something for this item."""
    named = {plain(header) for header in mapping.columns} if mapping else set()
    return frozenset(named | {plain(name) for field in item.fields for name in _names(field)})


def _names(field: Field) -> tuple[str, ...]:
    return (field.code, field.label.zh, field.label.en, *field.aliases)


def assign(headers: Sequence[str], item: Item, mapping: HeaderMapping | None) -> Assignment:
    """Return which column is which field. What nobody knows is reported, never guessed.

    Raises:
        Unreadable: two columns claim one field, the mapping names what is not there, or no column is known.
    """
    declared = _declared(headers, item, mapping)
    constants = dict(mapping.constants) if mapping else {}
    own = {plain(name): field.code for field in reversed(item.fields) for name in _names(field)}
    columns: dict[str, int] = {}
    unknown = []
    for index, header in enumerate(headers):
        code = declared.get(plain(header)) or own.get(plain(header))
        if code is None:
            unknown.append(index)
        elif code in columns or code in constants:
            raise _twice(item, code, header, headers[columns[code]] if code in columns else "constants")
        else:
            columns[code] = index
    if not columns:
        raise Unreadable(
            f"没有一列是“{item.name.zh}”的字段。请核对事项，或用对照文件说明表头；"
            f"应有的列如：{_examples(item, 'zh')}。",
            f"No column belongs to {item.name.en}. Check the item, or give a mapping file; "
            f"expected for instance: {_examples(item, 'en')}.",
        )
    missing = tuple(
        field.code for field in item.fields if field.code not in columns and field.code not in constants
    )
    return Assignment(columns, constants, tuple(unknown), missing)


def _declared(headers: Sequence[str], item: Item, mapping: HeaderMapping | None) -> dict[str, str]:
    if mapping is None:
        return {}
    there = {plain(header) for header in headers}
    for header in mapping.columns:
        if plain(header) not in there:
            raise Unreadable(
                f"对照文件中的表头“{masked_text(header)}”不在文件里。"
                f"文件的表头有：{masked_text('、'.join(headers[:40]))}。",
                f"The mapping names the header {masked_text(header)!r}, which the file does not have.",
            )
    for code in (*mapping.columns.values(), *mapping.constants):
        if not item.has(code):
            raise Unreadable(
                f"对照文件中的字段“{masked_text(code)}”不属于“{item.name.zh}”。"
                f"请用 gongxin catalogue show {item.code} 查看字段。",
                f"The mapping names the field {masked_text(code)!r}, which {item.name.en} does not have; "
                f"see gongxin catalogue show {item.code}.",
            )
    return {plain(header): code for header, code in mapping.columns.items()}


def _twice(item: Item, code: str, header: str, other: str) -> Unreadable:
    label = item.field(code).label
    return Unreadable(
        f"有两列都是“{label.zh}”（{code}）：“{masked_text(other)}”和“{masked_text(header)}”。请只保留一列。",
        f"Two columns are {label.en} ({code}): {masked_text(other)!r} and {masked_text(header)!r}. Keep one.",
    )


def _examples(item: Item, language: str) -> str:
    labels = [field.label for field in item.kept_fields[:5]]
    return (
        "、".join(label.zh for label in labels)
        if language == "zh"
        else ", ".join(label.en for label in labels)
    )
