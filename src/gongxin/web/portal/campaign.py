"""Special campaigns for everybody: how far each is. Which organisations are in it only their units see."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from gongxin.queries import campaign as facts
from gongxin.reports.campaign_chart import chart
from gongxin.supervision.campaign_rule import campaign_rules
from gongxin.web.shared.access import public


@public
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    rules = {rule.code: rule for rule in campaign_rules(*settings.GONGXIN_CITY_FOLDERS)}
    shown = []
    for one in facts.opened():
        progress = facts.progress(one.id)
        drawn = chart(one, facts.days(one.id), progress.members, on=localdate())
        shown.append((one, rules.get(one.rule), progress, drawn))
    return render(request, "portal/campaign/list.html", {"campaigns": shown})
