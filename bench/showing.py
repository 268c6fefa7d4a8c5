"""Figures as a table, as JSON, and as a chart in SVG."""

import json
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from html import escape
from pathlib import Path

from bench.measuring import Figure, Line

WIDTH, LEFT, BAR, GAP = 860, 250, 18, 8
REPEATED = ("rows", "peer_rows", "organisations", "rounds", "seconds", "only")
FIRST_MARK, LAST_MARK = "<!-- figures -->", "<!-- end -->"
COLOURS = {"us": "#1f5fa8", "peer": "#8a8f98", "limit": "#c9a227"}


def table(figures: Sequence[Figure]) -> str:
    """Return Markdown: a table for each figure, then what was asked for."""
    return "\n".join(_one_table(figure) for figure in figures)


def _one_table(figure: Figure) -> str:
    rows = [f"### {figure.title}", "", f"| | {figure.unit} a second | seconds | peak MiB | gongxin ÷ it |"]
    rows += ["|---|--:|--:|--:|--:|", *map(_row, figure.lines), ""]
    for one in figure.verdicts:
        rows.append(f"- {'✓' if one.is_met else '✗'} {one.text}: {one.got:,.2f}")
    return "\n".join([*rows, ""])


def _row(line: Line) -> str:
    peak = f"{line.peak_mib:,.0f}" if line.peak_mib else ""
    return (
        f"| {line.name} ({line.role}) | {line.rate:,.0f} | {line.seconds:.3f} | {peak} | {line.ratio:.2f} |"
    )


def chart(figures: Sequence[Figure]) -> str:
    """Return an SVG with one bar for each contestant, scaled within its figure; no library, no script."""
    body, y = [], 20
    for figure in figures:
        body.append(f'<text x="0" y="{y}" font-weight="600">{escape(figure.title)}</text>')
        y += 14
        most = max(line.rate for line in figure.lines)
        for line in figure.lines:
            width = max(1.0, (WIDTH - LEFT - 150) * line.rate / most)
            body.append(
                f'<text x="{LEFT - 8}" y="{y + 13}" text-anchor="end">{escape(line.name)}</text>'
                f'<rect x="{LEFT}" y="{y}" width="{width:.1f}" height="{BAR}" fill="{COLOURS[line.role]}"/>'
                f'<text x="{LEFT + width + 6:.1f}" y="{y + 13}">{line.rate:,.0f} '
                f"{escape(figure.unit)}/s</text>"
            )
            y += BAR + GAP
        y += 22
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{y}" viewBox="0 0 {WIDTH} {y}" '
        f'font-family="system-ui, sans-serif" font-size="13" fill="#1b1f24">'
        f'<rect width="{WIDTH}" height="{y}" fill="#fff"/>{"".join(body)}</svg>\n'
    )


def publish(figures: Sequence[Figure], arguments: Mapping[str, object]) -> None:
    """Write the figures between the marks in docs/benchmarks.md, and the chart beside it."""
    facts = machine()
    command = " ".join(f"--{name.replace('_', '-')} {arguments[name]}" for name in REPEATED)
    told = (
        f'`make bench ARGS="{command}"` on {facts["on"]}: {facts["cpu"]}, {facts["cores"]} cores, '
        f"Python {facts['python']}. {arguments['note']}\n\n"
        "![Rates beside peers and limits](benchmarks.svg)\n\n"
    )
    page = Path("docs/benchmarks.md")
    before, rest = page.read_text("utf-8").split(FIRST_MARK)
    _, after = rest.split(LAST_MARK)
    page.write_text(f"{before}{FIRST_MARK}\n{told}{table(figures)}{LAST_MARK}{after}", "utf-8")
    page.with_suffix(".svg").write_text(chart(figures), "utf-8")


def machine() -> dict[str, object]:
    cpu = next(
        (line.split(":")[1].strip() for line in _cpuinfo() if line.startswith("model name")),
        platform.machine(),
    )
    return {
        "cpu": cpu,
        "cores": len(_cores()),
        "python": platform.python_version(),
        "on": datetime.now(UTC).date().isoformat(),
    }


def _cpuinfo() -> list[str]:
    path = Path("/proc/cpuinfo")
    return path.read_text().splitlines() if path.exists() else []


def _cores() -> set[int]:
    import os

    return os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else set(range(os.cpu_count() or 1))


def write(figures: Sequence[Figure], folder: Path, arguments: dict[str, object]) -> str:
    """Write figures.json, figures.md and figures.svg; return the JSON."""
    text = json.dumps(
        {"machine": machine(), "arguments": arguments, "figures": [asdict(figure) for figure in figures]},
        ensure_ascii=False,
        indent=1,
        default=str,
    )
    (folder / "figures.json").write_text(text + "\n", "utf-8")
    (folder / "figures.md").write_text(table(figures), "utf-8")
    (folder / "figures.svg").write_text(chart(figures), "utf-8")
    return text
