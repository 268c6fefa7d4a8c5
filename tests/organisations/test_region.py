"""Divisions of today and of the past, against two tables that others made."""

import csv
from pathlib import Path

import pytest

from gongxin.organisations.region import Region, _keep, _kept, _laid_over, region, regions

SHARED = Path(__file__).parents[2] / ".." / "shared" / "data"
HONG_KONG_AND_MACAO = ("81", "82")


def rows(name):
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"{name} is not beside this checkout")
    with path.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_a_division_has_its_name():
    assert region("310114") == Region("310114", "嘉定区", None)


def test_an_abolished_division_keeps_its_last_name_and_says_since_when():
    assert region("310230") == Region("310230", "崇明县", 2016)
    assert not region("310230").is_current


def test_divisions_created_after_the_last_revision_are_known():
    assert region("330113").name == "临平区"
    assert region("330113").is_current
    assert region("330104").abolished_by == 2021


def test_a_code_that_no_revision_has_is_no_division():
    assert region("999999") is None
    assert region("") is None


def test_every_division_ever_published_is_known_by_its_last_name():
    """Those that only the historical table has; later renamings are ours."""
    published = {row["code"]: row["last_name"] for row in rows("gbt2260_historical.csv")}
    renamed = {"130502", "130503", "410307"}

    assert sorted(published.keys() - regions().keys() - {"620925"}) == []
    assert [
        code
        for code in published.keys() & regions().keys() - renamed
        if regions()[code].name != published[code]
    ] == []


def test_every_county_and_city_of_today_is_known_by_its_name():
    """Development zones (last digits from 71) and districts of Hong Kong and Macao are none."""
    today = [
        row
        for row in rows("gbt2260_current.csv")
        if row["code"][4] < "7"
        and row["code"][2:4] != "90"
        and not row["code"].startswith(HONG_KONG_AND_MACAO)
    ]

    wrong = [row["code"] for row in today if region(row["code"]) != Region(row["code"], row["name"], None)]

    # The table still lists some divisions of before the changes of 2021 beside their successors.
    assert len(today) > 2900
    assert [code for code in wrong if region(code) is None or region(code).name == ""] == []
    assert {region(code).abolished_by for code in wrong} <= {2019, 2021, 2023}


def test_nothing_is_added_that_the_revisions_held_all_along():
    assert len(regions()) > 7000
    assert all(len(code) == 6 and code.isdigit() for code in regions())


def test_what_was_kept_is_what_would_be_made_again(tmp_path):
    made = _laid_over()
    _keep(tmp_path / "deeper" / "region.json", "one", made)
    kept = _kept(tmp_path / "deeper" / "region.json", "one")
    assert {code: tuple(one) for code, one in kept.items()} == made
    assert {code: (one.name, one.abolished_by) for code, one in regions().items()} == made


def test_what_was_kept_of_other_revisions_is_not_used(tmp_path):
    _keep(tmp_path / "region.json", "one", _laid_over())
    assert _kept(tmp_path / "region.json", "another") is None


@pytest.mark.parametrize("damaged", ["", "{", "[]", "{}"])
def test_a_damaged_file_is_made_anew(damaged, tmp_path):
    (tmp_path / "region.json").write_text(damaged)
    assert _kept(tmp_path / "region.json", "one") is None
