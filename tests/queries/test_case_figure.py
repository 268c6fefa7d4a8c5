"""Terms kept, month by month."""

from datetime import date

import pytest

from gongxin.actions import case as actions
from gongxin.actions.case import Document, Filing
from gongxin.disclosure.role import Role
from gongxin.procedures.case import Actor
from gongxin.procedures.index import PROCEDURES
from gongxin.procedures.step import Party
from gongxin.queries.case_figure import keeper, months, terms_kept

AMBER, MARKET = "91310000MA0000015F", "11310000000000035N"
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
OWNER = Actor("owner", frozenset({Role.REPRESENTATIVE}), organisations=frozenset({AMBER}))
OPERATOR = Actor("operator", frozenset({Role.CENTRE_OPERATOR}))
OFFICER = Actor("officer", frozenset({Role.DATA_OFFICER}), unit=MARKET)


@pytest.fixture
def case(recorded):
    (record,) = recorded({"content": {"CF_WSH": "示市监处罚〔2026〕1号"}})
    filing = Filing(
        "objection", AMBER, record, ground="error", documents=(Document("grounds", "证据.pdf", PDF),)
    )
    made = actions.file(filing, by=OWNER, on=date(2026, 9, 28))
    actions.take(made, "forward", seen=1, by=OPERATOR, on=date(2026, 9, 29))
    return made


def figures(month, on, **narrow):
    found = terms_kept(date.fromisoformat(month), on=date.fromisoformat(on), **narrow)
    return {one.term.code: (one.kept, one.late, one.running) for one in found}


def test_a_term_counts_in_the_month_of_its_last_day(case):
    assert figures("2026-09-01", "2026-09-29") == {"comparison": (1, 0, 0)}
    assert figures("2026-10-01", "2026-09-29") == {"verification": (0, 0, 1)}
    assert figures("2026-11-01", "2026-11-22") == {}


def test_it_is_late_the_day_after_and_stays_so_when_it_is_closed(case):
    assert figures("2026-10-01", "2026-10-12") == {"verification": (0, 0, 1)}
    assert figures("2026-10-01", "2026-10-13") == {"verification": (0, 1, 0)}

    actions.take(case, "dismiss", seen=2, by=OFFICER, on=date(2026, 10, 20), reason="与决定书一致。")
    assert figures("2026-10-01", "2026-10-21") == {"verification": (0, 1, 0)}


def test_a_unit_sees_the_terms_that_it_has_to_keep(case):
    assert figures("2026-10-01", "2026-10-12", unit=MARKET) == {"verification": (0, 0, 1)}
    assert figures("2026-09-01", "2026-10-12", unit=MARKET) == {}  # the centre's
    assert figures("2026-10-01", "2026-10-12", unit="11310114000000000J") == {}


def test_the_share_is_of_those_that_ended(case):
    (comparison,) = terms_kept(date(2026, 9, 1), on=date(2026, 9, 29))
    (verification,) = terms_kept(date(2026, 10, 1), on=date(2026, 9, 29))

    assert (comparison.share, comparison.party, comparison.unit) == (1.0, Party.CENTRE, "")
    assert (verification.share, verification.unit) == (None, MARKET)


def test_every_term_has_somebody_to_keep_it():
    for known in PROCEDURES.values():
        for term in known.terms:
            assert keeper(known, term.code) in Party


def test_months_go_back_over_the_turn_of_the_year():
    assert months(on=date(2026, 1, 31), number=3) == (date(2026, 1, 1), date(2025, 12, 1), date(2025, 11, 1))
