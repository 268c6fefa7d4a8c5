"""A signed commitment handed out to its parties."""

from django.http import Http404, HttpResponse

from gongxin.queries.commitment import CommitmentFacts
from gongxin.reports.commitment import PdfGone, read


def commitment_file(one: CommitmentFacts) -> HttpResponse:
    """Return the file as it was signed.

    Raises:
        Http404: it was not signed here, or the file is not on this machine.
    """
    try:
        pdf = read(one.pdf_digest) if one.pdf_digest else None
    except PdfGone:
        pdf = None
    if pdf is None:
        raise Http404
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="commitment-{one.number}.pdf"'
    answer["Cache-Control"] = "private, no-store"
    return answer
