"""Words of cases: how urgent one is, who takes a step, where it came in, how large a file is."""

from collections.abc import Mapping
from datetime import date

from django import template
from django.conf import settings
from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from gongxin.law.clock import Clock
from gongxin.law.label import Label
from gongxin.law.parameter import load_parameters
from gongxin.procedures.letter import LETTERS, letter_of
from gongxin.procedures.step import DOCUMENTS, PARTIES, Party
from gongxin.procedures.term import Term, Urgency, undecided
from gongxin.procedures.waiting import waits_for as parties_of
from gongxin.queries.case import CaseFacts, CaseView, StepFacts
from gongxin.web.shared.templatetags.wording import day, is_chinese, words

register = template.Library()

LOOKS: dict[Urgency, tuple[str, str | Promise]] = {
    Urgency.GREEN: ("badge good", _("期限内")),
    Urgency.AMBER: ("badge warn", _("期限过半")),
    Urgency.RED: ("badge bad", _("今天到期")),
}
CHANNELS = {"desk": _("服务台"), "window": _("窗口"), "api": _("接口"), "office": _("办公端")}
KIB = 1024


@register.filter
def due_badge(case: CaseFacts, on: date) -> SafeString:
    """Return how urgent an open case is, in colour and in words; nothing where no term runs."""
    if not case.is_open or case.due_on is None:
        return SafeString("")
    if on > case.due_on:
        return format_html('<span class="badge bad">{}</span>', _("已超期"))
    return urgency_badge(case.urgency(on))


@register.filter
def urgency_badge(urgency: Urgency) -> SafeString:
    return format_html('<span class="{}">{}</span>', *LOOKS[urgency])


@register.filter
def state_badge(case: CaseFacts) -> SafeString:
    """Return where a case stands."""
    look = "badge accent" if case.is_open else "badge"
    return format_html('<span class="{}">{}</span>', look, words(case.state_label))


@register.filter
def due_day(case: CaseFacts) -> SafeString:
    return day(case.due_on) if case.due_on else SafeString("—")


@register.filter
def party_name(party: Party) -> SafeString:
    return words(PARTIES[party])


@register.filter
def waits_for(case: CaseFacts) -> SafeString:
    """Return who takes the next step, by the table."""
    parties = parties_of(case.procedure, case.state)
    if not case.is_open or not parties:
        return SafeString("—")
    names = ((words(PARTIES[one]),) for one in parties)
    return format_html_join("、" if is_chinese() else ", ", "{}", names)


@register.filter
def case_channel(channel: str) -> str:
    return str(CHANNELS.get(channel, channel))


@register.filter
def clock_lines(clock: Clock) -> list[str]:
    """Return how a due date comes about, day by day."""
    return clock.lines("zh" if is_chinese() else "en")


@register.filter
def file_size(size: int) -> str:
    """Return a size as people read it: 12 KB, 1.4 MB."""
    if size < KIB * KIB:
        return f"{max(1, round(size / KIB))} KB"
    return f"{size / KIB / KIB:.1f} MB"


@register.filter
def undecided_term(term: Term) -> Label:
    """Return what to say of a term whose length nobody ruled."""
    return undecided(load_parameters(*settings.GONGXIN_CITY_FOLDERS)[term.parameter])


@register.filter
def document_name(code: str) -> SafeString:
    """Return what a kind of document is called."""
    return words(DOCUMENTS[code])


@register.filter
def field_name(code: str, labels: Mapping[str, Label]) -> SafeString:
    """Return what a field of a record is called; its code where nobody knows."""
    return words(labels[code]) if code in labels else SafeString(conditional_escape(code))


@register.filter
def letter_name(step: StepFacts, view: CaseView) -> Label | None:
    """Return what the letter of a step is called; None where it owes none."""
    kind = letter_of(view.facts.procedure, step.step)
    return LETTERS[kind] if kind else None
