"""What the office shows of e-mails and webhooks."""

from uuid import uuid4

from django.utils import timezone

from gongxin.actions.notice import notify
from gongxin.store.models import Contact, Outbox

BIRCH = "91310114MA1GT00019"
ISSUED = {"issued_on": "2026-11-02", "kind": "完整版", "number": "R-1", "by": "centre"}


def failed():
    now = timezone.now()
    Contact.objects.create(
        id=uuid4(), uscc=BIRCH, channel="email", address="credit@birch.example", nonce=b"n", set_by="r",
        set_at=now, confirmed_at=now,
    )  # fmt: skip
    notify("report_issued", ISSUED, to_organisation=BIRCH, about=uuid4())
    Outbox.objects.update(
        attempts=12, next_at=None, fault="邮件服务器答复 550 / the mail server answered 550"
    )
    return Outbox.objects.get()


def test_the_page_says_when_there_is_no_mail_server(signed_in, settings):
    settings.GONGXIN_EMAIL_URL = ""

    assert "GONGXIN_EMAIL_URL" in signed_in("platform_admin").get("/office/outbox/").content.decode()


def test_what_was_given_up_is_listed_without_the_address_and_can_be_sent_again(signed_in):
    one, browser = failed(), signed_in("operator")
    page = browser.get("/office/outbox/").content.decode()
    assert "邮件服务器答复 550" in page
    assert "credit@birch.example" not in page

    assert browser.post(f"/office/outbox/{one.id}/again/").status_code == 302

    one.refresh_from_db()
    assert (one.attempts, one.next_at is not None) == (0, True)
    assert browser.post("/office/outbox/00000000-0000-0000-0000-000000000000/again/").status_code == 302


def test_nobody_else_comes_in(signed_in):
    for account in ("alice", "auditor", "representative"):
        assert signed_in(account).get("/office/outbox/").status_code == 403
