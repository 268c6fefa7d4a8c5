"""Every function that rules use gives the same on both engines, over values chosen to be awkward."""

import datetime
from decimal import Decimal

import duckdb
import pytest

from gongxin.engine.dialect import spark_sql
from gongxin.engine.spark_call import NotTranslated

# fmt: off
TEXTS = (
    None, "", " ", "无", "a b", "\u3000x\u00a0", "\u200b", "12", " 12\t", "1_0", "1e3",
    "1E-2", ".5", "5.", "+5",
    "-.5", "1e", "１２", "1,2", "12d", "0.0000005", "-0.0000015", "1.2_3",
    "123456789012.1234565", "1e400",
    "999999999999.9999995", "1234567890123", "0.30000000000000004", "64573796759.254531",
    "2026-5-1",
    "2026/5/1", "2026-5/1", " 2026-05-01 ", "2026-2-30", "2026-13-1", "2024-02-29",
    "20260512", "20260230",
    "2026 5 1", "99999999", "a;b；;c", "甲、乙", "罚款1,000元", "壹万贰仟元", 'q"uo\\te/',
    "\x01\x1f\x7f\u2028",
    "\U00020000\U0001f600", "ABC", "abc", "100.00", "NULL", "31011419900101123X", "1" * 30,
)
# fmt: on
OF_TEXT = (
    "strlen(t)",
    "length(t)",
    "trim(t)",
    "trim(t, ' \u3000x')",
    "rtrim(t, '0')",
    "left(t, 3)",
    "substr(t, 2, 3)",
    "concat(t, '·', NULL)",
    "concat_ws(',', t, NULL, 'z')",
    "t || 'x'",
    "replace(t, 'a', 'b')",
    "translate(t, 'a１b', 'x2')",
    "contains(t, 'a')",
    "starts_with(t, '2026')",
    "ends_with(t, '元')",
    "instr(t, 'b')",
    "split_part(t, ';', 2)",
    "reverse(t)",
    "nullif(t, '无')",
    "coalesce(t, '-')",
    "t >= '1800'",
    "t BETWEEN 'a' AND 'b'",
    "t IN ('12', 'abc')",
    "t LIKE 'a%'",
    "sha256(t)",
    "concat('a', chr(31), t)",
    "regexp_matches(t, '^[0-9]+$')",
    "regexp_full_match(t, '[0-9]*')",
    "regexp_extract(t, '([0-9]+)')",
    "regexp_extract(t, '(x)?([0-9])', 1)",
    "regexp_extract_all(t, '[0-9]')",
    "regexp_replace(t, '[0-9]', '#', 'g')",
    "regexp_replace(t, '^([0-9]+)-([0-9])', '\\2/\\1')",
    "string_split(t, '、')",
    "string_split_regex(t, '[;；]')",
    "TRY_CAST(t AS DECIMAL(18, 6))",
    "TRY_CAST(t AS DECIMAL(38, 16))",
    "TRY_CAST(t AS DATE)",
    "CASE WHEN regexp_full_match(t, '[0-9]{8}') THEN CAST(try_strptime(t, '%Y%m%d') AS DATE) END",
    "CASE WHEN regexp_full_match(t, '[+-]?[0-9]+') THEN TRY_CAST(t AS BIGINT) END",
    "CASE WHEN regexp_full_match(t, '[+-]?[0-9]+') THEN TRY_CAST(t AS INTEGER) END",
    "round(TRY_CAST(t AS DECIMAL(18, 6)), 2)",
    "CAST(TRY_CAST(t AS DECIMAL(18, 6)) AS VARCHAR)",
    "TRY_CAST(t AS DECIMAL(28, 6)) * 0.0001",
    "abs(TRY_CAST(t AS DECIMAL(28, 6))) * 10000",
    "CAST(TRY_CAST(t AS DECIMAL(18, 6)) AS BIGINT)",
    "CAST(CAST(TRY_CAST(t AS DECIMAL(18, 6)) AS DOUBLE) * 2 AS BIGINT)",
    "CAST(floor(TRY_CAST(t AS DECIMAL(18, 6))) AS BIGINT) % 7",
    "strlen(t) // 2",
    "strlen(t) % 3",
    "TRY_CAST(t AS DATE) + 3",
    "CAST(TRY_CAST(t AS DATE) + to_months(1) AS DATE)",
    "year(TRY_CAST(t AS DATE))",
    "TRY_CAST(t AS DATE) < DATE '2026-05-02'",
    "TRY_CAST(t AS DATE) - INTERVAL 1 YEAR < DATE '2025-05-02'",
    "strftime(TRY_CAST(t AS DATE), '%Y%m%d')",
    "CAST(TRY_CAST(t AS DATE) AS VARCHAR)",
    "MAP {'12': 'x', '': 'y'}[t]",
    "list_contains([t, 'a', NULL], 'a')",
    "list_contains([t], 'b')",
    "list_contains(string_split(t, ';'), 'a')",
    "list_has_any([t, NULL], ['abc', '12'])",
    "list_has_any(string_split(t, '、'), ['乙'])",
    "list_filter([t, 'b', NULL], lambda x: x <> '12')",
    "list_transform(string_split(t, ';'), lambda x: concat(x, '!'))",
    "list_filter(['b', t, 'b'], lambda x, i: i > 1)",
    "list_transform(['b', t], lambda x, i: i)",
    "flatten([[t], ['x'], string_split(t, ';')])",
    "list_position(['a', 'abc'], t)",
    "list_concat([t], NULL)",
    "array_length(string_split(t, ';'))",
    "list_sum([TRY_CAST(t AS DECIMAL(18, 6)), NULL, 1])",
    "list_sum(list_filter([TRY_CAST(t AS DECIMAL(18, 6))], lambda x: x > 100))",
    "[t, 'x'][2]",
    "['x'][2]",
    "list_reduce(list_prepend(10, list_transform(['1', '2'], lambda c: TRY_CAST(c AS INTEGER))),"
    " lambda p, x: p * 2 + x)",
    "greatest(strlen(t), 3)",
    "DATE_DIFF('day', TRY_CAST(t AS DATE), DATE '2026-11-22')",
    "array_to_string(list_sort(string_split(t, ';')), '+')",
    "json_extract_string(concat('{\"k\":', coalesce(CAST(to_json(t) AS VARCHAR), 'null'), '}'), '$.\"k\"')",
    "least(length(t), NULL, 2)",
    "(strlen(t)::UBIGINT & 6::UBIGINT) <> 0",
    "strlen(t) | 1",
    "CAST(to_json(t) AS VARCHAR)",
    "CAST(to_json(string_split(t, ';')) AS VARCHAR)",
    "t IS NULL",
    "NOT t = 'abc'",
)


def test_functions_give_the_same_over_awkward_texts(spark):
    selected = ", ".join(f"{sql} AS x{place}" for place, sql in enumerate(OF_TEXT))
    ours = duckdb.connect()
    ours.execute("CREATE TABLE given AS SELECT unnest(?::VARCHAR[]) AS t", [list(TEXTS)])
    spark.createDataFrame([(text,) for text in TEXTS], "t string").createOrReplaceTempView("given")

    expected = {row[0]: row[1:] for row in ours.execute(f"SELECT t, {selected} FROM given").fetchall()}
    found = {
        row[0]: tuple(row)[1:] for row in spark.sql(spark_sql(f"SELECT t, {selected} FROM given")).collect()
    }

    differing = [
        (text, sql, mine, theirs)
        for text in TEXTS
        for sql, mine, theirs in zip(OF_TEXT, expected[text], found[text], strict=True)
        if _plain(mine) != _plain(theirs)
    ]
    assert differing == []


def _plain(value):
    if isinstance(value, datetime.datetime):
        return value.date()
    return value.normalize() + 0 if isinstance(value, Decimal) else value


def test_what_a_group_has_beside_its_largest_is_the_same(spark):
    newest = (
        "SELECT g, arg_max(t, n) FROM (SELECT 1 AS g, 'a' AS t, 2 AS n UNION ALL SELECT 1, 'b', 3"
        " UNION ALL SELECT 1, '', 1 UNION ALL SELECT 2, 'c', NULL) GROUP BY g ORDER BY g"
    )

    assert [tuple(row) for row in spark.sql(spark_sql(newest)).collect()] == duckdb.execute(newest).fetchall()


@pytest.mark.parametrize(
    "expression",
    [
        "upper(t)",
        "lower(t)",
        "regexp_replace(t, 'a', 'b')",
        "t[strlen(t)]",
        "random()",
        "strftime(t, '%j')",
        "now()",
        "try_strptime(t, '%d/%m/%Y')",
        "levenshtein(t, 'a')",
        "TRY_CAST(t AS TIMESTAMP)",
        "regexp_matches(t, u)",
    ],
)
def test_what_was_never_compared_is_refused(expression):
    with pytest.raises(NotTranslated):
        spark_sql(f"SELECT {expression} FROM given")
