"""The behaviour list: which conduct falls into which tier, on what basis, from when."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from gongxin.catalogue.label import Label
from gongxin.law.citation import Article


class Tier(StrEnum):
    """轻微, 一般, 严重."""

    MINOR = "minor"
    ORDINARY = "ordinary"
    SEVERE = "severe"


@dataclass(frozen=True, slots=True)
class Behaviour:
    """Records of `item` for which the SQL condition `match` holds and that were decided in [from_, until).

    Where several match, the heaviest tier counts. A record of a tiered item that none matches goes to the
    manual queue. `unrepairable` is the law, regulation or central policy that rules repair out; without one
    everything can be repaired.
    """

    code: str
    item: str
    name: Label
    tier: Tier
    match: str
    basis: Article
    from_: date
    until: date | None = None
    sector: str | None = None
    unrepairable: Article | None = None

    @property
    def repairable(self) -> bool:
        return self.unrepairable is None
