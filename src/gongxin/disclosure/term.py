"""A dated parameter added to a day in calendar months: SQL text for DuckDB and a value, proven equal."""

import calendar
from datetime import date

from gongxin.law.parameter import Parameter, ParameterNotInForce

LAST_DAY = date.max
FAR = date(9000, 1, 1)  # from here on a term ends on the last day a calendar can name
MONTHS = {"months": 1, "years": 12}


def value_sql(parameter: Parameter, *, day: str = "decided_on") -> str:
    """Return the parameter's value for the day in a column; null before its first value.

    Raises:
        ParameterUnset: no source gives the number and the city has not decided.
    """
    parameter.on(LAST_DAY)
    cases = [
        f"WHEN {day} >= DATE '{value.from_}' THEN {_literal(value.amount)}"
        for value in reversed(parameter.values)
    ]
    return f"CASE {' '.join(cases)} END"


def value_on(parameter: Parameter, day: date | None) -> int | bool | None:
    """Return the parameter's value for a day; None without a day or before its first value."""
    try:
        amount = parameter.on(day).amount if day else None
    except ParameterNotInForce:
        return None
    return amount if isinstance(amount, int) else None


def end_sql(parameter: Parameter, *, start: str, day: str = "decided_on") -> str:
    """Return `start` plus the term in force on `day`: the last day, clipped to the end of its month."""
    months = f"CAST({value_sql(parameter, day=day)} AS INTEGER) * {MONTHS[parameter.unit]}"
    return (
        f"CASE WHEN {value_sql(parameter, day=day)} IS NULL THEN NULL"
        f" WHEN {start} >= DATE '{FAR}' THEN DATE '{LAST_DAY}'"
        f" ELSE CAST({start} + to_months({months}) AS DATE) END"
    )


def end_on(parameter: Parameter, *, start: date | None, day: date | None) -> date | None:
    """Return what `end_sql` returns, for one row."""
    amount = value_on(parameter, day)
    if start is None or amount is None:
        return None
    return LAST_DAY if start >= FAR else add_months(start, amount * MONTHS[parameter.unit])


def add_months(day: date, months: int) -> date:
    """Return the same day of a later month, or that month's last: 31 August and 3 months is 30 November."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _literal(amount: object) -> str:
    if isinstance(amount, bool):
        return "TRUE" if amount else "FALSE"
    if isinstance(amount, int):
        return str(amount)
    raise TypeError(f"{amount!r} counts neither months nor years")
