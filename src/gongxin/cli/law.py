"""`gongxin law`: from an article to the code, and the pages of docs/law."""

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path

import click

from gongxin.law.index import Place, places, resting_on
from gongxin.law.instrument import Instrument, instruments, title
from gongxin.law.label import Label


@click.command("law")
@click.argument("instrument", required=False)
@click.argument("number", required=False)
@click.option(
    "--write",
    "folder",
    type=click.Path(path_type=Path, file_okay=False),
    help="写出各页 / write the pages, as in docs/law.",
)
def law(instrument: str | None, number: str | None, folder: Path | None) -> None:
    """列出依据某一条款的所有位置。Print every place that rests on an article.

    \b
    gongxin law            所有文件 / all instruments
    gongxin law SH         一份文件 / one instrument
    gongxin law SH 29      一个条款 / one article
    """
    found = places()
    if folder is not None:
        write_pages(folder, found)
        click.echo(f"已写出 {folder} / written: {folder}")
    elif instrument is None:
        _print_instruments(found)
    elif instrument not in instruments():
        known = ", ".join(sorted(instruments()))
        raise click.ClickException(
            f"没有收录 {instrument}。/ No instrument {instrument}. 可用 / known: {known}"
        )
    else:
        _print_places(resting_on(instrument, number, found), instrument, number)


def write_pages(folder: Path, found: Sequence[Place]) -> None:
    """Write one page per instrument and an index; the same source gives the same bytes."""
    folder.mkdir(parents=True, exist_ok=True)
    for code, held in sorted(instruments().items()):
        page = _page(held, resting_on(code, None, found))
        (folder / f"{code}.md").write_text(page, "utf-8")
    (folder / "README.md").write_text(_index(found), "utf-8")


def _print_instruments(found: Sequence[Place]) -> None:
    for code, held in sorted(instruments().items()):
        click.echo(f"{code:16} {len(resting_on(code, None, found)):4}  {held.title.zh} / {held.title.en}")


def _print_places(found: Sequence[Place], instrument: str, number: str | None) -> None:
    held = instruments()[instrument]
    click.echo(f"{held.title.zh} / {held.title.en}")
    click.echo(f"{held.number}  {_term(held)}".strip())
    if not found:
        click.echo(f"没有位置引用 {instrument} {number or ''}。 / Nothing rests on it.")
    for article, some in groupby(found, key=lambda place: place.article):
        head = title(article)
        click.echo(f"\n{article}  {head.zh} / {head.en}")
        for place in some:
            click.echo(f"  {place}")


def _term(held: Instrument) -> str:
    since = f"{held.from_} 起施行" if held.from_ else "施行日期未载明"
    until = f"，{held.until} 废止" if held.until else ""
    return since + until + ("" if held.verified else "（未核对原文 / unverified）")


def _both(label: Label | None) -> str:
    return f"{label.zh} / {label.en}" if label else ""


def _index(found: Sequence[Place]) -> str:
    lines = ["# 依据索引 / Index of instruments", "", "由 `gongxin law --write docs/law` 生成。", ""]
    lines += ["| 代码 | 名称 | Title | 引用 |", "|---|---|---|---|"]
    lines += [
        f"| [{code}]({code}.md) | {held.title.zh} | {held.title.en} | {len(resting_on(code, None, found))} |"
        for code, held in sorted(instruments().items())
    ]
    return "\n".join(lines) + "\n"


def _page(held: Instrument, found: Sequence[Place]) -> str:
    lines = [f"# {held.title.zh}", "", held.title.en, "", f"{held.number}  {_term(held)}".strip(), ""]
    lines += ["| 条款 | 内容 | 位置 |", "|---|---|---|"]
    for article, some in groupby(found, key=lambda place: place.article):
        head = held.head(article)
        # Without line numbers, which every edit moves; `gongxin law` prints those.
        paths = dict.fromkeys(place.path for place in some)
        where = "<br>".join(f"[{path}](../../src/gongxin/{path})" for path in paths)
        lines.append(f"| {article} | {_both(head)} | {where} |")
    return "\n".join(lines) + "\n"
