"""`gongxin organisation`: find and show organisations."""

import json
from dataclasses import asdict

import click

from gongxin.cli.main import with_database


@click.group()
def organisation() -> None:
    """查找和查看组织。Find and show organisations."""


@organisation.command()
@click.argument("text")
@click.option("--size", default=20, show_default=True, help="最多列出几个 / how many at most")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON / print JSON")
def search(text: str, size: int, as_json: bool) -> None:
    """按代码、代码开头或名称的任意两个字以上查找。Find by code, beginning of a code, or part of a name."""
    with_database()
    from gongxin.queries.organisation import search as find

    found = find(text, size=size)
    if as_json:
        hits = [{"uscc": h.uscc, "name": h.name, "kind": h.kind, "status": h.status} for h in found.hits]
        click.echo(json.dumps(hits, ensure_ascii=False))
        return
    for hit in found.hits:
        former = f"（曾用名 / formerly {hit.matched_name}）" if hit.matched_name != hit.name else ""
        click.echo(f"{hit.uscc}  {hit.name}{former}")
    if not found.hits:
        click.echo("没有找到。 / Nothing found.", err=True)
    for hit in found.suggestions:
        click.echo(f"是否要找 / did you mean: {hit.uscc}  {hit.name}", err=True)


@organisation.command()
@click.argument("uscc")
@click.option("--json", "as_json", is_flag=True, help="输出 JSON / print JSON")
def show(uscc: str, as_json: bool) -> None:
    """查看一个组织的基本信息。Show the basic facts of one organisation."""
    with_database()
    from gongxin.queries.organisation import UnknownOrganisation, by_code

    try:
        facts = by_code(uscc.strip().upper())
    except UnknownOrganisation as refusal:
        raise click.ClickException(str(refusal)) from refusal
    value = asdict(facts)
    if as_json:
        click.echo(json.dumps(value, ensure_ascii=False, default=str))
        return
    for name, held in value.items():
        if held not in ("", None, ()):
            click.echo(f"{name:18} {held}")
