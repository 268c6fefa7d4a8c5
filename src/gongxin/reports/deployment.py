"""Whether an installation is in order, check by check, each with what to do where it is not."""

import datetime
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, partial

import psycopg
from django.conf import settings
from django.db import Error as DatabaseError

from gongxin.actions.database import steps_waiting
from gongxin.actions.key import verifier
from gongxin.law.calendar import WorkingCalendar
from gongxin.ledger import checkpoint
from gongxin.ledger.checkpoint import CheckpointNotGenuine
from gongxin.queries import health

OLDEST_SERVER = 150000  # PostgreSQL 15, as PostgreSQL counts
GIBIBYTE = 1 << 30
LEAST_DISK, LITTLE_DISK = GIBIBYTE // 4, 4 * GIBIBYTE
LONG_QUEUE = datetime.timedelta(minutes=15)
SILENCE = datetime.timedelta(minutes=2)  # a worker is heard of every ten seconds
SKEW = datetime.timedelta(seconds=2)
DECEMBER = 12  # by then the next year's holidays are published


class State(StrEnum):
    """`doubtful` serves on, and somebody should look; `bad` serves nobody."""

    GOOD = "good"
    DOUBTFUL = "doubtful"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Examined:
    """One check: what was found, and what to do about it."""

    code: str
    state: State
    zh: str
    en: str


Examination = Callable[[], Examined]


def _good(code: str, zh: str, en: str) -> Examined:
    return Examined(code, State.GOOD, zh, en)


def _doubtful(code: str, zh: str, en: str) -> Examined:
    return Examined(code, State.DOUBTFUL, zh, en)


def _bad(code: str, zh: str, en: str) -> Examined:
    return Examined(code, State.BAD, zh, en)


def examined(*examinations: Examination) -> Iterator[Examined]:
    """Yield what each check finds; without a database the others are not asked."""
    for one in examinations:
        try:
            yield one()
        except (psycopg.OperationalError, DatabaseError) as error:
            said = " ".join(str(error).split())[:200]
            zh = f"数据库没有应答：{said}。请检查 PostgreSQL 是否运行、DATABASE_URL 是否正确。"
            yield _bad(
                "database", zh, f"The database does not answer: {said}. Is it running? See DATABASE_URL."
            )
            return


def readiness(now: datetime.datetime) -> tuple[Examined, ...]:
    """Return what decides whether the installation can serve, and what will soon. `now`: in China."""
    asked = (partial(one, now) for one in (server, queue, worker, calendar))
    return tuple(examined(next(asked), migrations, log, disk, *asked))


def is_ready(found: tuple[Examined, ...]) -> bool:
    return all(one.state is not State.BAD for one in found)


def server(now: datetime.datetime) -> Examined:
    state = health.server_state(now)
    if state.version < OLDEST_SERVER:
        zh = f"PostgreSQL {state.version // 10000} 太旧，请升级到 15 或以上。"
        return _bad("database", zh, f"PostgreSQL {state.version // 10000} is too old: 15 or newer is needed.")
    if abs(state.ahead) > SKEW:
        seconds = round(state.ahead.total_seconds())
        zh = f"数据库时钟与本机相差 {seconds} 秒，请在两台机器上启用时间同步（如 chrony）。"
        return _doubtful(
            "clock", zh, f"The database's clock is {seconds} s off ours: synchronise both machines."
        )
    return _good("database", f"PostgreSQL {state.version // 10000} 应答", "The database answers.")


@cache
def _are_tables_current() -> bool:
    """The code of a process does not change, and tables only go forward: asked again only while behind."""
    if waiting := steps_waiting(as_owner=False):
        raise _Behind(waiting)
    return True


class _Behind(Exception):
    """Not kept by the cache."""


def migrations() -> Examined:
    try:
        _are_tables_current()
    except _Behind as behind:
        zh = f"还差 {behind} 个升级步骤。先备份，再运行 gongxin database migrate。"
        return _bad("migrations", zh, f"{behind} migrations behind: back up, run gongxin database migrate.")
    return _good("migrations", "表结构与程序一致", "The tables are those of the code.")


def log() -> Examined:
    head = health.log_head()
    if head.size != head.last:
        zh = f"账本有 {head.last} 条，日志到 {head.size} 条。请停止写入，运行 gongxin log verify。"
        en = f"{head.last} entries, but the log ends at {head.size}: stop writing, run gongxin log verify."
        return _bad("log", zh, en)
    try:
        said = checkpoint.read(head.note, verifier()) if head.note else None
    except CheckpointNotGenuine as refusal:
        return _bad("log", f"最新检查点：{refusal}", f"The newest checkpoint: {refusal}")
    if said and said.size != head.size:
        return _bad("log", "最新检查点与账本不符，请运行 gongxin log verify。", "Run gongxin log verify.")
    return _good("log", f"日志 {head.size} 条，签名有效", f"A log of {head.size} entries, genuinely signed.")


def disk() -> Examined:
    free = shutil.disk_usage(settings.GONGXIN_DATA).free
    gibibytes = f"{free / GIBIBYTE:.1f} GiB"
    zh, en = f"{settings.GONGXIN_DATA} 剩余 {gibibytes}", f"{gibibytes} free in {settings.GONGXIN_DATA}"
    if free < LEAST_DISK:
        return _bad("disk", f"{zh}，不能再收文件，请清理。", f"{en}: no file can be taken; free some.")
    if free < LITTLE_DISK:
        return _doubtful("disk", f"{zh}，请尽快清理或扩容。", f"{en}: free some soon.")
    return _good("disk", zh, f"{en}.")


def queue(now: datetime.datetime) -> Examined:
    state = health.queue_state(now)
    minutes = int(state.oldest.total_seconds() // 60)
    if state.oldest > LONG_QUEUE:
        zh = f"最早的任务已等待 {minutes} 分钟。请看任务进程是否在运行，或再开一个 gongxin worker。"
        return _doubtful(
            "queue", zh, f"The oldest job waits {minutes} min: is a worker alive? Start another."
        )
    return _good(
        "queue", f"待办任务 {state.jobs.get('todo', 0)} 个", f"{state.jobs.get('todo', 0)} jobs wait."
    )


def worker(now: datetime.datetime) -> Examined:
    heard = health.queue_state(now).heard
    if heard is None or heard > SILENCE:
        zh = "没有任务进程在运行，上传的文件不会处理。请启动 gongxin serve 或 gongxin worker。"
        return _doubtful(
            "worker", zh, "No worker is alive: uploads wait. Start gongxin serve or gongxin worker."
        )
    return _good("worker", "任务进程在运行", "A worker is alive.")


def calendar(now: datetime.datetime) -> Examined:
    known = WorkingCalendar.published(*settings.GONGXIN_CITY_FOLDERS)
    wanted = [now.year, *([now.year + 1] if now.month == DECEMBER else [])]
    if missing := [year for year in wanted if known.is_provisional(year)]:
        years = "、".join(map(str, missing))
        zh = f"{years} 年节假日安排没有录入，期限按预计计算。国务院公布后请按 CONTRIBUTING.md 录入。"
        return _doubtful(
            "calendar", zh, f"No holidays for {missing[0]}: terms are provisional. Enter the notice."
        )
    return _good("calendar", "节假日安排齐全", "The calendar is complete.")
