"""Errors as RFC 9457 problems: what happened, why, and what to do now, in Chinese and English."""

import json
from collections.abc import Mapping, Sequence
from http import HTTPStatus

from django.http import HttpResponse

MEDIA_TYPE = "application/problem+json"
TITLES = {
    400: "请求无法理解 / The request cannot be understood",
    401: "需要有效的接口令牌 / A valid API token is needed",
    403: "没有办理权限 / Not permitted",
    404: "没有找到 / Not found",
    405: "此地址不支持该方法 / Method not allowed here",
    409: "状态已变 / The state has changed meanwhile",
    410: "记录已撤回 / The record was withdrawn",
    411: "缺少内容长度 / Content-Length is needed",
    413: "内容过大 / The content is too large",
    415: "不支持该内容类型 / Media type not supported",
    422: "参数或内容不符合要求 / Parameters or content do not fit",
    429: "请求过于频繁 / Too many requests",
    500: "平台出错，数据未受影响 / A fault of ours; no data is affected",
    503: "暂不可用 / Not available now",
}


class Problem(Exception):
    """An answer other than the one asked for; `detail` says why and what to do."""

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        errors: Sequence[Mapping[str, str]] = (),
        wait: int = 0,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status, self.detail, self.errors, self.wait = status, detail, errors, wait
        self.headers = headers or {}


def problem_response(problem: Problem) -> HttpResponse:
    """Return the answer for a problem."""
    body: dict[str, object] = {
        "type": "about:blank",
        "title": TITLES.get(problem.status, HTTPStatus(problem.status).phrase),
        "status": problem.status,
        "detail": problem.detail,
    }
    if problem.errors:
        body["errors"] = list(problem.errors)
    response = HttpResponse(
        json.dumps(body, ensure_ascii=False), status=problem.status, content_type=MEDIA_TYPE
    )
    if problem.wait:
        response["Retry-After"] = str(problem.wait)
    if problem.status == HTTPStatus.UNAUTHORIZED:
        response["WWW-Authenticate"] = 'Bearer realm="gongxin"'
    for name, value in problem.headers.items():
        response[name] = value
    return response
