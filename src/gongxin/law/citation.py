"""A citation is a value with one spelling here and one in TOML, so that the law index is a search."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from gongxin.law.reading import InvalidLaw, refuse_odd_keys

CODE = re.compile(r"[A-Z][A-Z0-9]*(-[A-Z0-9]+)*")
NUMBER = re.compile(r"[^\s\"]*")


@dataclass(frozen=True, order=True, slots=True)
class Article:
    """A provision of an instrument; an empty number cites the instrument as a whole."""

    instrument: str
    number: str = ""

    def __post_init__(self) -> None:
        if not CODE.fullmatch(self.instrument) or not NUMBER.fullmatch(self.number):
            raise InvalidLaw(
                f"{self.instrument} {self.number}",
                "引用写法不符：文件代码用大写字母和数字，条号不含空格。",
                "not a citation: capitals and digits for the instrument, no blanks in the number.",
            )

    def __str__(self) -> str:
        return f"{self.instrument} {self.number}".rstrip()

    @property
    def main_number(self) -> int | None:
        """The number before any paragraph: 12 for `12(4)`; None where articles are not numbered in digits."""
        found = re.match(r"\d+", self.number)
        return int(found.group()) if found else None


def article_from(raw: Mapping[str, object], where: str = "basis") -> Article:
    """Return the article written `{ instrument = "SH", number = "29" }`; no number cites the whole."""
    if not isinstance(raw, Mapping):
        raise InvalidLaw(where, "依据应写成表。", 'a basis is a table: { instrument = "SH", number = "29" }.')
    refuse_odd_keys(raw, required={"instrument"}, optional={"number"}, where=where)
    return Article(str(raw["instrument"]), str(raw.get("number", "")))
