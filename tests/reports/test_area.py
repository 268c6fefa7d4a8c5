"""Areas of administration: which authority belongs where, and nothing adverse falls between them."""

import pytest

from gongxin.catalogue.reader import editions
from gongxin.reports.area import OTHER, UnknownArea, areas

EVERY_ITEM = {code: item for edition in editions() for code, item in edition.items.items()}


def test_every_adverse_item_is_of_an_area_or_of_the_area_of_its_authority():
    known = areas()
    placed = {item for area in known.areas for item in area.items} | known.shared_items

    assert {code for code, item in EVERY_ITEM.items() if item.is_adverse} == placed


@pytest.mark.parametrize(
    ("authority", "area"),
    [
        ("示范市市场监督管理局", "market_supervision"),
        ("国家税务总局示范市税务局第一稽查局", "taxation"),
        ("示范区消防救援大队", "fire"),
        ("示范市生态环境局", "environment"),
        ("示范市住房公积金管理中心", "housing_fund"),
        ("示范区住房保障和房屋管理局", "housing_construction"),
        ("示范市气象局", OTHER),
    ],
)
def test_a_penalty_belongs_to_the_area_of_the_authority_that_decided(authority, area):
    assert areas().area_of("administrative_penalty", authority) == area


def test_without_an_authority_the_unit_that_sent_it_decides():
    assert areas().area_of("false_materials", "", "示范市税务局") == "taxation"
    assert areas().area_of("list_tax_violation", "示范市市场监督管理局") == "taxation"
    assert areas().area_of("an_adverse_item_of_a_city", "", "") == OTHER


def test_areas_are_chosen_by_code_and_none_means_all():
    assert [area.code for area in areas().chosen(("fire", "taxation"))] == ["taxation", "fire"]
    assert areas().chosen(()) == areas().areas
    with pytest.raises(UnknownArea, match="market_supervision"):
        areas().chosen(("weather",))


def test_a_city_replaces_an_area_and_what_fits_nowhere_stays_last(tmp_path):
    (tmp_path / "reports").mkdir()
    (tmp_path / "reports" / "areas.toml").write_text(
        '[[areas]]\ncode = "weather"\nname = { zh = "气象", en = "Weather" }\n'
        'authorities = ["气象"]\nitems = []\n',
        "utf-8",
    )

    known = areas(tmp_path)

    assert known.area_of("administrative_penalty", "示范市气象局") == "weather"
    assert known.areas[-1].code == OTHER
