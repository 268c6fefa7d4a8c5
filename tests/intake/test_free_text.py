"""What people type is held to the same boundary as what units submit."""

from datetime import date

import pytest

from gongxin.intake.free_text import PersonalInText, refuse_personal

ON = date(2026, 11, 2)


@pytest.mark.parametrize(
    "text",
    [
        "请联系 13812345678 了解情况",
        "请联系 138 1234 5678 了解情况",
        "请联系 +86-138-1234-5678",
        "请联系１３８－１２３４－５６７８了解情况",
        "证件号 11010519491231002X",
        "退款到 6222021234567890128",
    ],
)
def test_numbers_of_a_person_are_refused_and_not_repeated(text):
    with pytest.raises(PersonalInText) as refused:
        refuse_personal(text, on=ON)

    assert "138" not in str(refused.value)
    assert "11010519491231002X" not in str(refused.value)
    assert "/" in str(refused.value)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "该单位没有办理我方申请，为何查询？",
        "我方代码 91310114MA1GT00019，案号（2026）沪0114执123号",
        "电话 021-12345678",
    ],
)
def test_codes_of_organisations_and_case_numbers_pass(text):
    refuse_personal(text, on=ON)
