"""Each record is judged by the edition in force on the day of its decision."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from gongxin.catalogue.judging import editions_by_decision, judging
from gongxin.catalogue.reader import edition
from gongxin.intake.screening import check
from gongxin.intake.source import Source

ON = date(2026, 11, 22)
ADDED_IN_APRIL = "penalty.public_for_too_long"


def fault_of(rule_id: str) -> str:
    return next(rule.fault for rule in judging(ON).item("administrative_penalty").rules if rule.id == rule_id)


def test_a_rule_added_later_looks_only_at_later_decisions():
    assert fault_of(ADDED_IN_APRIL).startswith("CF_JDRQ >= DATE '2026-04-01' AND (")


def test_a_rule_that_was_always_there_is_left_as_it_is():
    written = edition(ON).item("administrative_penalty").rules[0]

    assert written in judging(ON).item("administrative_penalty").rules


def test_before_the_addition_there_is_nothing_to_bind():
    assert judging(date(2026, 2, 1)) == edition(date(2026, 2, 1))


def test_a_day_of_decision_names_its_edition():
    assert editions_by_decision(ON) == ((date(2026, 4, 1), "2026-1"), (date(2026, 1, 1), "2026"))
    assert editions_by_decision(date(2025, 6, 1)) == ((date(2026, 1, 1), "2026"),)


def test_the_same_row_is_at_fault_after_the_addition_only(tmp_path: Path):
    known = judging(ON)
    item = known.item("administrative_penalty")
    lone = replace(item, rules=tuple(rule for rule in item.rules if rule.id == ADDED_IN_APRIL))
    table = tmp_path / "处罚.csv"
    table.write_text(
        "CF_JDRQ,CF_GSJZQ\n2026-03-31,2039-01-01\n2026-04-01,2039-01-01\n",
        "utf-8",
    )

    with check(Source(table), lone, known, on=ON) as screening:
        rows = screening.connection.execute(
            "SELECT row FROM findings WHERE rule = ?", [ADDED_IN_APRIL]
        ).fetchall()

    assert rows == [(2,)]
