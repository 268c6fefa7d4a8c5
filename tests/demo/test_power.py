"""The demo city's power list loads as a city's own and names what its units hand in."""

from datetime import date

from gongxin.catalogue.reader import edition
from gongxin.demo.manifest import Manifest, Sent
from gongxin.demo.power import write_power_list

ON = date(2026, 11, 22)
UNIT = "11310000000000035N"


def test_each_unit_has_the_powers_whose_records_it_hands_in(tmp_path):
    files = tuple(
        Sent(f"{number}.csv", "", item, UNIT, ON, 1, 0)
        for number, item in enumerate(
            ["organisation_registration", "administrative_penalty", "honour", "administrative_penalty"]
        )
    )

    write_power_list(Manifest(1, ON, 1, 4, files), edition(ON), tmp_path)

    (power,) = edition(ON, tmp_path).powers
    assert (power.unit, power.item, power.basis) == (
        UNIT,
        "administrative_penalty",
        edition(ON).item("administrative_penalty").basis[0],
    )
    assert power.is_held(ON)
