"""Terms that ended, as they stood on a day."""

from datetime import date

import pytest

from gongxin.actions import case as actions
from gongxin.actions.case import Document, Filing
from gongxin.disclosure.role import Role
from gongxin.procedures.case import Actor
from gongxin.queries.term_ended import terms_ended

AMBER, MARKET = "91310000MA0000015F", "11310000000000035N"
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
OWNER = Actor("owner", frozenset({Role.REPRESENTATIVE}), organisations=frozenset({AMBER}))
OPERATOR = Actor("operator", frozenset({Role.CENTRE_OPERATOR}))
OFFICER = Actor("officer", frozenset({Role.DATA_OFFICER}), unit=MARKET)


@pytest.fixture
def late_case(recorded):
    """Compared in time; its verification, due on 12 October, was done on the 20th."""
    (record,) = recorded({"content": {"CF_WSH": "示市监处罚〔2026〕1号"}})
    filing = Filing(
        "objection", AMBER, record, ground="error", documents=(Document("grounds", "证据.pdf", PDF),)
    )
    made = actions.file(filing, by=OWNER, on=date(2026, 9, 28))
    actions.take(made, "forward", seen=1, by=OPERATOR, on=date(2026, 9, 29))
    actions.take(made, "dismiss", seen=2, by=OFFICER, on=date(2026, 10, 20), reason="与决定书一致。")


def stood(last):
    """Return unit, kept and open of each term that had ended by then."""
    found = terms_ended(date(2026, 1, 1), date.fromisoformat(last))
    return [(one.unit, one.is_kept, one.is_open) for one in found]


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        ("2026-10-12", []),
        ("2026-10-13", [(MARKET, False, True)]),
        ("2026-10-19", [(MARKET, False, True)]),
        ("2026-10-20", [(MARKET, False, False)]),
    ],
)
def test_a_term_is_overdue_from_the_day_after_until_it_is_done_and_never_kept_again(
    late_case, last, expected
):
    comparison = ("", True, False)

    assert stood(last) == [comparison, *expected]
