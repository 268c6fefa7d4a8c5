"""Words of the staff pages."""

import pytest
from django.utils.translation import override

from gongxin.web.shared.templatetags.office_words import finding_text, percent

FOUND = {
    "message": "内容不保存",
    "hint": "从文件中删去本行",
    "message_en": "It is not kept",
    "hint_en": "Take it out",
}


def test_what_is_wrong_and_how_to_mend_it_do_not_run_together():
    assert finding_text(FOUND) == "内容不保存。从文件中删去本行"
    with override("en"):
        assert finding_text(FOUND) == "It is not kept. Take it out"


@pytest.mark.parametrize(
    ("share", "text"), [(0.0001, "0.01 %"), (0.5, "50 %"), (0, "0 %"), (1, "100 %"), (0.00012345, "0.0123 %")]
)
def test_a_share_is_shown_fine_enough_for_a_bound_of_one_in_ten_thousand(share, text):
    assert percent(share) == text
