"""Find the personal data that must not come in: identity, mobile and bank-card numbers in text.

Numbers of organisations and documents look alike; what tells them apart is stated beside each pattern.
Digits may be full width, or parted by blanks or hyphens.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from gongxin.engine.duckdb import literal
from gongxin.intake.normalising import FULL_WIDTH, HALF_WIDTH
from gongxin.organisations.kind import prefixes
from gongxin.organisations.uscc import IDENTITY_CHECKS, IDENTITY_WEIGHTS, SUBJECT_WEIGHTS, WEIGHTS
from gongxin.organisations.uscc_rule import ALPHABET

# A row without eleven digits in a row has none of them: the test that all rows take.
MANY_DIGITS = r"(?:[0-9０-９][ \-]?){11}"

MONTH_DAY = "(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
START, END = "(?:^|[^0-9])", "(?:$|[^0-9A-Za-z])"
# In spread text each character that is no letter or digit stands twice, so that the one behind a number can
# also be the one before the next.
GAP = "(?:  |--)?"

PROVINCE = f"(?:1{GAP}[1-5]|2{GAP}[1-3]|3{GAP}[1-7]|4{GAP}[1-6]|5{GAP}[0-4]|6{GAP}[1-5]|7{GAP}1|8{GAP}[1-3])"

# Letters before a mobile number are a word (`tel138…`), letters and digits a product or company code. An
# amount goes on with a point or a unit, a document number with 号.
BEFORE = "(?:^|[^0-9A-Za-z.〕】\\]第字])[A-Za-z]{0,10}"
BEHIND = "(?:$|[^0-9A-Za-z.元万亿号]|号号[码机]|\\.\\.(?:$|[^0-9]))"
GROUPED = f"1[3-9][0-9](?:{GAP}[0-9]{{4}}{GAP}[0-9]{{4}}|{GAP}[0-9]{{3}}{GAP}[0-9]{{5}})"
SPACED = "(?:^|[^0-9 ])(?:  )*1  [3-9](?:  [0-9]){9}(?:$|[^0-9 ]|  (?:$|[^0-9]))"
MOBILE = f"{BEFORE}(?:\\+?\\+?86{GAP})?{GROUPED}{BEHIND}|{SPACED}"
# In a column of numbers only a word says that it is somebody's telephone.
NAMED_MOBILE = f"(?:电话|手机|联系方式|联系人)[^0-9A-Za-z字第]{{0,8}}{GROUPED}{BEHIND}"
IDENTITY = f"{START}({PROVINCE}(?:{GAP}[0-9]){{15}}{GAP}[0-9Xx]){END}"
OLD_IDENTITY = f"(?:^|[^0-9A-Za-z])({PROVINCE}[0-9]{{4}}{GAP}[1-9][0-9]{MONTH_DAY}{GAP}[0-9]{{3}}){END}"
# The issuers' prefixes that are used in China; other long numbers are not cards, whatever their check digit.
CARD = f"(?:^|[^0-9A-Za-z.])((?:62|60|68|69|9[0-9]|4[0-9]|5[1-5]|35)(?:{GAP}[0-9]){{14,17}}){END}"
CARD_SHAPES = "(?:62[0-9]{14,17}|(?:4[0-9]|5[1-5]|35)[0-9]{14}|(?:60|68|69|9[0-9])[0-9]{17})"


@dataclass(frozen=True, slots=True)
class Detector:
    """A kind of personal data: its rule and SQL over text that holds where the text has some."""

    rule: str
    found: str


def detectors(text: str, *, on: date, is_number: bool) -> Sequence[Detector]:
    """Return what to look for in `spread` text; `is_number` for columns of document and registration numbers.

    There, eleven or fifteen digits are the number itself unless a word before them says telephone, and
    eighteen digits that hold a day of recent years are a case number made from region, day and serial.
    """
    born_by = date(on.year - RECENT_YEARS, 1, 1) if is_number else on
    identity = Detector("personal.identity_number", _any(IDENTITY, text, _is_identity(born_by)))
    if is_number:
        return (identity, Detector("personal.mobile", f"regexp_matches({text}, {literal(NAMED_MOBILE)})"))
    old = _any(OLD_IDENTITY, text, IS_OLD_IDENTITY)
    return (
        Detector(identity.rule, f"({identity.found} OR {old})"),
        Detector("personal.mobile", f"regexp_matches({text}, {literal(MOBILE)})"),
        Detector("personal.bank_card", _any(CARD, text, f"({IS_CARD} AND NOT {_is_identity(on)})")),
    )


RECENT_YEARS = 16


def spread(text: str) -> str:
    """Return SQL for the text in half width with everything but letters and digits doubled."""
    half = f"translate({text}, {literal(FULL_WIDTH)}, {literal(HALF_WIDTH)})"
    return f"regexp_replace({half}, '([^0-9A-Za-z])', '\\1\\1', 'g')"


def _any(pattern: str, text: str, condition: str) -> str:
    """SQL that holds where a match of the pattern, its gaps taken out as `d`, meets the condition."""
    matches = f"regexp_extract_all({text}, {literal(pattern)}, 1)"
    digits = f"list_transform({matches}, lambda m: translate(m, 'x -', 'X'))"
    return f"(array_length(list_filter({digits}, lambda d: {condition})) > 0)"


def _is_identity(born_by: date) -> str:
    """Eighteen characters with a day of birth and the right check character, but no sound company code."""
    born = "CAST(try_strptime(substr(d, 7, 8), '%Y%m%d') AS DATE)"
    check = f"substr('{IDENTITY_CHECKS}', ({_sum(IDENTITY_WEIGHTS, 1)}) % 11 + 1, 1)"
    return (
        f"(coalesce({born} BETWEEN DATE '1880-01-01' AND DATE '{born_by}', false) "
        f"AND {check} = substr(d, 18, 1) AND NOT {IS_COMPANY_CODE})"
    )


def _sum(weights: Sequence[int], first: int) -> str:
    return " + ".join(
        f"{weight} * TRY_CAST(substr(d, {place}, 1) AS INTEGER)"
        for place, weight in enumerate(weights, first)
    )


# Both checks of a company code and a known beginning: one identity number in several hundred passes them too.
_INNER = f"(11 - ({_sum(SUBJECT_WEIGHTS, 9)}) % 11) % 11 = TRY_CAST(substr(d, 17, 1) AS INTEGER)"
_OUTER = f"({_sum(WEIGHTS, 1)} + instr('{ALPHABET}', substr(d, 18, 1)) - 1) % 31 = 0"
_KNOWN = f"left(d, 2) IN ({', '.join(literal(prefix) for prefix in prefixes() if prefix.isdigit())})"
IS_COMPANY_CODE = f"coalesce({_KNOWN} AND {_OUTER} AND {_INNER}, false)"

# Fifteen digits were given out until 1999 and have no check digit. Registration numbers of fifteen digits end
# in the check digit of ISO 7064 MOD 11,10; tax numbers are a region and an organisation code with its own.
_DIGITS = "list_transform(regexp_extract_all(substr(d, 1, 14), '.'), lambda c: TRY_CAST(c AS INTEGER))"
_STEP = "((CASE WHEN (p + x) % 10 = 0 THEN 10 ELSE (p + x) % 10 END) * 2) % 11"
_REGISTRATION = f"list_reduce(list_prepend(10, {_DIGITS}), lambda p, x: {_STEP})"
_TAX = f"(11 - ({_sum(SUBJECT_WEIGHTS, 7)}) % 11) % 11 = TRY_CAST(substr(d, 15, 1) AS INTEGER)"
IS_OLD_IDENTITY = (
    "(try_strptime(concat('19', substr(d, 7, 6)), '%Y%m%d') IS NOT NULL "
    f"AND ({_REGISTRATION} + TRY_CAST(substr(d, 15, 1) AS INTEGER)) % 10 <> 1 AND NOT ({_TAX}))"
)
_DIGIT = "TRY_CAST(c AS INTEGER)"
_LUHN = f"CASE WHEN i % 2 = 1 THEN {_DIGIT} ELSE (2 * {_DIGIT}) % 10 + (2 * {_DIGIT}) // 10 END"
_LUHN_SUM = f"list_sum(list_transform(regexp_extract_all(reverse(d), '.'), lambda c, i: {_LUHN}))"
IS_CARD = f"(regexp_full_match(d, '{CARD_SHAPES}') AND {_LUHN_SUM} % 10 = 0)"
