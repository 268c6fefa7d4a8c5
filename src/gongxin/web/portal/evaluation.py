"""Evaluation in public: every model with its weights, its file, and how many have which grade."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from gongxin.evaluation.model import Model
from gongxin.evaluation.trial import Share
from gongxin.queries.evaluation import distribution, models
from gongxin.queries.release import ReleaseFacts, all_in_use, edition, editions, in_use
from gongxin.web.shared.access import public


@public
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    on = localdate()
    released = {one.model: one for one in all_in_use(on)}
    known = [(_edition(one.code, released.get(one.code)), released.get(one.code)) for one in models(on)]
    return render(request, "portal/evaluation/list.html", {"models": known})


@public
@require_safe
def model(request: HttpRequest, code: str) -> HttpResponse:
    """Show the edition in use, or, before any is, the one that could be."""
    on = localdate()
    release, shown = _known(code)
    counts = distribution(code, on) if release else {}
    shares = [Share("", grade, count) for grade, count in counts.items()]
    is_evaluated = any(share.organisations for share in shares)
    context = {"model": shown, "release": release, "counts": shares if is_evaluated else ()}
    return render(request, "portal/evaluation/model.html", context)


@public
@require_safe
def model_file(request: HttpRequest, code: str) -> HttpResponse:
    """Hand out the model word for word: with the records, anybody can reckon again."""
    _release, shown = _known(code)
    answer = HttpResponse(shown.text, content_type="application/toml; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{shown.code}-{shown.edition}.toml"'
    return answer


def _known(code: str) -> tuple[ReleaseFacts | None, Model]:
    on = localdate()
    if code not in {one.code for one in models(on)}:
        raise Http404
    release = in_use(code, on)
    return release, _edition(code, release)


def _edition(code: str, release: ReleaseFacts | None) -> Model:
    used = edition(code, release.edition) if release else None
    return used or [one for one in editions() if one.code == code][-1]
