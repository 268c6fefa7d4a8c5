"""Evaluation of the demo: models tried, let into use by two persons, and a grade at the end of each month."""

from calendar import monthrange
from collections.abc import Iterator
from contextlib import suppress
from datetime import date, timedelta

PLANNER, SECOND = "zhongxin", "fuhe"
MONTHS = 5  # of history before the day itself
# The one with a history, and those that are in use since lately.
FIRST = "comprehensive_enterprise"
OTHERS = (
    "comprehensive_social_organisation",
    "comprehensive_public_institution",
    "comprehensive_government_body",
    "food_safety",
)
REASONS = "演示：试算结果已在联席会议上说明，示例权重按征求意见稿施行。"


def grade_some(centre: str, on: date) -> None:
    """Let models into use and evaluate everybody they are for."""
    from gongxin.actions.evaluation import run
    from gongxin.actions.release import NotReleasable

    days = [*_month_ends(on), on]
    with suppress(NotReleasable):  # from an earlier, interrupted build
        _release(FIRST, centre, days[0])
    for day in days:
        run(FIRST, on=day, by=PLANNER)
    for code in OTHERS:
        with suppress(NotReleasable):
            _release(code, centre, on)
        run(code, on=on, by=PLANNER)


def _month_ends(on: date) -> Iterator[date]:
    """Yield the last days of the months before, oldest first."""
    for back in range(MONTHS, 0, -1):
        year, month = divmod(on.year * 12 + on.month - 1 - back, 12)
        yield date(year, month + 1, monthrange(year, month + 1)[1])


def _release(code: str, centre: str, effective_on: date) -> None:
    from gongxin.actions import release, trial
    from gongxin.actions.release import NotReleasable
    from gongxin.evaluation.reader import in_force, models

    day = effective_on - timedelta(days=1)
    edition = in_force(code, effective_on, models()).edition
    tried = trial.order(code, edition, by=PLANNER, on=day)
    if trial.run(tried) != "done":
        raise NotReleasable("试算没有完成。", "The trial did not end.")
    proposed = release.propose(tried, effective_on=effective_on, reasons=REASONS, by=PLANNER, on=day)
    release.confirm(proposed, by=SECOND, unit=centre)
