"""A step and its notice are there together, once, and for the right reader."""

from uuid import uuid4

import pytest
from django.db import ProgrammingError, transaction
from django.utils import timezone

from gongxin.actions.notice import notify, open_notice
from gongxin.disclosure.notice_kind import NoticeValuesOdd
from gongxin.store.models import Contact, Notice, Outbox

pytestmark = pytest.mark.django_db

AMBER, MARKET = "91310000MA0000015F", "11310000000000035N"
ISSUED = {"issued_on": "2026-11-02", "kind": "完整版", "number": "R-1", "by": "centre"}
HELD = {"received_on": "2026-11-02", "file": "a.csv", "rows": 3, "reason": "行数异常"}


def contact(channel, *, confirmed=True, ended=False):
    now = timezone.now()
    return Contact.objects.create(
        id=uuid4(), uscc=AMBER, channel=channel, address="x", nonce=b"n", set_by="r", set_at=now,
        confirmed_at=now if confirmed else None, ended_at=now if ended else None,
    )  # fmt: skip


def test_a_notice_goes_into_the_desk_and_to_the_contacts_in_use():
    used = {contact("email").id, contact("webhook").id}
    contact("email", confirmed=False)
    contact("webhook", ended=True)

    assert notify("report_issued", ISSUED, to_organisation=AMBER, about=uuid4())

    notice = Notice.objects.get()
    assert (notice.uscc, notice.unit, notice.values) == (AMBER, "", ISSUED)
    assert set(Outbox.objects.filter(notice=notice).values_list("contact_id", flat=True)) == used


def test_a_unit_is_told_in_its_office_only():
    contact("email")

    assert notify("batch_held", HELD, to_unit=MARKET, about=uuid4())
    assert Outbox.objects.count() == 0


def test_the_same_thing_is_told_once_however_often_the_step_is_repeated():
    about = uuid4()

    assert notify("report_issued", ISSUED, to_organisation=AMBER, about=about)
    assert not notify("report_issued", ISSUED, to_organisation=AMBER, about=about)
    assert notify("report_issued", ISSUED, to_organisation=AMBER, about=uuid4())
    assert Notice.objects.count() == 2


def test_without_the_step_there_is_no_notice():
    with transaction.atomic():
        notify("report_issued", ISSUED, to_organisation=AMBER, about=uuid4())
        transaction.set_rollback(True)

    assert Notice.objects.count() == 0


@pytest.mark.parametrize(
    ("values", "to"),
    [
        ({**ISSUED, "more": "x"}, {"to_organisation": AMBER}),
        ({"number": "R-1"}, {"to_organisation": AMBER}),
        (ISSUED, {"to_unit": MARKET}),
        (ISSUED, {}),
    ],
    ids=["a value too many", "values missing", "to a unit", "to nobody"],
)
def test_a_step_that_tells_it_wrongly_is_a_fault(values, to):
    with pytest.raises(NoticeValuesOdd):
        notify("report_issued", values, **to)


def test_the_first_to_open_a_notice_is_its_receipt():
    notify("report_issued", ISSUED, to_organisation=AMBER)
    notice = Notice.objects.get()

    assert not open_notice(notice.id, uscc="92310114MA1GT001XX", by="stranger")
    assert open_notice(notice.id, uscc=AMBER, by="first")
    assert not open_notice(notice.id, uscc=AMBER, by="second")
    notice.refresh_from_db()
    assert notice.opened_by == "first"
    assert notice.opened_at >= notice.made_at


@pytest.mark.parametrize(
    "change", [lambda: Notice.objects.update(values={}), lambda: Notice.objects.all().delete()]
)
def test_the_database_keeps_the_words_of_a_notice(change):
    notify("report_issued", ISSUED, to_organisation=AMBER)

    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        change()
