"""Judge the looks of a day and raise what is odd about them."""

from datetime import date

from django.conf import settings

from gongxin.actions.alarm import raise_alarms
from gongxin.disclosure.alarm import judge
from gongxin.law.calendar import WorkingCalendar
from gongxin.law.parameter import load_parameters
from gongxin.queries.alarm import seen_on, usual_before


def raise_for(day: date) -> int:
    """Judge the looks of a day by every rule that the city has decided; return how many alarms are new."""
    folders = settings.GONGXIN_CITY_FOLDERS
    suspicions = judge(
        seen_on(day),
        day,
        past=usual_before(day),
        parameters=load_parameters(*folders),
        calendar=WorkingCalendar.published(*folders),
    )
    return raise_alarms(suspicions)
