"""`gongxin unit client`: programs of a unit that use the API."""

from datetime import timedelta

import click

from gongxin.cli.main import with_database

OVERLAP_DAYS = 7
UNIT = click.option("--unit", "uscc", required=True, help="单位代码 / the unit's code")


@click.group()
def client() -> None:
    """单位的应用（程序），用密钥或证书取得访问令牌。Programs of a unit."""


@client.command()
@click.argument("label")
@UNIT
@click.option("--scope", "scopes", multiple=True, required=True, help="范围，可多次 / what it may do")
@click.option("--certificate", default="", help="证书 SHA-256 指纹 / bind it to a certificate")
def add(label: str, uscc: str, scopes: tuple[str, ...], certificate: str) -> None:
    """登记应用；密钥只显示一次。Make a program; its secret is shown once."""
    with_database()
    from gongxin.actions import client as clients
    from gongxin.actions.grant import CONSOLE
    from gongxin.disclosure.scope import NotAScope
    from gongxin.queries.unit import UnknownUnit, by_code

    wanted = clients.Wanted(label, " ".join(scopes), certificate)
    try:
        made = clients.add(by_code(uscc).uscc, wanted, by=CONSOLE)
    except (UnknownUnit, NotAScope, clients.NotACertificate) as refusal:
        raise click.ClickException(str(refusal)) from refusal
    click.echo(f"{made.client}\n{made.secret}")


@client.command()
@click.argument("name")
@UNIT
@click.option(
    "--overlap", default=OVERLAP_DAYS, show_default=True, help="旧密钥再用几天 / days the old one stays good"
)
def rotate(name: str, uscc: str, overlap: int) -> None:
    """更换密钥，新密钥只显示一次。Make a new secret; it is shown once."""
    with_database()
    from gongxin.actions import client as clients

    try:
        made = clients.rotate(name, unit=uscc, overlap=timedelta(days=overlap))
    except (clients.UnknownClient, clients.OverlapTooLong) as refusal:
        raise click.ClickException(str(refusal)) from refusal
    click.echo(made.secret)


@client.command()
@click.argument("name")
@UNIT
def revoke(name: str, uscc: str) -> None:
    """撤销应用，立即生效。End a program at once."""
    with_database()
    from gongxin.actions import client as clients
    from gongxin.actions.grant import CONSOLE

    try:
        clients.revoke(name, unit=uscc, by=CONSOLE)
    except clients.UnknownClient as refusal:
        raise click.ClickException(str(refusal)) from refusal
    click.echo("已撤销 / revoked")


@client.command("list")
@UNIT
def listed(uscc: str) -> None:
    """列出单位的应用。List the unit's programs."""
    with_database()
    from django.utils import timezone

    from gongxin.queries.client import of_unit

    for one in of_unit(uscc, at=timezone.now()):
        state = "revoked" if one.revoked_at else " ".join(one.scopes)
        click.echo(f"{one.id}  {one.label}  {state}")
