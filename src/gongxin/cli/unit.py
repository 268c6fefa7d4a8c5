"""`gongxin unit`: units, their people, and API tokens."""

import os
from datetime import timedelta
from pathlib import Path

import click

from gongxin.cli.day import today
from gongxin.cli.main import with_database

TOKEN_DAYS = 180


@click.group()
def unit() -> None:
    """报送单位及其人员。Submitting units and their people."""


@unit.command()
@click.argument("uscc")
@click.argument("name")
def add(uscc: str, name: str) -> None:
    """登记一个单位。Enter a unit."""
    with_database()
    from gongxin.actions.unit import NotAUnit
    from gongxin.actions.unit import add as enter

    try:
        click.echo(f"{enter(uscc, name)}  {name}")
    except NotAUnit as refusal:
        raise click.ClickException(str(refusal)) from refusal


@unit.command("list")
def listed() -> None:
    """列出单位。List the units."""
    with_database()
    from gongxin.queries.unit import units

    for one in units():
        click.echo(f"{one.uscc}  {one.name}")


@unit.group()
def user() -> None:
    """单位人员的账号。Accounts of the unit's people."""


@user.command("add")
@click.argument("account")
@click.option("--unit", "uscc", required=True, help="单位代码 / the unit's code")
@click.option("--may-submit", is_flag=True, help="可以报送 / may submit")
@click.option(
    "--may-decide", is_flag=True, help="可以处理暂缓批次和待核问题 / may decide held batches and cases"
)
@click.option("--password-file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
def add_user(account: str, uscc: str, may_submit: bool, may_decide: bool, password_file: Path | None) -> None:
    """添加账号；口令取自文件、GONGXIN_PASSWORD 或现场输入。Add an account."""
    password = _password(password_file)
    with_database()
    from gongxin.actions import member
    from gongxin.actions.unit import NotAUnit

    rights = member.Rights(may_submit=may_submit, may_decide=may_decide)
    try:
        member.add(account, password, unit=uscc, rights=rights)
    except (NotAUnit, member.AccountTaken, member.PasswordRefused) as refusal:
        raise click.ClickException(str(refusal)) from refusal
    click.echo(f"已添加 {account} / added")


def _password(file: Path | None) -> str:
    if file is not None:
        return file.read_text("utf-8").strip("\r\n")
    if given := os.environ.get("GONGXIN_PASSWORD"):
        return given
    asked: str = click.prompt("口令 / password", hide_input=True, confirmation_prompt=True)
    return asked


@unit.command()
@click.argument("account")
@click.option("--label", default="command line", show_default=True, help="用途 / what it is for")
@click.option("--days", default=TOKEN_DAYS, show_default=True, help="有效天数 / days until it ends")
def token(account: str, label: str, days: int) -> None:
    """为账号签发接口令牌，只显示一次。Issue an API token; it is shown once."""
    with_database()
    from gongxin.actions import member
    from gongxin.actions.token import LifeTooLong, issue

    on = today()
    try:
        made = issue(member.user_of(account), label=label, until=on + timedelta(days=days), on=on)
    except (member.UnknownAccount, LifeTooLong) as refusal:
        raise click.ClickException(str(refusal)) from refusal
    click.echo(made)
