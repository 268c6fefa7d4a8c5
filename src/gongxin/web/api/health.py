"""Whether the process lives, and whether it can serve."""

import psycopg
from django.db import Error as DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse

from gongxin.queries.health import ledger_size
from gongxin.web.api.problem import Problem, problem_response
from gongxin.web.shared.access import public


@public
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer as long as the process can."""
    return JsonResponse({"status": "ok"})


@public
def readyz(request: HttpRequest) -> HttpResponse:
    """Answer 200 where the database answers too."""
    try:
        size = ledger_size()
    except (psycopg.Error, DatabaseError):
        return problem_response(
            Problem(
                503, "数据库没有应答，请稍后重试。 / The database does not answer; try again soon.", wait=5
            )
        )
    return JsonResponse({"status": "ok", "entries": size})
