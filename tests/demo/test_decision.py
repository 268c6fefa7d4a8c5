"""The demo city answers some of the questions that the law leaves to a city, and not all."""

from datetime import date

from gongxin.demo.decision import write_decisions
from gongxin.disclosure.alarm import AlarmRule, undecided
from gongxin.law.instrument import instruments
from gongxin.law.parameter import load_parameters


def test_its_numbers_are_read_and_rest_on_its_own_rules(tmp_path):
    write_decisions(tmp_path)
    write_decisions(tmp_path)

    numbers = load_parameters(tmp_path)

    assert numbers["query.feedback"].on(date(2026, 5, 6)).number == 5
    assert numbers["query.feedback"].on(date(2026, 5, 6)).basis.instrument in instruments(tmp_path)
    assert set(undecided(numbers)) == {AlarmRule.GROWTH, AlarmRule.FOREIGN_MATTER}
