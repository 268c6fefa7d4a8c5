"""What a law, a regulation or a central policy rules out of repair has no day of repair, and says why."""

import json
from datetime import date

import duckdb
import pytest

from gongxin.catalogue.reader import edition
from gongxin.disclosure.window import window_sql
from gongxin.intake.repairability import closed_sql, ground
from gongxin.law.citation import Article
from gongxin.law.parameter import load_parameters

ON = date(2026, 11, 22)
BANNED = """
[[behaviours]]
code = "banned_for_good"
item = "administrative_penalty"
name = { zh = "终身禁止从业的处罚", en = "Ban for good" }
tier = "severe"
match = "contains(CF_NR, '终身') OR list_contains(CF_CFLB, '限制从业') AND CF_NR_FK >= 100"
basis = { instrument = "NDRC-36" }
from = 2026-04-01
unrepairable = { instrument = "APL", number = "9" }
"""
FINE = {"CF_NR": "罚款", "CF_CFLB": ["罚款"], "CF_NR_FK": 3, "CF_JDRQ": "2026-05-01"}
FOR_GOOD = {**FINE, "CF_NR": "终身禁止从业"}
BIG = {**FINE, "CF_CFLB": ["罚款", "限制从业"], "CF_NR_FK": 100.5}
EARLIER = {**FOR_GOOD, "CF_JDRQ": "2026-03-31"}


@pytest.fixture
def ruled(tmp_path):
    folder = tmp_path / "catalogue" / "behaviours"
    folder.mkdir(parents=True)
    (folder / "banned.toml").write_text(BANNED, "utf-8")
    return edition(ON, tmp_path)


@pytest.mark.parametrize(
    ("content", "article"),
    [(FINE, None), (FOR_GOOD, Article("APL", "9")), (BIG, Article("APL", "9")), (EARLIER, None)],
    ids=["a fine", "for good", "a list and an amount", "decided before the rule"],
)
def test_the_ground_is_that_of_the_behaviour_that_matches(ruled, content, article):
    assert ground(ruled.item("administrative_penalty"), ruled, content, on=ON) == article


def test_without_such_a_rule_everything_can_be_repaired_and_no_row_is_looked_at():
    known = edition(ON)

    assert ground(known.item("administrative_penalty"), known, FOR_GOOD, on=ON) is None
    assert closed_sql(known.item("administrative_penalty"), known, on=ON, windows="SELECT 1") == "SELECT 1"


def test_in_bulk_only_what_is_ruled_out_loses_its_day_of_repair(ruled):
    item = ruled.item("administrative_penalty")
    rows = duckdb.connect()
    rows.execute(
        "CREATE TABLE clean (row INTEGER, decided_on DATE, valid_until DATE, ended_on DATE, tier VARCHAR,"
        " content VARCHAR)"
    )
    for place, content in enumerate((FINE, FOR_GOOD, BIG, EARLIER), 1):
        values = [place, content["CF_JDRQ"], None, None, "ordinary", json.dumps(content, ensure_ascii=False)]
        rows.execute("INSERT INTO clean VALUES (?, ?, ?, ?, ?, ?)", values)
    windows = window_sql(item, parameters=load_parameters(), source_table="clean")

    found = rows.execute(
        f"SELECT row, repairable_on, shown_until FROM ({closed_sql(item, ruled, on=ON, windows=windows)})"
        " ORDER BY row"
    ).fetchall()

    assert [day for _, day, _ in found] == [date(2026, 8, 1), None, None, date(2026, 6, 30)]
    assert all(until for *_, until in found)
