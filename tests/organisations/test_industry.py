"""Industry codes, against the table of the standard."""

import csv
from pathlib import Path

import pytest

from gongxin.organisations.industry import industry, sections

TABLE = Path(__file__).parents[2] / ".." / "shared" / "data" / "gbt4754_2017.csv"


@pytest.mark.parametrize("code", ["A", "01", "011", "0111", "A0111", "T97"])
def test_a_code_may_be_written_with_its_section_or_without(code):
    assert industry(code).section.letter in "AT"


def test_the_section_of_a_division_is_found():
    assert industry("5211").section.label.zh == "批发和零售业"
    assert industry("5211").code == "F5211"


@pytest.mark.parametrize("code", ["", "U", "0", "00", "98", "A13", "01111", "a01", "F", "农业"])
def test_a_code_that_cannot_exist_is_none(code):
    assert industry(code) is None or code == "F"


def test_the_sections_cover_every_division_once():
    covered = [n for section in sections().values() for n in range(section.first, section.last + 1)]

    assert covered == list(range(1, 98))


def test_every_class_of_the_standard_falls_into_its_section():
    if not TABLE.exists():
        pytest.skip("the table of industries is not beside this checkout")
    with TABLE.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))

    wrong = [
        row["code"]
        for row in rows
        if industry(row["code"]) is None or industry(row["code"]).section.letter != row["section"]
    ]

    assert len(rows) == 1971
    assert wrong == []
    assert [
        row["code"] for row in rows if row["level"] == "1" and sections()[row["code"]].label.zh != row["name"]
    ] == []
