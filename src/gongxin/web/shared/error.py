"""Error pages: what happened, why, and what to do now, in the same look as every other page."""

from dataclasses import dataclass, replace

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class ErrorPage:
    status: int
    title: str | Promise
    why: str | Promise
    what_now: str | Promise
    detail: str = ""


PAGES = {
    page.status: page
    for page in (
        ErrorPage(
            400,
            _("请求无法理解"),
            _("地址或填写的内容不符合要求，没有做任何改动。"),
            _("请检查所填内容后重试，或从首页重新开始。"),
        ),
        ErrorPage(
            403,
            _("您没有查看或办理的权限"),
            _("此页面只向特定单位或人员开放，或者登录已经过期。"),
            _("请登录后重试；如应当有权限，请联系本单位的管理员。"),
        ),
        ErrorPage(
            404,
            _("没有找到此页"),
            _("地址有误，或者信息未公示、公示期已满、已被撤销或修复。"),
            _("可以按名称或统一社会信用代码重新查询。"),
        ),
        ErrorPage(
            410,
            _("记录已撤回"),
            _("报送的机关已经收回这条信息，平台不再公示它。"),
            _("请以主体名称重新查询现在公示的信息；如在别处见到它的内容，请勿再使用。"),
        ),
        ErrorPage(
            413,
            _("文件过大"),
            _("超出平台一次接收的大小，或者没有登录就发送了文件；没有收下任何内容。"),
            _("请登录后分成较小的文件重新报送。"),
        ),
        ErrorPage(
            429,
            _("请求过于频繁"),
            _("为使每个人都能顺畅使用，平台限制了单位时间内的请求次数。"),
            _("请稍候一分钟再试；批量使用请下载开放数据。"),
        ),
        ErrorPage(
            500,
            _("平台出错了"),
            _("这是平台自身的问题，不是您的操作引起的；数据没有受到影响。"),
            _("请稍后重试。若问题持续，请将时间和网址告知平台管理单位。"),
        ),
    )
}

STALE = ErrorPage(
    403,
    _("页面已过期，没有提交"),
    _("页面打开得太久，或者之后登录、退出过；为防止他人冒用，这次填写的内容没有保存。"),
    _("请返回上一页，刷新后重新提交。"),
)


def error_page(request: HttpRequest | None, status: int, detail: str = "") -> HttpResponse:
    """Return the page of an error; `detail` is the text of a refusal, shown as it is."""
    return _shown(request, replace(PAGES[status], detail=detail))


def _shown(request: HttpRequest | None, error: ErrorPage) -> HttpResponse:
    return HttpResponse(render_to_string("shared/error.html", {"error": error}, request), status=error.status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, 404)


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return error_page(request, 429)


def failed(request: HttpRequest) -> HttpResponse:
    """Return the page of a fault; it asks nothing of the request, which may be the cause."""
    return error_page(None, 500)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Return the page for a form whose protection token does not fit (settings: CSRF_FAILURE_VIEW)."""
    return _shown(request, STALE)
