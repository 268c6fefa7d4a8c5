"""`gongxin draw`: a draw that anybody can repeat."""

import json
import tempfile
from contextlib import closing
from dataclasses import asdict
from pathlib import Path

import click

from gongxin.engine.duckdb import connect
from gongxin.supervision.draw import DRAW, RESULT, TICKETS, Drawn, EmptySeed
from gongxin.supervision.draw import draw as carry_out
from gongxin.supervision.plan import InvalidPlan, Plan, read_plan
from gongxin.supervision.pool import PLAN, POOL, Frozen, InvalidPool, freeze

plan_file = click.argument("plan", type=click.Path(path_type=Path, exists=True, dir_okay=False))
out_folder = click.option(
    "--out",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    required=True,
    help="写入的文件夹 / folder.",
)


@click.group()
def draw() -> None:
    """双随机抽查：公开可复核的抽取。Draws that the public can repeat."""


@draw.command("freeze")
@plan_file
@out_folder
def freeze_pool(plan: Path, folder: Path) -> None:
    """固定抽取对象，给出须在种子产生前公布的摘要。Freeze the pool and print the digest to publish."""
    _, digest = _carried_out(plan, folder, seed=None)
    click.echo(f"对象已固定，请在种子产生前公布摘要 / publish before the seed: {digest}")


@draw.command()
@plan_file
@click.option("--seed", required=True, help="公开产生的种子，任意长度的文字 / the public seed, any text.")
@out_folder
@click.option("--json", "as_json", is_flag=True, help="输出 JSON / print JSON.")
def run(plan: Path, seed: str, folder: Path, as_json: bool) -> None:
    """抽取，写出对象、号签和结果。Draw; write pool, tickets and result."""
    drawn, digest = _carried_out(plan, folder, seed=seed)
    assert drawn is not None
    if as_json:
        short = [asdict(one) for one in drawn.short]
        told = {"plan": digest, "drawn": drawn.count, "short": short, "folder": str(folder)}
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    click.echo(f"抽取 {drawn.count} 家。计划摘要 {digest} / drawn: {drawn.count}")
    for one in drawn.short:
        click.echo(
            f"“{one.stratum}”层只有 {one.size} 家，少于下限 {one.wanted} 家，已全部抽取。"
            f" / {one.stratum}: only {one.size} of at least {one.wanted}, all drawn."
        )
    click.echo(f"复核 / verify: python3 docs/verify_draw.py {folder}")


def _carried_out(path: Path, folder: Path, *, seed: str | None) -> tuple[Drawn | None, str]:
    try:
        plan = read_plan(path)
        _refuse_second(folder, path)
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".draw-", dir=folder) as work:
            return _in_duckdb(plan, Path(work), folder, seed)
    except (InvalidPlan, InvalidPool, EmptySeed) as refusal:
        raise click.ClickException(str(refusal)) from refusal


def _in_duckdb(plan: Plan, work: Path, folder: Path, seed: str | None) -> tuple[Drawn | None, str]:
    """Work beside what is published, and put it there only when all of it is made."""
    with closing(connect(work, files=[plan.objects.resolve()])) as connection:
        frozen = freeze(connection, plan, work)
        _refuse_change(folder / PLAN, frozen)
        drawn = carry_out(connection, plan, frozen, seed=seed, folder=work) if seed is not None else None
    for name in (POOL, PLAN, TICKETS, RESULT, DRAW):
        if (work / name).exists():
            (work / name).replace(folder / name)
    return drawn, frozen.digest


def _refuse_change(published: Path, frozen: Frozen) -> None:
    if published.exists() and published.read_text("utf-8") != frozen.text:
        raise InvalidPool(
            f"对象或计划在固定之后有改动，与已公布的 {PLAN} 不一致。请恢复原文件，或另建文件夹重新固定。",
            f"Pool or plan changed since {PLAN} was published: restore them, or freeze anew elsewhere.",
        )


def _refuse_second(folder: Path, path: Path) -> None:
    if (folder / DRAW).exists():
        raise click.ClickException(
            f"{folder} 中已有一次抽取，不能覆盖。再抽一轮，请在 {path.name} 中写 round = 2，换种子和文件夹。"
            f" / {folder} holds a draw. For another round write round = 2, with a new seed and folder."
        )
