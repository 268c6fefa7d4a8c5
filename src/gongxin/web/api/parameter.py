"""What parameters may look like. Anything else is refused by name; unknown parameters too."""

from collections.abc import Callable
from functools import wraps
from inspect import signature
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponseBase
from ninja import Path, Query

from gongxin.web.api.problem import Problem

ONLY_NOW = (
    "公开接口只提供现在公示的信息。历史时点：有 history 权限的单位用 /api/v1/history/，"
    "主体本人在组织服务台查看。"
    " / The public API tells what is shown now. For another day or moment: units with the scope history at"
    " /api/v1/history/, organisations on their own desk."
)
Operation = Callable[..., HttpResponseBase]
USCC = r"^[0-9A-HJ-NPQRTUWXY]{18}$"
ITEM = r"^[a-z][a-z0-9_]{0,63}$"

UsccInPath = Annotated[
    str, Path(..., pattern=USCC, description="统一社会信用代码 / unified social credit code")
]
UsccFilter = Annotated[str | None, Query(None, pattern=USCC)]
ItemInPath = Annotated[str, Path(..., pattern=ITEM, description="目录事项代码 / catalogue item code")]
ItemFilter = Annotated[str | None, Query(None, pattern=ITEM)]
ItemWanted = Annotated[str, Query(..., pattern=ITEM)]
Cursor = Annotated[
    str | None, Query(None, max_length=64, description="上一页给出的标记 / given by the page before")
]
Size = Annotated[int, Query(20, ge=1, le=200)]
Sequence = Annotated[int, Query(0, ge=0, le=2**62)]
SearchText = Annotated[
    str,
    Query(
        ...,
        min_length=2,
        max_length=200,
        description="名称中任意两字，或代码前四位 / part of a name or of a code",
    ),
]


def strict(operation: Operation) -> Operation:
    """Refuse query parameters that are not declared: a misspelt filter must not widen the answer."""
    known = frozenset(signature(operation).parameters)

    @wraps(operation)
    def checked(request: HttpRequest, *arguments: Any, **named: Any) -> HttpResponseBase:
        if {"as_of", "known_at"} & (request.GET.keys() - known):
            raise Problem(403, ONLY_NOW)
        if odd := sorted(request.GET.keys() - known):
            allowed = ", ".join(sorted(known - {"request"})) or "—"
            names = ", ".join(name[:40] for name in odd[:5])
            raise Problem(
                422,
                f"不认识参数 {names}。可用参数：{allowed}。 / Unknown parameters: {names}. Known: {allowed}.",
                errors=[{"parameter": name[:40], "reason": "unknown"} for name in odd[:5]],
            )
        return operation(request, *arguments, **named)

    return checked
