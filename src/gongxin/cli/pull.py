"""`gongxin pull`: sources that the platform asks by itself."""

import sys

import click

from gongxin.cli.day import today
from gongxin.cli.main import with_database

FAILED = 1
NOTHING = {
    "unchanged": "与上次相同 / same as before",
    "empty": "没有新文件 / nothing new",
    "elsewhere": "正由另一进程处理 / under way elsewhere",
}


@click.group()
def pull() -> None:
    """定时取数的来源。Sources that are asked on a schedule."""


@pull.command("list")
def listed() -> None:
    """列出来源、上次和下次时间、失败原因。List the sources with last and next run and failures."""
    with_database()
    from django.utils.timezone import localtime

    from gongxin.queries.pull import pulls

    for one in pulls():
        last = f"{localtime(one.last_run_at):%Y-%m-%d %H:%M}" if one.last_run_at else "—"
        following = "已暂停 paused" if one.is_paused else f"{localtime(one.next_run_at):%Y-%m-%d %H:%M}"
        click.echo(f"{one.name}  {one.unit}  {one.item}  {one.kind}  {last} → {following}")
        if one.failures:
            click.echo(f"    连续失败 {one.failures} 次 / failures: {one.last_failure}")


@pull.command()
@click.argument("name")
def run(name: str) -> None:
    """现在就取一个来源；失败的退出码为 1。Ask one source now; exit 1 if it fails."""
    with_database()
    from gongxin.actions.pull import UnknownPull
    from gongxin.actions.pull_run import run as ask
    from gongxin.queries.pull import named

    found = named(name)
    if found is None:
        raise click.ClickException(str(UnknownPull(name)))
    ran = ask(found.id, on=today())
    for batch in ran.batches:
        click.echo(f"已收到，排队处理 / received and queued: {batch}")
    if ran.outcome == "failed":
        click.echo(ran.said, err=True)
        sys.exit(FAILED)
    if not ran.batches:
        click.echo(NOTHING[ran.outcome])
