"""The catalogue as open data: JSON for programs, CSV for tables, JSON-LD for data portals (DCAT)."""

import csv
import dataclasses
import io
import json
from collections.abc import Mapping
from datetime import date
from enum import Enum

from gongxin.catalogue.edition import Edition
from gongxin.catalogue.field import Field
from gongxin.catalogue.item import Category, Item
from gongxin.catalogue.label import Label
from gongxin.catalogue.publicity import Disclosure
from gongxin.law.citation import Article
from gongxin.law.instrument import title

CATEGORIES = {
    Category.BASIC: Label("基本信息", "Basic"),
    Category.ADVERSE: Label("失信信息", "Adverse"),
    Category.HONOUR: Label("守信信息", "Good standing"),
    Category.OTHER: Label("其他信息", "Other"),
}
DISCLOSURES = {
    Disclosure.PUBLIC: Label("向社会公开", "Public"),
    Disclosure.SHARED: Label("政务共享", "Shared among public bodies"),
    Disclosure.AUTHORISED: Label("授权查询", "Only with authorisation"),
}
COLUMNS = (
    "事项代码", "事项名称", "Item", "信息类别", "公开属性", "提供单位", "依据", "公示规则", "查询期限",
    "报送期限", "字段代码", "字段名称", "Field", "类型", "长度", "小数位", "必填", "代码",
    "是否识别字段", "入库前丢弃",
)  # fmt: skip
# Access rights of the European data portals, which DCAT readers know.
RIGHTS = "http://publications.europa.eu/resource/authority/access-right/"
ACCESS = {
    Disclosure.PUBLIC: f"{RIGHTS}PUBLIC",
    Disclosure.SHARED: f"{RIGHTS}RESTRICTED",
    Disclosure.AUTHORISED: f"{RIGHTS}NON_PUBLIC",
}
CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dcatap": "http://data.europa.eu/r5r/",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
}


def plain(value: object) -> object:
    """Return a value of the catalogue as what JSON knows; empty values are left out of tables."""
    if isinstance(value, Label):
        return {"zh": value.zh, "en": value.en}
    if isinstance(value, Article | date):
        return str(value)
    if isinstance(value, Enum):
        return value.value
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        named = {one.name.rstrip("_"): getattr(value, one.name) for one in dataclasses.fields(value)}
        return {name: plain(one) for name, one in named.items() if one not in (None, "", (), {})}
    if isinstance(value, Mapping):
        return {key: plain(one) for key, one in value.items()}
    if isinstance(value, frozenset):
        return sorted(str(one) for one in value)
    return [plain(one) for one in value] if isinstance(value, tuple) else value


def as_json(edition: Edition) -> str:
    """Return everything the edition says, but not where on this machine the city keeps its folders."""
    said = dataclasses.replace(edition, city_folders=())
    return json.dumps(plain(said), ensure_ascii=False, indent=2) + "\n"


def as_csv(edition: Edition) -> str:
    """Return the data list, one line for each field; with a byte order mark, for spreadsheets."""
    sheet = io.StringIO()
    writer = csv.writer(sheet, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for item in edition.items.values():
        head = _item_cells(item)
        writer.writerows([*head, *_field_cells(item, field)] for field in item.fields)
    return "\ufeff" + sheet.getvalue()


def _item_cells(item: Item) -> list[str]:
    return [
        item.code,
        item.name.zh,
        item.name.en,
        CATEGORIES[item.category].zh,
        DISCLOSURES[item.disclosure].zh,
        "；".join(provider.zh for provider in item.providers),
        "；".join(title(article).zh for article in item.basis),
        item.publicity.kind.value,
        item.query_period,
        item.frequency.parameter,
    ]


def _field_cells(item: Item, field: Field) -> list[str]:
    codes = "；".join(
        code if code == label.zh else f"{code} {label.zh}" for code, label in field.codes.items()
    )
    return [
        field.code,
        field.label.zh,
        field.label.en,
        field.kind.value,
        str(field.length or ""),
        "" if field.scale is None else str(field.scale),
        "是" if field.required else field.required_when or "否",
        codes,
        "是" if field.code in item.identity else "",
        "是" if field.personal else "",
    ]


def as_jsonld(edition: Edition) -> str:
    """Return the edition as a DCAT catalogue with a dataset for each item."""
    catalogue = {
        "@context": CONTEXT,
        "@type": "dcat:Catalog",
        "@id": f"urn:gongxin:catalogue:{edition.code}",
        "dct:title": _languages(edition.name),
        "dct:identifier": edition.code,
        "dct:issued": edition.from_.isoformat(),
        "dct:language": ["zh", "en"],
        "dcat:dataset": [_dataset(item) for item in edition.items.values()],
    }
    return json.dumps(catalogue, ensure_ascii=False, indent=2) + "\n"


def _dataset(item: Item) -> dict[str, object]:
    return {
        "@type": "dcat:Dataset",
        "@id": f"urn:gongxin:item:{item.code}",
        "dct:title": _languages(item.name),
        "dct:description": _languages(
            Label(
                f"字段：{'、'.join(field.label.zh for field in item.kept_fields)}。",
                f"Fields: {', '.join(field.label.en for field in item.kept_fields)}.",
            )
        ),
        "dct:identifier": item.code,
        "dcat:keyword": _languages(CATEGORIES[item.category]),
        "dct:accessRights": {"@id": ACCESS[item.disclosure]},
        "dct:publisher": [
            {"@type": "foaf:Agent", "foaf:name": _languages(provider)} for provider in item.providers
        ],
        "dcatap:applicableLegislation": [
            {"dct:identifier": str(article), "dct:title": _languages(title(article))}
            for article in item.basis
        ],
    }


def _languages(label: Label) -> list[dict[str, str]]:
    return [{"@value": label.zh, "@language": "zh"}, {"@value": label.en, "@language": "en"}]


FORMATS = {"json": as_json, "csv": as_csv, "jsonld": as_jsonld}
