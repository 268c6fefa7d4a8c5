#!/usr/bin/env python3
"""Repeat a draw from its published files: `python3 verify_draw.py FOLDER`. Needs only Python 3.9 or newer.

The folder holds pool.csv and plan.json, published before the seed; draw.json with the seed; tickets.csv and
result.csv. Everything is worked out anew from pool, plan and seed. Ends with 0 where all is the same, 1 where
anything differs, 2 where a file is missing or unreadable.
"""

import hashlib
import json
import math
import sys
from fractions import Fraction
from pathlib import Path


def sha256(text):
    return hashlib.sha256(text.encode()).hexdigest()


def numbers(ticket):
    """Numbers of 64 bits that follow from a ticket, one after the other."""
    for count in range(1 << 30):
        digest = hashlib.sha256(f"{ticket}\n{count}".encode()).digest()
        for start in range(0, 32, 8):
            yield int.from_bytes(digest[start : start + 8], "big")


def assigned(uscc, ticket, plan):
    """The unit, each as likely as it has places, and the places, each as likely as any other."""
    may = [unit for unit in plan["units"] if uscc not in plan["avoid"].get(unit["uscc"], [])]
    drawn = numbers(ticket)
    among = next(drawn) % sum(unit["places"] for unit in may)
    for unit in may:
        if among < unit["places"]:
            break
        among -= unit["places"]
    left = list(range(1, unit["places"] + 1))
    return unit["uscc"], sorted(left.pop(next(drawn) % len(left)) for _ in range(plan["team"]))


def last_tickets(rows, plan):
    """The highest ticket that still wins, by stratum."""
    tickets = {one["code"]: [] for one in plan["strata"]}
    for ticket, _, stratum in rows:
        tickets[stratum].append(ticket)
    last = {}
    for one in plan["strata"]:
        mine = sorted(tickets[one["code"]])
        quota = min(len(mine), max(math.ceil(Fraction(one["ratio"]) * len(mine)), one["floor"]))
        last[one["code"]] = mine[quota - 1] if quota else ""
    return last


def repeated(pool, plan, head):
    """The texts of tickets.csv and result.csv as they follow from pool, plan and seed."""
    begun, rows = hashlib.sha256(head), []
    for uscc, stratum in pool:
        ticket = begun.copy()
        ticket.update(uscc.encode())
        rows.append((ticket.hexdigest(), uscc, stratum))
    last = last_tickets(rows, plan)
    tickets = ["uscc,stratum,ticket,drawn\n"]
    tickets += [
        f"{uscc},{stratum},{ticket},{int(ticket <= last[stratum])}\n" for ticket, uscc, stratum in rows
    ]
    result = ["number,uscc,stratum,unit,places\n"]
    wins = sorted(row for row in rows if row[0] <= last[row[2]])
    for number, (ticket, uscc, stratum) in enumerate(wins, 1):
        unit, places = assigned(uscc, ticket, plan)
        result.append(f"{number},{uscc},{stratum},{unit},{' '.join(map(str, places))}\n")
    return {"tickets.csv": "".join(tickets), "result.csv": "".join(result)}


def differences_in(folder):
    """Say what differs between what is published and what follows from pool, plan and seed."""
    pool_file, plan_file = (folder / "pool.csv").read_bytes(), (folder / "plan.json").read_bytes()
    told = json.loads((folder / "draw.json").read_text("utf-8"))
    plan_digest = hashlib.sha256(plan_file).hexdigest()
    if told["plan"] != plan_digest:
        yield "plan.json 不是抽取时的计划 / is not the plan of the draw"
        return
    plan = json.loads(plan_file)
    if hashlib.sha256(pool_file).hexdigest() != plan["pool"]:
        yield "pool.csv 不是计划中固定的对象 / is not the pool that the plan names"
        return
    head = f"gongxin-draw-1\n{plan_digest}\n{sha256(told['seed'])}\n".encode()
    pool = [line.split(",") for line in pool_file.decode().splitlines()[1:]]
    for name, text in repeated(pool, plan, head).items():
        published = (folder / name).read_bytes()
        if text.encode() != published:
            yield f"{name} 与重新抽取的不同 / differs from the draw repeated"
        if hashlib.sha256(published).hexdigest() != told[name]:
            yield f"{name} 与 draw.json 中的摘要不符 / is not what draw.json says"


def main():
    if len(sys.argv) != 2:
        print("用法 / usage: python3 verify_draw.py 文件夹/FOLDER")
        return 2
    try:
        differences = list(differences_in(Path(sys.argv[1])))
    except OSError as error:
        print(f"无法复核：缺少文件或读不了 / cannot verify, a file is missing: {error.filename}")
        return 2
    except (IndexError, ValueError, KeyError, TypeError) as error:
        print(f"无法复核：文件内容损坏 / cannot verify, a file is damaged: {error!r}")
        return 2
    for difference in differences:
        print(f"不同 / different: {difference}")
    print("结论：不同 / different" if differences else "结论：相同 / same")
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main())
