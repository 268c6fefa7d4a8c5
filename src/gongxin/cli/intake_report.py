"""What became of a file, for people and for programs."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

COMMONEST = 15
PIPE_WIDTH = 160  # a file or another program has no edge
COUNTS = {"rows": "共", "accepted": "通过", "corrected": "更正", "duplicate": "重复", "rejected": "退回"}
ALWAYS = ("rows", "accepted", "rejected")
LEVELS = {"error": "错误", "warning": "提示"}


def say_report(report: Mapping[str, Any], found: Iterable[Mapping[str, Any]], *, as_json: bool) -> None:
    """Print the report as one JSON object, or as counts and the commonest faults with their repair."""
    if as_json:
        click.echo(json.dumps(report, ensure_ascii=False))
        return
    parts = [f"{name} {report[key]}" for key, name in COUNTS.items() if report[key] or key in ALWAYS]
    if report["refused_natural_person"]:
        parts.append(f"自然人拒收 {report['refused_natural_person']}")
    click.echo("，".join([*parts, f"提示 {report['warnings']} 条"]) + "。")
    if report.get("unknown_columns"):
        click.echo(f"不认识的列，未读取：{'、'.join(report['unknown_columns'])}")
    if report["held"]:
        click.echo(f"暂缓：{report['held']}")
    _print_commonest(found)
    for key, name in (("result_file", "结果文件"), ("receipt_file", "回执")):
        if report[key]:
            click.echo(f"{name}：{report[key]}")


def _print_commonest(found: Iterable[Mapping[str, Any]]) -> None:
    counts: Counter[tuple[str, str]] = Counter()
    examples: dict[tuple[str, str], Mapping[str, Any]] = {}
    for one in found:
        key = (one["rule"], one["field"])
        counts[key] += 1
        examples.setdefault(key, one)
    if not counts:
        return
    table = Table(show_lines=True)
    for header in ("行数", "级别", "问题", "首见于行", "怎样修改"):
        table.add_column(header, overflow="fold")  # Chinese has no spaces to break at
    for key, count in counts.most_common(COMMONEST):
        one = examples[key]
        cells = (str(count), LEVELS[one["severity"]], _said(one), str(one["row"]), one["hint"])
        table.add_row(*(Text(cell) for cell in cells))  # as text: a cell of the file is no markup
    console = Console()
    console.width = console.width if console.is_terminal else max(console.width, PIPE_WIDTH)
    console.print(table)
    if len(counts) > COMMONEST:
        click.echo(f"另有 {len(counts) - COMMONEST} 种问题，见 --findings 清单。")


def _said(one: Mapping[str, Any]) -> str:
    """The message, naming its field: two columns may have the same fault."""
    label = one["label"]
    return one["message"] if not one["field"] or label in one["message"] else f"{label}：{one['message']}"
