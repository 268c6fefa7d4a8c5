"""The messages of a unit."""

from uuid import uuid4

import pytest

from gongxin.actions.notice import notify
from gongxin.disclosure.notice_kind import Addressee, notice_kinds
from gongxin.disclosure.role import Role
from gongxin.queries.notice import of_unit

MARKET, HOUSING = "11310000000000035N", "11310114000000000J"
HELD = {"received_on": "2026-11-02", "file": "处罚.csv", "rows": 3, "reason": "行数异常"}
OFFICERS = frozenset({Role.DATA_OFFICER})


@pytest.fixture
def message(people):
    notify("batch_held", HELD, to_unit=MARKET, about=uuid4())
    return of_unit(MARKET, OFFICERS)[0]


def test_a_message_is_read_by_whom_it_is_for_and_the_first_signs(message, signed_in):
    browser = signed_in("alice")
    assert "一个批次暂缓入库" in browser.get("/office/messages/").content.decode()

    page = browser.get(f"/office/messages/{message.id}/").content.decode()

    assert "处罚.csv" in page
    assert f"/office/batches/{message.about}/" in page
    assert of_unit(MARKET, OFFICERS)[0].opened_by == "alice"


def test_other_roles_and_other_units_do_not_see_it(message, signed_in):
    for account in ("clerk", "bob", "charlie"):
        browser = signed_in(account)
        assert "一个批次暂缓入库" not in browser.get("/office/messages/").content.decode()
        assert browser.get(f"/office/messages/{message.id}/").status_code == 404
    assert of_unit(MARKET, OFFICERS)[0].opened_at is None


@pytest.mark.parametrize("kind", sorted(k.code for k in notice_kinds().values() if k.to is Addressee.UNIT))
def test_every_kind_of_message_can_be_read_and_leads_on(people, signed_in, kind, client):
    """By an account of a unit that holds one of the kind's roles."""
    accounts = {Role.DATA_OFFICER: "alice", Role.DATA_REVIEWER: "alice", Role.QUERY_CLERK: "clerk"}
    accounts |= {Role.BANK_USER: "banker", Role.AGENCY_USER: "agent", Role.UNIT_ADMINISTRATOR: "unit_admin"}
    accounts |= {Role.CENTRE_OPERATOR: "operator", Role.AUDITOR: "auditor"}
    account = next(accounts[role] for role in sorted(notice_kinds()[kind].roles) if role in accounts)
    values = {name: f"<{name}>" for name in notice_kinds()[kind].values}
    notify(kind, values, to_unit=people[account], about=uuid4())
    (told,) = of_unit(people[account], notice_kinds()[kind].roles)

    page = signed_in(account).get(f"/office/messages/{told.id}/").content.decode()

    assert all(f"&lt;{name}&gt;" in page for name in values)
    assert 'class="button" href="/office/' in page
