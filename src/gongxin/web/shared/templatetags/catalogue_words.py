"""Names of the catalogue's own terms."""

from collections.abc import Iterable, Mapping

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongxin.catalogue.field import FieldKind
from gongxin.catalogue.item import Category
from gongxin.catalogue.publicity import Disclosure, PublicityKind
from gongxin.organisations.kind import Kind

register = template.Library()

CATEGORIES: Mapping[Category, Promise] = {
    Category.BASIC: _("基本信息"),
    Category.ADVERSE: _("失信信息"),
    Category.HONOUR: _("守信信息"),
    Category.OTHER: _("其他信息"),
}
DISCLOSURES = {
    Disclosure.PUBLIC: _("向社会公开"),
    Disclosure.SHARED: _("政务共享"),
    Disclosure.AUTHORISED: _("授权查询"),
}
PUBLICITIES = {
    PublicityKind.TIER: _("按分档计算公示期"),
    PublicityKind.VALID: _("公示至有效期届满"),
    PublicityKind.MONTHS: _("自决定之日起按月计算"),
    PublicityKind.STANDING: _("现行有效期间持续公示"),
    PublicityKind.NEVER: _("不公示"),
}
FIELD_KINDS = {
    FieldKind.TEXT: _("文本"),
    FieldKind.DATE: _("日期"),
    FieldKind.DECIMAL: _("小数"),
    FieldKind.INTEGER: _("整数"),
    FieldKind.CODE: _("单选代码"),
    FieldKind.CODES: _("多选代码"),
    FieldKind.USCC: _("统一社会信用代码"),
    FieldKind.REGION: _("行政区划"),
    FieldKind.INDUSTRY: _("行业"),
}
FORMS = {
    "csv": "CSV",
    "jsonl": "JSON Lines",
    "csv-zip": "CSV + manifest (ZIP)",
    "jsonl-zip": "JSON Lines + manifest (ZIP)",
}


@register.filter
def category_name(category: Category) -> str:
    return str(CATEGORIES[category])


@register.filter
def disclosure_name(disclosure: Disclosure) -> str:
    return str(DISCLOSURES[disclosure])


@register.filter
def publicity_name(kind: PublicityKind) -> str:
    return str(PUBLICITIES[kind])


@register.filter
def field_kind_name(kind: FieldKind) -> str:
    return str(FIELD_KINDS[kind])


@register.filter
def form_name(form: str) -> str:
    return FORMS[form]


@register.filter
def in_order(kinds: Iterable[Kind]) -> list[Kind]:
    """Return kinds of organisation in the order in which they are declared, whatever set holds them."""
    held = set(kinds)
    return [kind for kind in Kind if kind in held]
