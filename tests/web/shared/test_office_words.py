"""Words of the staff pages."""

from django.utils.translation import override

from gongxin.web.shared.templatetags.office_words import finding_text

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
