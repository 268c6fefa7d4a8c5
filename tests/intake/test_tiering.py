"""The tier of conduct: the heaviest behaviour counts, and none means a person decides."""

import pytest


@pytest.mark.parametrize(
    ("kinds", "tier"),
    [
        ("警告", "minor"),
        ("罚款", "ordinary"),
        ("警告;罚款", "ordinary"),
        ("罚款；责令停产停业", "severe"),
        ("其他-责令改正", None),
    ],
)
def test_the_heaviest_kind_decides(screened, sound, kinds, tier):
    fine = {} if "罚款" in kinds else {"CF_NR": "责令", "CF_NR_FK": ""}
    row = {**sound, **fine, "CF_CFLB": kinds}

    assert screened([row], keep=True).connection.execute("SELECT tier FROM clean").fetchall() == [(tier,)]
