"""`gongxin review`: what waits for a person's decision."""

from uuid import UUID

import click

from gongxin.cli.day import today
from gongxin.cli.main import with_database

BY = click.option("--by", required=True, help="作出决定的人 / who decides")


@click.group()
def review() -> None:
    """待决定事项：暂缓的批次、无法匹配的行、未定等级的记录。Held batches and open questions."""


@review.command("list")
def listed() -> None:
    """列出待决定事项。List what waits."""
    with_database()
    from gongxin.actions.held import waiting
    from gongxin.actions.review import open_cases

    for batch, item, unit, why, rows in waiting():
        click.echo(f"批次 batch {batch}  {item}  {unit}  {rows} 行 rows  {why}")
    for case in open_cases():
        candidates = "、".join(one.get("name") or one.get("number", "") for one in case.candidates)
        about = f"  {case.record}" if case.record else ""
        where = f"{case.batch} 行 row {case.row}{about}"
        click.echo(f"问题 case {case.id}  {case.kind}  {case.item}  {where}  {candidates}")


@review.command()
@click.argument("batch", type=click.UUID)
@BY
def take(batch: UUID, by: str) -> None:
    """收下一个暂缓的批次。Take a held batch after all."""
    with_database()
    from gongxin.actions.held import NotHeld, SamePerson, take_held

    try:
        report = take_held(batch, by=by)
    except (NotHeld, SamePerson) as refusal:
        raise click.ClickException(str(refusal)) from refusal
    click.echo(
        f"已收下 / taken: {report.accepted} + {report.corrected}，回执 / receipt {report.receipt_file}"
    )


@review.command()
@click.argument("batch", type=click.UUID)
@BY
def discard(batch: UUID, by: str) -> None:
    """放弃一个暂缓的批次。Drop a held batch for good."""
    with_database()
    from gongxin.actions.held import NotHeld, discard_held

    try:
        discard_held(batch, by=by)
    except NotHeld as refusal:
        raise click.ClickException(str(refusal)) from refusal
    click.echo("已放弃 / discarded")


@review.command()
@click.argument("case", type=int)
@click.argument("uscc")
@BY
def match(case: int, uscc: str, by: str) -> None:
    """说明一行讲的是哪个组织；单位再次报送时即可匹配。Say which organisation a row is about."""
    with_database()
    from gongxin.actions import review as cases

    try:
        learned = cases.match(case, uscc, by=by)
    except (cases.CaseDecided, cases.NotRegistered) as refusal:
        raise click.ClickException(str(refusal)) from refusal
    click.echo(f"记住了 {learned} 个旧号码。 / {learned} old numbers learned.")


@review.command()
@click.argument("case", type=int)
@click.argument("tier", type=click.Choice(["minor", "ordinary", "severe"]))
@BY
def tier(case: int, tier: str, by: str) -> None:
    """确定一条记录的失信等级。Decide a record's tier."""
    with_database()
    from gongxin.actions import review as cases
    from gongxin.actions.taking import parameters
    from gongxin.catalogue.behaviour import Tier

    on = today()
    try:
        appended = cases.decide_tier(case, Tier(tier), by=by, on=on, parameters=parameters())
    except cases.CaseDecided as refusal:
        raise click.ClickException(str(refusal)) from refusal
    click.echo(f"已写入条目 / entry {appended.sequence}")
