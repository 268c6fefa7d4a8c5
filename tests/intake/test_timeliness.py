"""The last day for reporting a decision."""

from dataclasses import replace
from datetime import date

from gongxin.catalogue.reader import edition
from gongxin.intake.timeliness import due_dates
from gongxin.law.calendar import WorkingCalendar
from gongxin.law.clock import due

EDITION = edition(date(2026, 11, 20))
PENALTY = EDITION.item("administrative_penalty")


def test_a_penalty_is_due_seven_working_days_after_its_decision():
    decided = [date(2026, 9, 24), date(2026, 11, 12), date(2026, 12, 30)]

    found = dict(due_dates(PENALTY, decided))

    assert found == {day: due(day, 7, WorkingCalendar.published()).due_on for day in decided}
    assert found[date(2026, 11, 12)] == date(2026, 11, 23)


def test_before_the_rule_there_was_no_term():
    assert due_dates(PENALTY, [date(2017, 12, 31)]) == []


def test_a_monthly_item_is_due_with_the_report_of_the_next_month():
    monthly = replace(PENALTY, frequency=replace(PENALTY.frequency, parameter="submission.reports_a_year"))

    assert dict(due_dates(monthly, [date(2026, 1, 31), date(2026, 11, 1)])) == {
        date(2026, 1, 31): date(2026, 2, 28),
        date(2026, 11, 1): date(2026, 12, 31),
    }


def test_basic_facts_that_stand_are_never_late():
    assert due_dates(EDITION.item("organisation_registration"), [date(2020, 5, 5)]) == []


def test_lateness_begins_the_day_after_the_last_day(screened, sound):
    rows = [{**sound, "CF_WSH": day, "CF_JDRQ": day} for day in ("2026-11-11", "2026-11-10", "2015-01-05")]

    found = screened(rows, keep=True).connection.execute("SELECT is_late FROM clean ORDER BY row").fetchall()

    assert found == [(False,), (True,), (None,)]


def test_the_city_may_set_a_shorter_term_of_its_own(tmp_path):
    folder = tmp_path / "law/parameters"
    folder.mkdir(parents=True)
    (folder / "submission.toml").write_text(
        """
        [double_publicity]
        label = { zh = "本市报送期限", en = "Term of this city" }
        unit = "working days"
        checked_on = 2026-11-22

        [[double_publicity.values]]
        from = 2018-01-01
        value = 3
        basis = { instrument = "DP-2018" }
        """,
        "utf-8",
    )

    assert due_dates(PENALTY, [date(2026, 11, 12)], (tmp_path,)) == [(date(2026, 11, 12), date(2026, 11, 17))]
