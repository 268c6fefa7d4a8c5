"""What is in the outbox goes out at least once, says nothing it should not, and waits patiently."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from gongxin.actions import job, outbox
from gongxin.actions.attempt import MOST_ATTEMPTS, claim
from gongxin.actions.contact import code_of, confirm_email, propose_email, set_webhook
from gongxin.actions.notice import notify
from gongxin.actions.outbox import send_due, try_again
from gongxin.disclosure.notice_kind import Addressee, notice_kinds
from gongxin.queries import notice as facts
from gongxin.queries.outbox import counts, unsent
from gongxin.store.models import Contact, Notice, Outbox

pytestmark = pytest.mark.django_db

AMBER = "91310000MA0000015F"
ADDRESS = "credit@amber.example"
ISSUED = {"issued_on": "2026-11-02", "kind": "完整版", "number": "R-1", "by": "centre"}
OF_ORGANISATIONS = sorted(kind.code for kind in notice_kinds().values() if kind.to is Addressee.ORGANISATION)


@pytest.fixture
def confirmed():
    """Amber's e-mail address, in use; nothing waits."""
    propose_email(AMBER, ADDRESS, by="r", on=date(2026, 11, 2))
    confirm_email(AMBER, code_of(Contact.objects.get()), by="r")
    Outbox.objects.all().update(next_at=None, sent_at=timezone.now())


def due_again():
    Outbox.objects.filter(next_at__isnull=False).update(next_at=timezone.now())


def test_a_message_goes_out_once(confirmed, mail_peer):
    notify("report_issued", ISSUED, to_organisation=AMBER, about=uuid4())

    assert send_due() == {"sent": 1}
    assert send_due() == {}
    ((recipient, _raw),) = mail_peer.taken
    assert recipient == ADDRESS
    (sent,) = facts.one_of_organisation(Notice.objects.get().id, AMBER).sent
    assert (sent.channel, sent.attempts, sent.fault) == ("email", 1, "")
    assert sent.sent_at is not None


def test_an_e_mail_says_nothing_but_that_there_is_a_message(confirmed, mail_peer):
    """Every kind of notice gives the very same text, and none of its values is in the bytes that are sent."""
    secret = "不能出现的内容SECRET"
    for kind in OF_ORGANISATIONS:
        values = dict.fromkeys(notice_kinds()[kind].values, secret)
        notify(kind, values, to_organisation=AMBER, about=uuid4())
    assert send_due() == {"sent": len(OF_ORGANISATIONS)}

    mails = mail_peer.mails
    assert len({mail.get_content() for mail in mails}) == 1
    assert len({mail["Subject"] for mail in mails}) == 1
    for mail, (_, raw) in zip(mails, mail_peer.taken, strict=True):
        whole = raw + mail.get_content().encode() + str(mail["Subject"]).encode()
        assert b"SECRET" not in whole
        assert "不能出现的内容".encode() not in whole
        assert AMBER.encode() not in whole
        assert not any(kind.encode() in whole for kind in OF_ORGANISATIONS)
    assert "/desk/" in mails[0].get_content()


def test_the_code_of_an_address_goes_to_that_address_alone(confirmed, mail_peer):
    propose_email(AMBER, "new@amber.example", by="r", on=date(2026, 11, 2))
    code = code_of(Contact.objects.get(confirmed_at=None))

    send_due()

    ((recipient, _raw),) = mail_peer.taken
    assert recipient == "new@amber.example"
    assert code in mail_peer.mails[0].get_content()


def test_a_webhook_is_told_kind_and_number(webhook_peer):
    set_webhook(AMBER, webhook_peer.url, by="r")
    notify("report_issued", ISSUED, to_organisation=AMBER, about=uuid4())

    assert send_due() == {"sent": 1}
    ((_path, headers, body),) = webhook_peer.calls
    assert headers["webhook-id"] == str(Notice.objects.get().id)
    assert b"R-1" not in body


def test_without_a_mail_server_e_mail_waits_and_webhooks_go_out(confirmed, webhook_peer, settings):
    settings.GONGXIN_EMAIL_URL = ""
    set_webhook(AMBER, webhook_peer.url, by="r")
    notify("report_issued", ISSUED, to_organisation=AMBER, about=uuid4())

    assert send_due() == {"sent": 1}
    assert (counts().waiting_email, counts().waiting_webhook) == (1, 0)
    assert len(webhook_peer.calls) == 1


def test_what_fails_is_tried_again_later_and_says_why(confirmed, mail_peer):
    mail_peer.refusing = "451"
    notify("report_issued", ISSUED, to_organisation=AMBER, about=uuid4())

    assert send_due() == {"failed": 1}
    assert send_due() == {}
    (failed,) = unsent()
    assert "451" in failed.fault
    assert failed.next_at > timezone.now() + timedelta(seconds=100)

    mail_peer.refusing = ""
    due_again()
    assert send_due() == {"sent": 1}
    assert unsent() == ()


def test_after_the_last_attempt_it_is_given_up_until_somebody_asks_again(confirmed, mail_peer):
    mail_peer.refusing = "550"
    notify("report_issued", ISSUED, to_organisation=AMBER, about=uuid4())
    for _ in range(MOST_ATTEMPTS):
        due_again()
        send_due()
    due_again()
    assert send_due() == {}
    assert counts().given_up == 1

    mail_peer.refusing = ""
    assert try_again(unsent()[0].id)
    assert send_due() == {"sent": 1}
    assert not try_again(Outbox.objects.latest("made_at").id)


def test_the_next_attempt_is_booked_before_one_is_made(confirmed, mail_peer):
    """As when the worker is killed while it sends: nothing is lost, and it is not tried at once again."""
    notify("report_issued", ISSUED, to_organisation=AMBER, about=uuid4())

    claimed = claim(outbox.due(timezone.now()))

    left = Outbox.objects.get(id=claimed.id)
    assert (left.attempts, left.sent_at) == (1, None)
    assert left.next_at > timezone.now()


def test_a_mail_server_that_is_not_there_is_no_fault_of_ours(confirmed, mail_peer, settings):
    settings.GONGXIN_EMAIL_URL = "smtp://127.0.0.1:1"
    notify("report_issued", ISSUED, to_organisation=AMBER, about=uuid4())

    assert send_due() == {"failed": 1}


def test_what_one_worker_has_claimed_another_does_not_find(confirmed, mail_peer):
    notify("report_issued", ISSUED, to_organisation=AMBER, about=uuid4())

    assert claim(outbox.due(timezone.now())) is not None
    assert claim(outbox.due(timezone.now())) is None


def test_the_worker_sends_each_minute_and_reminds_each_morning(confirmed, mail_peer):
    notify("report_issued", ISSUED, to_organisation=AMBER, about=uuid4())
    every = {one.task.name: one.cron for one in job.app.periodic_registry.periodic_tasks.values()}

    assert (every["outbox.send"], every["reminder.send"]) == ("* * * * *", "0 0 * * *")
    assert job.send_outbox(0) == "{'sent': 1}"
    assert job.remind(int(timezone.now().timestamp())) == "0"
