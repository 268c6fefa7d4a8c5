"""`gongxin unit`: units, their people, and API tokens."""

import os
from datetime import timedelta
from pathlib import Path

import click

from gongxin.cli.client import client
from gongxin.cli.day import today
from gongxin.cli.main import with_database
from gongxin.disclosure.role import STAFF, Role, UnitKind

TOKEN_DAYS = 180


@click.group()
def unit() -> None:
    """报送单位及其人员。Submitting units and their people."""


@unit.command()
@click.argument("uscc")
@click.argument("name")
@click.option("--kind", type=click.Choice([kind.value for kind in UnitKind]), help="单位类型 / what it is")
@click.option("--parent", help="上级单位代码 / the code of the unit above")
def add(uscc: str, name: str, kind: str | None, parent: str | None) -> None:
    """登记一个单位，或更改其名称、类型和上级。Enter a unit, or change its name, kind and place."""
    with_database()
    from gongxin.actions import unit as units

    try:
        code = units.add(uscc, name, kind=UnitKind(kind) if kind else None, parent=parent)
    except units.REFUSALS as refusal:
        raise click.ClickException(str(refusal)) from refusal
    click.echo(f"{code}  {name}")


@unit.command("list")
def listed() -> None:
    """列出单位。List the units."""
    with_database()
    from gongxin.queries.unit import units

    for one in units():
        click.echo(f"{one.uscc}  {one.name}  {one.kind}")


unit.add_command(client)


@unit.group()
def user() -> None:
    """单位人员的账号。Accounts of the unit's people."""


@user.command("add")
@click.argument("account")
@click.option("--unit", "uscc", required=True, help="单位代码 / the unit's code")
@click.option(
    "--role",
    "roles",
    multiple=True,
    type=click.Choice(sorted(role.value for role in STAFF)),
    help="角色 / a role",
)
@click.option("--password-file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
def add_user(account: str, uscc: str, roles: tuple[str, ...], password_file: Path | None) -> None:
    """添加账号；口令取自文件、GONGXIN_PASSWORD 或现场输入。Add an account."""
    password = _password(password_file)
    with_database()
    from gongxin.actions import account as accounts
    from gongxin.actions.unit import NotAUnit

    try:
        accounts.add(account, password, unit=uscc, roles=map(Role, roles), on=today())
    except (NotAUnit, *accounts.REFUSALS) as refusal:
        raise click.ClickException(str(refusal)) from refusal
    click.echo(f"已添加 {account} / added")


@user.command()
@click.argument("account")
def unlock(account: str) -> None:
    """解除登录失败造成的锁定。Let an account try to sign in again at once."""
    with_database()
    from gongxin.actions.account import UnknownAccount, user_of
    from gongxin.actions.sign_in import forget_failures

    try:
        user_of(account)
    except UnknownAccount as refusal:
        raise click.ClickException(str(refusal)) from refusal
    forget_failures(account)
    click.echo("已解除锁定 / unlocked")


@user.command()
@click.argument("account")
def reset(account: str) -> None:
    """重设口令和第二步验证；一次性口令只显示一次。Start anew with a one-time password."""
    with_database()
    from gongxin.actions.account import UnknownAccount, user_of
    from gongxin.actions.sign_in import start_anew

    try:
        click.echo(start_anew(user_of(account), on=today()))
    except UnknownAccount as refusal:
        raise click.ClickException(str(refusal)) from refusal


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
    from gongxin.actions.account import UnknownAccount, user_of
    from gongxin.actions.token import LifeTooLong, issue

    on = today()
    try:
        made = issue(user_of(account), label=label, until=on + timedelta(days=days), on=on)
    except (UnknownAccount, LifeTooLong) as refusal:
        raise click.ClickException(str(refusal)) from refusal
    click.echo(made)
