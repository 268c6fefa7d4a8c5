"""Findings in words: what is wrong with which cell, and how to mend it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from gongxin.catalogue.item import Item
from gongxin.catalogue.label import Label
from gongxin.intake.message import MESSAGES, Message
from gongxin.intake.screening import Screening
from gongxin.organisations.uscc_rule import RULES

LISTED_CODES = 12
BATCH = 5000
ORDER = "row, CASE severity WHEN 'error' THEN 0 ELSE 1 END, field, rule"


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault of one row; `value` is masked; `article` is empty where no provision applies."""

    row: int
    field: str
    rule: str
    severity: str
    value: str | None
    label: Label
    message: Label
    hint: Label
    article: str

    def as_json(self) -> dict[str, object]:
        """Return the finding as commands and the API give it out."""
        return {
            "row": self.row,
            "field": self.field,
            "rule": self.rule,
            "severity": self.severity,
            "message": self.message.zh,
            "message_en": self.message.en,
            "hint": self.hint.zh,
            "hint_en": self.hint.en,
            "article": self.article,
            "value": self.value,
            "label": self.label.zh,
        }


def advice(message: str, hint: str, stop: str = "。") -> str:
    """Return message and hint as two sentences with one full stop between them, however the message ends."""
    return f"{message.rstrip('。. ')}{stop}{hint}" if message and hint else message or hint


def findings(screening: Screening, *, limit: int | None = None) -> Iterator[Finding]:
    """Yield the findings by row."""
    last = f" LIMIT {limit}" if limit is not None else ""
    cursor = screening.connection.cursor()
    cursor.execute(f"SELECT row, field, rule, severity, value FROM findings ORDER BY {ORDER}{last}")
    while rows := cursor.fetchmany(BATCH):
        for row, field, rule, severity, value in rows:
            yield finding(screening.item, (row, field, rule, severity, value))


def first(screening: Screening, count: int) -> list[dict[str, object]]:
    """Return the first findings in their JSON form."""
    return [one.as_json() for one in findings(screening, limit=count)]


def finding_count(screening: Screening) -> int:
    row = screening.connection.execute("SELECT count(*) FROM findings").fetchone()
    assert row is not None
    return int(row[0])


def finding(item: Item, found: tuple[int, str, str, str, str | None]) -> Finding:
    """Return a finding of an item with its words."""
    row, field, rule, severity, value = found
    message = words(item, rule)
    filled = _words_for(item, field, value)
    return Finding(
        row,
        field,
        rule,
        severity,
        value,
        item.field(field).label if field else Label("整行", "Whole row"),
        _filled(message.message, filled),
        _filled(message.hint, filled),
        str(message.article or ""),
    )


def words(item: Item, rule: str) -> Message:
    """Return the sentence of a rule, whether generic, of a code, or of the item."""
    if rule in MESSAGES:
        return MESSAGES[rule]
    if rule in RULES:
        known = RULES[rule]
        return Message(
            Label(known.message.zh, known.message.en), Label(known.hint.zh, known.hint.en), known.basis
        )
    own = next(one for one in item.rules if one.id == rule)
    return Message(own.message, own.hint, own.basis, own.severity)


def _filled(text: Label, filled: Mapping[str, tuple[str, str]]) -> Label:
    zh = {key: value[0] for key, value in filled.items()}
    en = {key: value[1] for key, value in filled.items()}
    return Label(_format(text.zh, zh), _format(text.en, en))


def _format(text: str, filled: Mapping[str, str]) -> str:
    # The words of item rules are the catalogue's and may hold any braces.
    for key, value in filled.items():
        text = text.replace(f"{{{key}}}", value)
    return text


def _words_for(item: Item, field: str, value: str | None) -> dict[str, tuple[str, str]]:
    shown = (value or "").replace("\n", " ")
    filled = {"field": ("", ""), "length": ("", ""), "scale": ("", ""), "codes": ("", "")}
    if field:
        one = item.field(field)
        codes = [label for _, label in zip(range(LISTED_CODES), one.codes.values(), strict=False)]
        more = len(one.codes) > LISTED_CODES
        filled = {
            "field": (one.label.zh, one.label.en),
            "length": (str(one.length), str(one.length)),
            "scale": (str(one.scale), str(one.scale)),
            "codes": (
                "、".join(label.zh for label in codes) + (" 等" if more else ""),
                ", ".join(label.zh for label in codes) + (" and others" if more else ""),
            ),
        }
    return {**filled, "value": (shown[:60], shown[:60])}
