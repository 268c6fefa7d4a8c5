"""Work the indicators of oversight out and keep them."""

from datetime import date

from django.conf import settings

from gongxin.actions.oversight import keep
from gongxin.oversight.indicator import indicators
from gongxin.queries.oversight import worked_out


def keep_for(on: date) -> int:
    """Keep every indicator as it stands on a day, by what is known now; return how many."""
    return keep(worked_out(indicators(*settings.GONGXIN_CITY_FOLDERS), on=on))
