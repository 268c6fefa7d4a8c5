"""The body of a request as a file for the checks: streamed to disk, bounded, never whole in memory."""

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest

from gongxin.intake.source import Source
from gongxin.web.api.problem import Problem
from gongxin.web.shared.upload import content_length, source_of, suffix_of

CHUNK = 1 << 20
LARGEST_ARRAY = 32 << 20  # bytes; a JSON array is read as a whole, JSON Lines are not
MEDIA_TYPES = {
    "text/csv": ".csv",
    "application/x-ndjson": ".jsonl",
    "application/jsonl": ".jsonl",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/json": ".json",
    "application/octet-stream": "",
}


@contextmanager
def body_source(request: HttpRequest, file_name: str) -> Iterator[Source]:
    """Give the body as a source; it is gone afterwards, unless somebody took it over.

    Raises:
        Problem: the media type is not one of these, the body is empty, too large, or not what it says.
    """
    media_type = (request.content_type or "").lower()
    if media_type not in MEDIA_TYPES:
        known = ", ".join(MEDIA_TYPES)
        raise Problem(415, f"请用其中一种内容类型：{known}。 / Send one of these media types: {known}.")
    suffix = MEDIA_TYPES[media_type] or suffix_of(file_name)
    with tempfile.TemporaryDirectory(prefix="gongxin-", dir=settings.FILE_UPLOAD_TEMP_DIR) as folder:
        path = Path(folder) / f"received{suffix}"
        _store(request, path)
        if suffix == ".json":
            yield _rows(path)
        else:
            yield source_of(path, file_name or path.name)


def _store(request: HttpRequest, path: Path) -> None:
    limit = settings.GONGXIN_UPLOAD_LIMIT
    if content_length(request) > limit:
        raise _too_large(limit)
    size = 0
    with path.open("wb") as kept:
        while chunk := request.read(CHUNK):
            size += len(chunk)
            if size > limit:
                raise _too_large(limit)
            kept.write(chunk)
    if not size:
        raise Problem(422, "请求没有内容。 / The request has no body.")


def _rows(path: Path) -> Source:
    """Return a JSON array of objects as JSON Lines, so that it goes the way of every file."""
    if path.stat().st_size > LARGEST_ARRAY:
        raise _too_large(LARGEST_ARRAY)
    try:
        rows = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as error:
        raise Problem(422, "内容不是 JSON，请检查。 / The body is not JSON: check it.") from error
    rows = [rows] if isinstance(rows, dict) else rows
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows) or not rows:
        raise Problem(422, "请发送对象数组，每个对象一行。 / Send an array of objects, one for each row.")
    source = Source.of_rows(rows, folder=path.parent)
    return source_of(source.path, "rows.jsonl")


def _too_large(limit: int) -> Problem:
    megabytes = limit >> 20
    return Problem(
        413, f"超过 {megabytes} MiB，请分成较小的文件。 / Over {megabytes} MiB: split it into smaller files."
    )
