"""`gongxin repair`: platforms that repairs are exchanged with, and the messages as files."""

import json
from pathlib import Path

import click

from gongxin.cli.main import with_database


@click.group()
def repair() -> None:
    """信用修复结果的跨平台通报。Repairs told between platforms."""


@repair.command("platforms")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON / print JSON")
def platforms(as_json: bool) -> None:
    """列出互认修复结果的平台。List the platforms that are told and whose decisions are taken."""
    with_database()
    from gongxin.queries.repair_exchange import platforms as known

    for one in known():
        if as_json:
            facts = {"code": one.code, "name": one.name, "key": one.key, "address": one.address}
            click.echo(json.dumps({**facts, "sent": one.sent, "waiting": one.waiting}, ensure_ascii=False))
        else:
            state = "已停用 / ended" if one.ended_at else f"已送 {one.sent} 待送 {one.waiting}"
            click.echo(f"{one.code}  {one.name}  {one.address or '—'}  {state}")


@repair.command("platform-add")
@click.argument("code")
@click.option("--name", required=True, help="平台名称 / its name")
@click.option("--key", required=True, help="对方公布的验证公钥 / its public verifier key")
@click.option("--address", default="", help="接收地址，https / where it takes messages; none: it fetches")
def platform_add(code: str, name: str, key: str, address: str) -> None:
    """登记一个平台，或者更改登记。Take a platform in, or change what is known of it."""
    with_database()
    from gongxin.actions import platform
    from gongxin.actions.grant import CONSOLE
    from gongxin.actions.webhook import NotAWebhook

    try:
        platform.add(platform.Peer(code, name, key, address), by=CONSOLE)
    except (platform.PlatformRefused, platform.NotAKey, NotAWebhook) as refusal:
        raise click.ClickException(str(refusal)) from refusal
    click.echo("已登记 / added")


@repair.command("platform-end")
@click.argument("code")
def platform_end(code: str) -> None:
    """停止与一个平台交换。Exchange no more with a platform."""
    with_database()
    from gongxin.actions import platform

    try:
        platform.end(code)
    except platform.PlatformRefused as refusal:
        raise click.ClickException(str(refusal)) from refusal
    click.echo("已停用 / ended")


@repair.command()
@click.option("--after", default=0, show_default=True, help="从第几号之后 / messages after this number")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="写入文件 / write to a file")
def export(after: int, out: Path | None) -> None:
    """把修复通报写成文件，每行一份，打印最后编号。Write the messages, one signed document a line."""
    with_database()
    from gongxin.queries.repair_exchange import outgoing

    last, lines = after, []
    for last, text in outgoing(after=after):  # noqa: B007 the last number is told below
        lines.append(f"{text}\n")
    if out is None:
        click.echo("".join(lines), nl=False)
    else:
        out.write_text("".join(lines), "utf-8")
    click.echo(f"{len(lines)} 份，最后编号 {last} / {len(lines)} messages, the last is {last}", err=True)


@repair.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
def receive(file: Path) -> None:
    """收取其他平台的修复通报文件；再收一次不改变什么。Take a file of messages of other platforms."""
    with_database()
    from gongxin.actions import foreign_repair
    from gongxin.actions.grant import CONSOLE

    taken = refused = 0
    for number, line in enumerate(file.read_text("utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            foreign_repair.receive(line, by=CONSOLE)
            taken += 1
        except (foreign_repair.SealBroken, foreign_repair.UnknownPlatform) as refusal:
            refused += 1
            click.echo(f"第 {number} 行 / line {number}: {refusal}", err=True)
    click.echo(f"收取 {taken} 份，拒收 {refused} 份 / {taken} taken, {refused} refused")
    if refused:
        raise SystemExit(1)
