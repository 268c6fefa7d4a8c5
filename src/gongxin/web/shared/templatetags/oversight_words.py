"""What pages say of indicators of oversight."""

from decimal import Decimal

from django import template

from gongxin.organisations.kind import Kind
from gongxin.oversight.figure import Figure
from gongxin.oversight.indicator import OversightIndicator
from gongxin.oversight.relation import RelationKind
from gongxin.procedures.index import PROCEDURES
from gongxin.web.shared.templatetags.wording import item_name, words

register = template.Library()


@register.simple_tag
def group_name(indicator: OversightIndicator, item: str) -> str:
    """Return what an indicator's second key is called: an item, a procedure, or a kind of organisation."""
    if indicator.relation is RelationKind.TERM:
        return words(PROCEDURES[item].name) if item in PROCEDURES else item
    if indicator.relation is RelationKind.ORGANISATION:
        return words(Kind(item).label) if item in set(Kind) else item
    return item_name(item)


@register.simple_tag
def rate(indicator: OversightIndicator, figure: Figure | None) -> str:
    """Return a percentage cut to two places, or an average."""
    return "—" if figure is None else amount(indicator, figure.rate)


@register.simple_tag
def amount(indicator: OversightIndicator, value: Decimal | None) -> str:
    """Return a rate or a target as people write it."""
    if value is None:
        return "—"
    return f"{value:.2f}" if indicator.is_average else f"{100 * value:.2f}%".replace(".00%", "%")
