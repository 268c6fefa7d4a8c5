"""Evaluate everybody with every reason: beside the same computation by hand in DuckDB, without reasons.

Both read the same Parquet of entries, a file for each item and the contents as JSON, and write Parquet.
"""

import sys
from argparse import Namespace
from contextlib import closing
from datetime import date
from pathlib import Path
from shutil import rmtree
from time import perf_counter

from bench.measuring import Figure, at_least, at_most, in_turns, lines, ratio_to, report, work_folder

MODEL = "comprehensive_enterprise"
ON = date(2026, 11, 22)
WANTED, MIB = 0.6, 2048
AMOUNT = "CAST(h % 3000 AS DOUBLE) / 10"
ENDED = """CASE WHEN h % 2 = 0 THEN ',"{}":"2026-01-01"' ELSE '' END"""
# Of a thousand entries beside the registrations, how many are of an item, and what they say.
FINE = (
    '\'"CF_WSH":"示市监处罚〔2026〕\' || range || \'号","CF_WFXW":"广告违法行为",\''
    ' || \'"CF_SY":"在宣传页中使用了无法证实的数据。","CF_CFLB":["罚款"],"CF_NR_FK":\''
    f" || {AMOUNT}"
)
INSPECTION = '\'"inspection_name":"双随机检查","result_type":"0\' || (h % 6 + 1) || \'"\''
COMMITMENT = (
    "'\"performance\":\"' || ['full', 'part', 'none', 'full'][CAST(h % 4 + 1 AS INTEGER)]"
    ' || \'","performance_found_on":"2026-05-06"\''
)
ITEMS = {
    "administrative_licence": (300, '\'"XK_XKWS":"准予许可决定书"\''),
    "administrative_penalty": (200, FINE),
    "administrative_inspection": (150, INSPECTION),
    "credit_commitment": (120, COMMITMENT),
    "honour": (60, '\'"honour_name":"诚信企业","level":"district"\''),
    "tax_grade_a": (60, "'\"year\":2025'"),
    "abnormal_operation": (40, f'\'"reason":"annual_report"\' || {ENDED.format("removed_on")}'),
    "tax_arrears": (20, f"'\"amount\":' || {AMOUNT} || {ENDED.format('settled_on')}"),
    "administrative_reward": (20, '\'"award_name":"先进单位"\''),
    "social_insurance_arrears": (10, f"'\"amount\":' || {AMOUNT} || {ENDED.format('settled_on')}"),
    "judgment_unperformed": (10, '\'"performance":"none"\''),
    "trustworthy_list": (6, '\'"list_name":"守信名单"\''),
    "list_market_supervision": (4, f'\'"reason":"严重违法"\' || {ENDED.format("removed_on")}'),
}


def figures(options: Namespace) -> list[Figure]:
    """At the size asked for, and at a tenth of it, which shows how it grows."""
    found = [_figure(rows, options) for rows in (options.rows // 10, options.rows)]
    small, large = (next(line for line in figure.lines if line.role == "us") for figure in found)
    found[-1].verdicts.append(
        at_most("seconds at this size to ten times a tenth", 1.25, small.rate / large.rate)
    )
    return found


def _figure(rows: int, options: Namespace) -> Figure:
    folder = str(_entries(rows))
    runs = in_turns(
        "bench.evaluation",
        {"gongxin": [folder], "DuckDB by hand": [folder], "gongxin, in memory": [folder]},
        rounds=options.rounds,
    )
    roles = {"gongxin": "us", "DuckDB by hand": "limit", "gongxin, in memory": "limit"}
    found = lines({name: runs[name] for name in roles}, roles)
    verdicts = [
        at_least("of the same by hand, without reasons", WANTED, ratio_to(found, "DuckDB by hand")),
        at_most("MiB at the peak", MIB, next(line.peak_mib for line in found if line.role == "us")),
    ]
    title = f"Evaluate {rows // 10:,} organisations over {rows:,} entries, with every reason"
    return Figure("evaluation", title, "entries", found, verdicts)


def _entries(rows: int) -> Path:
    """Entries as a ledger gives them, by item: of a tenth as many organisations."""
    import duckdb

    folder = work_folder() / f"evaluation-{rows}"
    if (folder / "made").exists():
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    organisations = rows // 10
    code = "'91310114MA' || lpad(CAST({} AS VARCHAR), 8, '0')"
    day = "DATE '2015-01-01' + CAST(hash(range) % 4000 AS INTEGER)"
    facts = '\'{"kind":"enterprise","status":"existing","industry":"6210","registration_date":"\''
    selects = {
        "organisation_registration": f"SELECT range + 1 AS sequence, {code.format('range')} AS uscc,"
        f" CAST(NULL AS VARCHAR) AS tier, {day} AS decided_on, {facts} || {day} || '\"}}' AS content"
        f" FROM range({organisations})"
    }
    for place, (item, (share, content)) in enumerate(ITEMS.items()):
        count = share * (rows - organisations) // 1000
        selects[item] = (
            f"SELECT {organisations} + 1 + {place} + range * {len(ITEMS)} AS sequence,"
            f" {code.format(f'hash(range, {place}) % {organisations}')} AS uscc,"
            " ['minor', 'ordinary', 'severe'][CAST(h % 3 + 1 AS INTEGER)] AS tier,"
            " DATE '2022-04-01' + CAST(h % 1690 AS INTEGER) AS decided_on,"
            f" '{{' || {content} || '}}' AS content"
            f" FROM (SELECT range, hash(range, {place}, 7) % 1000003 AS h FROM range({count}))"
        )
    with closing(duckdb.connect(config={"threads": "2"})) as connection:
        for item, select in selects.items():
            columns = f"sequence, '{item}' AS item, uscc, tier, decided_on, false AS annotated, content"
            path = folder / f"{item}.parquet"
            connection.execute(f"COPY (SELECT {columns} FROM ({select})) TO '{path}' (FORMAT parquet)")
    (folder / "made").touch()
    return folder


def gongxin(folder: Path, *, memory_limit: str = "1500MB") -> None:
    """What the platform does once the entries are in reach: relations, one SELECT, every reason written."""
    from gongxin.catalogue import reader as catalogue
    from gongxin.engine.duckdb import connect
    from gongxin.evaluation.compiler import program
    from gongxin.evaluation.reader import in_force, models
    from gongxin.evaluation.source import ORGANISATION, REGISTRATION, entry_sql, organisation_sql
    from gongxin.law.parameter import load_parameters

    work = _emptied(folder / "work")
    made = program(in_force(MODEL, ON, models()), catalogue.edition(ON), ON, parameters=load_parameters())
    started = perf_counter()
    with closing(
        connect(work, files=[*folder.resolve().glob("*.parquet")], memory_limit=memory_limit)
    ) as connection:
        registrations = _file(folder, REGISTRATION)
        connection.execute(f"CREATE TABLE {ORGANISATION} AS {organisation_sql(table=registrations)}")
        for source in made.sources:
            if not (folder / f"{source.item}.parquet").exists():
                registrations_alone = entry_sql(source, table=registrations)  # none of the item: no row
                connection.execute(f"CREATE TABLE {source.relation} AS {registrations_alone}")
                continue
            entries = entry_sql(source, table=_file(folder, source.item))
            connection.execute(f"CREATE TABLE {source.relation} AS {entries}")
        gathered = perf_counter() - started
        connection.execute(f"COPY ({made.sql}) TO '{work / 'result.parquet'}' (FORMAT parquet)")
    _told(started, folder, work, gathered=gathered)


def _file(folder: Path, item: str) -> str:
    return f"'{folder.resolve() / item}.parquet'"


def in_memory(folder: Path) -> None:
    """The same with all memory it wants, to see what the bound costs."""
    gongxin(folder, memory_limit="8GB")


def by_hand(folder: Path) -> None:
    """What somebody who knows DuckDB would write for this model, were no reason asked for."""
    import duckdb

    work = _emptied(folder / "work-by-hand")
    started = perf_counter()
    with closing(
        duckdb.connect(
            config={"threads": "2", "memory_limit": "1500MB", "temp_directory": str(work / "spill")}
        )
    ) as connection:
        connection.execute(BY_HAND.format(entries=folder / "*.parquet", result=work / "result.parquet"))
    _told(started, folder, work)


BY_HAND = """
COPY (
WITH e AS (
    SELECT uscc, item, tier, decided_on,
        CASE WHEN item = 'administrative_penalty'
            THEN CAST(content ->> '$.CF_NR_FK' AS DECIMAL(18, 6)) END AS fine,
        CASE WHEN item IN ('abnormal_operation', 'list_market_supervision')
            THEN coalesce(CAST(content ->> '$.removed_on' AS DATE) > DATE '2026-11-22', true) END AS listed,
        CASE WHEN item IN ('tax_arrears', 'social_insurance_arrears')
            THEN coalesce(CAST(content ->> '$.settled_on' AS DATE) > DATE '2026-11-22', true) END AS owed,
        CASE WHEN item = 'tax_arrears' THEN CAST(content ->> '$.amount' AS DECIMAL(18, 6)) END AS amount,
        CASE WHEN item IN ('credit_commitment', 'judgment_unperformed')
            THEN content ->> '$.performance' END AS done,
        CASE WHEN item = 'administrative_inspection' THEN content ->> '$.result_type' END AS outcome,
        CASE WHEN item = 'honour' THEN content ->> '$.level' END AS level,
        CASE WHEN item = 'organisation_registration' THEN content ->> '$.kind' END AS kind,
        CASE WHEN item = 'organisation_registration'
            THEN CAST(content ->> '$.registration_date' AS DATE) END AS since
    FROM '{entries}' WHERE item <> 'administrative_licence'
), o AS (
    SELECT uscc, any_value(kind) AS kind, min(DATE '2026-11-22' - since) AS age,
        count(*) FILTER (item = 'administrative_penalty' AND tier = 'severe'
            AND decided_on > '2023-11-22') AS severe,
        count(*) FILTER (item = 'administrative_penalty' AND tier = 'ordinary'
            AND decided_on > '2025-11-22') AS ordinary,
        sum(fine) FILTER (tier <> 'minor' AND decided_on > '2024-11-22') AS fines,
        count(*) FILTER (item = 'abnormal_operation' AND listed) AS abnormal,
        sum(amount) FILTER (owed) AS tax,
        count(*) FILTER (item = 'social_insurance_arrears' AND owed) AS social,
        count(*) FILTER (item = 'judgment_unperformed' AND done <> 'full') AS judgments,
        count(*) FILTER (item = 'credit_commitment' AND done <> 'full'
            AND decided_on > '2024-11-22') AS broken,
        count(*) FILTER (item = 'credit_commitment' AND done = 'full'
            AND decided_on > '2024-11-22') AS kept,
        count(*) FILTER (outcome = '02' AND decided_on > '2025-11-22') AS orders,
        count(*) FILTER (level <> 'other' AND decided_on > '2021-11-22') AS honours,
        count(*) FILTER (item = 'administrative_reward' AND decided_on > '2023-11-22') AS rewards,
        count(*) FILTER (item = 'tax_grade_a' AND decided_on > '2024-11-22') AS grade_a,
        count(*) FILTER (item = 'trustworthy_list') AS trusted,
        count(*) FILTER (item = 'list_market_supervision' AND listed) AS vetoes
    FROM e GROUP BY uscc
), s AS (
    SELECT uscc, vetoes, least(100.0, greatest(0.0, 85.0
        - least(10 * severe, 30) - least(4 * ordinary, 16)
        - CASE WHEN fines >= 200 THEN 8 WHEN fines >= 50 THEN 4 WHEN fines >= 10 THEN 2 ELSE 0 END
        - CASE WHEN abnormal > 0 THEN 8 ELSE 0 END
        - CASE WHEN tax >= 1000000 THEN 10 WHEN tax >= 100000 THEN 6 WHEN tax >= 0.01 THEN 3 ELSE 0 END
        - CASE WHEN social > 0 THEN 4 ELSE 0 END - least(6 * judgments, 18) - least(4 * broken, 12)
        - least(orders, 4) + least(honours, 4) + least(rewards, 3)
        + CASE WHEN grade_a > 0 THEN 3 ELSE 0 END + CASE WHEN trusted > 0 THEN 3 ELSE 0 END
        + least(0.5 * kept, 3) + CASE WHEN age >= 3650 THEN 3 WHEN age >= 1095 THEN 1 ELSE 0 END
    )) AS score FROM o WHERE kind = 'enterprise'
)
SELECT uscc, CAST(score AS DECIMAL(6, 2)) AS score, CASE WHEN vetoes > 0 THEN 'poor' WHEN score >= 90
    THEN 'excellent' WHEN score >= 75 THEN 'good' WHEN score >= 60 THEN 'fair' ELSE 'poor' END AS grade FROM s
) TO '{result}' (FORMAT parquet)
"""


def _emptied(folder: Path) -> Path:
    if folder.exists():
        rmtree(folder)
    folder.mkdir()
    return folder.resolve()


def _told(started: float, folder: Path, work: Path, **facts: object) -> None:
    import duckdb

    seconds = perf_counter() - started
    # The contestants must agree before anybody is faster.
    (digest,) = duckdb.sql(
        f"SELECT bit_xor(hash(uscc, score, grade)) FROM '{work / 'result.parquet'}'"
    ).fetchall()[0]
    report(seconds, int(folder.name.rpartition("-")[2]), results=str(digest), **facts)


if __name__ == "__main__":
    {"gongxin": gongxin, "DuckDB by hand": by_hand, "gongxin, in memory": in_memory}[sys.argv[1]](
        Path(sys.argv[2])
    )
