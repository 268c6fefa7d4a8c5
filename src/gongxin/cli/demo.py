"""`gongxin demo`: make up a city; build an instance from it."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import Any

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

from gongxin.catalogue.edition import UnknownItem
from gongxin.catalogue.reader import edition
from gongxin.cli import demo_build
from gongxin.cli.day import today
from gongxin.cli.demo_build import ACCOUNTS, PASSWORD, REPRESENTATIVE, Told
from gongxin.cli.main import with_database, with_settings
from gongxin.demo.city import city
from gongxin.demo.decision import write_decisions
from gongxin.demo.generation import Order, Progress, generate
from gongxin.demo.manifest import ANSWERS, MANIFEST, Manifest, read_manifest
from gongxin.demo.power import write_power_list
from gongxin.demo.scoring import scores

FEWEST_ORGANISATIONS = 100
COUNTED = ("rows", "accepted", "corrected", "duplicate", "rejected", "refused_natural_person")
LINES = 10  # of progress, in a pipe
DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def demo() -> None:
    """演示城市：生成数据文件，建立演示实例。 / The demo city: make files, build an instance."""


@demo.command("generate")
@click.option("--organisations", default=20_000, show_default=True, help="组织数 / organisations")
@click.option("--records", default=120_000, show_default=True, help="记录数 / records")
@click.option("--seed", default=1, show_default=True, help="同一种子生成同样的文件 / same seed, same files")
@click.option("--item", "items", multiple=True, help="只生成这些事项，可多次 / only these items")
@click.option("--faults", default=0.03, show_default=True, help="有问题的行所占比例 / share of rows at fault")
@click.option("--files", default=0, help="每个事项的文件数，默认按事项 / files for each item")
@click.option("--on", "day", type=DAY, help="最后一天，默认今天 / the last day, today by default")
@click.option("--out", type=click.Path(path_type=Path), default=Path("demo"), show_default=True)
def generate_files(
    items: tuple[str, ...], faults: float, day: datetime | None, out: Path, **amounts: Any
) -> None:
    """生成部门文件、答案表和清单。 / Write department files, the answer sheet and the manifest."""
    if amounts["organisations"] < FEWEST_ORGANISATIONS or amounts["records"] < 0 or not 0 <= faults <= 1:
        raise click.BadParameter(
            f"组织至少 {FEWEST_ORGANISATIONS} 个，记录不为负，比例在 0 到 1 之间。 / "
            f"At least {FEWEST_ORGANISATIONS} organisations, no negative records, a share from 0 to 1."
        )
    on = day.date() if day else today()
    order = Order(on=on, items=items, share=faults, **amounts)
    try:
        made = _generated(order, out)
    except UnknownItem as refusal:
        raise click.ClickException(str(refusal)) from refusal
    click.echo(
        f"{len(made.files)} 个文件、{sum(file.rows for file in made.files)} 行，埋设问题 "
        f"{sum(file.planted for file in made.files)} 处（{out / ANSWERS}），清单 {out / MANIFEST}"
    )


@demo.command("score")
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
def compare(folder: Path) -> None:
    """用答案表核对检查结果：该查出的都查出，不误报。 / Hold the findings against the answers."""
    manifest = read_manifest(folder)
    if manifest is None:
        raise click.ClickException(f"{folder} 里没有清单 {MANIFEST}。 / No manifest in {folder}.")
    planted = found = false = 0
    for one in scores(folder, manifest, edition(manifest.on)):
        planted, found, false = planted + one.planted, found + one.found, false + one.false
        for row, field, rule, times in one.examples:
            click.echo(f"{one.file} 第 {row} 行 {field} {rule}: {times:+d}")
    click.echo(
        f"埋设 {planted}，查出 {found}，误报 {false} / planted {planted}, found {found}, false {false}"
    )
    if found < planted or false:
        raise SystemExit(1)


@demo.command("build")
@click.option("--organisations", default=20_000, show_default=True, help="组织数 / organisations")
@click.option("--records", default=120_000, show_default=True, help="记录数 / records")
@click.option("--seed", default=1, show_default=True, help="种子 / seed")
@click.option("--item", "items", multiple=True, help="只要这些事项，可多次 / only these items")
def build_instance(**ordered: Any) -> None:
    """建立演示实例；已建好的不再重建。 / Build the demo instance; one that is built stays as it is."""
    with_settings()
    from django.conf import settings

    folder = settings.GONGXIN_DATA / "demo"
    if demo_build.is_built(folder):
        click.echo(f"演示城市已建好（{folder}）。 / The demo city is built already.")
        _accounts()
        return
    if not settings.IS_PRIVATE:
        raise click.ClickException(
            "演示城市只能建在自带的数据库里，请取消 DATABASE_URL 再运行。"
            " / The demo goes into the private database only: unset DATABASE_URL."
        )
    with_database()
    if not folder.exists() and demo_build.has_entries(today()):
        raise click.ClickException(
            "数据库里已有别的数据。请用 GONGXIN_DATA 另设一个文件夹建演示城市。"
            " / The database holds other records: set GONGXIN_DATA to another folder for the demo."
        )
    click.echo("正在建立演示城市，约需几分钟。 / Building the demo city; it takes a few minutes.")
    started = monotonic()
    manifest = read_manifest(folder) or _generated(Order(on=today(), **ordered), folder)
    write_power_list(manifest, edition(manifest.on), settings.GONGXIN_DATA / "city")
    write_decisions(settings.GONGXIN_DATA / "city")
    if settings.GONGXIN_CITY is None:  # the settings were read before the folder was there
        settings.GONGXIN_CITY = settings.GONGXIN_DATA / "city"
        settings.GONGXIN_CITY_FOLDERS = (settings.GONGXIN_CITY,)
    with shown("检查、入库 / taking in") as progress:
        told = demo_build.build(manifest, folder, city(), progress=progress)
    _report(told, monotonic() - started)
    _accounts()


def _generated(order: Order, folder: Path) -> Manifest:
    with shown("生成文件 / making files") as progress:
        return generate(order, edition(order.on), folder, progress=progress)


def _report(told: Sequence[Told], seconds: float) -> None:
    sums = {name: sum(getattr(one, name) for one in told) for name in COUNTED}
    click.echo(
        f"{len(told)} 个文件、{sums['rows']} 行：新增 {sums['accepted']}，更正 {sums['corrected']}，"
        f"重复 {sums['duplicate']}，退回 {sums['rejected']}，拒收自然人 {sums['refused_natural_person']}；"
        f"暂缓 {sum(one.held for one in told)} 个文件。用时 {seconds:.0f} 秒。"
    )


def _accounts() -> None:
    names = ", ".join((*ACCOUNTS, REPRESENTATIVE))
    click.echo(f"演示账号 / demo accounts: {names}；口令 / password: {PASSWORD}")


@contextmanager
def shown(label: str) -> Iterator[Progress]:
    """Yield what shows progress: a bar on a terminal, now and then a line in a pipe."""
    if not sys.stderr.isatty():
        yield lambda done, total, name: _line(label, done, total)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Bar(*columns, console=Console(stderr=True), transient=True) as drawn:
        task = drawn.add_task(label, total=None)
        yield lambda done, total, name: drawn.update(task, completed=done, total=total)


def _line(label: str, done: int, total: int) -> None:
    if done and done * LINES // total != (done - 1) * LINES // total:
        click.echo(f"{label}: {done}/{total}", err=True)
