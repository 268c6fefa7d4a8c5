"""`gongxin calendar`: what a published calendar changes."""

from datetime import datetime

import click

from gongxin.cli.day import today
from gongxin.cli.main import with_database


@click.group()
def calendar() -> None:
    """工作日历。The calendar of working days."""


@calendar.command()
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="按哪一天，默认今天 / as of, today")
@click.option("--dry-run", is_flag=True, help="只列出，不改动 / list only")
def reproject(day: datetime | None, dry_run: bool) -> None:
    """按现行日历重新计算在办事项的到期日，并告知有关各方。Count due dates of open cases anew."""
    with_database()
    from gongxin.actions.reprojection import reproject as count_anew

    moved = count_anew(on=day.date() if day else today(), dry_run=dry_run)
    for one in moved:
        click.echo(f"{one.number}  {one.before or '—'} → {one.after or '—'}")
    said = "应当改动" if dry_run else "已改动并告知"
    click.echo(f"{said} {len(moved)} 件。 / {len(moved)} case(s) {'would move' if dry_run else 'moved'}.")
