"""A sound penalty to spoil, and a way to screen rows."""

import csv
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path

import pytest

from gongxin.catalogue.reader import edition
from gongxin.intake.screening import Screening, check, screen
from gongxin.intake.source import Source
from gongxin.organisations.uscc import make

ON = date(2026, 11, 20)
AMBER = make("91", "310114", "MA1AMB01")

SOUND = {
    "CF_XDR_MC": "琥珀食品有限公司",
    "CF_XDR_LB": "法人及非法人组织",
    "CF_XDR_SHXYM": AMBER,
    "CF_WSH": "示市监处罚〔2026〕12号",
    "CF_WFXW": "广告违法行为",
    "CF_SY": "在宣传页中使用了无法证实的数据。",
    "CF_YJ": "《中华人民共和国广告法》第五十五条第一款",
    "CF_CFLB": "罚款",
    "CF_NR": "罚款300元",
    "CF_NR_FK": "0.03",
    "CF_JDRQ": "2026/11/12",
    "CF_YXQ": "2099/12/31",
    "CF_CFJG": "示范市市场监督管理局",
    "CF_CFJGDM": "11310000000000035N",
    "CF_SJLY": "示范市数据局",
    "CF_SJLYDM": "11310000000000043H",
}

Row = Mapping[str, str]
Screener = Callable[..., Screening]


def write_csv(path: Path, rows: Sequence[Row]) -> Path:
    headers = list(dict.fromkeys(key for row in rows for key in row))
    with path.open("w", encoding="utf-8", newline="") as out:
        writer = csv.DictWriter(out, headers, restval="")
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.fixture
def sound() -> dict[str, str]:
    """A penalty without fault."""
    return dict(SOUND)


@pytest.fixture
def screened(tmp_path: Path) -> Iterator[Screener]:
    """Screen rows, or a file, as an item's; with `keep` the clean rows are prepared for the ledger."""
    opened: list[Screening] = []

    def run(rows: Sequence[Row] | Path, item: str = "administrative_penalty", **options: object) -> Screening:
        path = rows if isinstance(rows, Path) else write_csv(tmp_path / f"rows{len(opened)}.csv", rows)
        known = edition(ON)
        source = Source(path, mapping=options.get("mapping"), sheet=options.get("sheet"))  # type: ignore[arg-type]
        if options.get("keep") or options.get("register"):
            found = screen(source, known.item(item), known, on=ON, register=options.get("register"))  # type: ignore[arg-type]
        else:
            found = check(source, known.item(item), known, on=ON)
        opened.append(found)
        return found

    yield run
    for one in opened:
        one.close()


@pytest.fixture
def rules(screened: Screener) -> Callable[..., list[tuple[int, str, str]]]:
    """The findings of rows as (row, field, rule)."""

    def run(*rows: Row, item: str = "administrative_penalty") -> list[tuple[int, str, str]]:
        connection = screened(rows, item).connection
        return connection.execute("SELECT row, field, rule FROM findings ORDER BY ALL").fetchall()

    return run
