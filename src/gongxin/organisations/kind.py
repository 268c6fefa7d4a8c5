"""What kind of organisation a code belongs to, by its first two characters."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path

from gongxin.law.label import Label, label_from


class Kind(StrEnum):
    """The classes of subject; there is none for natural persons."""

    ENTERPRISE = "enterprise"
    SOLE_TRADER = "sole_trader"
    SOCIAL_ORGANISATION = "social_organisation"
    PUBLIC_INSTITUTION = "public_institution"
    GOVERNMENT_BODY = "government_body"
    OTHER = "other"

    @property
    def label(self) -> Label:
        """The name that pages show."""
        return LABELS[self]


LABELS = {
    Kind.ENTERPRISE: Label("企业", "Enterprise"),
    Kind.SOLE_TRADER: Label("个体工商户", "Sole trader"),
    Kind.SOCIAL_ORGANISATION: Label("社会组织", "Social organisation"),
    Kind.PUBLIC_INSTITUTION: Label("事业单位", "Public institution"),
    Kind.GOVERNMENT_BODY: Label("机关", "Government body"),
    Kind.OTHER: Label("其他组织", "Other organisation"),
}


@dataclass(frozen=True, slots=True)
class Prefix:
    """One pair of registering department and kind, as the standard names it."""

    code: str
    kind: Kind
    department: Label
    label: Label
    verified: bool


@lru_cache(maxsize=1)
def prefixes() -> Mapping[str, Prefix]:
    """Return the table of first two characters."""
    raw = tomllib.loads(Path(__file__).with_name("kinds.toml").read_text("utf-8"))
    departments = {code: label_from(row, f"kinds.toml: {code}") for code, row in raw["departments"].items()}
    return {
        code: Prefix(
            code,
            Kind(row["kind"]),
            departments[code[0]],
            Label(row["zh"], row["en"]),
            row.get("verified", True),
        )
        for code, row in raw["prefixes"].items()
    }


def kind_of(uscc: str) -> Kind:
    """Return the kind a normalised code belongs to; `other` where its first two characters are unknown."""
    prefix = prefixes().get(uscc[:2])
    return prefix.kind if prefix else Kind.OTHER


def kind_sql(column: str) -> str:
    """Return SQL for `kind_of` over a column of normalised codes."""
    whens = " ".join(
        f"WHEN substr({column}, 1, 2) IN ({_codes(kind)}) THEN '{kind}'"
        for kind in Kind
        if kind is not Kind.OTHER
    )
    return f"CASE {whens} ELSE '{Kind.OTHER}' END"


def _codes(kind: Kind) -> str:
    return ", ".join(f"'{prefix.code}'" for prefix in prefixes().values() if prefix.kind is kind)
