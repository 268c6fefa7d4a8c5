"""`gongxin record`: take a record off the pages, or content out of the ledger."""

from datetime import datetime
from uuid import UUID

import click

from gongxin.cli.day import today
from gongxin.cli.main import with_database
from gongxin.law.parameter import ParameterNotInForce, ParameterUnset


@click.group()
def record() -> None:
    """撤回记录，依法删除内容。Withdraw a record; erase content."""


@record.command()
@click.argument("number", type=click.UUID)
@click.option("--reason", required=True, help="理由 / why")
@click.option("--by", required=True, help="作出决定的人 / who decides")
def withdraw(number: UUID, reason: str, by: str) -> None:
    """撤回一条记录：不再公示，历史版本保留。Withdraw a record; its history stays."""
    with_database()
    from gongxin.actions import entry

    try:
        done = entry.withdraw(number, reason=reason, by=by)
    except (entry.NoSuchEntry, entry.NoReason) as refusal:
        raise click.ClickException(str(refusal)) from refusal
    click.echo(f"已撤回，条目 / withdrawn by entry {done.sequence}")


@record.command()
@click.argument("number", type=click.UUID)
@click.option("--basis", required=True, help="依据 / the legal basis")
@click.option("--reason", required=True, help="理由 / why")
@click.confirmation_option(prompt="内容删除后不能恢复，继续吗？ / The content cannot be brought back. Go on?")
def erase(number: UUID, basis: str, reason: str) -> None:
    """依法删除一条记录所有版本的内容；摘要和证明仍有效。Erase every version; digests stay."""
    with_database()
    from gongxin.actions import entry, erasure

    try:
        done = erasure.erase(number, basis=basis, reason=reason)
    except (entry.NoSuchEntry, entry.NoReason) as refusal:
        raise click.ClickException(str(refusal)) from refusal
    click.echo(f"已删除，条目 / erased by entry {done.sequence}")


@record.command()
@click.option(
    "--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="截至哪一天，默认今天 / as of, default today"
)
@click.option("--most", type=click.IntRange(1), help="最多清除多少条 / at most so many records")
@click.option("--dry-run", is_flag=True, help="只统计，不清除 / count only")
def expire(day: datetime | None, most: int | None, dry_run: bool) -> None:
    """清除查询期限和保存期都已届满的内容；摘要保留。Erase what is past its query period; digests stay."""
    with_database()
    from gongxin.actions import expiry

    on = day.date() if day else today()
    try:
        expiry.refuse_undecided(on=on)
    except (ParameterUnset, ParameterNotInForce) as refusal:
        raise click.ClickException(str(refusal)) from refusal
    if dry_run:
        click.echo(
            f"待清除 {expiry.waiting(on=on)} 条。 / {expiry.waiting(on=on)} record(s) would be erased."
        )
        return
    done = expiry.expire(on=on, most=most)
    click.echo(f"已清除 {done} 条。 / {done} record(s) erased.")
