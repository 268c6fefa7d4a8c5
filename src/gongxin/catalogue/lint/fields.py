"""Fields: each complete for its kind, and what names a record is kept and filled in."""

from collections.abc import Iterator

from gongxin.catalogue.field import Field, FieldKind
from gongxin.catalogue.item import Item
from gongxin.catalogue.lint.refusal import Refusal
from gongxin.catalogue.publicity import Disclosure

LISTED = (FieldKind.CODE, FieldKind.CODES)


def refusals(item: Item) -> Iterator[Refusal]:
    """Yield what is missing from an item's fields."""
    for field in item.fields:
        for reason, zh, en in _missing(field):
            yield Refusal(f"{item.code} {field.code}", reason, zh, en)
    yield from _identity(item)
    if item.openness and set(item.field(item.openness).codes) != set(Disclosure):
        yield Refusal(
            item.code,
            "disclosure.openness_codes",
            f"{item.openness} 的代码应正好是 {'、'.join(Disclosure)}。",
            f"the codes of {item.openness} should be exactly {', '.join(Disclosure)}.",
        )


def _missing(field: Field) -> Iterator[tuple[str, str, str]]:
    if field.kind is FieldKind.TEXT and not field.length:
        yield "field.length_missing", "文字字段应写明长度。", "a text field states its length."
    if field.kind is FieldKind.DECIMAL and field.scale is None:
        yield "field.scale_missing", "金额字段应写明小数位数。", "a decimal field states its scale."
    if field.kind in LISTED and not field.codes:
        yield "field.codes_missing", "代码字段应指明代码表。", "a code field names its code list."
    if field.personal and (field.required or field.required_when):
        yield (
            "field.personal_required",
            "涉及自然人的列不得要求填写。",
            "a personal column is never required.",
        )


def _identity(item: Item) -> Iterator[Refusal]:
    if not item.identity:
        yield Refusal(
            item.code,
            "identity.missing",
            "没有 identity，两条记录无法区分。",
            "without an identity records cannot be told apart.",
        )
    named = {*item.identity, item.title, item.decided_on, item.subject.name, item.subject.uscc}
    for code in sorted(named):
        if item.field(code).personal:
            yield Refusal(
                item.code,
                "identity.dropped",
                f"{code} 入库前丢弃，不能用来识别。",
                f"{code} is dropped and cannot identify.",
            )
    for code in item.identity:
        field = item.field(code)
        if not field.required and not field.required_when:
            yield Refusal(
                item.code,
                "identity.optional",
                f"识别字段 {code} 应为必填。",
                f"the identity field {code} should be required.",
            )
    if not item.field(item.decided_on).required:
        yield Refusal(
            item.code,
            "identity.date_optional",
            f"决定日期 {item.decided_on} 应为必填。",
            f"the decision date {item.decided_on} should be required.",
        )
