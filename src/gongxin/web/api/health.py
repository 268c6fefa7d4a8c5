"""Whether the process lives, whether it can serve, and how much it does."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.timezone import localtime

from gongxin.queries.health import ledger_size
from gongxin.reports.deployment import State, is_ready, readiness
from gongxin.web.api.problem import Problem, problem_response
from gongxin.web.shared.access import public
from gongxin.web.shared.metrics import CONTENT_TYPE, exposition
from gongxin.web.shared.monitor import is_monitor


@public
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer as long as the process can."""
    return JsonResponse({"status": "ok"})


@public
def readyz(request: HttpRequest) -> HttpResponse:
    """Answer 200 where the installation can serve. A monitor is told each check, others the outcome."""
    found = readiness(localtime())
    reasons = [
        {"check": one.code, "state": one.state.value, "detail": f"{one.zh} / {one.en}"}
        for one in found
        if is_monitor(request)
    ]
    if not is_ready(found):
        bad = "、".join(one.code for one in found if one.state is State.BAD)
        detail = f"尚不能服务（{bad}），请稍后重试。 / Not ready ({bad}); try again soon."
        return problem_response(Problem(503, detail, errors=reasons, wait=5))
    body: dict[str, object] = {"status": "ok", "entries": ledger_size()}
    return JsonResponse(
        body | ({"checks": reasons} if reasons else {}), json_dumps_params={"ensure_ascii": False}
    )


@public
def metrics(request: HttpRequest) -> HttpResponse:
    """Return the figures for Prometheus, to this machine or against the monitor's token."""
    if not is_monitor(request):
        detail = "指标只供本机或凭监控令牌读取。 / For this machine, or with the monitor's token."
        raise Problem(403, detail)
    return HttpResponse(exposition(), content_type=CONTENT_TYPE)
