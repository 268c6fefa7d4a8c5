"""Trainings in the office: announce a course, see who signed up, say how many came."""

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongxin.actions.training import MOST, Course, TrainingRefused, announce, confirm
from gongxin.disclosure.role import Role
from gongxin.intake.free_text import PersonalInText
from gongxin.queries import training
from gongxin.web.shared.access import PersonRequest, staff
from gongxin.web.shared.certificate_file import training_file
from gongxin.web.shared.day_input import DayInput
from gongxin.web.shared.templatetags.wording import refusal


class CourseForm(forms.Form):
    title = forms.CharField(label=_("培训名称"), max_length=120)
    held_on = forms.DateField(label=_("日期"), widget=DayInput())
    place = forms.CharField(label=_("地点"), max_length=200)
    minutes = forms.IntegerField(label=_("时长（分钟）"), min_value=10, max_value=2400, initial=120)
    seats = forms.IntegerField(label=_("名额"), min_value=1, max_value=100_000, initial=60)
    content = forms.CharField(
        label=_("内容"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("不要写姓名、证件号码或者电话。"),
    )


@staff(Role.CENTRE_OPERATOR)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def trainings(request: PersonRequest) -> HttpResponse:
    """Show the courses, or announce one."""
    form = CourseForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        person = request.person
        try:
            made = announce(Course(**form.cleaned_data), unit=person.unit, by=person.account, on=localdate())
        except (TrainingRefused, PersonalInText) as refused:
            form.add_error(None, str(refusal(refused)))
        else:
            messages.success(request, say("培训已发布，各组织可以在服务台报名。"))
            return redirect("office:training", course_id=made)
    context = {"form": form, "courses": training.courses(), "on": localdate()}
    return render(request, "office/training/list.html", context, status=422 if form.is_bound else 200)


@staff(Role.CENTRE_OPERATOR)
@never_cache
@require_safe
def course(request: PersonRequest, course_id: UUID) -> HttpResponse:
    known = training.course(course_id)
    if known is None:
        raise Http404
    found = training.attendances(course_id)
    context = {
        "course": known,
        "attendances": found,
        "is_waiting": any(one.attended is None for one in found),
        "most": MOST,
        "is_held": known.held_on <= localdate(),
    }
    return render(request, "office/training/course.html", context)


@staff(Role.CENTRE_OPERATOR)
@require_POST
def came(request: PersonRequest, course_id: UUID) -> HttpResponse:
    """Take down how many came; an empty field says nothing yet."""
    said = {
        name.removeprefix("came-"): str(text) for name, text in request.POST.items() if name[:5] == "came-"
    }
    came = {uscc: int(text) for uscc, text in said.items() if text.isascii() and text.isdigit()}
    try:
        known = {uscc: number for uscc, number in came.items() if len(uscc) == 18}
        new = confirm(course_id, known, by=request.person.account, on=localdate())
    except TrainingRefused as refused:
        messages.warning(request, str(refusal(refused)))
    else:
        messages.success(request, say("已确认 %(count)s 家，培训证明已出具。") % {"count": new})
    return redirect("office:training", course_id=course_id)


@staff(Role.CENTRE_OPERATOR)
@never_cache
@require_safe
def certificate(request: PersonRequest, course_id: UUID, uscc: str) -> HttpResponse:
    found = (one for one in training.attendances(course_id) if one.uscc == uscc)
    return training_file(next(found, None))
