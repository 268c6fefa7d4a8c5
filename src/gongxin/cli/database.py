"""`gongxin database`: the tables, and the private PostgreSQL."""

import click

from gongxin.cli.main import with_database, with_settings


@click.group()
def database() -> None:
    """数据库：升级、启动、停止。Migrate, start, stop."""


@database.command()
def migrate() -> None:
    """把数据库升级到本版本；请先备份。Bring the tables up to this version; back up first."""
    with_settings()
    from django.conf import settings

    from gongxin.actions import database as tables

    if settings.IS_PRIVATE:
        with_database()
    waiting = tables.steps_waiting(as_owner=True)
    tables.migrate()
    click.echo(f"完成 {waiting} 个步骤。 / {waiting} steps done.")


@database.command()
def start() -> None:
    """启动自带的 PostgreSQL，并一直运行。Start the private PostgreSQL and leave it running."""
    with_settings()
    from gongxin.actions import database as tables

    try:
        tables.start()
    except (tables.NotOurDatabase, tables.DatabaseDoesNotStart) as refusal:
        raise click.ClickException(str(refusal)) from refusal
    click.echo(f"已启动 / running: {tables.private().url('gongxin')}")


@database.command()
def stop() -> None:
    """停止自带的 PostgreSQL。Stop the private PostgreSQL."""
    with_settings()
    from gongxin.actions import database as tables

    try:
        tables.stop()
    except tables.NotOurDatabase as refusal:
        raise click.ClickException(str(refusal)) from refusal
    click.echo("已停止 / stopped")
