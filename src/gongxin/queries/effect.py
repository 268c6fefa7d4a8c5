"""What a change of the catalogue would do to the records on file: counts, for whoever releases it.

The records are checked again twice, by the item as it is and as it would be; only what differs counts. What
was dropped before storage, and what the rules say of it, is the same both times.
"""

import datetime
import json
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import duckdb
from django.conf import settings
from duckdb import DuckDBPyConnection

from gongxin.catalogue.draft import BEHAVIOURS, ITEMS, kind_and_code
from gongxin.catalogue.edition import Edition
from gongxin.disclosure.window import window_sql
from gongxin.intake.screening import Screening, screen
from gongxin.intake.source import Source
from gongxin.intake.unreadable import Unreadable
from gongxin.law.label import Label
from gongxin.law.parameter import load_parameters
from gongxin.queries.item import catalogue
from gongxin.queries.matter import matter_name
from gongxin.queries.reading import rows

MOST_RECORDS = 100_000  # the newest
COLUMNS = "row INTEGER, tier VARCHAR, shown_from DATE, shown_until DATE, query_until DATE"


@dataclass(frozen=True, slots=True)
class Effect:
    """Of `looked_at` records (of `records` on file): how many would come out otherwise.

    `findings` are rules by id with (records found by the item as it is, as it would be), where they differ.
    """

    records: int
    looked_at: int
    tier: int
    window: int
    accepted: int  # rejected as it is, taken as it would be
    rejected: int  # the other way round
    findings: Mapping[str, tuple[int, int]]

    @property
    def is_none(self) -> bool:
        return not (self.tier or self.window or self.accepted or self.rejected or self.findings)


@dataclass(frozen=True, slots=True)
class Opening:
    """A matter would open an item (or, not `opens`, close it) of which so many records are on file."""

    matter: str
    item: str
    opens: bool
    records: int

    @property
    def matter_name(self) -> Label:
        return matter_name(self.matter)


@dataclass(frozen=True, slots=True)
class Effects:
    """What a draft would do: to the records of items, and to what matters show."""

    items: Mapping[str, Effect]
    openings: tuple[Opening, ...]


def effects(name: str, made: Edition, *, on: datetime.date) -> Effects:
    """Return what the edition that a draft makes would do; `name` is the draft's."""
    kind, code = kind_and_code(name)
    if kind == ITEMS:
        return Effects({code: effect(code, made, on=on)}, ())
    now = catalogue(on)
    if kind == BEHAVIOURS:
        return Effects({item: effect(item, made, on=on) for item in _behaving_otherwise(now, made)}, ())
    return Effects({}, tuple(_openings(now, made)))


def _behaving_otherwise(now: Edition, made: Edition) -> list[str]:
    """Return the items whose behaviours would be others."""
    concerned = {*now.behaviours} ^ {*made.behaviours}
    return sorted({behaviour.item for behaviour in concerned})


def _openings(now: Edition, made: Edition) -> Iterator[Opening]:
    for matter in sorted({*now.applications, *made.applications}):
        was, becomes = (_opened(edition, matter) for edition in (now, made))
        for item in sorted(was ^ becomes):
            yield Opening(matter, item, item in becomes, _records(item))


def _opened(edition: Edition, matter: str) -> frozenset[str]:
    found = edition.applications.get(matter)
    return frozenset(found.items) if found else frozenset()


def _records(item: str) -> int:
    sql = "SELECT count(*) FROM entry WHERE item = %(item)s AND superseded_by IS NULL AND kind = 'record'"
    return int(rows(sql, {"item": item})[0][0])


def effect(item: str, made: Edition, *, on: datetime.date) -> Effect:
    """Return what the edition would do to the records of an item, were they judged by it."""
    now = catalogue(on)
    total = _records(item)
    if not total or item not in now.items or item not in made.items:
        return Effect(total, 0, 0, 0, 0, 0, {})
    with tempfile.TemporaryDirectory(prefix="gongxin-effect-", dir=settings.FILE_UPLOAD_TEMP_DIR) as place:
        path = Path(place) / "records.jsonl"
        looked_at = _write(item, path)
        if not looked_at:
            return Effect(total, 0, 0, 0, 0, 0, {})
        with duckdb.connect(":memory:") as compared:
            source = Source(path, work_in=Path(place))
            for name, edition in (("before", now), ("after", made)):
                _tables(compared, name)
                with suppress(
                    Unreadable
                ):  # no field on file is the item's any more: every record is rejected
                    _judge(compared, name, screen(source, edition.items[item], edition, on=on))
            return _compared(compared, total, looked_at)


def _write(item: str, path: Path) -> int:
    sql = (
        "SELECT content FROM entry WHERE item = %(item)s AND superseded_by IS NULL AND kind = 'record'"
        " AND content IS NOT NULL ORDER BY sequence DESC LIMIT %(size)s"
    )
    found = rows(sql, {"item": item, "size": MOST_RECORDS})
    with path.open("w", encoding="utf-8") as out:
        out.writelines(json.dumps(json.loads(content), ensure_ascii=False) + "\n" for (content,) in found)
    return len(found)


def _tables(compared: DuckDBPyConnection, name: str) -> None:
    """Make `<name>` (row, tier and windows of the rows taken) and `<name>_finding` (row, rule)."""
    compared.execute(f"CREATE TABLE {name} ({COLUMNS})")
    compared.execute(f"CREATE TABLE {name}_finding (row INTEGER, rule VARCHAR)")


def _judge(compared: DuckDBPyConnection, name: str, screening: Screening) -> None:
    with screening:
        for table, sql in ((name, _windowed(screening)), (f"{name}_finding", FINDINGS)):
            screening.connection.execute("SELECT 1").fetchall()  # its last result was not read to the end
            compared.register("given", screening.connection.sql(sql).to_arrow_table())
            compared.execute(f"INSERT INTO {table} SELECT * FROM given")
            compared.unregister("given")


FINDINGS = "SELECT DISTINCT row, rule FROM findings"


def _windowed(screening: Screening) -> str:
    parameters = load_parameters(*screening.plan.edition.city_folders or settings.GONGXIN_CITY_FOLDERS)
    windows = window_sql(screening.item, parameters=parameters, source_table="clean")
    return f"SELECT row, tier, shown_from, shown_until, query_until FROM ({windows})"


def _compared(compared: DuckDBPyConnection, total: int, looked_at: int) -> Effect:
    was, becomes = (f"({one}.shown_from, {one}.shown_until, {one}.query_until)" for one in "ba")
    ((tier, shown, accepted, rejected),) = compared.execute(
        "SELECT count(*) FILTER (WHERE is_both AND tier_differs),"
        " count(*) FILTER (WHERE is_both AND window_differs),"
        " count(*) FILTER (WHERE NOT was_there), count(*) FILTER (WHERE NOT is_there)"
        " FROM (SELECT b.row IS NOT NULL AS was_there, a.row IS NOT NULL AS is_there,"
        " was_there AND is_there AS is_both,"
        f" b.tier IS DISTINCT FROM a.tier AS tier_differs, {was} IS DISTINCT FROM {becomes} AS window_differs"
        " FROM before b FULL JOIN after a USING (row))"
    ).fetchall()
    found = compared.execute(
        "SELECT rule, count(*) FILTER (WHERE side = 1) AS was, count(*) FILTER (WHERE side = 2) AS becomes"
        " FROM (SELECT rule, 1 AS side FROM before_finding UNION ALL SELECT rule, 2 FROM after_finding)"
        " GROUP BY rule HAVING was <> becomes ORDER BY rule"
    ).fetchall()
    findings = {rule: (before, after) for rule, before, after in found}
    return Effect(total, looked_at, tier, shown, accepted, rejected, findings)
