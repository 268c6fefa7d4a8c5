"""What a spreadsheet would run is only text, in Python and in DuckDB alike."""

import duckdb
import pytest

from gongxin.intake.formula import FORMULA, harmless, harmless_sql


@pytest.mark.parametrize("sign", FORMULA)
def test_whatever_opens_a_formula_stands_behind_an_apostrophe(sign):
    assert harmless(f"{sign}1+1") == f"'{sign}1+1"


@pytest.mark.parametrize("text", [f"{sign}x" for sign in FORMULA] + ["x=1", "1-1", "", "'=1", "示范", "\\=1"])
def test_duckdb_says_the_same(text):
    (found,) = duckdb.execute(f"SELECT {harmless_sql('t')} FROM (SELECT ? AS t)", [text]).fetchone()

    assert found == harmless(text)


def test_an_absent_cell_is_empty():
    assert duckdb.execute(f"SELECT {harmless_sql('NULL::VARCHAR')}").fetchone() == ("",)
