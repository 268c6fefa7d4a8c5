"""An authorisation letter handed out: to its parties, as a file that runs nothing."""

from django.http import FileResponse, Http404

from gongxin.actions import letter
from gongxin.queries.representation import RepresentationFacts


def letter_file(one: RepresentationFacts) -> FileResponse:
    """Return the letter of a request as a download.

    Raises:
        Http404: it was removed, because nothing rests on it any more.
    """
    path = letter.path_of(one.letter)
    if not path.is_file():
        raise Http404
    name = f"letter-{one.letter[:12]}.{one.letter_kind}"
    answer = FileResponse(
        path.open("rb"), as_attachment=True, filename=name, content_type=letter.KINDS[one.letter_kind]
    )
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
