"""Make personal data unreadable wherever a value is shown, as SQL.

What looks like a personal number is masked even where its check digit is wrong: a mistyped identity number
still tells whose it is. The first three digits stay, so that the unit finds the place.
"""

from gongxin.engine.duckdb import literal
from gongxin.intake.personal import MANY_DIGITS

GAP = r"[ \-]?"
DIGIT = "[0-9０-９]"
BEFORE, BEHIND = "(^|[^0-9０-９])", "($|[^0-9０-９])"
CENTURY = ["(?:[1１]" + GAP + "[89８９]|[2２]" + GAP + "[0０])", DIGIT, DIGIT]
MONTH = "(?:[0０]" + GAP + "[1-9１-９]|[1１]" + GAP + "[0-2０-２])"
DAY = "(?:[0０]" + GAP + "[1-9１-９]|[12１２]" + GAP + DIGIT + "|[3３]" + GAP + "[01０１])"
THREE = [DIGIT] * 3

IDENTITY = ([DIGIT] * 3, [*THREE, *CENTURY, MONTH, DAY, *THREE, "[0-9０-９XxＸｘ]"])
OLD_IDENTITY = ([DIGIT] * 3, [*THREE, DIGIT, DIGIT, MONTH, DAY, *THREE])
MOBILE = (["[1１]", "[3-9３-９]", DIGIT], [DIGIT] * 8)
CARD = (["[3-69３-６９]", DIGIT, DIGIT], [DIGIT] * 12)
MORE_OF_CARD = f"(?:{GAP}{DIGIT}){{1,4}}"

STARS = "*" * 12


def masked(text: str) -> str:
    """Return SQL for the text with personal numbers masked; a text without many digits is left as it is."""
    out = text
    for kept, hidden, more in ((*IDENTITY, ""), (*OLD_IDENTITY, ""), (*MOBILE, ""), (*CARD, MORE_OF_CARD)):
        pattern = f"{BEFORE}({GAP.join(kept)}){GAP}{GAP.join(hidden)}{more}{BEHIND}"
        # Twice: the character behind a number is taken by its match and cannot open the next one at once.
        for _ in range(2):
            out = f"regexp_replace({out}, {literal(pattern)}, {literal(_REPLACEMENT)}, 'g')"
    return f"CASE WHEN {has_many_digits(text)} THEN {out} ELSE {text} END"


def has_many_digits(text: str) -> str:
    """Return SQL that holds where `masked` may change the text at all."""
    return f"regexp_matches({text}, {literal(MANY_DIGITS)})"


_REPLACEMENT = f"\\1\\2{STARS}\\3"


def starred(text: str) -> str:
    """Return SQL for the start of a text in which every long run of digits is masked, whatever it is."""
    return f"left(regexp_replace({text}, '([0-9]{{3}})[0-9]{{8,}}[0-9Xx]*', '\\1{STARS}', 'g'), 60)"
