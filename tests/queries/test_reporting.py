"""What each unit owes."""

from datetime import date

import pytest

from gongxin.actions.zero_report import report_zero
from gongxin.catalogue import reader
from gongxin.queries.reporting import owed
from gongxin.store.models import Unit

UNIT, OTHER, PENALTY = "11310000000000035N", "11310114000000000J", "administrative_penalty"
POWERS = f"""\
[[powers]]
code = "P-01"
name = {{ zh = "食品经营许可", en = "Food trading licences" }}
unit = "{OTHER}"
item = "administrative_licence"
basis = {{ instrument = "SH", number = "13" }}
from = 2026-04-01
"""


@pytest.fixture
def sent(recorded):
    recorded({"content": {"CF_WSH": "1号"}, "decided_on": date(2026, 5, 31)})


def states(of, unit=UNIT):
    (found,) = of
    assert found.unit == unit
    return [(one.period.first.month, one.state.value) for one in found.periods]


def test_rows_a_word_and_silence_are_told_apart(sent):
    report_zero(UNIT, PENALTY, date(2026, 6, 1), by="li", on=date(2026, 8, 20))

    assert states(owed(on=date(2026, 8, 20))) == [(7, "missing"), (6, "zero"), (5, "rows")]
    assert states(owed(on=date(2026, 8, 5))) == [(7, "open"), (6, "zero"), (5, "rows")]


def test_a_unit_that_never_sent_an_item_owes_it_by_the_power_list(sent, settings, tmp_path):
    (tmp_path / "catalogue" / "powers").mkdir(parents=True)
    (tmp_path / "catalogue" / "powers" / "housing.toml").write_text(POWERS, "utf-8")
    Unit.objects.create(uscc=OTHER, name="住房局", kind="department")
    settings.GONGXIN_CITY, settings.GONGXIN_CITY_FOLDERS = tmp_path, (tmp_path,)
    reader.editions.cache_clear()

    found = owed(on=date(2026, 8, 20))

    assert [(one.unit_name, one.is_listed, one.missing) for one in found][:1] == [("住房局", True, 4)]
    assert states(owed(on=date(2026, 8, 20), unit=OTHER), OTHER)[-1] == (4, "missing")
    assert owed(on=date(2026, 8, 20), unit=OTHER)[0].last_sent_at is None
