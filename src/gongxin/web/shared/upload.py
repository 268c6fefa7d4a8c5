"""How much a request may bring, and how an uploaded file reaches the checks."""

import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import Resolver404, resolve

from gongxin.intake.source import Source
from gongxin.web.shared.error import error_page

ORDINARY = 1 << 20  # bytes; a form without a file
PUBLIC = 8 << 20  # a file that anybody may have compared, and nothing keeps
CHUNK = 1 << 20
View = Callable[..., HttpResponseBase]
SUFFIXES = (".csv", ".txt", ".tsv", ".xlsx", ".jsonl", ".ndjson")


def limit_bodies(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware, after sign-in and before anything reads the form: refuse what is too large.

    Only somebody signed in may send a file, and only to a view marked with `takes_files`; a view marked with
    `takes_public_file` takes a small one from anybody.
    """

    def answer(request: HttpRequest) -> HttpResponse:
        size = content_length(request)
        if size > ORDINARY and size > most(request):
            return error_page(request, 413)
        return get_response(request)

    return answer


def most(request: HttpRequest) -> int:
    """Return how many bytes the request may bring."""
    try:
        view = resolve(request.path_info).func
    except Resolver404:
        return ORDINARY
    if getattr(view, "takes_files", False) and request.user.is_authenticated:
        return int(settings.GONGXIN_UPLOAD_LIMIT) + ORDINARY
    return PUBLIC if getattr(view, "takes_public_file", False) else ORDINARY


def takes_public_file(view: View) -> View:
    """Let anybody send a file of at most PUBLIC bytes to the view."""
    view.takes_public_file = True  # type: ignore[attr-defined]
    return view


def content_length(request: HttpRequest) -> int:
    said = request.META.get("CONTENT_LENGTH") or "0"
    return int(said) if said.isascii() and said.isdigit() else 0


@contextmanager
def received(file: "UploadedFile[bytes]") -> Iterator[Source]:
    """Give the uploaded file as a source; it is gone afterwards, unless somebody took it over."""
    with tempfile.TemporaryDirectory(prefix="gongxin-", dir=settings.FILE_UPLOAD_TEMP_DIR) as folder:
        path = Path(folder) / f"received{suffix_of(file.name or '')}"
        with path.open("wb") as kept:
            for chunk in file.chunks(CHUNK):
                kept.write(chunk)
        yield source_of(path, file.name or "")


def source_of(path: Path, name: str) -> Source:
    """Return the source under the name its provider gave it, without folders or control characters."""
    plain = "".join(c for c in name.replace("\\", "/").rpartition("/")[2] if c.isprintable())
    return Source(path, file_name=plain[-120:] or path.name, memory_limit=settings.GONGXIN_MEMORY_LIMIT)


def suffix_of(name: str) -> str:
    suffix = Path(name).suffix.lower()
    return suffix if suffix in SUFFIXES else ".csv"
