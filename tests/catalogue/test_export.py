"""The catalogue as open data."""

import csv
import io
import json

from gongxin.catalogue.export import as_csv, as_json, as_jsonld
from gongxin.catalogue.reader import editions

KNOWN = editions()[-1]


def test_json_holds_every_item_with_its_fields_and_articles():
    told = json.loads(as_json(KNOWN))

    penalty = told["items"]["administrative_penalty"]
    assert set(told["items"]) == set(KNOWN.items)
    assert penalty["basis"] == ["SH 12(4)", "APL 48", "NDRC-36 4", "DP-2018"]
    assert len(penalty["fields"]) == 30
    assert told["from"] == "2026-04-01"
    assert told["behaviours"][0]["tier"] in ("minor", "ordinary", "severe")


def test_json_of_a_city_says_what_it_adds_but_not_where_its_folder_is(city):
    folder = city({})
    folder.mkdir(exist_ok=True)
    known = editions(folder)[-1]
    assert known.city_folders

    text = as_json(known)

    assert str(folder) not in text
    assert set(json.loads(text)["items"]) == set(known.items)


def test_csv_has_a_line_for_every_field():
    lines = list(csv.DictReader(io.StringIO(as_csv(KNOWN).removeprefix("\ufeff"))))

    assert len(lines) == sum(len(item.fields) for item in KNOWN.items.values())
    amount = next(line for line in lines if line["字段代码"] == "CF_NR_FK")
    assert amount["事项名称"] == "行政处罚"
    assert amount["小数位"] == "6"


def test_json_ld_is_a_dcat_catalogue_with_a_dataset_for_each_item():
    told = json.loads(as_jsonld(KNOWN))

    assert told["@type"] == "dcat:Catalog"
    assert {one["dct:identifier"] for one in told["dcat:dataset"]} == set(KNOWN.items)
    rights = {one["dct:identifier"]: one["dct:accessRights"]["@id"] for one in told["dcat:dataset"]}
    assert rights["administrative_licence"].endswith("/PUBLIC")
    assert rights["financing_tax"].endswith("/NON_PUBLIC")


def test_the_same_edition_is_exported_to_the_same_bytes():
    assert as_json(KNOWN) == as_json(editions()[-1])
