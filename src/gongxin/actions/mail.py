"""Sending an e-mail. It says that there is a message and where to read it, never what it says."""

import smtplib
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.smtp import EmailBackend

SECONDS = 20
PORTS = {"smtp": 25, "starttls": 587, "smtps": 465}
SUBJECT = "公信平台：您有一条新消息 / Gongxin: you have a new message"
BODY = """您好：

公信平台上有一条给贵单位的新消息。请登录后在“消息”中查看：
{address}

为保护贵单位的信息，邮件中不写消息内容。平台不会在邮件中索要口令、验证码或费用。

——
There is a new message for your organisation on the platform. Sign in and read it under “Messages”:
{address}

To protect your information the e-mail does not say what it is about. We never ask for passwords, codes or
money by e-mail.
"""
CODE_SUBJECT = "公信平台：确认邮箱的验证码 / Gongxin: code to confirm this address"
CODE_BODY = """您好：

有人在公信平台把这个邮箱填写为其单位的联系邮箱。验证码：{code}
请在 {hours} 小时内到“联系方式”页填写。若不是贵单位所为，请忽略本邮件，邮箱不会被启用。
{address}

——
Somebody entered this address on the platform as that of their organisation. The code: {code}
Enter it under “Contact” within {hours} hours. If this was not you, ignore this e-mail; the address stays
unused.
{address}
"""


class MailRefused(Exception):
    """The mail server did not take the message."""

    def __init__(self, zh: str, en: str) -> None:
        super().__init__(f"{zh} / {en}")


def is_on() -> bool:
    """Say whether a mail server is set; without one the outbox keeps what is to be sent."""
    return bool(settings.GONGXIN_EMAIL_URL)


def send_hint(to: str, *, number: str) -> None:
    """Tell an address that there is a message; the text is the same for everybody and every message.

    Raises:
        MailRefused: the server cannot be reached or does not take it.
    """
    _send(to, SUBJECT, BODY.format(address=_desk()), number)


def send_code(to: str, code: str, *, hours: int, number: str) -> None:
    """Send the code that confirms an address.

    Raises:
        MailRefused: the server cannot be reached or does not take it.
    """
    _send(to, CODE_SUBJECT, CODE_BODY.format(code=code, hours=hours, address=_desk()), number)


def _desk() -> str:
    return f"{settings.GONGXIN_PUBLIC_URL}/desk/"


def _send(to: str, subject: str, body: str, number: str) -> None:
    server, sender = urlsplit(settings.GONGXIN_EMAIL_URL), settings.GONGXIN_EMAIL_FROM
    line = EmailBackend(
        host=server.hostname,
        port=server.port or PORTS[server.scheme],
        username=unquote(server.username or ""),
        password=unquote(server.password or ""),
        use_tls=server.scheme == "starttls",
        use_ssl=server.scheme == "smtps",
        timeout=SECONDS,
    )
    headers = {
        "Message-ID": f"<{number}@{sender.rpartition('@')[2]}>",  # the same at every attempt
        "Auto-Submitted": "auto-generated",
    }
    try:
        EmailMessage(subject, body, sender, [to], connection=line, headers=headers).send()
    except smtplib.SMTPResponseException as error:
        code = error.smtp_code
        raise MailRefused(f"邮件服务器答复 {code}", f"the mail server answered {code}") from error
    except (OSError, smtplib.SMTPException) as error:
        raise MailRefused(
            "连接不上邮件服务器或收件人被拒收", "no mail server, or recipient refused"
        ) from error
