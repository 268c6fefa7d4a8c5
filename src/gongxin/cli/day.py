"""Which day it is for a command, and which moment is meant: China's, whatever time zone the machine keeps."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import click

CHINA = ZoneInfo("Asia/Shanghai")
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def today() -> date:
    return datetime.now(CHINA).date()


class MomentOption(click.ParamType[datetime | None]):
    """A moment of knowledge: of a day its end, of today now; without a time zone it is China's."""

    name = "moment"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime | None:
        if value is None or isinstance(value, datetime):
            return value
        try:
            found = datetime.fromisoformat(str(value))
        except ValueError:
            self.fail(
                f"{value}：应写成 2026-05-06，或时刻 2026-05-06T09:00"
                " / a day such as 2026-05-06, or a moment such as 2026-05-06T09:00",
                param,
                ctx,
            )
        found = found if found.tzinfo else found.replace(tzinfo=CHINA)
        if not DAY.fullmatch(str(value)):
            return found
        now = datetime.now(CHINA)
        return now if found.date() == now.date() else found + timedelta(days=1)
