"""`gongxin intake`: check a file of records, or hand it in."""

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from gongxin.catalogue.edition import Edition, UnknownItem
from gongxin.catalogue.judging import judging
from gongxin.catalogue.table import InvalidItem
from gongxin.cli.day import today
from gongxin.cli.intake_report import say_report
from gongxin.engine.spark import NoSpark, session
from gongxin.intake.distribution import Distribution
from gongxin.intake.finding import finding_count, findings, first
from gongxin.intake.judging import Cluster
from gongxin.intake.mapping import HeaderMapping, read_mapping
from gongxin.intake.result import (
    UnknownSuffix,
    refuse_unknown_suffix,
    write_findings,
    write_found,
    write_results,
)
from gongxin.intake.screening import Screening
from gongxin.intake.screening import check as check_source
from gongxin.intake.source import Source
from gongxin.intake.unreadable import Unreadable

if TYPE_CHECKING:
    from gongxin.actions.report import Report

SHOWN = 1_000
REJECTED, UNREADABLE, HELD = 1, 2, 3
STAGES = {"reading": "读取", "checking": "检查", "storing": "入库", "writing": "写结果文件"}

file_argument = click.argument("file", type=click.Path(path_type=Path))
item_option = click.option("--item", "code", required=True, help="事项代码 / the item's code.")
mapping_option = click.option(
    "--mapping", type=click.Path(path_type=Path), help="表头对照文件 / a header mapping file."
)
sheet_option = click.option("--sheet", help="工作表名称 / the worksheet.")
findings_option = click.option(
    "--findings",
    "findings_file",
    type=click.Path(path_type=Path),
    help="问题清单 .xlsx、.csv 或 .jsonl / all findings.",
)
day_option = click.option(
    "--on",
    "day",
    type=click.DateTime(["%Y-%m-%d"]),
    help="报送日期，默认今天 / the reporting day, today by default.",
)
city_option = click.option(
    "--city",
    envvar="GONGXIN_CITY",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="城市文件夹 / the city's folder.",
)
engine_option = click.option(
    "--engine",
    type=click.Choice(["duckdb", "spark"]),
    default="duckdb",
    help="在本机（duckdb）或 Spark 上检查 / check on this machine, or on Spark.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="输出 JSON / print JSON.")


@click.group()
def intake() -> None:
    """检查和报送数据文件。Check files of records, and hand them in."""


@intake.command()
@file_argument
@item_option
@mapping_option
@sheet_option
@findings_option
@click.option(
    "--results",
    type=click.Path(path_type=Path),
    help="把带结果的原表写入此文件夹 / write the rows back with their results.",
)
@day_option
@city_option
@engine_option
@json_option
def check(file: Path, code: str, as_json: bool, **options: object) -> None:
    """预检文件，不入库。退出码：0 通过，1 有退回的行，2 无法读取，3 应暂缓。

    Check FILE by the rules of submission; nothing is stored. Exit 0, 1 rows rejected, 2 unreadable, 3 held.
    """
    on = _day(options["day"])
    with _refusals():
        _writable(_path(options["findings_file"]))
        known = judging(on, _path(options["city"]))
        source = Source(file, sheet=_text(options["sheet"]), mapping=_mapping(options["mapping"]))
        with _progress() as say, _cluster(options["engine"]) as cluster:
            say("checking")
            screening = check_source(source, known.item(code), known, on=on, cluster=cluster)
        with screening:
            _write(screening, _path(options["findings_file"]), _path(options["results"]))
            report = _checked(screening, known, everything=_is_lines(options["findings_file"]))
            say_report(report, (one.as_json() for one in findings(screening)), as_json=as_json)
    sys.exit(_exit_code(report))


@intake.command()
@file_argument
@item_option
@click.option("--unit", required=True, help="报送单位的统一社会信用代码 / the submitting unit's code.")
@mapping_option
@sheet_option
@findings_option
@day_option
@json_option
def submit(file: Path, code: str, unit: str, as_json: bool, **options: object) -> None:
    """报送文件并入库，返回回执。退出码同 check。

    Check FILE and take it into the ledger; exit codes as for check.
    """
    from gongxin.cli.main import with_database

    with_database()
    from gongxin.actions.batch import submit as submit_source
    from gongxin.actions.unit import NotAUnit

    source = Source(file, sheet=_text(options["sheet"]), mapping=_mapping(options["mapping"]))
    try:
        with _refusals(), _progress() as say:
            _writable(_path(options["findings_file"]))
            taken = submit_source(source, item=code, unit=unit, on=_day(options["day"]), progress=say)
    except NotAUnit as refusal:
        _refuse(refusal)
    report = _taken(taken, everything=_is_lines(options["findings_file"]))
    found = list(_found(taken))
    if path := _path(options["findings_file"]):
        write_found(found, path)
    say_report(report, found, as_json=as_json)
    sys.exit(_exit_code(report))


@contextmanager
def _refusals() -> Iterator[None]:
    """Turn what is wrong with the order or the file into one line and exit code 2."""
    try:
        yield
    except (Unreadable, UnknownItem, InvalidItem, UnknownSuffix, NoSpark) as refusal:
        _refuse(refusal)


@contextmanager
def _cluster(engine: object) -> Iterator[Cluster | None]:
    """Have Spark judge the rows where it was asked for."""
    if engine != "spark":
        yield None
        return
    with session() as spark:
        yield Distribution(spark)


def _refuse(refusal: Exception) -> None:
    click.echo(" ".join(str(refusal).split()), err=True)
    sys.exit(UNREADABLE)


@contextmanager
def _progress() -> Iterator[Callable[[str], None]]:
    """Show what is being done on a terminal; say nothing in a pipe."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield lambda stage: None
        return
    shown = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*shown, console=console, transient=True) as bar:
        task = bar.add_task("读取")
        yield lambda stage: bar.update(task, description=STAGES.get(stage, stage))


def _writable(findings_file: Path | None) -> None:
    """Refuse a place for findings before the work is done, not after it."""
    if findings_file is None:
        return
    refuse_unknown_suffix(findings_file)
    if not findings_file.parent.is_dir() or findings_file.is_dir():
        raise Unreadable(
            f"问题清单无法写到 {findings_file}：没有这个文件夹。",
            f"Findings cannot be written to {findings_file}: there is no such folder.",
        )


def _write(screening: Screening, findings_file: Path | None, results: Path | None) -> None:
    if findings_file:
        write_findings(screening, findings_file)
    if results:
        results.mkdir(parents=True, exist_ok=True)
        write_results(screening, results)


def _checked(screening: Screening, known: Edition, *, everything: bool) -> dict[str, object]:
    counts, reason = screening.counts, screening.held_because()
    total = finding_count(screening)
    shown = total if everything else min(total, SHOWN)
    return {
        "batch": None,
        "item": screening.item.code,
        "edition": known.code,
        "unit": None,
        "rows": counts.rows,
        "accepted": counts.clean,
        "corrected": 0,
        "duplicate": counts.duplicate,
        "rejected": counts.rejected,
        "refused_natural_person": counts.refused_natural_person,
        "warnings": counts.warnings,
        "held": None if reason is None else str(reason),
        "digest": screening.digest,
        "sequence": None,
        "log_size": None,
        "result_file": None,
        "receipt_file": None,
        "unknown_columns": list(screening.unknown_columns),
        "findings": first(screening, shown),
        "findings_truncated": shown < total,
    }


def _taken(taken: "Report", *, everything: bool) -> dict[str, object]:
    found = list(_found(taken))
    shown = found if everything else found[:SHOWN]
    return {**taken.json(), "findings": shown, "findings_truncated": len(shown) < len(found)}


def _found(taken: "Report") -> Iterator[dict[str, object]]:
    """Yield the findings that stand beside the result file."""
    if taken.result_file is None:
        return
    path = Path(taken.result_file).with_name("findings.jsonl")
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _exit_code(report: Mapping[str, object]) -> int:
    if report["held"] is not None:
        return HELD
    return REJECTED if report["rejected"] or report["refused_natural_person"] else 0


def _day(day: object) -> date:
    return day.date() if isinstance(day, datetime) else today()


def _path(value: object) -> Path | None:
    return value if isinstance(value, Path) else None


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _mapping(path: object) -> HeaderMapping | None:
    if not isinstance(path, Path):
        return None
    with _refusals():
        return read_mapping(path)


def _is_lines(path: object) -> bool:
    return isinstance(path, Path) and path.suffix == ".jsonl"
