"""How long cases took."""

from datetime import date

from gongxin.actions import case as actions
from gongxin.actions.case import Document, Filing
from gongxin.disclosure.role import Role
from gongxin.procedures.case import Actor
from gongxin.procedures.index import PROCEDURES
from gongxin.queries.case_duration import duration, given_up

AMBER, MARKET = "91310000MA0000015F", "11310000000000035N"
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
OWNER = Actor("owner", frozenset({Role.REPRESENTATIVE}), organisations=frozenset({AMBER}))
OPERATOR = Actor("operator", frozenset({Role.CENTRE_OPERATOR}))
OFFICER = Actor("officer", frozenset({Role.DATA_OFFICER}), unit=MARKET)
OBJECTION = PROCEDURES["objection"]


def filed(record, on):
    given = (Document("grounds", "证据.pdf", PDF),)
    return actions.file(Filing("objection", AMBER, record, ground="error", documents=given), by=OWNER, on=on)


def test_the_average_is_of_what_was_decided_and_not_of_what_was_taken_back(recorded):
    first, second, third = recorded(*({"content": {"CF_WSH": str(n)}} for n in range(3)))
    for record, answered in ((first, date(2026, 9, 30)), (second, date(2026, 10, 9))):
        case = filed(record, date(2026, 9, 28))
        actions.take(case, "forward", seen=1, by=OPERATOR, on=date(2026, 9, 29))
        actions.take(case, "dismiss", seen=2, by=OFFICER, on=answered, reason="与决定书一致。")
    actions.take(filed(third, date(2026, 9, 28)), "withdraw", seen=1, by=OWNER, on=date(2026, 9, 28))

    found = duration(OBJECTION, on=date(2026, 11, 22))
    assert (found.count, found.days) == (2, 6.5)
    assert duration(OBJECTION, on=date(2026, 9, 30)).count == 1
    assert duration(OBJECTION, on=date(2028, 1, 1)) is None


def test_what_the_applicant_gave_up_is_an_end_that_nobody_else_leads_to():
    assert given_up(OBJECTION) == {"withdrawn"}
    assert given_up(PROCEDURES["withdrawal"]) == frozenset()
