"""Where rows come from."""

import json
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from gongxin.engine.duckdb import MEMORY_LIMIT
from gongxin.intake.mapping import HeaderMapping
from gongxin.intake.masking import masked_text


@dataclass(frozen=True, slots=True)
class Source:
    """A file to be read; `file_name` is what the provider called it, `sheet` a worksheet by name.

    Working files go below `work_in`, so that whoever cleans up after a killed process finds them.
    """

    path: Path
    file_name: str = ""
    sheet: str | None = None
    mapping: HeaderMapping | None = None
    memory_limit: str = MEMORY_LIMIT
    work_in: Path | None = None

    @property
    def name(self) -> str:
        """What the file is called here: a name may hold a person's number as any text may."""
        return masked_text(self.file_name or self.path.name)

    @classmethod
    def of_rows(cls, rows: Iterable[Mapping[str, object]], *, folder: Path | None = None) -> "Source":
        """Write the rows of a request as JSON Lines; the file is the caller's to remove."""
        with tempfile.NamedTemporaryFile(
            "w", suffix=".jsonl", dir=folder, encoding="utf-8", delete=False
        ) as spool:
            for row in rows:
                spool.write(json.dumps(row, ensure_ascii=False, default=str) + "\n")
        return cls(Path(spool.name), "rows.jsonl")
