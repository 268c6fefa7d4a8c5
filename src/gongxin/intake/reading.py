"""From a file of any accepted form to cells."""

from collections.abc import Collection
from pathlib import Path

from gongxin.intake import csv, jsonl, xlsx
from gongxin.intake.cells import Cells
from gongxin.intake.scan import Form, Scan
from gongxin.intake.source import Source


def read(source: Source, scanned: Scan, *, known: Collection[str], folder: Path) -> Cells:
    """Return the cells of a source; `folder` takes whatever has to be rewritten on the way."""
    if scanned.form is Form.XLSX:
        sheet = source.sheet or (source.mapping.sheet if source.mapping else None)
        return xlsx.read(source.path, sheet, known)
    if scanned.form is Form.JSON_LINES:
        return jsonl.read(source.path, folder)
    return csv.read(source.path, scanned, known=known, folder=folder)


def reread(source: Source, scanned: Scan, *, known: Collection[str], folder: Path) -> Cells | None:
    """Return the cells read row by row after DuckDB has refused the file; None where that is no remedy."""
    if scanned.form is not Form.CSV:
        return None
    return csv.read_row_by_row(source.path, scanned, known=known, folder=folder)
