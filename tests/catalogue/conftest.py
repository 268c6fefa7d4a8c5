"""A small catalogue to plant faults in."""

from collections.abc import Callable
from pathlib import Path

import pytest

EDITION = """\
code = "test"
from = 2026-01-01
name = { zh = "试用目录", en = "Trial catalogue" }
"""

ITEM = """\
code = "drain_permit"
name = { zh = "排水许可", en = "Drainage permit" }
category = "other"
subjects = ["any"]
providers = [{ zh = "水务局", en = "Water Bureau" }]
basis = [{ instrument = "SH", number = "13" }]
disclosure = "public"
publicity = { kind = "valid", until = "valid_until", basis = { instrument = "SH", number = "16" } }
query_period = "query.adverse_period"
frequency = { parameter = "submission.reports_a_year", basis = { instrument = "SH", number = "9" } }
subject = { name = "subject_name", uscc = "uscc" }
decided_on = "decided_on"
valid_until = "valid_until"
identity = ["uscc", "permit_number"]
title = "permit_number"
bounds = { rejected_share = 0.1, rows_against_last = 0.5 }
order = 900
section = { zh = "排水", en = "Drainage" }

[[fields]]
code = "subject_name"
label = { zh = "单位名称", en = "Name" }
kind = "text"
length = 200
required = true
example = "某市琥珀食品有限公司"

[[fields]]
code = "uscc"
label = { zh = "统一社会信用代码", en = "Unified social credit code" }
kind = "uscc"
length = 18
required = true
example = "91310000MA0000015F"

[[fields]]
code = "permit_number"
label = { zh = "许可证号", en = "Permit number" }
kind = "text"
length = 64
required = true
example = "示排字2026001"

[[fields]]
code = "outlets"
label = { zh = "排水口数", en = "Outlets" }
kind = "integer"
example = "2"

[[fields]]
code = "decided_on"
label = { zh = "许可日期", en = "Decided on" }
kind = "date"
required = true
example = "2026-05-12"

[[fields]]
code = "valid_until"
label = { zh = "有效期至", en = "Valid until" }
kind = "date"
example = "2031-05-11"

[[rules]]
id = "drain_permit.no_outlet"
field = "outlets"
severity = "error"
fault = "outlets < 1"
message = { zh = "至少有一个排水口。", en = "There is at least one outlet." }
hint = { zh = "核对排水口数。", en = "Check the number of outlets." }
"""

CASES = """\
item = "drain_permit"
on = 2026-11-22

[accepted]
"单位名称" = "某市琥珀食品有限公司"
"统一社会信用代码" = "91310000MA0000015F"
"许可证号" = "示排字2026001"
"排水口数" = "2"
"许可日期" = "2026-05-12"
"有效期至" = "2031-05-11"

[[case]]
name = "A permit has an outlet"
change = { "排水口数" = "0" }
rule = "drain_permit.no_outlet"
outcome = "rejected"
"""

Plant = Callable[..., Path]


@pytest.fixture
def plant(tmp_path: Path) -> Plant:
    """Write the small catalogue with texts replaced, and further files beside it."""

    def planted(*changes: tuple[str, str], files: dict[str, str] | None = None) -> Path:
        item = ITEM
        for old, new in changes:
            assert old in item, f"nothing to replace: {old}"
            item = item.replace(old, new)
        folder = tmp_path / f"planted-{len(list(tmp_path.iterdir()))}"
        _write(folder, {"edition.toml": EDITION, "items/water/drain_permit.toml": item, **(files or {})})
        return folder

    return planted


@pytest.fixture
def city(tmp_path: Path) -> Callable[[dict[str, str]], Path]:
    """Write a city's folder from its files under `catalogue/`."""

    def written(files: dict[str, str]) -> Path:
        folder = tmp_path / "city"
        _write(folder / "catalogue", files)
        return folder

    return written


@pytest.fixture
def drain_permit() -> str:
    return ITEM


@pytest.fixture
def drain_permit_cases() -> str:
    return CASES


def _write(folder: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
