"""Trainings at the desk: sign up with a number of people, and fetch the certificate."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from gongxin.actions.training import MOST, TrainingRefused, cancel, sign_up
from gongxin.queries import training
from gongxin.web.desk.page import desk_page
from gongxin.web.shared.access import PersonRequest, representative
from gongxin.web.shared.certificate_file import training_file
from gongxin.web.shared.templatetags.wording import refusal


class People(forms.Form):
    people = forms.IntegerField(label=_("参加人数"), min_value=1, max_value=MOST, initial=1)


@representative
@never_cache
@require_safe
def trainings(request: PersonRequest, uscc: str) -> HttpResponse:
    on = localdate()
    own = training.of_organisation(uscc)
    joined = {one.course.id: one for one in own}
    context = {
        "on": on,
        "own": own,
        "courses": [
            (one, People(auto_id=f"id_%s_{one.id}"), joined.get(one.id)) for one in training.to_come(on)
        ],
    }
    return desk_page(request, uscc, "desk/repair/trainings.html", context)


@representative
@require_POST
def join(request: PersonRequest, uscc: str, course_id: UUID) -> HttpResponse:
    """Sign up, change how many come, or give the places back."""
    form, on = People(request.POST), localdate()
    try:
        if request.POST.get("cancel"):
            cancel(course_id, uscc, on=on)
            messages.success(request, say("已取消报名。"))
        elif form.is_valid():
            people = form.cleaned_data["people"]
            sign_up(course_id, uscc, people, by=request.person.account, on=on)
            messages.success(request, say("已报名 %(people)s 人。") % {"people": people})
        else:
            messages.warning(request, say("请填写 1 至 %(most)s 之间的人数。") % {"most": MOST})
    except TrainingRefused as refused:
        messages.warning(request, str(refusal(refused)))
    return redirect("desk:repair_trainings", uscc=uscc)


@representative
@never_cache
@require_safe
def certificate(request: PersonRequest, uscc: str, course_id: UUID) -> HttpResponse:
    found = (one for one in training.of_organisation(uscc) if one.course.id == course_id)
    return training_file(next(found, None))
