"""The answer to a query as files: the rows as they were asked for, and the entries behind them."""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import xlsxwriter

from gongxin.catalogue.behaviour import Tier
from gongxin.catalogue.publicity import Disclosure
from gongxin.intake.formula import harmless
from gongxin.organisations.status import Status
from gongxin.queries import query as queries
from gongxin.queries.item import readable_item, shown_fields
from gongxin.queries.matter import Matter, by_code
from gongxin.queries.query import QueryFacts

FILES: Mapping[str, str] = {
    "result.xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "result.csv": "text/csv; charset=utf-8",
    "entries.csv": "text/csv; charset=utf-8",
}
RESULT = (
    "行号", "统一社会信用代码", "查询结果", "说明", "名称", "登记状态", "信息条数", "其中失信信息",
    "清单所列可采取的措施", "查询编号",
)  # fmt: skip
ENTRIES = (
    "统一社会信用代码", "名称", "事项", "标题", "文书号", "决定机关", "决定日期", "失信等级", "公开属性",
    "公示截止", "查询期限截止", "提供单位", "清单所列可采取的措施", "内容", "账本序号", "摘要",
)  # fmt: skip
STATES = {
    "found": "有信息",
    "nothing": "未查到信息",
    "unknown": "登记中没有该主体",
    "broken": "代码有误，未查询",
}
SEPARATOR = "；"
TIERS = {Tier.MINOR: "轻微", Tier.ORDINARY: "一般", Tier.SEVERE: "严重"}
DISCLOSURES = {
    Disclosure.PUBLIC: "向社会公开",
    Disclosure.SHARED: "政务共享",
    Disclosure.AUTHORISED: "授权查询",
}

Answer = Mapping[str, Any]


class NoSuchFile(Exception):
    """A query has no file of this name."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"没有文件 {name!r}。可选：{'、'.join(FILES)}。 / No file {name!r}; choose {', '.join(FILES)}."
        )


def query_file(facts: QueryFacts, name: str) -> bytes:
    """Return a file of an answered query.

    Raises:
        NoSuchFile: `name` is none of FILES.
        AnswerNotKept: the answer is not kept any more.
    """
    if name not in FILES:
        raise NoSuchFile(name)
    matter = by_code(facts.matter, facts.on)
    names = {one.code: one.name.zh for one in matter.measures}
    tables = {
        "result": (RESULT, _results(facts, names)),
        "entries": (ENTRIES, _entries(facts, matter, names)),
    }
    if name == "result.xlsx":
        return _workbook({"结果": tables["result"], "条目": tables["entries"]})
    return _csv(*tables[name.removesuffix(".csv")])


def _results(facts: QueryFacts, names: Mapping[str, str]) -> Iterator[Sequence[object]]:
    """Yield a line for each row that was asked for, in its order."""
    rows = queries.head(facts.id)["rows"]
    found = {one["uscc"]: _brief(one, names) for one in queries.organisations(facts.id)}
    for row in rows:
        status, measures, look = found.get(row["code"], ("", "", ""))
        yield (
            row["row"],
            row["code"],
            STATES[row["state"]],
            row.get("reason", {}).get("zh", ""),
            row.get("name", ""),
            status,
            row.get("found", 0),
            row.get("adverse", 0),
            measures,
            look,
        )


def _brief(found: Answer, names: Mapping[str, str]) -> tuple[str, str, str]:
    status = (found["organisation"] or {}).get("status")
    return (
        Status(status).label.zh if status else "",
        SEPARATOR.join(names[code] for code in found["measures"]),
        found["look"],
    )


def _entries(facts: QueryFacts, matter: Matter, names: Mapping[str, str]) -> Iterator[Sequence[object]]:
    for found in queries.organisations(facts.id):
        for one in found["entries"]:
            readable = readable_item(one["item"], one["edition"], matter.viewer)
            fields = shown_fields(readable.fields, one["content"])
            yield (
                found["uscc"],
                (found["organisation"] or {}).get("name", ""),
                readable.item.name.zh if readable.item else one["item"],
                one["title"],
                one["document_number"],
                one["authority"],
                one["decided_on"] or "",
                TIERS[Tier(one["tier"])] if one["tier"] else "",
                DISCLOSURES[Disclosure(one["disclosure"])],
                one["shown_until"] or "",
                one["query_until"] or "",
                one["unit_name"],
                SEPARATOR.join(names[code] for code in one["measures"]),
                SEPARATOR.join(f"{field.label.zh}：{field.value}" for field in fields),
                one["sequence"],
                one["digest"],
            )


def _workbook(tables: Mapping[str, tuple[Sequence[str], Iterable[Sequence[object]]]]) -> bytes:
    out = io.BytesIO()
    # What looks like a formula or an address stays the text that it is.
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        bold = book.add_format({"bold": True})
        for title, (headers, rows) in tables.items():
            sheet = book.add_worksheet(title)
            sheet.freeze_panes(1, 0)
            sheet.write_row(0, 0, headers, bold)
            for place, row in enumerate(rows, 1):
                sheet.write_row(place, 0, row)
    return out.getvalue()


def _csv(headers: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(headers)
    writer.writerows([_harmless(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def _harmless(cell: object) -> object:
    return harmless(cell) if isinstance(cell, str) else cell
