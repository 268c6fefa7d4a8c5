"""What a template must say, and what follows from it on a day."""

from dataclasses import replace
from datetime import date

import pytest

from gongxin.catalogue.publicity import Disclosure
from gongxin.law.calendar import WorkingCalendar
from gongxin.procedures.commitment_template import NoPaperChosen, OddTemplate, Template, wording

PLAIN = Template("证明事项型", "申请许可", "场所合法。", "撤销许可。", "", Disclosure.PUBLIC, valid_months=12)
LATER = replace(PLAIN, kind="容缺受理型", valid_months=None, papers=("社保证明", "场所平面图"), complete_in=5)
CALENDAR = WorkingCalendar.published()


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "口头型"}, "kind"),
        ({"matter": " "}, "matter"),
        ({"content": "多" * 3_001}, "content"),
        ({"liability": ""}, "liability"),
        ({"papers": ("社保证明",)}, "papers"),
        ({"valid_months": 121}, "valid_months"),
        ({"verify_in": 0}, "verify_in"),
    ],
)
def test_an_odd_template_names_what_to_change(change, field):
    with pytest.raises(OddTemplate) as refused:
        replace(PLAIN, **change).checked()

    assert refused.value.field == field


@pytest.mark.parametrize("change", [{"papers": ()}, {"complete_in": None}, {"papers": ("长" * 61,)}])
def test_a_template_with_papers_to_follow_says_which_and_by_when(change):
    with pytest.raises(OddTemplate):
        replace(LATER, **change).checked()


def test_a_commitment_ends_the_day_before_the_same_day_of_a_later_month():
    said = wording(PLAIN, (), on=date(2026, 5, 12), calendar=CALENDAR)

    assert (said.content, said.valid_until) == ("场所合法。", date(2027, 5, 11))


def test_papers_that_follow_are_named_with_their_day_in_what_is_promised():
    said = wording(LATER, ("场所平面图", "别的"), on=date(2026, 9, 28), calendar=CALENDAR)

    assert said.papers == ("场所平面图",)
    assert said.valid_until == date(2026, 10, 10)
    assert said.content.endswith("容缺材料：场所平面图。承诺于 2026-10-10 前（含当日）补齐。")


def test_who_has_all_papers_needs_no_such_commitment():
    with pytest.raises(NoPaperChosen):
        wording(LATER, (), on=date(2026, 9, 28), calendar=CALENDAR)
