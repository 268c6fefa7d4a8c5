"""A file of a credit report as an answer."""

from django.http import HttpResponse

from gongxin.queries.credit_report import IssuedReport

CONTENT_TYPES = {"pdf": "application/pdf", "json": "application/json; charset=utf-8"}


def report_file(report: IssuedReport, form: str, content: bytes) -> HttpResponse:
    """Return the file for saving; nobody on the way keeps it."""
    response = HttpResponse(content, content_type=CONTENT_TYPES[form])
    response["Content-Disposition"] = f'attachment; filename="{report.number}.{form}"'
    response["Cache-Control"] = "private, no-store"
    return response


def pdf_file(content: bytes, name: str) -> HttpResponse:
    """Return a PDF for saving; nobody on the way keeps it."""
    response = HttpResponse(content, content_type=CONTENT_TYPES["pdf"])
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "private, no-store"
    return response
