"""Which line a refusal is about."""

import pytest

from gongxin.catalogue.lint.line import line_of
from gongxin.catalogue.lint.refusal import Refusal

TEXT = """\
code = "drain_permit"
order = 900
[[fields]]
code = "uscc"
requierd = true
[[fields]]
code = "outlets"
kind = "integer"
[[rules]]
id = "drain.some"
fault = "outlets < 0"
"""


@pytest.mark.parametrize(
    ("where", "zh", "en", "line"),
    [
        ("drain_permit.toml", "不是有效的 TOML。", "not valid TOML: Expected '=' (at line 3, column 4)", 3),
        ("drain_permit.toml fields uscc", "不认识“requierd”，请改正。", "unknown requierd", 5),
        ("drain_permit outlets", "长度有误。", "odd length", 7),
        ("drain_permit drain.some", "条件“outlets < 0”永不成立。", "never", 11),
        ("drain_permit.toml", "“order”应为整数。", "order should be a number", 2),
        ("drain_permit.toml", "缺少“title”。", "title is missing", 0),
        ("market_ban", "依据有误。", "odd basis", 0),
    ],
)
def test_a_refusal_points_to_the_line_that_it_is_about(where, zh, en, line):
    assert line_of(Refusal(where, "reason", zh, en), "drain_permit", TEXT) == line
