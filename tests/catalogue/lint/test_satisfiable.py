"""What comparisons tell about a condition without running it."""

import pytest

from gongxin.catalogue.condition import parsed
from gongxin.catalogue.lint.satisfiable import verdict

COLUMNS = frozenset({"a", "b", "day"})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a < b", None),
        ("a > 1 AND a < 3", None),
        ("a > 1 OR a < 3", None),
        ("a = 'x' OR a IS NULL", None),
        ("a > 5 AND a < 3", False),
        ("a = 1 AND a = 2", False),
        ("a <> a", False),
        ("a < b AND b < a", False),
        ("a < b AND a >= b OR b < 1 AND b > 2", False),
        ("a IS NULL AND a IS NOT NULL", False),
        ("day < DATE '2020-01-01' AND day > DATE '2021-01-01'", False),
        ("day < DATE '2022-01-01' AND day > DATE '2021-01-01'", None),
        ("a = a", True),
        ("a >= b OR b > a", True),
        ("a = 1 OR 1 = 1", True),
    ],
)
def test_a_condition_that_decides_nothing_is_found(text, expected):
    assert verdict(parsed(text, COLUMNS)) is expected
