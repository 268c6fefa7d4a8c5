"""The files of a finished batch."""

import json
from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from typing import Any
from uuid import UUID

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongxin.actions import spool

FINDINGS = "findings.jsonl"
FILES: Mapping[str, str | Promise] = {
    "result.xlsx": _("结果文件（Excel）"),
    "result.csv": _("结果文件（CSV）"),
    FINDINGS: _("问题清单（JSON Lines）"),
    "receipt.json": _("回执"),
}
ON_DISK = {"result.xlsx": "结果.xlsx", "result.csv": "结果.csv"}


def path_of(batch: UUID, name: str) -> Path | None:
    """Return where a file of a batch stands; None for another name, or where there is none."""
    if name not in FILES:
        return None
    path = spool.results(batch) / ON_DISK.get(name, name)
    return path if path.is_file() else None


def first_findings(batch: UUID, size: int) -> list[dict[str, Any]]:
    """Return the first findings as they were written, with personal data masked."""
    path = path_of(batch, FINDINGS)
    if path is None:
        return []
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in islice(lines, size)]
