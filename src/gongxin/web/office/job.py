"""The queue: what waits, what failed and why, and letting it try again."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from gongxin.actions.job_failure import NothingToRetry, retry
from gongxin.disclosure.role import Role
from gongxin.queries import job as facts
from gongxin.web.shared.access import PersonRequest, staff

STATE_NAMES = {
    "todo": _("排队"),
    "doing": _("进行中"),
    "failed": _("失败"),
    "succeeded": _("完成"),
    "cancelled": _("已取消"),
    "aborted": _("已中止"),
}
TASK_NAMES = {
    "batch.work_through": _("处理报送批次"),
    "code_fault.look": _("查找重错码"),
    "delivery.make": _("生成批量交付"),
    "outbox.send": _("发送邮件"),
    "pull.due": _("安排定时取数"),
    "pull.run": _("定时取数"),
}


@staff(Role.CENTRE_OPERATOR, Role.PLATFORM_ADMINISTRATOR)
@never_cache
@require_safe
def listed(request: PersonRequest) -> HttpResponse:
    state, task = request.GET.get("state", "")[:16], request.GET.get("task", "")[:64].replace("\x00", "")
    counted = facts.counts()
    found = facts.jobs(state=state, task=task)
    context = {
        "jobs": [(job, STATE_NAMES.get(job.state, job.state), named(job.task)) for job in found],
        "counts": [(code, name, counted.get(code, 0)) for code, name in STATE_NAMES.items()],
        "tasks": [(code, named(code)) for code in facts.tasks()],
        "asked": {"state": state, "task": task},
    }
    return render(request, "office/job/list.html", context)


def named(task: str) -> object:
    return TASK_NAMES.get(task, task)


@staff(Role.CENTRE_OPERATOR, Role.PLATFORM_ADMINISTRATOR)
@require_POST
def again(request: PersonRequest, job_id: int) -> HttpResponse:
    try:
        retry(job_id)
        messages.success(request, say("已重新排队。"))
    except NothingToRetry as refusal:
        messages.warning(request, str(refusal))
    return redirect("office:jobs")
