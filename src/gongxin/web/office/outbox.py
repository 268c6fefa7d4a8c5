"""Whether e-mails and webhooks go out, and what did not."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as say
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from gongxin.actions import mail
from gongxin.actions.outbox import try_again
from gongxin.disclosure.role import Role
from gongxin.queries import outbox as facts
from gongxin.web.shared.access import PersonRequest, staff


@staff(Role.CENTRE_OPERATOR, Role.PLATFORM_ADMINISTRATOR)
@never_cache
@require_safe
def outbox(request: PersonRequest) -> HttpResponse:
    context = {"counts": facts.counts(), "unsent": facts.unsent(), "mail_is_on": mail.is_on()}
    return render(request, "office/outbox/outbox.html", context)


@staff(Role.CENTRE_OPERATOR, Role.PLATFORM_ADMINISTRATOR)
@require_POST
def again(request: PersonRequest, outbox_id: UUID) -> HttpResponse:
    if try_again(outbox_id):
        messages.success(request, say("将在一分钟内再次发送。"))
    return redirect("office:outbox")
