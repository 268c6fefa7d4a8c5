"""Make personal data unreadable wherever a value is shown, as SQL.

What looks like a personal number is masked even where its check digit is wrong: a mistyped identity number
still tells whose it is. The first three digits stay, so that the unit finds the place.
"""

import re

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
CARD_START = f"(?:[346３４６]{GAP}{DIGIT}|[59５９]{GAP}[04-8０４-８])"
CARD = ([CARD_START, DIGIT], [DIGIT] * 12)
MORE_OF_CARD = f"(?:{GAP}{DIGIT}){{1,4}}"

# Codes of organisations begin like some cards and have eighteen characters, of which all, or all but the
# last, may be digits. They are no personal data, and whoever has to mend one has to see it.
CODE_START = f"[59５９]{GAP}[1239１２３９]"
CARD_LIKE_CODE = ([CODE_START, DIGIT], [DIGIT] * 12)
LENGTH_OF_NO_CODE = f"(?:{GAP}{DIGIT}|(?:{GAP}{DIGIT}){{4}})"
SEVENTEEN = f"(?:{GAP}{DIGIT}){{2}}"
NO_LETTER = "($|[^0-9０-９A-Za-zＡ-Ｚａ-ｚ])"

SHAPES = (
    (*IDENTITY, "", BEHIND),
    (*OLD_IDENTITY, "", BEHIND),
    (*MOBILE, "", BEHIND),
    (*CARD, MORE_OF_CARD, BEHIND),
    (*CARD_LIKE_CODE, LENGTH_OF_NO_CODE, BEHIND),
    (*CARD_LIKE_CODE, SEVENTEEN, NO_LETTER),
)
STARS = "*" * 12


PATTERNS = tuple(
    f"{BEFORE}({GAP.join(kept)}){GAP}{GAP.join(hidden)}{more}{behind}"
    for kept, hidden, more, behind in SHAPES
)


def masked_text(text: str) -> str:
    """Return one text masked: the name of a file, a header."""
    if not re.search(MANY_DIGITS, text):
        return text
    for pattern in PATTERNS:
        for _ in range(2):
            text = re.sub(pattern, _REPLACEMENT, text)
    return text


def masked(text: str) -> str:
    """Return SQL for the text with personal numbers masked; a text without many digits is left as it is."""
    out = text
    for pattern in PATTERNS:
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
