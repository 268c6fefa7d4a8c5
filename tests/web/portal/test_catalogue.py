"""The catalogue's pages and files."""

import json

import pytest
from django.test import Client
from django.utils.timezone import localdate

from gongxin.queries.item import catalogue


@pytest.fixture
def client(published):
    return Client(headers={"accept-language": "zh-CN"})


def test_every_item_has_a_page_with_every_field(client):
    for item in catalogue(localdate()).items.values():
        text = client.get(f"/catalogue/items/{item.code}/").content.decode()

        assert [field.code for field in item.fields if f">{field.code}</td>" not in text] == []


def test_every_list_is_linked_from_the_others(client):
    for address in ("/catalogue/", "/catalogue/behaviours/", "/catalogue/applications/"):
        assert 'aria-current="page"' in client.get(address).content.decode().split('class="tabs"')[1]


@pytest.mark.parametrize("form", ["json", "csv", "jsonld"])
def test_the_whole_catalogue_can_be_downloaded(client, form):
    answer = client.get(f"/catalogue/gongxin-catalogue.{form}")

    assert answer.status_code == 200
    assert "administrative_penalty" in answer.content.decode()
    if form != "csv":
        json.loads(answer.content)


def test_the_template_is_a_workbook(client):
    answer = client.get("/catalogue/items/administrative_penalty/template.xlsx")

    assert answer.content.startswith(b"PK")
    assert 'filename="administrative_penalty.xlsx"' in answer["Content-Disposition"]


@pytest.mark.parametrize(
    "address",
    [
        "/catalogue/items/nothing/",
        "/catalogue/items/nothing/template.xlsx",
        "/catalogue/gongxin-catalogue.xml",
    ],
)
def test_what_is_not_there_is_not_found(client, address):
    assert client.get(address).status_code == 404


def test_the_power_list_is_shown_by_unit_and_its_absence_is_said(client, db, settings, tmp_path):
    folder = tmp_path / "catalogue" / "powers"
    folder.mkdir(parents=True)
    assert "本地尚未公布权力目录" in client.get("/catalogue/powers/").content.decode()

    (folder / "market.toml").write_text(
        '[[powers]]\ncode = "P-01"\nname = { zh = "对无照经营的处罚", en = "Penalties" }\n'
        'unit = "11310000000000035N"\nitem = "administrative_penalty"\n'
        'basis = { instrument = "SH", number = "13" }\nfrom = 2024-01-01\n',
        "utf-8",
    )
    settings.GONGXIN_CITY, settings.GONGXIN_CITY_FOLDERS = tmp_path, (tmp_path,)
    page = client.get("/catalogue/powers/").content.decode()

    assert "对无照经营的处罚" in page
    assert "11310000000000035N" in page
    assert "/catalogue/items/administrative_penalty/" in page
