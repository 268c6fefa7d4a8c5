"""Which rows of a file are the same record: twice the same, or twice with different content."""

from gongxin.engine.connection import Connection
from gongxin.engine.duckdb import literal
from gongxin.intake.column import of
from gongxin.intake.typed import Plan

UNIT_SEPARATOR = "chr(31)"


def key_sql(plan: Plan) -> str:
    """Return SQL for what identifies a row of `judged j LEFT JOIN resolved s`; an absent value is empty."""
    return f"concat_ws({UNIT_SEPARATOR}, {literal(plan.item.code)}, {_parts(plan)})"


def _parts(plan: Plan) -> str:
    return ", ".join(f"coalesce(CAST({_value(plan, code)} AS VARCHAR), '')" for code in plan.item.identity)


def record_sql(key: str) -> str:
    """Return SQL for the record's UUID: the first sixteen bytes of the SHA-256 of its key."""
    return f"CAST(left(sha256({key}), 32) AS UUID)"


def _value(plan: Plan, code: str) -> str:
    value = f"j.{of(plan.columns, code).value}"
    return f"coalesce(s.uscc, {value})" if code == plan.item.subject.uscc else value


def find_doubles(connection: Connection, plan: Plan) -> None:
    """Make `doubles`, the later of equal rows; add the findings about equal and conflicting rows."""
    whole = " AND ".join(f"{_value(plan, code)} IS NOT NULL" for code in plan.item.identity)
    connection.execute(
        "CREATE TABLE doubles (row INTEGER);"
        "CREATE TEMP TABLE in_error AS SELECT DISTINCT row FROM findings WHERE severity = 'error';"
        f"CREATE TEMP TABLE keyed AS SELECT j.row, hash({_parts(plan)}) AS key, ({whole}) AS is_whole "
        "FROM judged j LEFT JOIN resolved s ON s.row = j.row;"
        # All that follows is about few rows, those that share their key with another; and only then about
        # their contents: those of all rows are never held twice.
        "CREATE TEMP TABLE sharing AS SELECT k.row, key, is_whole OR e.row IS NULL AS is_comparable "
        "FROM keyed k SEMI JOIN (SELECT key FROM keyed GROUP BY key HAVING count(*) > 1) USING (key) "
        "LEFT JOIN in_error e ON e.row = k.row;"
        "CREATE TEMP TABLE twin AS SELECT s.*, j.content FROM sharing s JOIN judged j ON j.row = s.row"
    )
    _conflicts(connection, plan)
    _repetitions(connection)


def _conflicts(connection: Connection, plan: Plan) -> None:
    field = literal(plan.item.document_number or plan.item.subject.uscc)
    connection.execute(
        f"INSERT INTO findings SELECT row, {field}, 'identity.conflict_in_file', 'error', NULL FROM twin "
        "WHERE is_comparable AND key IN (SELECT key FROM twin WHERE is_comparable "
        "GROUP BY key HAVING min(content) <> max(content))"
    )


def _repetitions(connection: Connection) -> None:
    connection.execute(
        "INSERT INTO doubles SELECT row FROM (SELECT row, min(row) OVER (PARTITION BY key, content) AS first "
        "FROM twin) WHERE row <> first;"
        "INSERT INTO findings SELECT row, '', 'row.duplicate_in_file', 'warning', NULL FROM doubles"
    )
