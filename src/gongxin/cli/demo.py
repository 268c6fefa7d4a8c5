"""`gongxin demo`: make up a city; build an instance from it."""

from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from gongxin.catalogue.edition import UnknownItem
from gongxin.catalogue.reader import edition
from gongxin.demo.generation import Order, generate
from gongxin.demo.manifest import ANSWERS, MANIFEST

FEWEST_ORGANISATIONS = 100
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
        with bar() as progress:
            task = progress.add_task("生成文件", total=None)
            made = generate(
                order,
                edition(on),
                out,
                progress=lambda done, all_, name: progress.update(
                    task, completed=done, total=all_, description=name
                ),
            )
    except UnknownItem as refusal:
        raise click.ClickException(str(refusal)) from refusal
    click.echo(
        f"{len(made.files)} 个文件、{sum(file.rows for file in made.files)} 行，埋设问题 "
        f"{sum(file.planted for file in made.files)} 处（{out / ANSWERS}），清单 {out / MANIFEST}"
    )


def today() -> date:
    """Return the day in China."""
    return datetime.now(ZoneInfo("Asia/Shanghai")).date()


def bar() -> Progress:
    """Return a progress bar that keeps quiet in a pipe."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        transient=True,
    )
