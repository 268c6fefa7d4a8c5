"""The transparency log as plain files (C2SP tlog-tiles), so that any verifier can read it."""

from django.http import HttpRequest, HttpResponse

from gongxin.actions.key import verifier
from gongxin.ledger.tile import NoSuchTile, parse_path
from gongxin.queries import log
from gongxin.web.api.problem import Problem
from gongxin.web.shared.access import public

FOR_EVER = "public, max-age=31536000, immutable"


@public
def checkpoint(request: HttpRequest) -> HttpResponse:
    """Return the newest signed checkpoint."""
    _reading_only(request)
    try:
        newest = log.checkpoint()
    except log.EmptyLog as refusal:
        raise Problem(404, str(refusal)) from refusal
    return HttpResponse(
        newest.note, content_type="text/plain; charset=utf-8", headers={"Cache-Control": "no-cache"}
    )


@public
def key(request: HttpRequest) -> HttpResponse:
    """Return the key that the log's signatures are checked with, for who has no better source of it."""
    _reading_only(request)
    return HttpResponse(f"{verifier().text()}\n", content_type="text/plain; charset=utf-8")


@public
def tile(request: HttpRequest, address: str) -> HttpResponse:
    """Return a tile or a bundle of entries. What is there never changes."""
    _reading_only(request)
    try:
        content = log.tile(parse_path(address))
    except (NoSuchTile, log.NoTile) as refusal:
        raise Problem(404, str(refusal)) from refusal
    return HttpResponse(content, content_type="application/octet-stream", headers={"Cache-Control": FOR_EVER})


def _reading_only(request: HttpRequest) -> None:
    if request.method != "GET":
        raise Problem(405, "日志只能读取。 / The log can only be read.")
