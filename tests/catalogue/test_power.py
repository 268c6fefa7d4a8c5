"""The power list says which records to expect of a unit."""

from datetime import date
from pathlib import Path

import pytest

from gongxin.catalogue.difference import changes
from gongxin.catalogue.label import Label
from gongxin.catalogue.lint.check import CatalogueRefused
from gongxin.catalogue.power import Power, expected_items
from gongxin.catalogue.reader import InvalidItem, edition, editions
from gongxin.law.citation import Article

ON = date(2026, 11, 22)
MARKET, WATER = "11310000000000035N", "11310114000000000J"
POWERS = """\
[[powers]]
code = "P-01"
name = { zh = "对无照经营的处罚", en = "Penalties for trading without a licence" }
unit = "11310000000000035N"
item = "administrative_penalty"
basis = { instrument = "SH", number = "13" }
from = 2024-01-01

[[powers]]
code = "P-02"
name = { zh = "食品经营许可", en = "Food trading licences" }
unit = "11310000000000035N"
item = "administrative_licence"
basis = { instrument = "SH", number = "13" }
from = 2024-01-01
until = 2026-06-30
"""


@pytest.fixture
def city(tmp_path: Path) -> Path:
    (tmp_path / "catalogue" / "powers").mkdir(parents=True)
    write(tmp_path, POWERS)
    return tmp_path


def write(city: Path, text: str) -> None:
    (city / "catalogue" / "powers" / "market.toml").write_text(text, "utf-8")
    editions.cache_clear()


def test_a_unit_owes_records_of_what_it_may_decide_as_long_as_it_may(city):
    powers = edition(ON, city).powers

    assert expected_items(powers, MARKET, on=date(2026, 6, 30)) == (
        "administrative_penalty",
        "administrative_licence",
    )
    assert expected_items(powers, MARKET, on=date(2026, 7, 1)) == ("administrative_penalty",)
    assert expected_items(powers, MARKET, on=date(2023, 12, 31)) == ()
    assert expected_items(powers, WATER, on=ON) == ()


def test_several_powers_of_one_item_are_one_expectation():
    powers = [
        Power(code, Label("甲", "A"), MARKET, "administrative_penalty", Article("SH", "13"), ON)
        for code in ("1", "2")
    ]

    assert expected_items(powers, MARKET, on=ON) == ("administrative_penalty",)


def test_our_own_catalogue_gives_no_power_to_anyone():
    assert edition(ON).powers == ()


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        (POWERS.replace("35N", "350"), "power.unit"),
        (POWERS.replace("until = 2026-06-30", "until = 2023-06-30"), "power.term"),
        (POWERS.replace('instrument = "SH"', 'instrument = "NOWHERE"'), "basis.unknown_instrument"),
    ],
)
def test_a_power_of_no_unit_without_basis_or_with_an_odd_term_is_refused(city, changed, reason):
    write(city, changed)

    with pytest.raises(CatalogueRefused) as refused:
        editions(city)
    assert {refusal.reason for refusal in refused.value.refusals} == {reason}


def test_a_power_that_becomes_no_record_is_refused(city):
    write(city, POWERS.replace('"administrative_licence"', '"administrative_magic"'))

    with pytest.raises(InvalidItem, match="administrative_magic"):
        editions(city)


def test_a_power_that_came_or_went_is_a_difference_of_editions(city):
    with_powers, without = edition(ON, city), edition(ON)

    assert [change.zh for change in changes(without, with_powers)] == [
        "权力 P-01（对无照经营的处罚）新增",
        "权力 P-02（食品经营许可）新增",
    ]
    assert len(changes(with_powers, without)) == 2
