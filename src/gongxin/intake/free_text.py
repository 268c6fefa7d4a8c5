"""Text that somebody types on a page: no natural person's numbers are taken there either."""

import re
from collections.abc import Sequence
from datetime import date

import duckdb

from gongxin.intake.message import MESSAGES
from gongxin.intake.normalising import FULL_WIDTH, HALF_WIDTH
from gongxin.intake.personal import MANY_DIGITS, detectors, spread

HALF = str.maketrans(FULL_WIDTH, HALF_WIDTH)
ENOUGH_DIGITS = re.compile(MANY_DIGITS)  # most texts have not even the digits, and need no database to tell


class PersonalInText(Exception):
    """A text carries a number of a natural person, so it is not kept."""

    def __init__(self, rules: Sequence[str]) -> None:
        said = [MESSAGES[rule].message for rule in rules]
        zh = "；".join(one.zh.format(field="填写的内容", value="…") for one in said)
        en = "; ".join(one.en.format(field="The text", value="…") for one in said)
        hint = MESSAGES[rules[0]].hint
        super().__init__(f"{zh}。{hint.zh} / {en}. {hint.en}")


def refuse_personal(text: str, *, on: date) -> None:
    """Refuse a text with an identity, mobile or bank-card number; the same detectors as for submitted rows.

    Raises:
        PersonalInText: saying which kind, never the number.
    """
    if not ENOUGH_DIGITS.search(text.translate(HALF)):
        return
    looked_for = detectors("spread_text", on=on, is_number=False)
    columns = ", ".join(detector.found for detector in looked_for)
    with duckdb.connect(":memory:") as connection:
        found = connection.execute(
            f"SELECT {columns} FROM (SELECT {spread('given')} AS spread_text FROM (SELECT $1 AS given))",
            [text],
        ).fetchone()
    assert found is not None
    rules = [detector.rule for detector, is_found in zip(looked_for, found, strict=True) if is_found]
    if rules:
        raise PersonalInText(rules)
