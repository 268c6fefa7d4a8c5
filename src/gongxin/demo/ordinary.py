"""What stands in a field when an item's recipe says nothing: by its role in the item, else by its kind."""

from collections.abc import Callable, Mapping

from gongxin.catalogue.field import Field, FieldKind
from gongxin.catalogue.item import Item
from gongxin.engine.duckdb import literal

LONG_TERM = "DATE '2099-12-31'"
ENDS = ("至", "止", "期限", "截止", "届满")
NOT_DRAWN = ("其他", "其它", "自然人", "拘留")
CODE_LIKE = ("编号", "文号", "文书号", "号码", "编码", "证号", "字号")


def ordinary_sql(field: Field, item: Item) -> str:
    """Return SQL for a value without fault; dates are typed, all else is text."""
    roles = _roles(item)
    if field.code in roles:
        return roles[field.code]
    if field.personal or field.code in (*item.subject.natural_person_fields, *item.subject.old_identifiers):
        return "NULL"
    if field.code == item.subject.category:
        return category_sql(field)
    return BY_KIND[field.kind](field, item)


def _roles(item: Item) -> Mapping[str, str]:
    """Fields that say who, by whom, when and under which number."""
    roles = {item.subject.name: "o.name", item.subject.uscc: "o.uscc", item.decided_on: "r.decided"}
    for unit in (item.authority, item.source):
        if unit:
            roles |= {unit.name: "r.unit_name", unit.uscc: "r.unit_uscc"}
    if item.valid_until:
        roles[item.valid_until] = "(r.decided + to_months(12 + 12 * dice(r.b, 'term', 5)::INTEGER))::DATE"
    if item.ended_on and item.ended_on not in roles:
        roles[item.ended_on] = "CASE WHEN r.decided < r.last_day - 200 THEN r.decided + 90 END"
    if item.document_number and item.document_number not in roles:
        roles[item.document_number] = document_number_sql(item)
    return roles


def document_number_sql(item: Item) -> str:
    """Return SQL for numbers such as 云市监罚〔2025〕第127号; those of a unit and year run on with holes."""
    return f"r.mark || {literal(_short(item))} || '〔' || year(r.decided) || '〕第' || r.number || '号'"


def _short(item: Item) -> str:
    name = item.name.zh.removeprefix("行政")
    return name[:2]


def category_sql(field: Field) -> str:
    """Return SQL for the class of the subject: a sole trader or another organisation."""
    trader = next((code for code, label in field.codes.items() if "个体" in label.zh), "个体工商户")
    other = next((code for code, label in field.codes.items() if "法人" in label.zh), "法人及非法人组织")
    return f"CASE WHEN o.kind = 'sole_trader' THEN {literal(trader)} ELSE {literal(other)} END"


def _text(field: Field, item: Item) -> str:
    if not field.required and not field.required_when and not field.example:
        return "NULL"
    word = literal((field.example or field.label.zh)[: (field.length or 200) - 12])
    if field.code in item.identity or any(like in field.label.zh for like in CODE_LIKE):
        return "r.mark || '-' || year(r.decided) || '-' || lpad(r.number::VARCHAR, 6, '0')"
    return word


def _date(field: Field, item: Item) -> str:
    if any(end in field.label.zh for end in ENDS):
        return "(r.decided + to_months(12 + 12 * dice(r.b, 'term', 5)::INTEGER))::DATE"
    return "r.decided"


def _number(field: Field, item: Item) -> str:
    scale = min(field.scale or 2, 2)
    return f"((100 + dice(r.b, {literal(field.code)}, 99900)) / 100.0)::DECIMAL(18, {scale})::VARCHAR"


def _whole(field: Field, item: Item) -> str:
    if "年" in field.label.zh:
        return "year(r.decided)::VARCHAR"
    return f"(1 + dice(r.b, {literal(field.code)}, 60))::VARCHAR"


def _code(field: Field, item: Item) -> str:
    drawn = [code for code, label in field.codes.items() if not any(word in label.zh for word in NOT_DRAWN)]
    codes = ", ".join(literal(code) for code in drawn or field.codes)
    return f"pick([{codes}], r.b, {literal(field.code)})"


BY_KIND: Mapping[FieldKind, Callable[[Field, Item], str]] = {
    FieldKind.TEXT: _text,
    FieldKind.DATE: _date,
    FieldKind.DECIMAL: _number,
    FieldKind.INTEGER: _whole,
    FieldKind.CODE: _code,
    FieldKind.CODES: _code,
    FieldKind.USCC: lambda field, item: "r.unit_uscc",
    FieldKind.REGION: lambda field, item: "substr(o.uscc, 3, 6)",
    FieldKind.INDUSTRY: lambda field, item: "o.industry",
}
