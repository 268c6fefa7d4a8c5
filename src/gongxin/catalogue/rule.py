"""Cross-field rules of an item."""

from dataclasses import dataclass

from gongxin.catalogue.label import Label
from gongxin.law.citation import Article
from gongxin.organisations.severity import Severity


@dataclass(frozen=True, slots=True)
class Rule:
    """A row is at fault where the SQL condition `fault` over the item's typed fields is true.

    `:today` in the condition is the reporting day. The id is stable for ever.
    """

    id: str
    field: str
    severity: Severity
    fault: str
    message: Label
    hint: Label
    basis: Article | None = None
