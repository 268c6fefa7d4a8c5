"""Conditions: what they may do, and what they become."""

from datetime import date

import duckdb
import pytest

from gongxin.catalogue.condition import InvalidCondition, condition, parsed
from gongxin.catalogue.reader import editions
from gongxin.law.parameter import load_parameters

ON = date(2026, 11, 22)
COLUMNS = frozenset({"started", "ended", "amount", "kinds", "text"})


def test_a_condition_knows_the_fields_it_reads():
    assert parsed("ended < started AND amount > 0", COLUMNS).columns == {"ended", "started", "amount"}


def test_today_is_the_reporting_day():
    assert parsed("ended < :today", COLUMNS).sql(ON) == "\"ended\" < CAST('2026-11-22' AS DATE)"


def test_a_legal_number_is_looked_up_for_the_reporting_day():
    due = parsed("amount > parameter('arrears.utility_months')", COLUMNS)

    assert due.parameters == {"arrears.utility_months"}
    assert due.sql(ON, parameters=load_parameters()) == '"amount" > 6'


def test_a_column_named_like_a_word_of_sql_is_quoted():
    assert parsed("end > 1", frozenset({"end"})).sql(ON) == '"end" > 1'


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("ended <", "rule.unparsable"),
        ("", "rule.unparsable"),
        ("ended < started; SELECT 1", "rule.unparsable"),
        ("finished < started", "rule.unknown_field"),
        ("TRUE", "rule.constant"),
        ("amount > (SELECT 1)", "rule.forbidden"),
        ("EXISTS (SELECT amount FROM entry)", "rule.forbidden"),
        ("amount > sum(amount) OVER ()", "rule.forbidden"),
        ("length(read_csv('x')) > amount", "rule.forbidden"),
        ("getenv('HOME') = text", "rule.forbidden"),
        ("list_transform(kinds, lambda k: k) IS NULL", "rule.forbidden"),
        ("amount > $other", "rule.forbidden"),
        ("entry.amount > 1", "rule.forbidden"),
        ("amount > random()", "rule.forbidden"),
        ("CREATE TABLE x (a INT)", "rule.forbidden"),
    ],
)
def test_a_condition_only_looks_at_one_row(text, reason):
    with pytest.raises(InvalidCondition) as refusal:
        parsed(text, COLUMNS)

    assert refusal.value.reason == reason


def test_a_personal_field_cannot_be_asked_about():
    penalty = editions()[-1].item("administrative_penalty")

    with pytest.raises(InvalidCondition, match="CF_FRDB"):
        condition("CF_FRDB IS NULL", penalty)


@pytest.mark.parametrize("edition", editions(), ids=lambda edition: edition.code)
def test_every_condition_of_the_catalogue_binds_in_the_engine(edition):
    rows = duckdb.connect()
    for item in edition.items.values():
        columns = ", ".join(f'CAST(NULL AS {one.kind.sql_type}) AS "{one.code}"' for one in item.kept_fields)
        rows.execute(f"CREATE OR REPLACE TABLE typed AS SELECT {columns}")
        texts = [rule.fault for rule in item.rules]
        texts += [field.required_when for field in item.fields if field.required_when]
        texts += [behaviour.match for behaviour in edition.behaviours_of(item.code)]
        for text in texts:
            rows.execute(f"SELECT count(*) FROM typed WHERE {condition(text, item).sql(ON)}")


def test_a_plain_condition_can_be_written_for_spark():
    sql = parsed("ended < started AND list_contains(kinds, '罚款')", COLUMNS).sql(ON, dialect="spark")

    assert sql == "`ended` < `started` AND ARRAY_CONTAINS(`kinds`, '罚款')"
