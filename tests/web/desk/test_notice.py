"""Messages and their receipts."""

from uuid import UUID, uuid4

import pytest

from gongxin.actions.notice import notify
from gongxin.disclosure.notice_kind import Addressee, notice_kinds
from gongxin.queries.notice import of_organisation

BIRCH, CEDAR = "91310114MA1GT00019", "92310114MA1GT001XX"
ISSUED = {"issued_on": "2026-11-02", "kind": {"zh": "完整版", "en": "full"}, "number": "R-1", "by": "centre"}


@pytest.fixture
def message(desk):
    notify("report_issued", ISSUED, to_organisation=BIRCH, about=uuid4())
    return of_organisation(BIRCH)[0]


def test_opening_a_message_is_its_receipt(desk, message):
    assert "未读" in desk("messages/").content.decode()

    page = desk(f"messages/{message.id}/").content.decode()

    assert "编号 R-1" in page
    assert "representative" in page
    opened = of_organisation(BIRCH)[0]
    assert opened.opened_by == "representative"
    assert opened.made_at <= opened.opened_at
    assert "未读</span>" not in desk("messages/").content.decode()


def test_a_message_is_said_in_the_reader_s_language(desk, message):
    page = desk(f"messages/{message.id}/", accept_language="en").content.decode()

    assert "A credit report was issued" in page
    assert "full" in page
    assert "完整版" not in page


def test_a_message_of_somebody_else_does_not_exist_and_stays_unopened(desk, message):
    notify("report_issued", ISSUED, to_organisation=CEDAR, about=uuid4())
    other = of_organisation(CEDAR)[0]

    assert desk(f"messages/{other.id}/").status_code == 404
    assert of_organisation(CEDAR)[0].opened_at is None
    assert desk(f"messages/{UUID(int=0)}/").status_code == 404


@pytest.mark.parametrize(
    "kind", sorted(k.code for k in notice_kinds().values() if k.to is Addressee.ORGANISATION)
)
def test_every_kind_of_message_can_be_read_and_leads_on(desk, kind):
    values = {name: f"<{name}>" for name in notice_kinds()[kind].values}
    notify(kind, values, to_organisation=BIRCH, about=uuid4())

    page = desk(f"messages/{of_organisation(BIRCH)[0].id}/").content.decode()

    assert all(f"&lt;{name}&gt;" in page for name in values)
    assert f'class="button" href="/desk/{BIRCH}/' in page


def test_odd_pages_of_the_list_are_the_first(desk, message):
    for odd in ("-1", "x", "99999999999", "²"):
        assert desk(f"messages/?after={odd}").status_code == 200
