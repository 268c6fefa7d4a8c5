"""Letters of a case and the proof of their delivery, for the pages of its parties."""

from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import get_language

from gongxin.actions.case_letter import LetterGone
from gongxin.queries.case import CaseView
from gongxin.reports import delivery_proof
from gongxin.reports.case_letter import Fetcher, fetch
from gongxin.reports.letter import LANGUAGES, NoLetter
from gongxin.web.shared.access import PersonRequest
from gongxin.web.shared.error import error_page
from gongxin.web.shared.report_file import pdf_file


def letter_file(request: PersonRequest, view: CaseView, number: int, *, unit: str = "") -> HttpResponse:
    """Return the letter of a step as a file, in the language asked for or that of the page.

    Raises:
        Http404: there is no such step, or it owes no letter.
    """
    by = Fetcher(request.person.account, unit)
    language = language_of(request)
    try:
        content = fetch(view, number, language, by=by, at=timezone.now())
    except NoLetter:
        raise Http404 from None
    except LetterGone as gone:
        return error_page(request, 410, str(gone))
    return pdf_file(content, f"{view.facts.number}-{number}-{language}.pdf")


def proof_file(request: PersonRequest, view: CaseView) -> HttpResponse:
    """Return the proof of delivery of everything the case owed."""
    language = language_of(request)
    content = delivery_proof.of_case(view, language=language, at=timezone.now())
    return pdf_file(content, f"{view.facts.number}-delivery-{language}.pdf")


def language_of(request: PersonRequest) -> str:
    asked = request.GET.get("language", "")
    return asked if asked in LANGUAGES else "en" if (get_language() or "").startswith("en") else "zh"
