"""The penalty rules for pandera on polars: each rule one vectorised check, failures with their row."""

from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import pandera.polars as pa
import polars as pl
from pandera.errors import SchemaErrors

from bench import penalty_rules as rules
from bench.city import ON
from bench.measuring import report
from gongxin.catalogue.field import FieldKind

Rule = Callable[[pa.PolarsData], pl.LazyFrame]
NARROW = list("0123456789ABCDEFGHJKLMNPQRTUWXY")
WIDE = [chr(ord(character) + 0xFEE0) for character in NARROW]
DAY = "%Y-%m-%d"


def holds(expression: pl.Expr) -> pa.Check:
    """A check over the whole frame; rows for which the expression is false fail."""
    return pa.Check(lambda among: among.lazyframe.select(expression.fill_null(True)))


def normal(column: str) -> pl.Expr:
    return pl.col(column).str.replace_all(" ", "").str.to_uppercase().str.replace_many(WIDE, NARROW)


def weighed(text: pl.Expr, weights: tuple[int, ...], alphabet: str) -> pl.Expr:
    values = {character: value for value, character in enumerate(alphabet)}
    terms = [
        text.str.slice(place, 1).replace_strict(values, default=None, return_dtype=pl.Int32) * weight
        for place, weight in enumerate(weights)
    ]
    return pl.sum_horizontal(terms, ignore_nulls=False)


def is_code(column: str) -> pl.Expr:
    code = normal(column)
    check = (31 - weighed(code, rules.WEIGHTS, rules.ALPHABET) % 31) % 31
    last = code.str.slice(17, 1).replace_strict(
        {character: value for value, character in enumerate(rules.ALPHABET)},
        default=None,
        return_dtype=pl.Int32,
    )
    sound = (code.str.len_chars() == 18) & (check == last).fill_null(False)
    return pl.col(column).is_null() | sound


def without_identity_number(column: str) -> pl.Expr:
    number = pl.col(column).str.extract(rules.IDENTITY_NUMBER, 1).str.to_uppercase()
    checks = dict(enumerate(rules.IDENTITY_CHECKS))
    total = weighed(number, rules.IDENTITY_WEIGHTS, "0123456789") % 11
    return number.is_null() | (
        total.replace_strict(checks, default=None, return_dtype=pl.String) != number.str.slice(17, 1)
    )


def without_card(column: str) -> pl.Expr:
    digits = pl.col(column).str.extract(rules.CARD, 1).str.reverse()
    terms = []
    for place in range(19):
        digit = digits.str.slice(place, 1).cast(pl.Int32, strict=False) * (1 + place % 2)
        terms.append(digit // 10 + digit % 10)
    return digits.is_null() | (pl.sum_horizontal(terms) % 10 != 0)


def kinds() -> pl.Expr:
    return pl.col("CF_CFLB").str.split(";")


def has(*names: str) -> pl.Expr:
    return pl.any_horizontal([kinds().list.contains(name) for name in names])


def row_checks() -> list[pa.Check]:
    fine = pl.col("CF_NR_FK").cast(pl.Float64, strict=False)
    gains = pl.col("CF_NR_WFFF").cast(pl.Float64, strict=False)
    written = (
        pl.col("CF_NR")
        .str.extract(r"罚款(?:人民币)?([0-9.,]+)元", 1)
        .str.replace_all(",", "")
        .cast(pl.Float64, strict=False)
    )
    days = {code: pl.col(code).str.to_date(DAY, strict=False) for code in rules.of_kind(FieldKind.DATE)}
    text = pl.concat_str(
        [pl.col(c) for c in ("CF_SY", "CF_YJ", "CF_NR", "BZ")], separator=" ", ignore_nulls=True
    )
    known = (
        kinds()
        .list.eval(pl.element().is_in(list(rules.kinds())) | pl.element().str.starts_with("其他-"))
        .list.all()
    )
    found = [
        known,
        ~has("其他"),
        pl.col("CF_XDR_SHXYM").is_not_null() | pl.col("CF_XDR_GSZC").is_not_null(),
        pl.col("CF_XDR_ZJLX").is_null() & pl.col("CF_XDR_ZJHM").is_null(),
        ~(has("罚款") & (fine.fill_null(0) <= 0)),
        ~((fine > 0) & ~has("罚款")),
        ~((fine > 0) & ((fine * 10000 - written).abs() > 0.005)),
        ~(has(*rules.GAINS) & gains.is_null()),
        ~((gains > 0) & ~has(*rules.ALL_GAINS)),
        ~(has(*rules.PERMITS) & pl.col("CF_NR_ZKDX").is_null()),
        days["CF_JDRQ"] <= ON,
        days["CF_YXQ"] >= days["CF_JDRQ"],
        days["CF_GSJZQ"] >= days["CF_JDRQ"],
        ~text.str.contains(rules.SUMMARY),
        ~pl.struct(rules.IDENTITY).is_duplicated(),
    ]
    found += [is_code(column) for column in rules.CODES]
    found += [pl.col(code).is_null() | days[code].is_not_null() for code in days]
    for code in rules.of_kind(FieldKind.DECIMAL):
        found.append(pl.col(code).is_null() | pl.col(code).cast(pl.Float64, strict=False).is_not_null())
    for column in rules.FREE_TEXT:
        found += [
            without_identity_number(column),
            ~pl.col(column).str.contains(rules.MOBILE),
            without_card(column),
        ]
    return [holds(expression) for expression in found]


def schema() -> pa.DataFrameSchema:
    required, lengths = rules.required(), rules.lengths()
    columns = {}
    for field in rules.item().fields:
        checks = [pa.Check.str_length(max_value=lengths[field.code])] if field.code in lengths else []
        if field.code == "CF_XDR_LB":
            checks.append(pa.Check.isin(rules.CLASSES))
        columns[field.code] = pa.Column(pl.String, checks=checks, nullable=field.code not in required)
    return pa.DataFrameSchema(columns, checks=row_checks())


def run(path: Path) -> None:
    declared = schema()
    started = perf_counter()
    frame = pl.read_csv(path, infer_schema=False)
    findings = 0
    try:
        declared.validate(frame, lazy=True)
    except SchemaErrors as refusal:
        findings = refusal.failure_cases.height
    report(perf_counter() - started, frame.height, findings=findings)
