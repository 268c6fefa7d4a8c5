"""Draw by ticket: each organisation's ticket follows from the plan and the seed, the lowest of a stratum win.

Nothing here is random: whoever has the published files finds the same tickets and the same result.
`docs/verify_draw.py` does so without any of this code.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from duckdb import DuckDBPyConnection

from gongxin.engine.duckdb import literal
from gongxin.supervision.plan import InspectingUnit, Plan
from gongxin.supervision.pool import VERSION, Frozen

TICKETS, RESULT, DRAW = "tickets.csv", "result.csv", "draw.json"
NUMBER = 8  # bytes of a digest that make one number


@dataclass(frozen=True, slots=True)
class Short:
    """A stratum that has fewer organisations than its floor: all of them are drawn."""

    stratum: str
    wanted: int
    size: int


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a draw came to; `text` is the published record of it."""

    count: int
    short: tuple[Short, ...]
    text: str


class EmptySeed(Exception):
    """A seed that says nothing."""

    def __init__(self) -> None:
        super().__init__(
            "种子不能为空。请写明公开产生的种子文字。 / The seed is empty: give the public text."
        )


def draw(connection: DuckDBPyConnection, plan: Plan, frozen: Frozen, *, seed: str, folder: Path) -> Drawn:
    """Draw from the table `pool` and write tickets, result and record of the draw into the folder.

    Raises:
        EmptySeed: the seed has no character but blanks.
    """
    if not seed.strip():
        raise EmptySeed
    head = head_of(frozen.digest, seed)
    _give_tickets(connection, plan, head)
    connection.execute(
        "COPY (SELECT uscc, stratum, ticket, drawn::INTEGER AS drawn FROM ticket ORDER BY uscc) "
        f"TO {literal(str(folder / TICKETS))} (FORMAT csv, HEADER true)"
    )
    drawn = connection.execute(
        "SELECT uscc, stratum, ticket FROM ticket WHERE drawn ORDER BY ticket"
    ).fetchall()
    with (folder / RESULT).open("w", encoding="utf-8", newline="\n") as out:
        out.write("number,uscc,stratum,unit,places\n")
        out.writelines(_lines(drawn, plan))
    text = _record(frozen, seed, folder)
    (folder / DRAW).write_text(text, "utf-8")
    return Drawn(len(drawn), tuple(_short(plan, frozen)), text)


def head_of(plan_digest: str, seed: str) -> str:
    """Return what every ticket's text begins with; the seed may be of any length."""
    return f"{VERSION}\n{plan_digest}\n{hashlib.sha256(seed.encode()).hexdigest()}\n"


def _give_tickets(connection: DuckDBPyConnection, plan: Plan, head: str) -> None:
    sizes = dict(connection.execute("SELECT stratum, count(*) FROM pool GROUP BY stratum").fetchall())
    quotas = ", ".join(f"({literal(one.code)}, {one.quota(sizes.get(one.code, 0))})" for one in plan.strata)
    connection.execute(
        f"CREATE TABLE ticket AS SELECT *, row_number() OVER (PARTITION BY stratum ORDER BY ticket) <= quota "
        f"AS drawn FROM (SELECT uscc, stratum, sha256({literal(head)} || uscc) AS ticket FROM pool) "
        f"JOIN (VALUES {quotas}) AS quota(stratum, quota) USING (stratum)"
    )


def _lines(drawn: Sequence[tuple[str, str, str]], plan: Plan) -> Iterator[str]:
    for number, (uscc, stratum, ticket) in enumerate(drawn, 1):
        unit, places = assigned(uscc, ticket, plan)
        yield f"{number},{uscc},{stratum},{unit.uscc},{' '.join(map(str, places))}\n"


def assigned(uscc: str, ticket: str, plan: Plan) -> tuple[InspectingUnit, tuple[int, ...]]:
    """Return the unit that inspects, likely by its places, and the numbers of its places, from 1."""
    may = [unit for unit in plan.units if uscc not in plan.avoided.get(unit.uscc, ())]
    numbers = _numbers(ticket)
    among = next(numbers) % sum(unit.places for unit in may)
    for unit in may:
        if among < unit.places:
            break
        among -= unit.places
    left = list(range(1, unit.places + 1))
    return unit, tuple(sorted(left.pop(next(numbers) % len(left)) for _ in range(plan.team)))


def _numbers(ticket: str) -> Iterator[int]:
    """Yield numbers of 64 bits that follow from the ticket."""
    count = 0
    while True:
        digest = hashlib.sha256(f"{ticket}\n{count}".encode()).digest()
        for start in range(0, len(digest), NUMBER):
            yield int.from_bytes(digest[start : start + NUMBER])
        count += 1


def _short(plan: Plan, frozen: Frozen) -> Iterator[Short]:
    for one in plan.strata:
        size = frozen.sizes.get(one.code, 0)
        if size < one.floor:
            yield Short(one.code, one.floor, size)


def _record(frozen: Frozen, seed: str, folder: Path) -> str:
    told = {"version": VERSION, "plan": frozen.digest, "seed": seed}
    for name in (TICKETS, RESULT):
        with (folder / name).open("rb") as file:
            told[name] = hashlib.file_digest(file, "sha256").hexdigest()
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"
