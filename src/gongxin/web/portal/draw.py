"""Draws for everybody: what was fixed when, the seed, the files to repeat them with, and what was found."""

import datetime
import io
import zipfile
from uuid import UUID

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from gongxin.actions.draw_file import folder_of
from gongxin.queries import disturbance
from gongxin.queries import draw as facts
from gongxin.reports.draw import parameters
from gongxin.supervision.field_rule import field_rules
from gongxin.supervision.verifier import NAME, verifier
from gongxin.web.portal.draw_chart import result_bars
from gongxin.web.shared.access import public
from gongxin.web.shared.error import error_page

TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json"}
NOT_THERE = "没有这个文件。请从抽取的页面下载。 / No such file. Download from the page of the draw."


@public
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    spared = disturbance.spared_in(localdate().year)
    return render(request, "portal/draw/list.html", {"draws": facts.published(), "spared": spared})


@public
@require_safe
def one(request: HttpRequest, draw_id: UUID) -> HttpResponse:
    """Show a draw whose pool is fixed; the organisations drawn by fifty."""
    try:
        found = facts.published_one(draw_id)
    except facts.UnknownDraw as refused:
        return error_page(request, 404, str(refused))
    on = localdate()
    after = request.GET.get("after", "")
    first = int(after) if after.isascii() and after.isdigit() and len(after) < 9 else 0
    rows = facts.drawn(draw_id, on=on, after=first, size=facts.PAGE + 1)
    progress = facts.progress(draw_id, on=on)
    context = {
        "draw": found,
        "rows": rows[: facts.PAGE],
        "more": rows[facts.PAGE - 1].number if len(rows) > facts.PAGE else None,
        "progress": progress,
        "bars": result_bars(progress),
        "names": {one["code"]: one for one in found.strata},
    }
    return render(request, "portal/draw/one.html", context)


@public
@require_safe
def file(request: HttpRequest, draw_id: UUID, name: str) -> HttpResponseBase:
    """Hand out a published file, the script, or all of it as one archive."""
    try:
        found = facts.published_one(draw_id)
    except facts.UnknownDraw as refused:
        return error_page(request, 404, str(refused))
    if name == NAME:
        return _attached(verifier(), "text/x-python; charset=utf-8", NAME)
    if name == "all.zip":
        return _attached(_archive(found), "application/zip", f"{found.code}-{found.round}.zip")
    if name not in _public_names(found):
        return error_page(request, 404, NOT_THERE)
    path = folder_of(draw_id) / name
    return FileResponse(
        path.open("rb"), content_type=TYPES[path.suffix[1:]], as_attachment=True, filename=name
    )


@public
@require_safe
def proof(request: HttpRequest, draw_id: UUID) -> HttpResponse:
    """Return what shows that the pool's digest, and the draw, stand in the log."""
    try:
        facts.published_one(draw_id)
    except facts.UnknownDraw as refused:
        return error_page(request, 404, str(refused))
    on = localdate()
    proofs = [_proof(sequence, on) for sequence in facts.entries(draw_id)]
    return JsonResponse({"draw": str(draw_id), "proofs": proofs}, json_dumps_params={"ensure_ascii": False})


@public
@require_safe
def rules(request: HttpRequest) -> HttpResponse:
    """Show what follows from a class of risk, field by field."""
    on, held = localdate(), parameters()
    shown = [
        (rule, [(one, one.ratio_on(held, on), one.frequency_on(held, on)) for one in rule.classes])
        for rule in field_rules(on, *settings.GONGXIN_CITY_FOLDERS)
    ]
    return render(request, "portal/draw/rules.html", {"rules": shown})


def _proof(sequence: int, on: datetime.date) -> dict[str, object]:
    found = facts.proof(sequence, on=on)
    assert found.salt is not None
    return {
        "sequence": sequence, "statement": found.statement,
        "salt": found.salt.hex(), "leaf": found.leaf.hex(),
        "index": found.index, "size": found.size, "hashes": [one.hex() for one in found.hashes],
        "checkpoint": found.checkpoint,
    }  # fmt: skip


def _public_names(found: facts.DrawFacts) -> tuple[str, ...]:
    return tuple(name for name in found.files if name.rpartition(".")[2] in TYPES)


def _archive(found: facts.DrawFacts) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(NAME, verifier())
        for name in _public_names(found):
            archive.write(folder_of(found.id) / name, name)
    return out.getvalue()


def _attached(content: bytes, content_type: str, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=content_type)
    answer.headers["Content-Disposition"] = (
        f'attachment; filename="{name.encode("ascii", "replace").decode()}"'
    )
    return answer
