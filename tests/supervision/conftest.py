"""A plan and its pool in a folder, as a unit would write them."""

from pathlib import Path

import pytest

from gongxin.organisations.uscc import make

MARKET, HOUSING = "11310000000000035N", "11310114000000000J"
PLAN = f"""\
code = "2026-1"
name = {{ zh = "餐饮服务抽查", en = "Restaurants" }}
basis = {{ instrument = "SH", number = "23" }}
on = 2026-11-22
objects = "objects.csv"
team = 2

[[strata]]
code = "A"
name = {{ zh = "优", en = "Excellent" }}
ratio = 0.02
floor = 1

[[strata]]
code = "D"
name = {{ zh = "差", en = "Poor" }}
ratio = 0.5
floor = 5

[[units]]
uscc = "{MARKET}"
name = "示范市市场监督管理局"
places = 6

[[units]]
uscc = "{HOUSING}"
name = "示范区住房局"
places = 2
"""


def organisations(count: int, first: int = 0) -> list[str]:
    return [make("91", "310114", f"{10_000_000 + first + number:08d}") for number in range(count)]


def write_pool(folder: Path, strata: dict[str, int]) -> list[str]:
    """Write so many organisations of each stratum, and return all codes."""
    codes, lines = [], ["uscc,stratum"]
    for stratum, count in strata.items():
        some = organisations(count, len(codes))
        lines += [f"{code},{stratum}" for code in some]
        codes += some
    (folder / "objects.csv").write_text("\n".join(lines) + "\n", "utf-8")
    return codes


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """100 of grade A, 40 of grade D."""
    write_pool(tmp_path, {"A": 100, "D": 40})
    path = tmp_path / "plan.toml"
    path.write_text(PLAN, "utf-8")
    return path
