"""Named pieces of SQL that conditions may call, for what a file would otherwise repeat.

A macro is SQL text over its parameters; it is expanded before anything runs, so the engine never hears of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass

# An amount of money in yuan as decisions write it: `人民币1,000元`, `1.5万元`, `壹万贰仟元`.
LEAD = r"(?:金额|数额|共计|合计|总计|计|为|人民币|大写|RMB|[￥¥：:\s（(])*"
DIGITS = r"(?:[0-9][0-9,，]*(?:\.[0-9]+)?|\.[0-9]+)"
BEHIND = "整?(?:人民币)?的?(?:行政)?"
UNIT = r"\s*(?:亿元|千万元|百万元|万元|元|亿圆|万圆|圆|万)"
NUMERALS = "壹贰叁肆伍陆柒捌玖零〇一二两三四五六七八九拾十佰百仟千"
# A multiplied amount needs more digits than the column has; DuckDB stops at an overflow.
WIDE = "CAST(amount AS DECIMAL(28, 6))"
CHINESE = f"[{NUMERALS}]*万?[{NUMERALS}]+(?:元|圆)|[{NUMERALS}]+万(?:元|圆)"


@dataclass(frozen=True, slots=True)
class Macro:
    """SQL over `parameters`; a `where` tells what it means."""

    parameters: tuple[str, ...]
    sql: str
    meaning: str


def _section(text: str) -> str:
    """SQL for the value below ten thousand of a numeral with the digits 0-9 and the units 千, 百, 十."""

    def digit(pattern: str) -> str:
        return f"coalesce(TRY_CAST(nullif(regexp_extract({text}, '{pattern}', 1), '') AS BIGINT), 0)"

    return (
        f"(1000 * {digit('([0-9])千')} + 100 * {digit('([0-9])百')} + 10 * {digit('([0-9])十')}"
        f" + {digit('(?:^|[千百十0])([0-9])$')})"
    )


def _numeral_yuan(text: str) -> str:
    """SQL for the yuan that a Chinese numeral says; `text` is an SQL name it may repeat."""
    plain = (
        f"regexp_replace(translate(regexp_extract({text}, '[{NUMERALS}万]+', 0),"
        " '壹贰叁肆伍陆柒捌玖零〇一二两三四五六七八九拾佰仟', '123456789001223456789十百千'), '^十', '1十')"
    )
    whole = f"CASE WHEN contains({plain}, '万') THEN regexp_extract({plain}, '^(.*)万', 1) ELSE '' END"
    rest = f"regexp_extract({plain}, '([^万]*)$', 1)"
    return f"(10000 * {_section(whole)} + {_section(rest)})"


def _digits_yuan(text: str) -> str:
    """SQL for the yuan that digits with a unit say."""
    number = rf"regexp_replace(regexp_extract({text}, '{DIGITS}', 0), '[,，]', '', 'g')"
    unit = (
        f"CASE WHEN contains({text}, '亿') THEN 100000000 WHEN contains({text}, '千万') THEN 10000000"
        f" WHEN contains({text}, '百万') THEN 1000000 WHEN contains({text}, '万') THEN 10000 ELSE 1 END"
    )
    return f"(TRY_CAST({number} AS DECIMAL(28, 6)) * {unit})"


def _amounts(word: str) -> str:
    """SQL for the list of amounts in yuan that stand right after `word` in `text`, or right before it."""
    after = f"regexp_extract_all(text, '{word}{LEAD}{DIGITS}{UNIT}')"
    before = f"regexp_extract_all(text, '{DIGITS}{UNIT}{BEHIND}{word}')"
    spelt = f"regexp_extract_all(text, '{word}{LEAD}(?:{CHINESE})|(?:{CHINESE}){BEHIND}{word}')"
    return (
        f"list_concat(list_transform(list_concat({after}, {before}), lambda m: {_digits_yuan('m')}),"
        # The many patterns of a numeral are compiled anew wherever DuckDB meets the lambda.
        f" CASE WHEN array_length({spelt}) > 0"
        f" THEN list_transform({spelt}, lambda m: {_numeral_yuan('m')}) END)"
    )


def _amount_fault(word: str) -> str:
    """SQL that compares an amount in 万元 with the text; the common case is settled without a pattern."""
    yuan = f"rtrim(rtrim(CAST({WIDE} * 10000 AS VARCHAR), '0'), '.')"
    judged = (
        f"CASE WHEN list_contains(found, {WIDE} * 10000) OR list_sum(found) = {WIDE} * 10000 THEN NULL"
        " WHEN list_contains(found, amount) OR list_sum(found) = amount THEN 'in_yuan'"
        f" WHEN list_contains(found, {WIDE} * 100000000) OR list_sum(found) = {WIDE} * 100000000"
        " THEN 'divided_twice' WHEN list_sum(found) IS NULL THEN NULL ELSE 'differs' END"
    )
    whole = "CAST(CAST(CAST(amount AS DOUBLE) * 10000 AS BIGINT) AS VARCHAR)"
    return (
        "CASE WHEN coalesce(amount, 0) <= 0 THEN NULL"
        f" WHEN contains(text, concat('{word}', {whole}, '元')) AND round(amount, 4) = amount THEN NULL"
        f" WHEN contains(text, concat('{word}', {yuan}, '元')) THEN NULL"
        f" ELSE list_transform([{_amounts(word)}], lambda found: {judged})[1] END"
    )


MACROS: Mapping[str, Macro] = {
    "fine_fault": Macro(
        ("amount", "text"),
        _amount_fault("罚款"),
        "how a fine in 万元 disagrees with its text: in_yuan, divided_twice, differs, or null",
    ),
    "months_after": Macro(
        ("day", "months"),
        "CAST(day + to_months(CAST(months AS INTEGER)) AS DATE)",
        "the same day of a later month, or that month's last",
    ),
    "is_summary_procedure": Macro(
        ("text",),
        "((contains(text, '简易程序')"
        " AND NOT regexp_matches(text, '(?:不|未|非|不得)适用简易程序|简易程序转'))"
        " OR (contains(text, '当场') AND (contains(text, '当场处罚') OR contains(text, '当场行政处罚')"
        " OR contains(text, '当场作出行政处罚'))))",
        "whether a text says that the summary procedure was used",
    ),
}
