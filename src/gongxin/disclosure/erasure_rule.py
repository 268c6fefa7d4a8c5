"""The rules under which content may be erased. Under no other can it be; `log verify` judges each again."""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from gongxin.catalogue.item import Item
from gongxin.disclosure.term import add_months
from gongxin.law.citation import Article
from gongxin.law.label import Label
from gongxin.law.parameter import Parameter

KEPT = "erasure.after_query_period"
ON_REQUEST = QUERY_PERIOD = Article("SH", "27")


class ErasureRule(StrEnum):
    """Why content goes."""

    REQUEST = "request"  # the organisation asked for it and two people of the centre agreed
    EXPIRED = "expired"  # nobody may query it any more, and the time for which it is still kept is over
    ORDER = (
        "order"  # a court or an authority ordered it, or the law forbids holding it; a person answers for it
    )


LABELS: Mapping[ErasureRule, Label] = {
    ErasureRule.REQUEST: Label("组织申请删除", "deleted on request"),
    ErasureRule.EXPIRED: Label("查询期限届满", "query period over"),
    ErasureRule.ORDER: Label("依法责令删除", "ordered by law"),
}


def is_deletable(item: Item) -> bool:
    """Say whether organisations may have its records deleted: the catalogue rests it on that article."""
    return not item.is_adverse and ON_REQUEST in item.basis


def expired_before(kept: Parameter, on: date) -> date | None:
    """Return the day: a query period that ended earlier is over for good. None: the city has not decided."""
    value = kept.known_on(on)
    return add_months(on, -value.number) if value else None
