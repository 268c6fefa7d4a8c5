"""A list as a CSV file: what the page shows, for a spreadsheet, with nothing in it that would be run."""

import csv
import io
from collections.abc import Iterable, Sequence

from django.http import HttpResponse
from django.utils.functional import Promise

from gongxin.intake.formula import harmless

LARGEST = 10_000  # rows


def sheet(name: str, headers: Sequence[str | Promise], rows: Iterable[Sequence[object]]) -> HttpResponse:
    """Return the answer that a browser saves as `name`.csv."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([str(head) for head in headers])
    writer.writerows([text_of(cell) for cell in row] for row in rows)
    # The mark lets Excel read it as UTF-8.
    answer = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return answer


def text_of(cell: object) -> str:
    """Return a cell's text, none of which a spreadsheet would run."""
    return "" if cell is None else harmless(str(cell))
