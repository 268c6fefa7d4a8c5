"""A table as a CSV file that spreadsheets open as it is, and in which nothing runs."""

import csv
import io
from collections.abc import Iterable

from django.http import HttpResponse

FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def csv_file(name: str, head: Iterable[object], rows: Iterable[Iterable[object]]) -> HttpResponse:
    """Return the rows as a download; a byte order mark tells a spreadsheet that it is UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([cell(one) for one in head])
    writer.writerows([cell(one) for one in row] for row in rows)
    answer = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    answer.headers["Cache-Control"] = "private, no-store"
    return answer


def cell(value: object) -> str:
    """Return a value as text; what a spreadsheet would run as a formula gets an apostrophe in front."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text
