"""`gongxin clock`: when a term of a procedure ends, and why, day by day."""

import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click

from gongxin.cli.day import today
from gongxin.law.calendar import WorkingCalendar
from gongxin.law.instrument import title
from gongxin.law.parameter import ParameterNotInForce, Parameters, ParameterUnset, load_parameters
from gongxin.procedures.index import UnknownProcedure, procedure
from gongxin.procedures.procedure import UnknownStep
from gongxin.procedures.term import Term, opened


@click.command("clock")
@click.argument("name", metavar="PROCEDURE")
@click.argument("step")
@click.option(
    "--from",
    "start",
    type=click.DateTime(["%Y-%m-%d"]),
    help="办理该步骤的日期，默认今天 / day of the step, default today.",
)
@click.option(
    "--city",
    envvar="GONGXIN_CITY",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="城市自己的文件夹 / the city's own folder (GONGXIN_CITY).",
)
@click.option("--json", "as_json", is_flag=True, help="输出 JSON / print JSON.")
def clock(name: str, step: str, start: datetime | None, city: Path | None, as_json: bool) -> None:
    """计算程序某一步骤起算的期限。Print when the terms end that a step of a procedure opens.

    \b
    gongxin clock objection file --from 2026-09-28
    """
    try:
        known = procedure(name)
        terms = [known.term(code) for code in known.step(step).opens]
    except (UnknownProcedure, UnknownStep) as refusal:
        raise click.ClickException(str(refusal)) from refusal
    folders = (city,) if city else ()
    held, on = load_parameters(*folders), start.date() if start else today()
    try:
        told = [_told(term, on, held, folders) for term in terms]
    except (ParameterUnset, ParameterNotInForce) as refusal:
        raise click.ClickException(str(refusal)) from refusal
    if as_json:
        click.echo(json.dumps({"procedure": name, "step": step, "terms": told}, ensure_ascii=False))
        return
    if not told:
        click.echo("该步骤不起算任何期限。 / This step opens no term.")
    for one in told:
        click.echo(f"{one['name']}  {one['due_on']}  {one['basis_title']}")
        for line in one["derivation"]["zh"]:
            click.echo(f"  {line}")


def _told(term: Term, on: date, held: Parameters, folders: tuple[Path, ...]) -> dict[str, Any]:
    value = held[term.parameter].on(on)
    running = opened(term, on, held).clock(WorkingCalendar.published(*folders))
    return {
        "term": term.code,
        "name": term.name.zh,
        "from": on.isoformat(),
        "working_days": value.number,
        "basis": str(value.basis),
        "basis_title": title(value.basis, *folders).zh,
        "due_on": running.due_on.isoformat(),
        "provisional": running.provisional,
        "derivation": {language: running.lines(language, held) for language in ("zh", "en")},
        "days": [
            {"on": day.on.isoformat(), "counts": day.works, "reason": day.reason.value}
            for day in running.days
        ],
    }
