"""The boundary: no natural person and no prohibited subject, in no name, field, code or behaviour."""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from gongxin.catalogue.edition import Edition
from gongxin.catalogue.field import Field
from gongxin.catalogue.item import Item
from gongxin.catalogue.label import Label
from gongxin.catalogue.lint.refusal import Refusal

TABLE = Path(__file__).parents[1] / "boundary.toml"

# Columns whose values name or identify a natural person: they may be in a file, and are dropped.
PERSON = re.compile(
    "法定代表人|法人代表|负责人|经营者姓名|股东|出资人|董事|监事|高级管理人员|联系人|经办人|姓名|身份证|"
    "(?<!许可)证件号|护照|手机|联系电话|家庭住址|户籍|出生日期|性别|民族|银行卡|"
    r"\b(legal representatives?|shareholders?|identity (number|document)|passport|mobile|telephone|"
    r"date of birth|contact person|bank card)\b",
    re.IGNORECASE,
)
ABOUT_PERSONS = re.compile("机关|单位|组织|职务以外|人数|数量")


@dataclass(frozen=True, slots=True)
class Prohibited:
    """One subject of information that may not be collected."""

    code: str
    label: Label
    words: re.Pattern[str]
    allowed: re.Pattern[str]

    def found_in(self, text: str) -> str:
        """Return the word that makes a text inadmissible; empty where there is none."""
        found = self.words.search(self.allowed.sub(" ", text))
        return found.group() if found else ""


@lru_cache(maxsize=1)
def prohibited() -> tuple[Prohibited, ...]:
    """Return the table of what may not be collected."""
    raw = tomllib.loads(TABLE.read_text("utf-8"))
    return tuple(
        Prohibited(
            code, Label(row["label"]["zh"], row["label"]["en"]), _any(row["words"]), _any(row["allowed"])
        )
        for code, row in raw.items()
    )


def _any(words: list[str]) -> re.Pattern[str]:
    patterns = [rf"\b{re.escape(word)}\b" if word.isascii() else re.escape(word) for word in words]
    return re.compile("|".join(patterns) or r"(?!)", re.IGNORECASE)


def refusals(edition: Edition) -> Iterator[Refusal]:
    """Yield what crosses the boundary."""
    for item in edition.items.values():
        yield from _named(item.code, [item.code.replace("_", " "), item.name.zh, item.name.en, *_words(item)])
        yield from _person_fields(item)
    for behaviour in edition.behaviours:
        yield from _named(f"行为 {behaviour.code}", [behaviour.name.zh, behaviour.name.en])
    for measure in edition.measures.values():
        yield from _named(f"措施 {measure.code}", [measure.name.zh, measure.name.en])
    for matter in edition.applications.values():
        yield from _named(f"应用 {matter.code}", [matter.name.zh, matter.name.en])


def _words(item: Item) -> Iterator[str]:
    for field in item.kept_fields:
        yield from (field.label.zh, field.label.en)
        for label in field.codes.values():
            yield from (label.zh, label.en)


def _named(where: str, texts: list[str]) -> Iterator[Refusal]:
    for subject in prohibited():
        found = next((word for text in texts if (word := subject.found_in(text))), "")
        if found:
            yield Refusal(
                where,
                f"boundary.{subject.code}",
                f"出现“{found}”：{subject.label.zh}不得归集。请删去这一内容。",
                f"{found!r} found: {subject.label.en} must not be collected. Take it out.",
            )


def _person_fields(item: Item) -> Iterator[Refusal]:
    for field in item.kept_fields:
        if _names_a_person(field):
            yield Refusal(
                f"{item.code} {field.code}",
                "boundary.person_field",
                f"“{field.label.zh}”会写自然人，应注明 personal = true，入库前丢弃。",
                f"{field.label.en!r} would hold a natural person: mark it personal = true.",
            )


def _names_a_person(field: Field) -> bool:
    text = f"{field.label.zh} {field.label.en}"
    return bool(PERSON.search(text)) and not ABOUT_PERSONS.search(field.label.zh)
