"""Go through the rules of warnings and raise what they find."""

from datetime import date

from django.conf import settings

from gongxin.actions.inspection import link_results
from gongxin.actions.warning import raise_warnings
from gongxin.law.calendar import WorkingCalendar
from gongxin.law.clock import due
from gongxin.law.parameter import Parameters, load_parameters
from gongxin.queries.warning import found
from gongxin.supervision.warning_rule import WarningRule, warning_rules


def raise_for(on: date) -> int:
    """Judge the day by every rule that the city has decided; return how many warnings are new.

    Tasks are linked to results first, so that nobody is warned of what was done.
    """
    link_results()
    folders = settings.GONGXIN_CITY_FOLDERS
    held = load_parameters(*folders)
    return sum(
        raise_warnings(rule, found(rule, on, held), due_on=due_of(rule, held, on), on=on)
        for rule in warning_rules(*folders)
    )


def due_of(rule: WarningRule, held: Parameters, on: date) -> date | None:
    """Return the last day to deal with a warning of today; None while the city has not decided."""
    term = held[rule.due].known_on(on) if rule.due else None
    if term is None:
        return None
    return due(on, term.number, WorkingCalendar.published(*settings.GONGXIN_CITY_FOLDERS)).due_on
