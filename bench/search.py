"""Searching names by two characters and more, as the portal asks for it."""

import random
import sys
from argparse import Namespace
from pathlib import Path
from time import perf_counter

from bench.instance import use
from bench.loaded import loaded
from bench.measuring import Figure, at_most, child, lines, report

QUERIES = 2_000
COMMON = ("有限公司", "云汀", "餐饮", "科技", "服务", "小学", "律师", "合作社", "鹭洲区", "公司")


def figures(options: Namespace) -> list[Figure]:
    instance = loaded(options)
    run = child("bench.search", "gongxin", str(instance))
    found = lines({"gongxin": [run]}, {"gongxin": "us"})
    asked = float(str(run.facts["p99_ms"]))
    title = f"Search {options.organisations:,} organisations by parts of names"
    return [Figure("search", title, "searches", found, [at_most("p99 in ms", 50, asked)])]


def gongxin(instance: Path) -> None:
    use(instance)
    from django.db import connection

    from gongxin.queries.search import search

    with connection.cursor() as cursor:
        cursor.execute("SELECT name FROM organisation ORDER BY md5(uscc) LIMIT 2000")
        names = [name for (name,) in cursor.fetchall()]
        cursor.execute("SELECT uscc FROM organisation ORDER BY md5(name) LIMIT 200")
        codes = [code for (code,) in cursor.fetchall()]
    texts = queries(names, codes)
    for text in texts[:50]:
        search(text)
    took = []
    started = perf_counter()
    for text in texts:
        before = perf_counter()
        search(text)
        took.append((perf_counter() - before) * 1000)
    seconds = perf_counter() - started
    slowest = max(zip(took, texts, strict=True))
    took.sort()
    report(
        seconds,
        len(texts),
        p50_ms=round(took[len(took) // 2], 2),
        p99_ms=round(took[int(len(took) * 0.99)], 2),
        max_ms=round(took[-1], 2),
        slowest=slowest[1],
    )


def queries(names: list[str], codes: list[str]) -> list[str]:
    """Parts of names of two to six characters, whole names, code prefixes, and the words that match most."""
    lots = random.Random(7)
    parts = []
    for name in names:
        length = lots.randint(2, min(6, len(name)))
        start = lots.randint(0, len(name) - length)
        parts.append(name[start : start + length])
    mixed = [
        *parts[: QUERIES * 8 // 10],
        *names[: QUERIES // 20],
        *(code[:8] for code in codes[: QUERIES // 20]),
    ]
    mixed += list(COMMON) * (QUERIES // 20 // len(COMMON))
    lots.shuffle(mixed)
    return mixed


if __name__ == "__main__":
    gongxin(Path(sys.argv[2]))
