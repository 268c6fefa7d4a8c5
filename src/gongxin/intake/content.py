"""What of a row is kept: one JSON object in the order of the item's fields."""

from collections.abc import Sequence

from gongxin.catalogue.field import FieldKind
from gongxin.engine.duckdb import literal
from gongxin.intake.column import Column


def content_sql(among: Sequence[Column]) -> str:
    """Return SQL for the object as text: absent values left out, numbers plain, several codes as an array."""
    parts = ", ".join(
        f"CASE WHEN {column.value} IS NOT NULL THEN concat({literal(_key(column))}, {_json(column)}) END"
        for column in among
    )
    return f"concat('{{', concat_ws(',', {parts}), '}}')"


def fingerprint_sql(among: Sequence[Column]) -> str:
    """Return SQL for a hash that differs where contents differ."""
    return f"hash({', '.join(column.value for column in among)})"


def _key(column: Column) -> str:
    return f'"{column.field.code}":'


def _json(column: Column) -> str:
    match column.field.kind:
        case FieldKind.DECIMAL:
            return f"rtrim(rtrim(CAST({column.value} AS VARCHAR), '0'), '.')"
        case FieldKind.INTEGER:
            return f"CAST({column.value} AS VARCHAR)"
        case FieldKind.DATE:
            return f"concat('\"', CAST({column.value} AS VARCHAR), '\"')"
        case _:
            return f"CAST(to_json({column.value}) AS VARCHAR)"
