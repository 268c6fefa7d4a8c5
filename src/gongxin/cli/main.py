"""The `gongxin` command. Sub-commands load only when they are called."""

import importlib

import click

COMMANDS = {
    "law": "gongxin.cli.law:law",
    "catalogue": "gongxin.cli.catalogue:catalogue",
    "intake": "gongxin.cli.intake:intake",
    "organisation": "gongxin.cli.organisation:organisation",
    "log": "gongxin.cli.log:log",
    "receipt": "gongxin.cli.receipt:receipt",
    "demo": "gongxin.cli.demo:demo",
    "serve": "gongxin.cli.serve:serve",
    "database": "gongxin.cli.database:database",
    "unit": "gongxin.cli.unit:unit",
    "review": "gongxin.cli.review:review",
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
