"""The penalty rules for frictionless: its own types and constraints, and a row check for the rest."""

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from time import perf_counter
from typing import ClassVar

from frictionless import Check, Checklist, Dialect, Resource, Row, Schema, errors, fields, formats, system

from bench import penalty_rules as rules
from bench.city import ON
from bench.measuring import report
from gongxin.catalogue.field import FieldKind

KINDS = frozenset(rules.kinds())
VALUES = {character: value for value, character in enumerate(rules.ALPHABET)}
identity_numbers, mobiles, cards, summary = (
    re.compile(pattern).search for pattern in (rules.IDENTITY_NUMBER, rules.MOBILE, rules.CARD, rules.SUMMARY)
)


def code_fault(text: str) -> bool:
    code = text.strip().replace(" ", "").upper().translate(HALF)
    if len(code) != 18 or any(character not in VALUES for character in code):
        return True
    total = sum(weight * VALUES[character] for weight, character in zip(rules.WEIGHTS, code, strict=False))
    return (31 - total % 31) % 31 != VALUES[code[17]]


HALF = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}


def has_identity_number(text: str) -> bool:
    found = identity_numbers(text)
    if not found:
        return False
    number = found[1].upper()
    total = sum(weight * int(digit) for weight, digit in zip(rules.IDENTITY_WEIGHTS, number, strict=False))
    return rules.IDENTITY_CHECKS[total % 11] == number[17]


def has_card(text: str) -> bool:
    found = cards(text)
    if not found:
        return False
    digits = [int(digit) for digit in reversed(found[1])]
    return sum(sum(divmod(digit * (1 + place % 2), 10)) for place, digit in enumerate(digits)) % 10 == 0


class PenaltyCheck(Check):
    """Everything that a constraint on one column cannot say."""

    type = "penalty"
    Errors: ClassVar = [errors.RowConstraintError]

    def __init__(self) -> None:
        super().__init__()
        self.seen: dict[tuple[str, ...], tuple[str, ...]] = {}

    def validate_row(self, row: Row) -> Iterator[errors.RowConstraintError]:
        for faults in (subjects(row), kinds(row), amounts(row), days(row), personal(row), self.twice(row)):
            for fault in faults:
                yield errors.RowConstraintError.from_row(row, note=fault)

    def twice(self, row: Row) -> Iterator[str]:
        key = tuple(str(row[column]) for column in rules.IDENTITY)
        whole = tuple(str(value) for value in row.to_list())
        if self.seen.setdefault(key, whole) is not whole:
            yield "twice"


def subjects(row: Row) -> Iterator[str]:
    for column in rules.CODES:
        if row[column] and code_fault(row[column]):
            yield f"code {column}"
    if not row["CF_XDR_SHXYM"] and not row["CF_XDR_GSZC"]:
        yield "subject"
    if row["CF_XDR_ZJLX"] or row["CF_XDR_ZJHM"]:
        yield "natural person"


def kinds(row: Row) -> Iterator[str]:
    named = (row["CF_CFLB"] or "").split(";")
    if any(kind not in KINDS and not kind.startswith("其他-") for kind in named if kind):
        yield "kind"
    if "其他" in named:
        yield "other kind"
    if any(kind in named for kind in rules.PERMITS) and not row["CF_NR_ZKDX"]:
        yield "permit missing"
    if summary(" ".join(row[column] or "" for column in ("CF_SY", "CF_YJ", "CF_NR", "BZ"))):
        yield "summary procedure"


def amounts(row: Row) -> Iterator[str]:
    named, fine, gains = (row["CF_CFLB"] or "").split(";"), row["CF_NR_FK"] or 0, row["CF_NR_WFFF"]
    if "罚款" in named and fine <= 0:
        yield "fine amount missing"
    if fine > 0 and "罚款" not in named:
        yield "fine kind missing"
    if fine > 0 and fine_differs(fine, row["CF_NR"] or ""):
        yield "fine differs"
    if not gains and any(kind in named for kind in rules.GAINS):
        yield "gains amount missing"
    if gains and gains > 0 and not any(kind in named for kind in rules.ALL_GAINS):
        yield "gains kind missing"


def fine_differs(fine: Decimal, text: str) -> bool:
    written = [
        Decimal(amount.replace(",", "")) for amount in re.findall(r"罚款(?:人民币)?([0-9.,]+)元", text)
    ]
    return bool(written) and fine * 10000 not in written


def days(row: Row) -> Iterator[str]:
    decided = row["CF_JDRQ"]
    if not decided:
        return
    if decided > ON:
        yield "future"
    for column in ("CF_YXQ", "CF_GSJZQ"):
        if row[column] and row[column] < decided:
            yield f"{column} before decision"


def personal(row: Row) -> Iterator[str]:
    for column in rules.FREE_TEXT:
        text = row[column]
        if not text:
            continue
        if has_identity_number(text):
            yield f"identity number {column}"
        if mobiles(text):
            yield f"mobile {column}"
        if has_card(text):
            yield f"card {column}"


def schema() -> Schema:
    required, lengths = rules.required(), rules.lengths()
    listed = []
    for field in rules.item().fields:
        constraints: dict[str, object] = {"required": True} if field.code in required else {}
        if field.kind is FieldKind.DATE:
            listed.append(fields.DateField(name=field.code, constraints=constraints))
            continue
        if field.kind is FieldKind.DECIMAL:
            listed.append(fields.NumberField(name=field.code, constraints=constraints))
            continue
        if field.code in lengths:
            constraints["maxLength"] = lengths[field.code]
        if field.code == "CF_XDR_LB":
            constraints["enum"] = list(rules.CLASSES)
        listed.append(fields.StringField(name=field.code, constraints=constraints))
    return Schema(fields=listed)


def dialect() -> Dialect:
    """Said, not sniffed: ours is not sniffed either."""
    return Dialect(controls=[formats.CsvControl(delimiter=",", quote_char='"')])


def run(path: Path) -> None:
    with system.use_context(trusted=True):
        resource = Resource(
            path=str(path), format="csv", encoding="utf-8", dialect=dialect(), schema=schema()
        )
        started = perf_counter()
        told = resource.validate(Checklist(checks=[PenaltyCheck()]), limit_errors=10**9)
        seconds = perf_counter() - started
    report(seconds, told.tasks[0].stats["rows"], findings=told.stats["errors"])
