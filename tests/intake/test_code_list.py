"""Several codes in a cell as bits: the same codes as in the list."""

from datetime import date

import duckdb
import pytest

from gongxin.catalogue.reader import edition
from gongxin.intake.code_list import bits_sql, codes_sql
from gongxin.intake.normalising import narrow

FIELD = edition(date(2026, 11, 20)).item("administrative_penalty").field("CF_CFLB")
CELLS = (None, "", "罚款", "警告;罚款", "罚款；警告", "其他-约谈", "罚款;没有这种", " 罚款 ", "警告、罚款")


@pytest.mark.parametrize("cell", CELLS)
@pytest.mark.parametrize("common", [{}, {"警告;罚款": ("警告", "罚款"), "罚款;没有这种": ("罚款", "")}])
def test_bits_tell_the_same_codes_as_the_list(cell, common):
    codes = codes_sql(FIELD, "t", narrow("t"), common)
    bits = bits_sql(FIELD, "t", "l", common)
    found, number = duckdb.execute(
        f"SELECT l, {bits} FROM (SELECT t, {codes} AS l FROM (SELECT ?::VARCHAR AS t))", [cell]
    ).fetchone()
    if found is None:
        assert number is None
    else:
        told = {code for place, code in enumerate(FIELD.codes) if number >> place & 1}
        assert told == set(found) & set(FIELD.codes)
