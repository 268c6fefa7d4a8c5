"""Conditions made cheap hold on the same rows as the conditions as they are written."""

from datetime import date

import duckdb
import pytest

from gongxin.catalogue.reader import edition
from gongxin.intake.condition_sql import lazy, rendered

ON = date(2026, 11, 20)
KNOWN = frozenset(("KINDS", "TEXT", "AMOUNT"))
CODES = ("警告", "罚款", "其他")
BITS = (("KINDS", "b0", CODES),)
ROWS = """
SELECT kinds AS "KINDS", text AS "TEXT", amount AS "AMOUNT",
    CASE WHEN kinds IS NOT NULL THEN
        list_contains(kinds, '警告')::UBIGINT | list_contains(kinds, '罚款')::UBIGINT * 2
        | list_contains(kinds, '其他')::UBIGINT * 4 END AS b0
FROM (VALUES (NULL::VARCHAR[]), ([]), (['警告']), (['罚款', '其他']), (['其他-没收'])) AS k(kinds),
    (VALUES (NULL), (''), ('当场处罚'), ('适用简易程序'), ('a|b'), ('a.b')) AS t(text),
    (VALUES (NULL), (0), (1)) AS a(amount)
"""


@pytest.mark.parametrize(
    "condition",
    [
        "list_contains(KINDS, '罚款')",
        "NOT list_contains(KINDS, '罚款') AND AMOUNT > 0",
        "NOT (list_contains(KINDS, '警告') OR AMOUNT IS NULL)",
        "list_has_any(KINDS, ['警告', '其他'])",
        "list_has_any(KINDS, ['警告', '没有这种'])",
        "list_contains(KINDS, '其他-没收')",
        "regexp_matches(TEXT, '当场|简易')",
        "NOT regexp_matches(TEXT, '当场|简易')",
        "regexp_matches(TEXT, 'a.b')",
        "regexp_matches(TEXT, 'a|')",
        "regexp_matches(TEXT, '^当场|简易')",
        "regexp_matches(TEXT, '简易') AND list_contains(KINDS, '罚款') AND coalesce(AMOUNT, 0) = 0",
    ],
)
def test_a_condition_made_cheap_holds_on_the_same_rows(condition):
    rows = duckdb.connect()
    rows.execute(f"CREATE TABLE given AS {ROWS}")
    written, fields = rendered(condition, KNOWN, ON)
    cheap = lazy((condition,), KNOWN, ON, (), BITS)

    def held(sql):
        return rows.execute(f"SELECT rowid FROM given WHERE {sql} ORDER BY rowid").fetchall()

    assert held(cheap.conditions[0]) == held(written)
    assert cheap.fields == (fields,)


def test_a_search_for_a_listed_code_looks_at_bits_and_one_for_words_uses_no_pattern():
    (sql,) = lazy(("list_has_any(KINDS, ['警告', '其他'])",), KNOWN, ON, (), BITS).conditions
    assert "b0 & CAST(5 AS UBIGINT)" in sql
    (sql,) = lazy(("regexp_matches(TEXT, '当场|简易')",), KNOWN, ON, ()).conditions
    assert "REGEXP" not in sql.upper()


def test_what_several_conditions_work_out_alike_has_one_name():
    item = edition(ON).item("administrative_penalty")
    known = frozenset(field.code for field in item.kept_fields)
    found = lazy(tuple(rule.fault for rule in item.rules), known, ON)
    assert [one.rsplit(" AS ", 1)[1] for one in found.shared] == ["e0"]
    assert sum("e0" in condition for condition in found.conditions) == 3
