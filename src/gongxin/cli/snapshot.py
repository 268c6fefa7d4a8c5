"""`gongxin snapshot`: what counts, as Parquet, for engines that run elsewhere."""

import json
from pathlib import Path
from typing import Any

import click

from gongxin.cli.day import MomentOption, today
from gongxin.cli.main import with_database

FOLDER = click.Path(path_type=Path, file_okay=False)


@click.command()
@click.option("--out", "folder", required=True, type=FOLDER, help="新文件夹 / a new folder")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="哪一天的情况，默认今天 / the day; today")
@click.option(
    "--known-at",
    type=MomentOption(),
    help="按当时的账本：2026-05-06（当日结束时）或 2026-05-06T09:00"
    " / as the ledger stood then: a day (its end), or a moment",
)
@click.option("--json", "as_json", is_flag=True, help="输出 JSON / print JSON")
def snapshot(folder: Path, as_json: bool, **options: Any) -> None:
    """把可用于评价的记录写成按主体分区的 Parquet。Write what counts as Parquet, by organisation."""
    with_database()
    from django.conf import settings
    from django.utils import timezone

    from gongxin.catalogue.reader import edition
    from gongxin.disclosure.moment import NotYet, moment
    from gongxin.queries.parquet import FolderNotEmpty, write_snapshot

    as_of, known_at = options["as_of"], options["known_at"]
    try:
        asked = moment(as_of.date() if as_of else today(), known_at, now=timezone.localtime())
        edited = edition(asked.on, settings.GONGXIN_CITY)
        done = write_snapshot(folder, edition=edited, on=asked.on, known_at=asked.known_at)
    except (FolderNotEmpty, NotYet) as refusal:
        raise click.ClickException(str(refusal)) from refusal
    if as_json:
        click.echo(json.dumps(done.as_json(), ensure_ascii=False))
        return
    click.echo(
        f"已写入 {folder}：{done.on} 的 {done.rows} 行，{len(done.parts)} 个文件，日志位置 {done.size}。"
        f" / {done.rows} rows in {len(done.parts)} files, true for position {done.size} of the log."
    )
