"""The `gongxin` command. Sub-commands load only when they are called."""

import importlib
import os

import click

COMMANDS = {
    "law": "gongxin.cli.law:law",
    "clock": "gongxin.cli.clock:clock",
    "calendar": "gongxin.cli.calendar:calendar",
    "letter": "gongxin.cli.letter:letter",
    "draw": "gongxin.cli.draw:draw",
    "evaluate": "gongxin.cli.evaluate:evaluate",
    "snapshot": "gongxin.cli.snapshot:snapshot",
    "oversight": "gongxin.cli.oversight:oversight",
    "catalogue": "gongxin.cli.catalogue:catalogue",
    "intake": "gongxin.cli.intake:intake",
    "organisation": "gongxin.cli.organisation:organisation",
    "log": "gongxin.cli.log:log",
    "receipt": "gongxin.cli.receipt:receipt",
    "repair": "gongxin.cli.repair:repair",
    "report": "gongxin.cli.report:report",
    "demo": "gongxin.cli.demo:demo",
    "serve": "gongxin.cli.serve:serve",
    "worker": "gongxin.cli.worker:worker",
    "database": "gongxin.cli.database:database",
    "unit": "gongxin.cli.unit:unit",
    "review": "gongxin.cli.review:review",
    "pull": "gongxin.cli.pull:pull",
    "record": "gongxin.cli.record:record",
    "backup": "gongxin.cli.backup:backup",
    "restore": "gongxin.cli.backup:restore",
    "doctor": "gongxin.cli.doctor:doctor",
}


class LazyGroup(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name].split(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command


@click.group(cls=LazyGroup)
def main() -> None:
    """公信：法人和非法人组织公共信用信息平台。"""


def with_settings() -> None:
    """Read the settings, for commands that use Django but no database."""
    import django
    from django.core.exceptions import ImproperlyConfigured

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongxin.settings")
    try:
        django.setup()
    except ImproperlyConfigured as refusal:
        raise click.ClickException(str(refusal)) from refusal


def with_database() -> None:
    """Read the settings and see to it that the database runs; a command that needs it calls this first."""
    with_settings()
    import psycopg
    from django.db import OperationalError

    from gongxin.actions import database

    try:
        database.ensure()
    except (database.DatabaseBehindCode, database.DatabaseDoesNotStart) as refusal:
        raise click.ClickException(str(refusal)) from refusal
    except (psycopg.OperationalError, OperationalError) as error:
        raise click.ClickException(
            f"连接不上数据库，请检查 DATABASE_URL：{error} / Cannot reach the database; check DATABASE_URL."
        ) from error
