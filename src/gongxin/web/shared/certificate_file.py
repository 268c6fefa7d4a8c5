"""Certificates of repair and of training as files, for desk and office."""

from django.http import Http404, HttpResponse
from django.utils.timezone import localdate
from django.utils.translation import get_language

from gongxin.queries.case import CaseView
from gongxin.queries.training import AttendanceFacts
from gongxin.reports.repair_certificate import granting_step, repair_pdf
from gongxin.reports.seal import NoSeal
from gongxin.reports.training_certificate import training_pdf
from gongxin.web.shared.error import error_page
from gongxin.web.shared.report_file import pdf_file


def language() -> str:
    """Return the language of the page that the file is asked for on: zh or en."""
    return "en" if get_language() == "en" else "zh"


def certificate_file(view: CaseView) -> HttpResponse:
    """Return the certificate of repair of a case.

    Raises:
        Http404: the record does not stand repaired by it.
    """
    step = granting_step(view, localdate())
    if step is None:
        raise Http404
    try:
        return pdf_file(repair_pdf(view, step, language=language()), f"repair-{view.facts.number}.pdf")
    except NoSeal as refusal:
        return error_page(None, 503, str(refusal))


def training_file(one: AttendanceFacts | None) -> HttpResponse:
    """Return the certificate of a training.

    Raises:
        Http404: nobody came, or nobody has said so.
    """
    if one is None or not one.certificate:
        raise Http404
    try:
        return pdf_file(training_pdf(one, language=language()), f"{one.certificate}.pdf")
    except NoSeal as refusal:
        return error_page(None, 503, str(refusal))
