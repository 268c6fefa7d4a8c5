"""The pool of a draw, frozen: who can be drawn, in one order, with a digest published before the seed."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from duckdb import DuckDBPyConnection, Error

from gongxin.engine.duckdb import literal
from gongxin.organisations.uscc_sql import error_sql
from gongxin.supervision.plan import Plan

POOL, PLAN = "pool.csv", "plan.json"
VERSION = "gongxin-draw-1"
SHOWN = 5


@dataclass(frozen=True, slots=True)
class Frozen:
    """A pool as written; `text` is the plan with the pool's digest, `digest` that of the text."""

    text: str
    digest: str
    sizes: Mapping[str, int]


class InvalidPool(Exception):
    """The file of the pool cannot be drawn from."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh} / {en}")


def freeze(connection: DuckDBPyConnection, plan: Plan, folder: Path) -> Frozen:
    """Write `pool.csv` and `plan.json` into the folder; the pool is left as table `pool` (uscc, stratum).

    Raises:
        InvalidPool: it is no table of codes and strata, or has codes that are wrong or stand there twice.
    """
    _read(connection, plan)
    _refuse_odd(connection, plan)
    connection.execute(
        f"COPY (SELECT uscc, stratum FROM pool ORDER BY uscc) TO {literal(str(folder / POOL))} "
        "(FORMAT csv, HEADER true)"
    )
    sizes = dict(connection.execute("SELECT stratum, count(*) FROM pool GROUP BY stratum").fetchall())
    with (folder / POOL).open("rb") as file:
        pool_digest = hashlib.file_digest(file, "sha256").hexdigest()
    text = plan_text(plan, pool_digest, {one.code: sizes.get(one.code, 0) for one in plan.strata})
    (folder / PLAN).write_text(text, "utf-8")
    return Frozen(text, hashlib.sha256(text.encode()).hexdigest(), sizes)


def plan_text(plan: Plan, pool: str, sizes: Mapping[str, int]) -> str:
    """Return what is published before the seed: the plan and the digest of its pool, as JSON."""
    told = {
        "version": VERSION,
        "code": plan.code,
        "round": plan.round,
        "name": {"zh": plan.name.zh, "en": plan.name.en},
        "basis": str(plan.basis),
        "on": plan.on.isoformat(),
        "pool": pool,
        "strata": [
            {"code": one.code, "ratio": str(one.ratio), "floor": one.floor, "size": sizes[one.code]}
            for one in plan.strata
        ],
        "units": [{"uscc": one.uscc, "name": one.name, "places": one.places} for one in plan.units],
        "team": plan.team,
        "avoid": {unit: sorted(codes) for unit, codes in sorted(plan.avoided.items())},
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _read(connection: DuckDBPyConnection, plan: Plan) -> None:
    """Whom no unit may inspect is not in the pool."""
    everywhere = plan.avoided.get("", frozenset()).union(
        frozenset.intersection(*(plan.avoided.get(unit.uscc, frozenset()) for unit in plan.units))
    )
    source = f"read_csv({literal(str(plan.objects))}, header = true, all_varchar = true, nullstr = '')"
    try:
        connection.execute(
            f"CREATE TABLE pool AS SELECT trim(uscc) AS uscc, trim(stratum) AS stratum FROM {source}"
        )
    except Error as error:
        raise InvalidPool(
            f"对象文件 {plan.objects.name} 无法读取，应为含 uscc、stratum 两列的 CSV。",
            f"{plan.objects.name} should be a CSV file with the columns uscc and stratum: {error}",
        ) from error
    connection.execute("DELETE FROM pool WHERE list_contains(?, uscc)", [sorted(everywhere)])


def _refuse_odd(connection: DuckDBPyConnection, plan: Plan) -> None:
    known = ", ".join(literal(one.code) for one in plan.strata)
    faults = {
        ("代码有误", "are wrong codes"): f"{error_sql('uscc')} IS NOT NULL OR uscc IS NULL",
        ("分层不在计划中", "have no stratum of the plan"): f"coalesce(stratum NOT IN ({known}), true)",
        (
            "重复出现",
            "stand there twice",
        ): "uscc IN (SELECT uscc FROM pool GROUP BY uscc HAVING count(*) > 1)",
    }
    for (zh, en), fault in faults.items():
        odd = connection.execute(
            f"SELECT DISTINCT coalesce(uscc, '') FROM pool WHERE {fault} ORDER BY 1 LIMIT {SHOWN + 1}"
        ).fetchall()
        if odd:
            named = "、".join(code or "（空）" for (code,) in odd[:SHOWN])
            more = "…" if len(odd) > SHOWN else ""
            raise InvalidPool(
                f"对象文件中{zh}：{named}{more}。请改正后重试。", f"{named}{more} {en}. Mend them."
            )
    ((size,),) = connection.execute("SELECT count(*) FROM pool").fetchall()
    if not size:
        raise InvalidPool("对象文件中没有可抽取的对象。", "There is nobody in the pool to draw from.")
