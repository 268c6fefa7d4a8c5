"""E-mail goes out encrypted where the setting says so, and to nobody whose certificate is not trusted."""

import pytest

from gongxin.actions.mail import MailRefused, send_hint

TO = "credit@amber.example"


def test_it_reaches_a_server_whose_certificate_is_trusted(secure_mail_peer, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))

    send_hint(TO, number="7")

    assert [recipient for recipient, _ in secure_mail_peer.taken] == [TO]


def test_it_reaches_nobody_else(secure_mail_peer):
    with pytest.raises(MailRefused, match="连接不上"):
        send_hint(TO, number="7")

    assert secure_mail_peer.taken == []
