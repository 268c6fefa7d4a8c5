"""Proof of delivery: which notice was put before whom and when, by which ways, and who opened it when."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.conf import settings

from gongxin.law.label import Label
from gongxin.procedures.letter import LETTERS, letter_of
from gongxin.queries import case_letter, notice
from gongxin.queries.case import CaseView
from gongxin.queries.case_letter import FetchFacts
from gongxin.queries.notice import AddressedNotice, NoticeFacts, Sent
from gongxin.reports.sealing import seal_pdf
from gongxin.reports.section import layout
from gongxin.reports.typst import compile_pdf, own_templates

TEMPLATE = "delivery_proof"
TITLE = Label("送达证明", "Proof of delivery")
CHANNELS = {"email": Label("电子邮件", "e-mail"), "webhook": Label("回调", "webhook")}
SENT = Label("{at} 已发出", "sent {at}")
WAITING = Label("等待发送，已尝试 {attempts} 次", "waiting, tried {attempts} time(s)")
GIVEN_UP = Label("未能发出，已尝试 {attempts} 次：{fault}", "not sent, tried {attempts} time(s): {fault}")
OPENED = Label("{at} 由账号 {by} 打开", "opened {at} by the account {by}")
UNOPENED = Label("尚未打开", "not opened yet")
FETCHED = Label(
    "{at} 由账号 {by} 取得（摘要 {digest}）", "fetched {at} by the account {by} (digest {digest})"
)


@dataclass(frozen=True, slots=True)
class Addressee:
    """Whose notice it was; `sequence` is the entry of the step that owed it, where a case did."""

    code: str
    name: str
    sequence: int | None = None


def of_notice(facts: NoticeFacts, to: Addressee, *, language: str, at: datetime.datetime) -> bytes:
    """Return the sealed proof for one notice, for its addressee: the addresses it was sent to are theirs.

    Raises:
        NoSeal: there is nothing to sign with.
    """
    shown = _notice(facts, to, language, with_addresses=True)
    return _made({"subject": f"{to.name} {to.code}".strip(), "notices": [shown], "letters": []}, language, at)


def of_case(view: CaseView, *, language: str, at: datetime.datetime) -> bytes:
    """Return the sealed proof for a case: every notice its steps owed, every letter and who fetched it.

    Raises:
        NoSeal: there is nothing to sign with.
    """
    sent, fetches = notice.of_case(view.facts.id), case_letter.fetches(view.facts.id)
    name, title = view.facts.procedure.name.text(language), view.facts.title.text(language)
    return _made(
        {
            "subject": f"{name} {view.facts.number} {title}",
            "notices": [_addressed(one, language) for one in sent],
            "letters": _letters(view, fetches, language),
        },
        language,
        at,
    )


def _made(content: dict[str, object], language: str, at: datetime.datetime) -> bytes:
    whole = {
        **content,
        "title": TITLE.text(language),
        "issuer": layout(settings.GONGXIN_CITY).issuer.text(language),
        "at": _moment(at),
    }
    pdf = compile_pdf(TEMPLATE, whole, language=language, at=at, own=own_templates(settings.GONGXIN_CITY))
    return seal_pdf(pdf, reason=TITLE.text(language), at=at)


def _addressed(one: AddressedNotice, language: str) -> dict[str, object]:
    to = Addressee(one.code, one.name, one.sequence)
    return _notice(one.notice, to, language, with_addresses=False)


def _notice(facts: NoticeFacts, to: Addressee, language: str, *, with_addresses: bool) -> dict[str, object]:
    opened = facts.opened_at and OPENED.text(language).format(at=_moment(facts.opened_at), by=facts.opened_by)
    return {
        "title": facts.kind.title.text(language),
        "text": "".join(part.text for part in facts.kind.words(facts.values, language)),
        "to": f"{to.name} {to.code}".strip(),
        "id": str(facts.id),
        "made_at": _moment(facts.made_at),
        "sequence": to.sequence,
        "sent": [_way(one, language, with_addresses) for one in facts.sent],
        "opened": opened or UNOPENED.text(language),
    }


def _way(sent: Sent, language: str, with_addresses: bool) -> list[str]:
    channel = CHANNELS[sent.channel].text(language) + (f" {sent.address}" if with_addresses else "")
    if sent.sent_at:
        return [channel, SENT.text(language).format(at=_moment(sent.sent_at))]
    outcome = GIVEN_UP if sent.is_given_up else WAITING
    return [channel, outcome.text(language).format(attempts=sent.attempts, fault=sent.fault)]


def _letters(view: CaseView, fetches: Sequence[FetchFacts], language: str) -> list[list[str]]:
    names = {one.number: letter_of(view.facts.procedure, one.step) for one in view.steps}
    return [
        [
            f"{LETTERS[kind].text(language)} {view.facts.number}-{one.number}",
            FETCHED.text(language).format(at=_moment(one.at), by=one.by, digest=one.digest),
        ]
        for one in fetches
        if (kind := names.get(one.number))
    ]


def _moment(at: datetime.datetime) -> str:
    return f"{at.astimezone(ZoneInfo(settings.TIME_ZONE)):%Y-%m-%d %H:%M:%S}"
