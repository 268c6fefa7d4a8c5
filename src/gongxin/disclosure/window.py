"""When the public may see a record: computed once, at intake, and stored. SQL for bulk, a value for one.

Nothing here looks at the clock: a window that ended is a comparison with the day asked, never a nightly job.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from gongxin.catalogue.behaviour import Tier
from gongxin.catalogue.item import Item
from gongxin.catalogue.publicity import PublicityKind
from gongxin.disclosure.term import LAST_DAY, end_on, end_sql, value_on, value_sql
from gongxin.law.parameter import Parameter

MINOR_SHOWN = "publicity.minor_shown_by_default"
COLUMN_OF = ("decided_on", "valid_until", "ended_on")


@dataclass(frozen=True, slots=True)
class Window:
    """`shown_from` None: never public. `shown_until` and `query_until` None: no end; else the last day."""

    shown_from: date | None
    shown_until: date | None
    repairable_on: date | None
    query_until: date | None


@dataclass(frozen=True, slots=True)
class Dates:
    """The dates of one row."""

    decided_on: date | None
    valid_until: date | None = None
    ended_on: date | None = None


class PublicityUntilUnknown(Exception):
    """A publicity rule ends with a field that is not one of the item's dates."""

    def __init__(self, item: Item) -> None:
        super().__init__(
            f"事项 {item.code} 的公示截止字段“{item.publicity.until}”不是其日期字段，请改正目录。"
            f" / Item {item.code}: publicity.until names {item.publicity.until!r}, which is none of its"
            " dates: correct the catalogue."
        )


def longest(tier: Tier) -> str:
    return f"publicity.{tier}_maximum"


def shortest(tier: Tier) -> str:
    return f"publicity.{tier}_minimum"


def window_sql(item: Item, *, parameters: Mapping[str, Parameter], source_table: str) -> str:
    """Return a DuckDB SELECT of the table's columns and the four dates of `Window`.

    Raises:
        ParameterUnset: a city decision the window needs is missing.
        PublicityUntilUnknown: the item's publicity rule points nowhere.
    """
    shown, until = _shown_sql(item, parameters)
    in_order = f"({shown}) AND decided_on IS NOT NULL AND ({until} IS NULL OR {until} >= decided_on)"
    return (
        f"SELECT *, CASE WHEN {in_order} THEN decided_on END AS shown_from,"  # noqa: S608 no value of a user
        f" CASE WHEN {in_order} THEN {until} END AS shown_until,"
        f" {_repairable_sql(item, parameters)} AS repairable_on,"
        f" {_query_sql(item, parameters)} AS query_until"
        f" FROM {source_table}"
    )


def _shown_sql(item: Item, parameters: Mapping[str, Parameter]) -> tuple[str, str]:
    """Return the condition under which a row is ever shown, and its last day (null: no end)."""
    match item.publicity.kind:
        case PublicityKind.TIER:
            ends = [
                f"WHEN tier = '{tier}' THEN {end_sql(parameters[longest(tier)], start='decided_on')}"
                for tier in Tier
            ]
            longest_end = f"(CASE {' '.join(ends)} END)"
            minor = f"tier <> '{Tier.MINOR}' OR {value_sql(parameters[MINOR_SHOWN])}"
            # Who leaves a list leaves the page; least() passes over what is not yet there.
            until = f"least({longest_end}, {until_column(item)})" if item.publicity.until else longest_end
            return f"({minor}) AND {longest_end} IS NOT NULL", until
        case PublicityKind.MONTHS:
            until = f"({end_sql(parameters[str(item.publicity.parameter)], start='decided_on')})"
            return f"{until} IS NOT NULL", until
        case PublicityKind.VALID:
            return "TRUE", until_column(item)
        case PublicityKind.STANDING:
            return "TRUE", "CAST(NULL AS DATE)"
        case PublicityKind.NEVER:
            return "FALSE", "CAST(NULL AS DATE)"


def _repairable_sql(item: Item, parameters: Mapping[str, Parameter]) -> str:
    if item.publicity.kind is not PublicityKind.TIER:
        return "CAST(NULL AS DATE)"
    ends = [
        f"WHEN tier = '{tier}' THEN {end_sql(parameters[shortest(tier)], start='decided_on')}"
        for tier in Tier
    ]
    return f"CASE {' '.join(ends)} END"


def _query_sql(item: Item, parameters: Mapping[str, Parameter]) -> str:
    if not item.is_adverse:
        return "CAST(NULL AS DATE)"
    period = parameters[item.query_period]
    day = f"greatest(decided_on, DATE '{_first_day(period)}')"
    return end_sql(
        period, start="CASE WHEN decided_on IS NOT NULL THEN coalesce(ended_on, decided_on) END", day=day
    )


def _query_until(item: Item, parameters: Mapping[str, Parameter], dates: Dates) -> date | None:
    if not item.is_adverse or dates.decided_on is None:
        return None
    period = parameters[item.query_period]
    day = max(dates.decided_on, _first_day(period))
    return end_on(period, start=dates.ended_on or dates.decided_on, day=day)


def _first_day(period: Parameter) -> date:
    """Return the day of the first value: it bounds older records too, or they would be queried for ever."""
    return period.values[0].from_ if period.values else LAST_DAY


def until_column(item: Item) -> str:
    """Return the column of the clean table that holds the date with which a publicity rule ends."""
    for column in COLUMN_OF:
        if item.publicity.until is not None and getattr(item, column) == item.publicity.until:
            return column
    raise PublicityUntilUnknown(item)


def window(item: Item, *, parameters: Mapping[str, Parameter], tier: Tier | None, dates: Dates) -> Window:
    """Return what `window_sql` computes, for one row."""
    decided_on = dates.decided_on
    shown, until = _shown(item, parameters, tier, dates)
    if not shown or decided_on is None or (until is not None and until < decided_on):
        shown, until = False, None
    repairable = tier is not None and item.publicity.kind is PublicityKind.TIER
    return Window(
        shown_from=decided_on if shown else None,
        shown_until=until,
        repairable_on=end_on(parameters[shortest(tier)], start=decided_on, day=decided_on)
        if repairable and tier
        else None,
        query_until=_query_until(item, parameters, dates),
    )


def _shown(
    item: Item, parameters: Mapping[str, Parameter], tier: Tier | None, dates: Dates
) -> tuple[bool, date | None]:
    decided_on = dates.decided_on
    match item.publicity.kind:
        case PublicityKind.TIER:
            if tier is None or (tier is Tier.MINOR and not value_on(parameters[MINOR_SHOWN], decided_on)):
                return False, None
            until = end_on(parameters[longest(tier)], start=decided_on, day=decided_on)
            earlier = getattr(dates, until_column(item)) if item.publicity.until else None
            return until is not None, min(until, earlier) if until and earlier else until
        case PublicityKind.MONTHS:
            parameter = parameters[str(item.publicity.parameter)]
            until = end_on(parameter, start=decided_on, day=decided_on)
            return until is not None, until
        case PublicityKind.VALID:
            return True, getattr(dates, until_column(item))
        case PublicityKind.STANDING:
            return True, None
        case PublicityKind.NEVER:
            return False, None
