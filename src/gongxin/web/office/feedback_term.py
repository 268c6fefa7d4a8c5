"""Until when feedback on a query is due, or which decision of the city is missing to say so."""

from dataclasses import dataclass
from datetime import date

from django.conf import settings

from gongxin.disclosure.feedback import due_by
from gongxin.law.calendar import WorkingCalendar
from gongxin.law.clock import Clock
from gongxin.law.parameter import ParameterNotInForce, ParameterUnset, load_parameters


@dataclass(frozen=True, slots=True)
class Term:
    """`clock` None: no day is due, and `missing` says why."""

    clock: Clock | None
    missing: str = ""


def term_from(looked_on: date) -> Term:
    folders = settings.GONGXIN_CITY_FOLDERS
    parameters, calendar = load_parameters(*folders), WorkingCalendar.published(*folders)
    try:
        return Term(due_by(looked_on, parameters=parameters, calendar=calendar))
    except (ParameterUnset, ParameterNotInForce) as missing:
        return Term(None, str(missing))
