"""A city adds a record type with one TOML file and one case file, and it stands on the public page."""

import csv
import tomllib
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils.timezone import localdate

from gongxin.actions.batch import Report, submit
from gongxin.intake.source import Source

CITY = Path(__file__).parent / "city"
CASE = tomllib.loads((CITY / "cases/drainage_permit.toml").read_text("utf-8"))
UNIT = "11310000000000035N"


@pytest.fixture
def submitted(instance: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Report:
    monkeypatch.setattr(settings, "GONGXIN_CITY", CITY)
    monkeypatch.setattr(settings, "GONGXIN_CITY_FOLDERS", (CITY,))
    rows = [CASE["accepted"], *(CASE["accepted"] | case["change"] for case in CASE["rejected"])]
    path = tmp_path / "排水许可.csv"
    with path.open("w", encoding="utf-8", newline="") as out:
        table = csv.DictWriter(out, CASE["accepted"])
        table.writeheader()
        table.writerows(rows)
    return submit(Source(path), item="drainage_permit", unit=UNIT, on=localdate())


def test_its_rules_judge_the_rows(submitted: Report):
    assert (submitted.accepted, submitted.rejected) == (1, len(CASE["rejected"]))
    assert [found["rule"] for found in submitted.findings] == [case["rule"] for case in CASE["rejected"]]


def test_it_stands_on_the_organisations_page_and_in_the_api(submitted: Report):
    page = Client().get("/organisations/91310000MA0000015F/").content.decode()
    records = Client().get("/api/v1/records?item=drainage_permit").json()["records"]

    assert "排水与供水" in page
    assert "示排字〔2026〕1号" in page
    assert "示排字〔2026〕2号" not in page
    assert records[0]["content"]["outlets"] == 2


def test_the_catalogue_shows_its_fields(submitted: Report):
    assert "排水口数" in Client().get("/catalogue/items/drainage_permit/").content.decode()
