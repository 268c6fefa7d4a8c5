"""`gongxin snapshot`: what counts, as Parquet, for engines that run elsewhere."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from gongxin.cli.day import today
from gongxin.cli.main import with_database

FOLDER = click.Path(path_type=Path, file_okay=False)


@click.command()
@click.option("--out", "folder", required=True, type=FOLDER, help="新文件夹 / a new folder")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="哪一天的情况，默认今天 / the day; today")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON / print JSON")
def snapshot(folder: Path, as_json: bool, **options: Any) -> None:
    """把可用于评价的记录写成按主体分区的 Parquet。Write what counts as Parquet, by organisation."""
    with_database()
    from django.conf import settings

    from gongxin.catalogue.reader import edition
    from gongxin.queries.parquet import FolderNotEmpty, write_snapshot

    as_of: datetime | None = options["as_of"]
    on = as_of.date() if as_of else today()
    try:
        done = write_snapshot(folder, edition=edition(on, settings.GONGXIN_CITY), on=on)
    except FolderNotEmpty as refusal:
        raise click.ClickException(str(refusal)) from refusal
    if as_json:
        click.echo(json.dumps(done.as_json(), ensure_ascii=False))
        return
    click.echo(
        f"已写入 {folder}：{done.on} 的 {done.rows} 行，{len(done.parts)} 个文件，日志位置 {done.size}。"
        f" / {done.rows} rows in {len(done.parts)} files, true for position {done.size} of the log."
    )
