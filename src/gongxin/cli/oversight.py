"""`gongxin oversight`: how units report and keep their terms."""

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import click

from gongxin.cli.day import today
from gongxin.cli.main import with_database
from gongxin.engine.engine import Engine
from gongxin.oversight.figure import Figure, total
from gongxin.oversight.indicator import OversightIndicator

if TYPE_CHECKING:
    from gongxin.queries.oversight import Worked


@click.command()
@click.argument("indicator", required=False)
@click.option(
    "--as-of", type=click.DateTime(["%Y-%m-%d"]), help="统计日，默认今天 / the day; today by default"
)
@click.option(
    "--engine", type=click.Choice([one.value for one in Engine]), default="duckdb", help="计算引擎 / engine"
)
@click.option("--json", "as_json", is_flag=True, help="输出 JSON / print JSON")
def oversight(indicator: str | None, as_json: bool, **options: Any) -> None:
    """计算监测指标：不写指标给出全市合计，写明指标给出各单位。Work out the indicators of oversight."""
    with_database()
    from django.conf import settings

    from gongxin.engine.spark import NoSpark
    from gongxin.oversight import indicator as rules
    from gongxin.queries.oversight import worked_out

    folders, on = settings.GONGXIN_CITY_FOLDERS, today()
    asked = options["as_of"].date() if options["as_of"] else on
    if asked > on:
        raise click.BadParameter(f"{asked} 还没有到 / lies ahead", param_hint="--as-of")
    try:
        wanted = [rules.indicator(indicator, *folders)] if indicator else rules.indicators(*folders)
        known_at = None if asked == on else _end(asked)
        found = worked_out(wanted, on=asked, known_at=known_at, engine=Engine(options["engine"]))
    except (rules.UnknownIndicator, NoSpark) as refusal:
        raise click.ClickException(str(refusal)) from refusal
    if as_json:
        click.echo(json.dumps([_told(one) for one in found], ensure_ascii=False))
        return
    click.echo("\n".join(_by_unit(found[0]) if indicator else _totals(found)))


def _end(day: date) -> datetime:
    """The moment at which a day was over."""
    from django.utils import timezone

    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time()))


def _told(one: "Worked") -> Mapping[str, object]:
    return {
        "indicator": one.indicator.code,
        "name": {"zh": one.indicator.name.zh, "en": one.indicator.name.en},
        "basis": [str(article) for article in one.indicator.basis],
        "on": one.on.isoformat(),
        "size": one.size,
        "rule": one.indicator.digest,
        "figures": [
            {
                "unit": figure.unit,
                "item": figure.item,
                "part": figure.part,
                "whole": figure.whole,
                "rate": str(figure.rate),
            }
            for figure in one.figures
        ],
    }


def _totals(found: Sequence["Worked"]) -> list[str]:
    return [
        f"{one.indicator.code:<20}{_said(one.indicator, total(one.figures))}  "
        f"{one.indicator.name.zh} / {one.indicator.name.en}"
        for one in found
    ]


def _by_unit(one: "Worked") -> list[str]:
    head = f"{one.indicator.name.zh} / {one.indicator.name.en}，{one.on}，账本位置 / log position {one.size}"
    rows = [
        f"{figure.unit or '-':<20}{figure.item or '-':<32}{_said(one.indicator, figure)}"
        for figure in one.figures
    ]
    return [head, *rows, f"{'合计 / in all':<46}{_said(one.indicator, total(one.figures))}"]


def _said(indicator: OversightIndicator, figure: Figure | None) -> str:
    if figure is None:
        return f"{'-':>9}"
    rate = f"{figure.rate:.2f}" if indicator.is_average else f"{figure.rate * 100:.2f}%"
    return f"{rate:>9}  {figure.part:>9,} / {figure.whole:<9,}"
