"""An Excel template for an item: typed columns, drop-downs, comments, an example row, instructions."""

import io
from datetime import date, datetime
from typing import Any

import xlsxwriter

from gongxin.catalogue.edition import Edition
from gongxin.catalogue.field import Field, FieldKind
from gongxin.catalogue.item import Item
from gongxin.catalogue.label import Label

ROWS = 5000  # rows below the header that carry formats and drop-downs
WIDTHS = {FieldKind.DATE: 13, FieldKind.USCC: 22, FieldKind.DECIMAL: 14, FieldKind.INTEGER: 10}
KINDS = {
    FieldKind.TEXT: Label("文字", "text"),
    FieldKind.DATE: Label("日期，如 2026-05-12", "date, such as 2026-05-12"),
    FieldKind.DECIMAL: Label("数字，可带小数", "number with decimals"),
    FieldKind.INTEGER: Label("整数", "whole number"),
    FieldKind.CODE: Label("从下拉列表中选一项", "one of the list"),
    FieldKind.CODES: Label(
        "一项或几项，几项之间用分号隔开", "one or several of the list, separated by semicolons"
    ),
    FieldKind.USCC: Label("18 位统一社会信用代码", "unified social credit code of 18 characters"),
    FieldKind.REGION: Label("6 位行政区划代码", "division code of 6 digits"),
    FieldKind.INDUSTRY: Label("国民经济行业分类代码", "industry code"),
}
INK, ACCENT, PALE, GREY = "#1f2933", "#0b5c6b", "#e6f0f2", "#7b8794"

# XlsxWriter has no type information: its workbooks, sheets and formats are Any here.
Formats = dict[str, Any]


def template(item: Item, edition: Edition) -> bytes:
    """Return the workbook; its first sheet holds the header and one example row that passes the check."""
    stream = io.BytesIO()
    workbook = xlsxwriter.Workbook(stream, {"in_memory": True})
    # The same catalogue gives the same bytes: the file is dated by its edition, not by the clock.
    workbook.set_properties(
        {"title": item.name.zh, "created": datetime.combine(edition.from_, datetime.min.time())}
    )
    formats = _formats(workbook)
    fields = item.kept_fields
    entry, guide, lists = (workbook.add_worksheet(name) for name in ("数据", "填写说明", "代码表"))
    ranges = _code_sheet(lists, fields, formats)
    _entry_sheet(entry, fields, formats, ranges)
    _guide_sheet(guide, item, edition, formats)
    workbook.close()
    return stream.getvalue()


def _formats(workbook: Any) -> Formats:
    base = {"font_name": "Microsoft YaHei", "font_size": 10, "valign": "top"}
    head = {
        **base,
        "bold": True,
        "text_wrap": True,
        "border": 1,
        "border_color": "#ffffff",
        "valign": "vcenter",
    }
    looks = {
        "title": {**base, "bold": True, "font_size": 14, "font_color": ACCENT},
        "required": {**head, "bg_color": ACCENT, "font_color": "#ffffff"},
        "optional": {**head, "bg_color": PALE, "font_color": INK},
        "text": {**base, "num_format": "@"},
        "date": {**base, "num_format": "yyyy-mm-dd"},
        "decimal": {**base, "num_format": "0.######"},
        "integer": {**base, "num_format": "0"},
        "wrapped": {**base, "text_wrap": True},
        "small": {**base, "font_color": GREY, "text_wrap": True},
    }
    return {name: workbook.add_format(look) for name, look in looks.items()}


def _format_of(field: Field) -> str:
    return field.kind.value if field.kind.value in ("date", "decimal", "integer") else "text"


def _entry_sheet(sheet: Any, fields: tuple[Field, ...], formats: Formats, ranges: dict[str, str]) -> None:
    sheet.freeze_panes(1, 1)
    sheet.set_row(0, 32)
    for column, field in enumerate(fields):
        sheet.set_column(column, column, WIDTHS.get(field.kind, 24), formats[_format_of(field)])
        sheet.write_string(0, column, field.label.zh, formats["required" if field.required else "optional"])
        sheet.write_comment(0, column, _comment(field), {"x_scale": 2, "y_scale": 1.6})
        if rule := _validation(field, ranges):
            sheet.data_validation(1, column, ROWS, column, rule)
        _write_example(sheet, column, field, formats)
    if fields:
        sheet.write_comment(
            1, 0, "这一行是示例，填写前请删除。\nAn example: delete this row before you begin."
        )


def _write_example(sheet: Any, column: int, field: Field, formats: Formats) -> None:
    if not field.example:
        return
    look = formats[_format_of(field)]
    if field.kind is FieldKind.DATE:
        sheet.write_datetime(1, column, date.fromisoformat(field.example.replace("/", "-")), look)
    elif field.kind in (FieldKind.DECIMAL, FieldKind.INTEGER):
        sheet.write_number(1, column, float(field.example), look)
    else:
        sheet.write_string(1, column, field.example, look)


def _comment(field: Field) -> str:
    lines = [field.code, f"{KINDS[field.kind].zh} / {KINDS[field.kind].en}", _need(field)]
    if field.length and field.kind is FieldKind.TEXT:
        lines.append(f"不超过 {field.length} 字 / at most {field.length} characters")
    if field.note:
        lines.append(f"{field.note.zh} / {field.note.en}")
    return "\n".join(lines)


def _need(field: Field) -> str:
    if field.required:
        return "必填 / required"
    return "视情况必填，见填写说明 / required in some cases" if field.required_when else "选填 / optional"


def _validation(field: Field, ranges: dict[str, str]) -> dict[str, Any] | None:
    message = {
        "ignore_blank": True,
        "error_title": field.label.zh[:32],
        "error_message": KINDS[field.kind].zh,
    }
    match field.kind:
        case FieldKind.CODE:
            kind = "warning" if field.open_codes else "stop"
            return {"validate": "list", "source": ranges[field.code], "error_type": kind, **message}
        case FieldKind.DATE:
            return {"validate": "date", "criteria": ">=", "value": date(1900, 1, 2), **message}
        case FieldKind.DECIMAL:
            return {
                "validate": "decimal",
                "criteria": "between",
                "minimum": -1e12,
                "maximum": 1e12,
                **message,
            }
        case FieldKind.INTEGER:
            return {
                "validate": "integer",
                "criteria": "between",
                "minimum": -(10**9),
                "maximum": 10**9,
                **message,
            }
        case FieldKind.USCC:
            return {"validate": "length", "criteria": "==", "value": 18, "error_type": "warning", **message}
        case FieldKind.TEXT if field.length:
            return {"validate": "length", "criteria": "<=", "value": field.length, **message}
    return None


def _code_sheet(sheet: Any, fields: tuple[Field, ...], formats: Formats) -> dict[str, str]:
    """Write the code lists side by side and return where each field's drop-down finds its own."""
    ranges: dict[str, str] = {}
    listed = [field for field in fields if field.codes]
    for column, field in enumerate(listed):
        sheet.set_column(column, column, 30)
        sheet.write_string(0, column, field.label.zh, formats["optional"])
        for row, (code, label) in enumerate(field.codes.items(), 1):
            sheet.write_string(
                row, column, label.zh if label.zh in field.code_aliases else code, formats["text"]
            )
        letter = xlsxwriter.utility.xl_col_to_name(column)
        ranges[field.code] = f"=代码表!${letter}$2:${letter}${len(field.codes) + 1}"
    return ranges


def _guide_sheet(sheet: Any, item: Item, edition: Edition, formats: Formats) -> None:
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, 1, 24)
    sheet.set_column(2, 4, 44)
    sheet.write_string(0, 0, f"{item.name.zh}  {item.name.en}", formats["title"])
    row = 1
    for line in _introduction(item, edition):
        sheet.merge_range(row, 0, row, 4, line, formats["wrapped"])
        row += 1
    for column, head in enumerate(("字段", "代码", "怎样填写", "可填的代码", "说明")):
        sheet.write_string(row, column, head, formats["optional"])
    for field in item.kept_fields:
        row += 1
        for column, text in enumerate(_guide_cells(field)):
            sheet.write_string(row, column, text, formats["wrapped"])
    sheet.write_string(row + 2, 0, "各字段之间的规则", formats["title"])
    for number, rule in enumerate(item.rules, row + 3):
        sheet.write_string(number, 0, rule.message.zh, formats["wrapped"])
        sheet.write_string(
            number, 1, "不通过则拒收" if rule.severity == "error" else "提示", formats["small"]
        )
        sheet.write_string(number, 2, rule.hint.zh, formats["wrapped"])


def _introduction(item: Item, edition: Edition) -> tuple[str, ...]:
    return (
        f"依据{edition.name.zh}（{edition.code}）。在“数据”表中填写，一行一条；填写前删去示例行。",
        "深色表头的列必填。不要改动表头；可以删去用不到的选填列，也可以调整列的次序。",
        "统一社会信用代码、文书号等列已设为文本，请勿改为数字。日期填 2026-05-12 或 2026/05/12。",
        "只收组织，不收自然人；不要填写身份证号、手机号、银行卡号和住址等个人信息。",
        f"提交前可先自查：gongxin intake check 文件 --item {item.code}",
    )


def _guide_cells(field: Field) -> tuple[str, ...]:
    codes = "\n".join(
        code if code == label.zh else f"{label.zh}（{code}）" for code, label in field.codes.items()
    )
    return (
        field.label.zh,
        field.code,
        f"{KINDS[field.kind].zh}；{_need(field).split(' / ')[0]}",
        codes,
        field.note.zh if field.note else "",
    )
