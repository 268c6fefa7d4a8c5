"""`gongxin doctor`: look an installation over and explain what is wrong."""

import json
from dataclasses import asdict

import click
import psycopg

from gongxin.cli.main import with_settings

SIGNS = {"good": "正常", "doubtful": "注意", "bad": "错误"}


@click.command()
@click.option("--json", "as_json", is_flag=True, help="输出 JSON / print JSON")
def doctor(as_json: bool) -> None:
    """检查部署并说明问题；有错误时退出码为 1。Examine the deployment; exit 1 where something is wrong."""
    with_settings()
    from django.conf import settings
    from django.db import Error as DatabaseError
    from django.utils.timezone import localtime

    from gongxin.actions import database
    from gongxin.reports.deployment import State
    from gongxin.reports.examination import examination

    if settings.IS_PRIVATE:
        try:
            database.ensure()
        except (database.DatabaseDoesNotStart, psycopg.Error, DatabaseError) as refusal:
            raise click.ClickException(str(refusal)) from refusal
    found = list(examination(localtime()))
    is_sound = all(one.state is not State.BAD for one in found)
    if as_json:
        click.echo(
            json.dumps({"sound": is_sound, "checks": [asdict(one) for one in found]}, ensure_ascii=False)
        )
    else:
        for one in found:
            click.echo(f"[{SIGNS[one.state]}] {one.code}：{one.zh} / {one.en}")
    if not is_sound:
        raise SystemExit(1)
