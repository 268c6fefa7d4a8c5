"""Evaluate everybody with every reason: beside the same computation by hand in DuckDB, without reasons.

Both read the same Parquet of entries, a file for each item and the contents as JSON, and write Parquet. What
they are held to is CPU seconds, since a machine that does other things makes everybody's hours longer.
"""

import sys
from argparse import Namespace
from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from shutil import rmtree
from statistics import median
from time import perf_counter, process_time

from bench.measuring import Figure, Line, at_least, at_most, in_turns, lines, report, work_folder

MODEL = "comprehensive_enterprise"
ON = date(2026, 11, 22)
WANTED, MIB = 0.6, 2048
AMOUNT = "CAST(h % 3000 AS DOUBLE) / 10"
ENDED = """CASE WHEN h % 2 = 0 THEN ',"{}":"2026-01-01"' ELSE '' END"""
LISTED = f'\'"reason":"严重违法"\' || {ENDED.format("removed_on")}'
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
    "administrative_licence": (258, '\'"XK_XKWS":"准予许可决定书"\''),
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
    "list_market_supervision": (4, LISTED),
    "fee_arrears": (8, f"'\"amount\":' || {AMOUNT} || {ENDED.format('settled_on')}"),
    "charity_donation": (8, '\'"project":"助学"\''),
    "utility_arrears": (6, f"'\"amount\":' || {AMOUNT} || {ENDED.format('settled_on')}"),
    "customs_aeo": (4, f'\'"level":"advanced"\' || {ENDED.format("ended_on")}'),
    "false_materials": (3, '\'"matter":"资质申报"\''),
    "list_judgment_defaulter": (3, LISTED),
    "accident_liability": (2, '\'"accident":"一般事故"\''),
    "list_tax_violation": (2, LISTED),
    "list_wage_arrears": (2, LISTED),
    "list_work_safety": (1, LISTED),
    "list_government_procurement": (1, LISTED),
    "list_overloading": (1, LISTED),
    "market_ban": (1, '\'"matter":"招标投标","banned_until":"2027-01-01"\''),
}


def figures(options: Namespace) -> list[Figure]:
    """At the size asked for, and at a tenth of it, which shows how it grows."""
    found = [_figure(rows, options) for rows in (options.rows // 10, options.rows)]
    small, large = (_cpu(figure.lines) for figure in found)
    found[-1].verdicts.append(
        at_most("CPU seconds at this size to ten times a tenth", 1.25, large / (10 * small))
    )
    return found


def _cpu(found: Sequence[Line]) -> float:
    return float(str(next(line.facts["cpu"] for line in found if line.role == "us")))


def _figure(rows: int, options: Namespace) -> Figure:
    folder = str(_entries(rows))
    runs = in_turns(
        "bench.evaluation",
        {"gongxin": [folder], "DuckDB by hand": [folder], "gongxin, in memory": [folder]},
        rounds=options.rounds,
    )
    roles = {"gongxin": "us", "DuckDB by hand": "limit", "gongxin, in memory": "limit"}
    found = [
        replace(
            line, facts={**line.facts, "cpu": median(float(str(run.facts["cpu"])) for run in runs[line.name])}
        )
        for line in lines(runs, roles)
    ]
    by_hand = float(str(next(line.facts["cpu"] for line in found if line.name == "DuckDB by hand")))
    verdicts = [
        at_least("of the same by hand, without reasons, by CPU seconds", WANTED, by_hand / _cpu(found)),
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
    started, used = perf_counter(), process_time()
    with closing(
        connect(work, files=[*folder.resolve().glob("*.parquet")], memory_limit=memory_limit)
    ) as connection:
        registrations = _file(folder, REGISTRATION)
        connection.execute(f"CREATE TABLE {ORGANISATION} AS {organisation_sql(table=registrations)}")
        for source in made.sources:
            entries = entry_sql(source, table=_file(folder, source.item))
            connection.execute(f"CREATE TABLE {source.relation} AS {entries}")
        gathered = perf_counter() - started
        connection.execute(f"COPY ({made.sql}) TO '{work / 'result.parquet'}' (FORMAT parquet)")
    _told(started, used, folder, gathered=gathered)


def _file(folder: Path, item: str) -> str:
    return f"'{folder.resolve() / item}.parquet'"


def in_memory(folder: Path) -> None:
    """The same with all memory it wants, to see what the bound costs."""
    gongxin(folder, memory_limit="8GB")


def by_hand(folder: Path) -> None:
    """What somebody who knows DuckDB would write for this model, were no reason asked for.

    All of the model, and nothing read that is too old to count: the quickest of the ways tried.
    """
    import duckdb

    work = _emptied(folder / "work-by-hand")
    started, used = perf_counter(), process_time()
    with closing(
        duckdb.connect(
            config={"threads": "2", "memory_limit": "1500MB", "temp_directory": str(work / "spill")}
        )
    ) as connection:
        connection.execute(BY_HAND.format(entries=folder / "*.parquet", result=work / "result.parquet"))
    _told(started, used, folder)


BY_HAND = """
COPY (
WITH e AS (
    SELECT uscc, item, tier, decided_on,
        CASE WHEN item = 'administrative_penalty'
            THEN CAST(content ->> '$.CF_NR_FK' AS DECIMAL(18, 6)) END AS fine,
        CASE WHEN item IN ('tax_arrears', 'social_insurance_arrears', 'fee_arrears', 'utility_arrears')
            THEN coalesce(CAST(content ->> '$.settled_on' AS DATE) > DATE '2026-11-22', true) END AS owed,
        CASE WHEN item = 'tax_arrears' THEN CAST(content ->> '$.amount' AS DECIMAL(18, 6)) END AS amount,
        CASE WHEN item IN ('abnormal_operation', 'trustworthy_list') OR item LIKE 'list_%'
            THEN coalesce(CAST(content ->> '$.removed_on' AS DATE) > DATE '2026-11-22', true) END AS listed,
        CASE WHEN item IN ('honour', 'trustworthy_list')
            THEN coalesce(CAST(content ->> '$.valid_until' AS DATE) >= DATE '2026-11-22', true) END AS valid,
        CASE WHEN item IN ('credit_commitment', 'judgment_unperformed')
            THEN content ->> '$.performance' END AS done,
        CASE WHEN item = 'judgment_unperformed'
            THEN coalesce(CAST(content ->> '$.performed_on' AS DATE) > DATE '2026-11-22', true) END AS owing,
        CASE WHEN item = 'credit_commitment'
            THEN CAST(content ->> '$.performance_found_on' AS DATE) <= DATE '2026-11-22' END AS known,
        CASE WHEN item = 'customs_aeo'
            THEN coalesce(CAST(content ->> '$.ended_on' AS DATE) > DATE '2026-11-22', true) END AS certified,
        CASE WHEN item = 'market_ban'
            THEN CAST(content ->> '$.banned_until' AS DATE) >= DATE '2026-11-22' END AS banned,
        CASE WHEN item = 'administrative_inspection' THEN content ->> '$.result_type' END AS outcome,
        CASE WHEN item = 'honour' THEN content ->> '$.level' END AS level,
        CASE WHEN item = 'organisation_registration' THEN content ->> '$.kind' END AS kind,
        CASE WHEN item = 'organisation_registration' THEN content ->> '$.status' END AS status,
        CASE WHEN item = 'organisation_registration'
            THEN CAST(content ->> '$.registration_date' AS DATE) END AS since
    FROM '{entries}' WHERE decided_on > CASE item WHEN 'administrative_licence' THEN DATE '9999-12-31'
        WHEN 'administrative_inspection' THEN DATE '2025-11-22'
        WHEN 'credit_commitment' THEN DATE '2024-11-22' WHEN 'tax_grade_a' THEN DATE '2024-11-22'
        WHEN 'administrative_penalty' THEN DATE '2023-11-22'
        WHEN 'false_materials' THEN DATE '2023-11-22' WHEN 'accident_liability' THEN DATE '2023-11-22'
        WHEN 'administrative_reward' THEN DATE '2023-11-22' WHEN 'charity_donation' THEN DATE '2023-11-22'
        WHEN 'honour' THEN DATE '2021-11-22' ELSE DATE '1900-01-01' END
), o AS (
    SELECT uscc, any_value(kind) AS kind, any_value(status) AS status,
        min(DATE '2026-11-22' - since) AS age,
        count(*) FILTER (item = 'administrative_penalty' AND tier = 'severe'
            AND decided_on > '2023-11-22') AS severe,
        count(*) FILTER (item = 'administrative_penalty' AND tier = 'ordinary'
            AND decided_on > '2025-11-22') AS ordinary,
        sum(fine) FILTER (tier <> 'minor' AND decided_on > '2024-11-22') AS fines,
        count(*) FILTER (item = 'abnormal_operation' AND listed) AS abnormal,
        sum(amount) FILTER (owed) AS tax,
        count(*) FILTER (item = 'social_insurance_arrears' AND owed) AS social,
        count(*) FILTER (item = 'fee_arrears' AND owed) AS fees,
        count(*) FILTER (item = 'utility_arrears' AND owed) AS bills,
        count(*) FILTER (item = 'judgment_unperformed' AND done <> 'full' AND owing) AS judgments,
        count(*) FILTER (item = 'credit_commitment' AND done IN ('part', 'none') AND known
            AND decided_on > '2024-11-22') AS broken,
        count(*) FILTER (item = 'credit_commitment' AND done = 'full' AND known
            AND decided_on > '2024-11-22') AS kept,
        count(*) FILTER (item = 'false_materials' AND decided_on > '2023-11-22') AS false_materials,
        count(*) FILTER (item = 'accident_liability' AND decided_on > '2023-11-22') AS accidents,
        count(*) FILTER (outcome = '02' AND decided_on > '2025-11-22') AS orders,
        count(*) FILTER (item = 'honour' AND level <> 'other' AND valid) AS honours,
        count(*) FILTER (item = 'administrative_reward' AND decided_on > '2023-11-22') AS rewards,
        count(*) FILTER (item = 'charity_donation' AND decided_on > '2023-11-22') AS donations,
        count(*) FILTER (item = 'tax_grade_a' AND decided_on > '2024-11-22') AS grade_a,
        count(*) FILTER (item = 'trustworthy_list' AND valid AND listed) AS trusted,
        count(*) FILTER (certified) AS customs,
        count(*) FILTER (banned OR listed AND item IN ('list_market_supervision', 'list_tax_violation',
            'list_wage_arrears', 'list_judgment_defaulter', 'list_work_safety',
            'list_government_procurement', 'list_overloading')) AS vetoes
    FROM e GROUP BY uscc
), s AS (
    SELECT uscc, vetoes, least(100.0, greatest(0.0, 85.0
        - least(10 * severe, 30) - least(4 * ordinary, 16)
        - CASE WHEN fines >= 200 THEN 8 WHEN fines >= 50 THEN 4 WHEN fines >= 10 THEN 2 ELSE 0 END
        - CASE WHEN abnormal > 0 THEN 8 ELSE 0 END
        - CASE WHEN tax >= 1000000 THEN 10 WHEN tax >= 100000 THEN 6 WHEN tax >= 0.01 THEN 3 ELSE 0 END
        - CASE WHEN social > 0 THEN 4 ELSE 0 END - CASE WHEN fees > 0 THEN 2 ELSE 0 END
        - CASE WHEN bills > 0 THEN 1 ELSE 0 END - least(6 * judgments, 18) - least(4 * broken, 12)
        - least(8 * false_materials, 16) - least(8 * accidents, 16)
        - least(orders, 4) + least(honours, 4) + least(rewards, 3) + least(0.5 * donations, 2)
        + CASE WHEN grade_a > 0 THEN 3 ELSE 0 END + CASE WHEN trusted > 0 THEN 3 ELSE 0 END
        + CASE WHEN customs > 0 THEN 2 ELSE 0 END
        + least(0.5 * kept, 3) + CASE WHEN age >= 3650 THEN 3 WHEN age >= 1095 THEN 1 ELSE 0 END
    )) AS score FROM o WHERE kind IN ('enterprise', 'sole_trader')
        AND status IN ('existing', 'moved_in', 'suspended')
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


def _told(started: float, used: float, folder: Path, **facts: object) -> None:
    import duckdb

    seconds, cpu = perf_counter() - started, process_time() - used
    work = folder / ("work" if "gathered" in facts else "work-by-hand")
    # The contestants must agree before anybody is faster.
    (digest,) = duckdb.sql(
        f"SELECT bit_xor(hash(uscc, score, grade)) FROM '{work / 'result.parquet'}'"
    ).fetchall()[0]
    report(seconds, int(folder.name.rpartition("-")[2]), results=str(digest), cpu=round(cpu, 2), **facts)


if __name__ == "__main__":
    {"gongxin": gongxin, "DuckDB by hand": by_hand, "gongxin, in memory": in_memory}[sys.argv[1]](
        Path(sys.argv[2])
    )
