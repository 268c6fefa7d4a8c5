"""How long an item's records are shown to the public."""

from dataclasses import dataclass
from enum import StrEnum

from gongxin.law.citation import Article


class PublicityKind(StrEnum):
    """What decides the window.

    tier: the tier of the conduct (轻微, 一般, 严重) and the decision date; `until` may end it earlier,
        as when an organisation leaves a list;
    valid: from the decision until the `until` field's date;
    months: a dated parameter counted in calendar months from the decision date;
    standing: as long as the record is current (basic facts, open commitments);
    never: not shown to the public.
    """

    TIER = "tier"
    VALID = "valid"
    MONTHS = "months"
    STANDING = "standing"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Publicity:
    kind: PublicityKind
    basis: Article
    until: str | None = None  # field code, for `valid` and `tier`
    parameter: str | None = None  # for `months`


class Disclosure(StrEnum):
    """Who may see an item's records, before time plays a part."""

    PUBLIC = "public"  # 向社会公开
    SHARED = "shared"  # 政务共享
    AUTHORISED = "authorised"  # 授权查询
