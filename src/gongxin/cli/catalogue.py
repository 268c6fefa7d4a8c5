"""`gongxin catalogue`: check, show, export, compare, and make templates."""

import json
import sys
from pathlib import Path

import click

from gongxin.catalogue.difference import changes
from gongxin.catalogue.edition import Edition, UnknownItem
from gongxin.catalogue.export import CATEGORIES, DISCLOSURES, FORMATS, plain
from gongxin.catalogue.item import Item
from gongxin.catalogue.layer import PACKAGED, catalogue_folder
from gongxin.catalogue.lint.check import CatalogueRefused, refusals
from gongxin.catalogue.lint.refusal import Refusal
from gongxin.catalogue.reader import editions, read
from gongxin.catalogue.table import InvalidItem
from gongxin.catalogue.template import KINDS, template
from gongxin.cli.day import today
from gongxin.law.instrument import title
from gongxin.law.reading import InvalidLaw

city_option = click.option(
    "--city",
    envvar="GONGXIN_CITY",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="城市自己的文件夹 / the city's own folder (GONGXIN_CITY).",
)
edition_option = click.option(
    "--edition", "code", help="版本代码，默认当前版本 / an edition's code, else the current one."
)
json_option = click.option("--json", "as_json", is_flag=True, help="输出 JSON / print JSON.")


@click.group()
def catalogue() -> None:
    """查看、检查和导出目录。Look at, check and export the catalogue."""


@catalogue.command()
@click.argument("folder", required=False, type=click.Path(path_type=Path))
@json_option
def check(folder: Path | None, as_json: bool) -> None:
    """检查目录，不能接受的退出码为 1。Check ours, or ours under a city's FOLDER; exit 1 if refused."""
    try:
        known = read([PACKAGED, *([catalogue_folder(folder)] if folder else [])])
        found = [refusal for one in known for refusal in refusals(one, folder)]
    except InvalidItem as odd:
        known, found = (), [Refusal(odd.where, odd.reason, odd.zh, odd.en)]
    except InvalidLaw as odd:
        known, found = (), [Refusal(odd.where, "file.unreadable", odd.zh, odd.en)]
    found = sorted(set(found))
    if as_json:
        click.echo(
            json.dumps(
                {"editions": [_brief(one) for one in known], "refusals": plain(tuple(found))},
                ensure_ascii=False,
            )
        )
    else:
        for refusal in found:
            click.echo(refusal)
        for one in known:
            click.echo(f"{one.code}  {one.from_}  {len(one.items)} 个事项 / items")
    sys.exit(1 if found else 0)


def _brief(edition: Edition) -> dict[str, object]:
    return {"code": edition.code, "from": str(edition.from_), "items": len(edition.items)}


@catalogue.command()
@click.argument("item", required=False)
@city_option
@edition_option
@json_option
def show(item: str | None, city: Path | None, code: str | None, as_json: bool) -> None:
    """列出全部事项，或一个事项的字段和规则。List the items, or one item's fields and rules."""
    one = _edition(city, code)
    if item is None:
        _show_all(one, as_json)
        return
    found = _item(one, item)
    if as_json:
        click.echo(json.dumps(plain(found), ensure_ascii=False))
    else:
        _show_item(found)


def _show_all(edition: Edition, as_json: bool) -> None:
    if as_json:
        rows = [
            {
                "code": item.code,
                "name": plain(item.name),
                "category": item.category,
                "disclosure": item.disclosure,
            }
            for item in edition.items.values()
        ]
        click.echo(json.dumps(rows, ensure_ascii=False))
        return
    click.echo(f"{edition.name.zh}  {edition.code}  {edition.from_}")
    for item in edition.items.values():
        kinds = f"{CATEGORIES[item.category].zh}·{DISCLOSURES[item.disclosure].zh}"
        click.echo(f"  {item.code:30} {item.name.zh} / {item.name.en}（{kinds}）")


def _show_item(item: Item) -> None:
    click.echo(f"{item.code}  {item.name.zh} / {item.name.en}")
    click.echo(
        f"{CATEGORIES[item.category].zh} · {DISCLOSURES[item.disclosure].zh} · 公示 {item.publicity.kind}"
    )
    for article in item.basis:
        click.echo(f"  {article}  {title(article).zh}")
    click.echo("\n字段 / fields")
    for field in item.fields:
        need = "*" if field.required else "?" if field.required_when else " "
        dropped = "  入库前丢弃 / dropped" if field.personal else ""
        length = f" {field.length}" if field.length else ""
        kind = f"[{KINDS[field.kind].zh}{length}]"
        click.echo(f"  {need} {field.code:28} {field.label.zh} / {field.label.en}  {kind}{dropped}")
        for code, label in field.codes.items():
            click.echo(f"      {code:12} {label.zh} / {label.en}")
    click.echo("\n规则 / rules")
    for rule in item.rules:
        click.echo(f"  {rule.severity:8}{rule.id}\n          {rule.message.zh} / {rule.message.en}")


@catalogue.command()
@click.option("--format", "kind", type=click.Choice(sorted(FORMATS)), required=True, help="格式 / format.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="写入文件 / write to a file.")
@city_option
@edition_option
def export(kind: str, out: Path | None, city: Path | None, code: str | None) -> None:
    """导出目录。Export the catalogue as JSON, CSV or JSON-LD (DCAT)."""
    text = FORMATS[kind](_edition(city, code))
    if out is None:
        click.echo(text, nl=False)
    else:
        out.write_text(text, "utf-8")
        click.echo(f"已写入 {out} / written: {out}", err=True)


@catalogue.command()
@click.argument("old")
@click.argument("new")
@city_option
@json_option
def diff(old: str, new: str, city: Path | None, as_json: bool) -> None:
    """比较两个版本。Say what changed from edition OLD to edition NEW."""
    found = changes(_edition(city, old), _edition(city, new))
    if as_json:
        click.echo(json.dumps(plain(found), ensure_ascii=False))
        return
    for change in found:
        click.echo(change)
    if not found:
        click.echo("没有差别。 / No difference.")


@catalogue.command("template")
@click.argument("item")
@click.option(
    "--out", type=click.Path(path_type=Path, dir_okay=False), help="默认 <事项>.xlsx / default <ITEM>.xlsx."
)
@city_option
def write_template(item: str, out: Path | None, city: Path | None) -> None:
    """生成 Excel 填报模板。Write the Excel template of an item."""
    one = _edition(city, None)
    path = out or Path(f"{item}.xlsx")
    path.write_bytes(template(_item(one, item), one))
    click.echo(f"已写入 {path} / written: {path}")


def _edition(city: Path | None, code: str | None) -> Edition:
    try:
        known = editions(city)
    except (CatalogueRefused, InvalidItem, InvalidLaw) as refusal:
        raise click.ClickException(str(refusal)) from refusal
    if code is None:
        on = today()
        return next((one for one in reversed(known) if one.from_ <= on), known[0])
    found = next((one for one in known if one.code == code), None)
    if found is None:
        names = "、".join(one.code for one in known)
        raise click.ClickException(
            f"没有版本 {code}；现有：{names}。 / No edition {code!r}; there are: {names}."
        )
    return found


def _item(edition: Edition, code: str) -> Item:
    try:
        return edition.item(code)
    except UnknownItem as unknown:
        raise click.ClickException(str(unknown)) from unknown
