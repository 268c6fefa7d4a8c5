"""A record's page and its API answer over HTTP: beside datasette on the same rows in SQLite.

gongxin runs two worker processes; datasette has none, so two of it run, each asked at the same time.
"""

import json
import sqlite3
import subprocess
import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench.asking import Asked, ask, free_port, logs, stop, wait_for
from bench.instance import use
from bench.loaded import loaded
from bench.measuring import Figure, Line, Verdict, at_least, at_most, work_folder

SAMPLE = 5_000
WORKERS = 2


def figures(options: Namespace) -> list[Figure]:
    instance = loaded(options)
    database = work_folder() / f"datasette-{options.organisations}-{options.rows}.db"
    paths = work_folder() / "records.json"
    subprocess.run(
        [sys.executable, "-m", "bench.record", str(instance), str(database), str(paths)], check=True
    )
    records: list[str] = json.loads(paths.read_text())
    asked = {
        "ours": _ours(instance, records, options),
        "theirs": _datasette(database, records, options),
    }
    return [
        _figure("record page", "page", asked, least=400, p99_ms=60),
        _figure("record API", "api", asked, least=2000, p99_ms=25),
    ]


Both = dict[str, Asked]


def _figure(title: str, kind: str, asked: dict[str, Both], *, least: float, p99_ms: float) -> Figure:
    ours, theirs = asked["ours"][kind], asked["theirs"][kind]
    verdicts: list[Verdict] = [
        at_least("answers a second", least, ours.rate),
        at_most("p99 in ms", p99_ms, ours.p99_ms),
        at_least("times datasette", 3, ours.rate / theirs.rate),
        at_most("answers that were not 2xx", 0, ours.failed + theirs.failed),
    ]
    found = [
        Line("gongxin", "us", ours.rate, 1 / ours.rate, 0, 1, {"p99_ms": ours.p99_ms}),
        Line(
            "datasette",
            "peer",
            theirs.rate,
            1 / theirs.rate,
            0,
            ours.rate / theirs.rate,
            {"p99_ms": theirs.p99_ms},
        ),
    ]
    return Figure(f"record-{kind}", f"The {title}, {WORKERS} workers", "answers", found, verdicts)


def _ours(instance: Path, records: Sequence[str], options: Namespace) -> Both:
    port = free_port()
    command = [sys.executable, "-m", "gongxin.cli", "serve", "--port", str(port), "--workers", str(WORKERS)]
    environment = _environment(instance)
    with logs("gongxin", work_folder()).open("wb") as told:
        server = subprocess.Popen(command, stdout=told, stderr=told, env=environment)
        try:
            wait_for(port)
            return _ask_all(
                options,
                lambda kind: [
                    ask(port, [_our_path(kind, record) for record in records], seconds=options.seconds)
                ],
            )
        finally:
            stop([server])


def _our_path(kind: str, record: str) -> str:
    return f"/records/{record}/" if kind == "page" else f"/api/v1/records/{record}"


def _environment(instance: Path) -> dict[str, str]:
    import os

    return {**os.environ, "GONGXIN_DATA": str(instance.resolve()), "GONGXIN_RATE_LIMIT": "1000000000"}


def _datasette(database: Path, records: Sequence[str], options: Namespace) -> Both:
    ports = [free_port() for _ in range(WORKERS)]
    with logs("datasette", work_folder()).open("wb") as told:
        servers = [
            subprocess.Popen(
                [sys.executable, "-m", "datasette", "serve", "-i", str(database), "--port", str(port)],
                stdout=told,
                stderr=told,
            )
            for port in ports
        ]
        try:
            for port in ports:
                wait_for(port)
            suffix = {"page": "", "api": ".json"}
            return _ask_all(
                options,
                lambda kind: _at_once(
                    ports,
                    [f"/{database.stem}/entry/{record}{suffix[kind]}" for record in records],
                    options.seconds,
                ),
            )
        finally:
            stop(servers)


def _at_once(ports: Sequence[int], paths: Sequence[str], seconds: int) -> list[Asked]:
    with ThreadPoolExecutor(len(ports)) as pool:
        return list(pool.map(lambda port: ask(port, paths, seconds=seconds), ports))


def _ask_all(options: Namespace, asking: Callable[[str], list[Asked]]) -> Both:
    """Warm up, then ask for the page and the API in turns; keep the median round of each."""
    rounds: dict[str, list[Asked]] = {"page": [], "api": []}
    for kind in rounds:
        asking(kind)
    for _ in range(options.rounds):
        for kind, found in rounds.items():
            parts = asking(kind)
            found.append(
                Asked(
                    sum(one.rate for one in parts),
                    max(one.p99_ms for one in parts),
                    sum(one.failed for one in parts),
                )
            )
    return {kind: sorted(found, key=lambda one: one.rate)[len(found) // 2] for kind, found in rounds.items()}


def prepare(instance: Path, database: Path, paths: Path) -> None:
    """Write the addresses to ask for, and the same entries into SQLite for datasette."""
    use(instance)
    from django.db import connection

    shown = (
        "superseded_by IS NULL AND disclosure = 'public' AND shown_from <= current_date "
        "AND coalesce(shown_until, current_date) >= current_date"
    )
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT record::text FROM entry WHERE kind = 'record' AND item = 'administrative_penalty' "
            f"AND {shown} ORDER BY md5(record::text) LIMIT %s",
            [SAMPLE],
        )
        paths.write_text(json.dumps([record for (record,) in cursor.fetchall()]))
    if database.exists():
        return
    with sqlite3.connect(database) as target:
        _copy(target)


def _copy(target: sqlite3.Connection) -> None:
    from django.db import connection, transaction

    columns = "record, sequence, version, item, uscc, unit, tier, decided_on, shown_until, known_at, content"
    target.execute(f"CREATE TABLE entry ({columns.replace('record,', 'record TEXT PRIMARY KEY,')})")
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "DECLARE entries NO SCROLL CURSOR FOR SELECT record::text, sequence, version, item, uscc, unit, "
            "tier, decided_on::text, shown_until::text, known_at::text, content FROM entry "
            "WHERE kind = 'record' AND superseded_by IS NULL"
        )
        while True:
            cursor.execute("FETCH 50000 FROM entries")
            rows = cursor.fetchall()
            if not rows:
                break
            target.executemany(f"INSERT INTO entry VALUES ({', '.join('?' * 11)})", rows)
    target.execute("CREATE INDEX entry_of_organisation ON entry (uscc, item, decided_on)")


if __name__ == "__main__":
    prepare(Path(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3]))
