"""The stated rules by which a cell becomes a value, as SQL.

Blanks around a value go, invisible ones too; a cell that says 无, 空, N/A or a dash is empty. Full-width
digits and letters become half-width where a value is a number, date, code or part of the identity. 长期 is
the last day of 2099. Free text keeps its own punctuation. Each expression settles the common spelling first
and pays for the others only where met.
"""

from collections.abc import Collection

from gongxin.catalogue.field import Field, FieldKind
from gongxin.engine.duckdb import literal
from gongxin.intake.code_list import code_sql
from gongxin.organisations.uscc_sql import normalised_sql

ABSENT = (
    "",
    "无",
    "空",
    "暂无",
    "N/A",
    "n/a",
    "NA",
    "NULL",
    "null",
    "Null",
    "None",
    "-",
    "--",
    "—",
    "——",
    "/",
    "\\",
)
LONGEST_ABSENT = max(len(word.encode()) for word in ABSENT)

INVISIBLE = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
BLANKS = " \t\r\n\v\f\u00a0\u3000" + INVISIBLE
# The same characters, and every other control character, as RE2 writes them.
BLANK = r"[\x00- \x7f\x{a0}\x{200b}-\x{200f}\x{2060}\x{3000}\x{feff}]"

FULL_WIDTH = "".join(map(chr, range(0xFF01, 0xFF5F)))
HALF_WIDTH = "".join(map(chr, range(0x21, 0x7F)))
WIDE_LETTERS = "０-９Ａ-Ｚａ-ｚ"

NO_END = (
    "长期",
    "长期有效",
    "永久",
    "永久有效",
    "无固定期限",
    "无期限",
    "9999-12-31",
    "9999/12/31",
    "99991231",
)
NO_END_DAY = "2099-12-31"  # how the double-publicity standard of 2018 writes 长期

DATE_PARTS = (
    r"^((?:1[89]|2[0-9])[0-9]{2})\s*[-/.年]\s*([0-9]{1,2})\s*[-/.月]\s*([0-9]{1,2})\s*日?"
    r"(?:[ T]*[0-9]{1,2}[:时][0-9]{1,2}.*)?$"
)
AMOUNT = (
    r"^[¥￥]?(?:人民币|RMB)?\s*([+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)?(?:\.[0-9]+)?)"
    r"\s*\(?(亿元|亿|万元|万|元)?(?:人民币)?\)?整?$"
)


def is_one_of(text: str, words: Collection[str]) -> str:
    return f"{text} IN ({', '.join(literal(word) for word in words)})"


def present(text: str) -> str:
    """Return SQL that is NULL where a text says that there is nothing; only short texts are compared."""
    absent = f"CASE WHEN {is_one_of(text, ABSENT)} THEN NULL ELSE {text} END"
    return f"CASE WHEN strlen({text}) <= {LONGEST_ABSENT} THEN {absent} ELSE {text} END"


def trimmed(text: str) -> str:
    return f"trim({text}, {literal(BLANKS)})"


def narrow(text: str) -> str:
    """Return SQL for a value in half width without blanks around or invisible characters in it."""
    old, new = FULL_WIDTH + "\u3000\u00a0" + INVISIBLE, HALF_WIDTH + "  "
    return f"trim(translate({text}, {literal(old)}, {literal(new)}), {literal(BLANKS)})"


def capitals(text: str) -> str:
    """Return SQL for a text with its Latin letters, and no others, in capitals."""
    small = "abcdefghijklmnopqrstuvwxyz"
    return f"translate({text}, '{small}', '{small.upper()}')"


def text_sql(cell: str, is_remarkable: str) -> str:
    """Return SQL for free text; `is_remarkable` says whether any text of the row may need the slow way."""
    edges = f"regexp_matches({cell}, '^{BLANK}|{BLANK}$')"
    padded = f"CASE WHEN {is_remarkable} THEN {edges} ELSE false END"
    return f"CASE WHEN {padded} THEN {_told(trimmed(cell))} ELSE {present(cell)} END"


def identity_text_sql(cell: str) -> str:
    """Return SQL for a short text that tells records apart: digits and letters in one width."""
    odd = f"regexp_matches({cell}, '[{WIDE_LETTERS}]|^{BLANK}|{BLANK}$')"
    letters = "".join(c for c in FULL_WIDTH if chr(ord(c) - 0xFEE0).isalnum())
    plain = "".join(chr(ord(c) - 0xFEE0) for c in letters)
    slow = trimmed(f"translate({cell}, {literal(letters)}, {literal(plain)})")
    return f"CASE WHEN {odd} THEN {_told(slow)} ELSE {present(cell)} END"


def _told(text: str) -> str:
    return f"CASE WHEN {is_one_of(text, ABSENT)} THEN NULL ELSE {text} END"


def presence_sql(cell: str) -> str:
    """Return SQL for the cell of a number, date or code, NULL where it says that there is nothing.

    What begins with a digit says something.
    """
    short = f"strlen({cell}) <= {LONGEST_ABSENT} AND NOT ({cell} >= '0' AND {cell} < ':')"
    absent = is_one_of(f"trim({cell})", ABSENT)
    return f"CASE WHEN {short} THEN CASE WHEN {absent} THEN NULL ELSE {cell} END ELSE {cell} END"


def typed_sql(field: Field, text: str, *, may_have_no_end: bool) -> str:
    """Return SQL for the typed value of `text`, NULL where it cannot be read."""
    if field.kind is FieldKind.CODE:
        return code_sql(field, text, narrow(text))
    match field.kind:
        case FieldKind.DATE:
            return date_sql(text, may_have_no_end=may_have_no_end)
        case FieldKind.DECIMAL:
            return decimal_sql(text, in_ten_thousands="万元" in field.label.zh)
        case FieldKind.INTEGER:
            return integer_sql(text)
        case FieldKind.USCC:
            return normalised_sql(text)
        case FieldKind.REGION | FieldKind.INDUSTRY:
            return _place_sql(text)
        case _:
            return text


def _place_sql(text: str) -> str:
    return f"CASE WHEN regexp_full_match({text}, '[0-9A-Z]*') THEN {text} ELSE {capitals(narrow(text))} END"


# A lambda would name a part once instead of repeating it, but DuckDB compiles its patterns anew for every
# two thousand rows with one odd cell. What follows repeats itself where few rows come.


def date_sql(text: str, *, may_have_no_end: bool = False) -> str:
    """Return SQL for a date: 2026-05-12, 20260512, 2026.5.12, 2026年5月12日, with a time, or a serial."""
    # DuckDB itself would also read `24-1-5`, `epoch` and years before Christ: the shape is checked first.
    year = f"{text} >= '1800' AND {text} < '3'"
    is_plain = f"{year} AND strlen({text}) BETWEEN 8 AND 10 AND substr({text}, 5, 1) IN ('-', '/')"
    fast = f"CASE WHEN {is_plain} THEN TRY_CAST({text} AS DATE) END"
    is_compact = f"{year} AND regexp_full_match({text}, '[0-9]{{8}}')"
    digits = f"CASE WHEN {is_compact} THEN CAST(try_strptime({text}, '%Y%m%d') AS DATE) END"
    slow = f"coalesce({_other_date(text)}, {_no_end(text, may_have_no_end)} {_other_date(narrow(text))} END)"
    return f"coalesce({fast}, {digits}, CASE WHEN {text} IS NOT NULL THEN {slow} END)"


def _no_end(text: str, may_have_no_end: bool) -> str:
    words = is_one_of(narrow(text), NO_END) if may_have_no_end else "false"
    return f"CASE WHEN {words} THEN DATE '{NO_END_DAY}' ELSE"


def _other_date(text: str) -> str:
    # Excel counts days from 30 December 1899; five digits are the years 1954 to 2119.
    stamp = "(1[89]|2[0-9])[0-9]{6}([ T]?[0-9]{2}:?[0-9]{2}(:?[0-9]{2})?)?"
    return (
        f"CASE WHEN regexp_matches({text}, '{DATE_PARTS}') "
        f"THEN TRY_CAST(regexp_replace({text}, '{DATE_PARTS}', '\\1-\\2-\\3') AS DATE) "
        f"WHEN regexp_full_match({text}, '[2-7][0-9]{{4}}(\\.[0-9]+)?') "
        f"THEN DATE '1899-12-30' + CAST(floor(TRY_CAST({text} AS DOUBLE)) AS INTEGER) "
        f"WHEN regexp_full_match({text}, '{stamp}') "
        f"THEN CAST(try_strptime(left({text}, 8), '%Y%m%d') AS DATE) END"
    )


def decimal_sql(text: str, *, in_ten_thousands: bool) -> str:
    """Return SQL for an amount; a unit written behind it is honoured, a unit of the column (万元) assumed."""
    plain = f"CASE WHEN NOT contains({text}, '_') THEN TRY_CAST({text} AS DECIMAL(18, 6)) END"
    grouped = f"regexp_full_match({text}, '[0-9]{{1,3}}(,[0-9]{{3}})+(\\.[0-9]+)?')"
    with_commas = f"CASE WHEN {grouped} THEN TRY_CAST(replace({text}, ',', '') AS DECIMAL(18, 6)) END"
    slow = _amount_with_unit(narrow(text), 10000 if in_ten_thousands else 1)
    return f"coalesce({plain}, CASE WHEN {text} IS NOT NULL THEN coalesce({with_commas}, {slow}) END)"


def _amount_with_unit(text: str, column: int) -> str:
    """SQL for an amount in units of `column` yuan."""
    # The decimal type is wide here: a multiplied amount must not overflow before it is found too large.
    number = f"TRY_CAST(replace(regexp_extract({text}, '{AMOUNT}', 1), ',', '') AS DECIMAL(28, 6))"
    unit = f"regexp_extract({text}, '{AMOUNT}', 2)"
    return (
        f"TRY_CAST(CASE {unit} WHEN '' THEN {number} WHEN '元' THEN {number} * {1 / column} "
        f"WHEN '万' THEN {number} * {10000 // column} WHEN '万元' THEN {number} * {10000 // column} "
        f"ELSE {number} * {100000000 // column} END AS DECIMAL(18, 6))"
    )


def too_precise_sql(text: str, scale: int) -> str:
    """Return SQL that holds where a number has more digits behind the point than are kept."""
    # A computed cell of a workbook may read 0.30000000000000004; that is noise, not precision.
    exact = f"TRY_CAST({text} AS DECIMAL(38, 16))"
    noise = f"abs({exact} - round({exact}, {scale})) > 0.0000000001"
    long = f"strlen({text}) > {scale + 2} AND contains({text}, '.')"
    return f"CASE WHEN {long} THEN coalesce({noise}, false) ELSE false END"


def integer_sql(text: str) -> str:
    """Return SQL for a whole number, with separators or `.0` behind it."""
    fast = f"CASE WHEN regexp_full_match({text}, '[0-9]+') THEN TRY_CAST({text} AS BIGINT) END"
    digits = f"regexp_extract(replace({narrow(text)}, ',', ''), '^([+-]?[0-9]+)(?:\\.0*)?$', 1)"
    return f"coalesce({fast}, CASE WHEN {text} IS NOT NULL THEN TRY_CAST({digits} AS BIGINT) END)"
