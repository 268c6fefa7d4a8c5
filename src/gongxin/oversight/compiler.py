"""An indicator as one SELECT over its relation; all numbers are whole, so that engines agree to the last."""

from datetime import date

from gongxin.disclosure.term import add_months
from gongxin.engine.duckdb import name
from gongxin.oversight.indicator import Amount, OversightIndicator
from gongxin.oversight.relation import KEYS, RELATIONS


def figures_sql(indicator: OversightIndicator, on: date) -> str:
    """Return SQL that gives unit, item, part and whole, in order; a key that is not asked for is empty."""
    keys = ", ".join(name(key) if key in indicator.by else f"'' AS {key}" for key in KEYS)
    grouped = f" GROUP BY {', '.join(map(name, indicator.by))}" if indicator.by else ""
    return (
        f"SELECT {', '.join(KEYS)}, part, whole FROM (SELECT {keys}, {_sum(indicator.part, on)} AS part,"
        f" {_sum(indicator.whole, on)} AS whole FROM {name(indicator.relation.value)}"
        f" WHERE {_window(indicator, on)}{grouped}) AS figure WHERE whole > 0 ORDER BY {', '.join(KEYS)}"
    )


def _sum(amount: Amount, on: date) -> str:
    value = name(amount.column) if amount.column else "1"
    held = f"({amount.where.sql(on)}) IS TRUE" if amount.where else "TRUE"
    return f"CAST(sum(CASE WHEN {held} THEN {value} ELSE 0 END) AS BIGINT)"


def _window(indicator: OversightIndicator, on: date) -> str:
    day = RELATIONS[indicator.relation].day
    if not day:
        return "TRUE"
    upto = f"{name(day)} <= DATE '{on}'"
    if indicator.months is None:
        return upto
    return f"{upto} AND {name(day)} > DATE '{add_months(on, -indicator.months)}'"
