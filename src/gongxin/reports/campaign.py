"""Campaigns with their scope read, and the closing report as a sealed PDF."""

import datetime
from collections.abc import Mapping
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings

from gongxin.actions import campaign as actions
from gongxin.law.instrument import title
from gongxin.queries import campaign as facts
from gongxin.queries.campaign import STATES, CampaignFacts, CampaignProgress
from gongxin.reports.campaign_chart import as_svg, chart
from gongxin.reports.sealing import seal_pdf
from gongxin.reports.typst import compile_pdf
from gongxin.supervision.campaign_rule import CampaignRule, campaign_rules

TEMPLATE = "campaign"
UNRESOLVED_SHOWN = 500


class NoRule(Exception):
    """The rule of the campaign is not there any more."""

    def __init__(self, code: str) -> None:
        super().__init__(
            f"没有专项治理规则 {code!r}。请恢复城市目录 supervision/campaigns 中的文件。"
            f" / There is no rule {code!r} of campaigns: restore its file below supervision/campaigns."
        )


def rule_of(code: str) -> CampaignRule:
    """Return the rule.

    Raises:
        NoRule: there is none.
    """
    found = next((one for one in campaign_rules(*settings.GONGXIN_CITY_FOLDERS) if one.code == code), None)
    if found is None:
        raise NoRule(code)
    return found


def begin(campaign: CampaignFacts, *, by: str, on: datetime.date) -> int:
    """Open a campaign with whoever is in scope; return how many they are."""
    scope = facts.scope(rule_of(campaign.rule), unit=campaign.unit, on=on)
    return actions.begin(campaign.id, scope, by=by, on=on)


def renew(campaign: CampaignFacts, *, on: datetime.date) -> tuple[int, int]:
    """Take in who came into scope since; return how many came and how many fell out of it."""
    scope = facts.scope(rule_of(campaign.rule), unit=campaign.unit, on=on)
    return actions.renew(campaign.id, scope, on=on)


def close(campaign: CampaignFacts, *, by: str, on: datetime.date) -> None:
    """Close a campaign with the figures of the day."""
    actions.close(campaign.id, counted(facts.progress(campaign.id)), by=by, on=on)


def counted(progress: CampaignProgress) -> dict[str, Any]:
    """Return the figures that the report keeps."""
    rate = progress.exit_rate
    return {
        "counts": dict(progress.counts),
        "members": progress.members,
        "exited": progress.exited,
        "exit_rate": None if rate is None else round(rate, 4),
    }


def report_pdf(campaign: CampaignFacts, *, language: str, at: datetime.datetime) -> bytes:
    """Return the report on a campaign, of a closed one with the figures it was closed with.

    Raises:
        NoSeal: there is nothing to sign with.
    """
    pdf = compile_pdf(TEMPLATE, content(campaign, language, at), language=language, at=at)
    return seal_pdf(pdf, reason=f"{campaign.code} {campaign.name_zh}", at=at)


def content(campaign: CampaignFacts, language: str, at: datetime.datetime) -> dict[str, object]:
    """Return what the report says, in one language."""
    figures: Mapping[str, Any] = campaign.counted or counted(facts.progress(campaign.id))
    rule, day = rule_of(campaign.rule), at.astimezone(ZoneInfo(settings.TIME_ZONE)).date()
    drawn = chart(campaign, facts.days(campaign.id), figures["members"], on=day)
    rate = figures["exit_rate"]
    unresolved = _unresolved(campaign.id, language)
    return {
        "code": campaign.code,
        "name": campaign.name.text(language),
        "rule": rule.name.text(language),
        "basis": [title(one, *settings.GONGXIN_CITY_FOLDERS).text(language) for one in rule.basis],
        "unit": campaign.unit_name,
        "from_on": campaign.from_on.isoformat(),
        "until_on": campaign.until_on.isoformat(),
        "opened_on": campaign.opened_on.isoformat() if campaign.opened_on else "",
        "closed_on": campaign.closed_on.isoformat() if campaign.closed_on else "",
        "at": f"{at.astimezone(ZoneInfo(settings.TIME_ZONE)):%Y-%m-%d %H:%M}",
        "said": campaign.said,
        "members": figures["members"],
        "exited": figures["exited"],
        "exit_rate": "—" if rate is None else f"{rate:.1%}",
        "is_reached": rate is not None and rate >= 1,
        "counts": [
            [label.text(language), str(figures["counts"][state])]
            for state, label in STATES.items()
            if state in figures["counts"]
        ],
        "chart": as_svg(drawn, language),
        "unresolved": [list(one) for one in unresolved[:UNRESOLVED_SHOWN]],
        "left_out": max(0, len(unresolved) - UNRESOLVED_SHOWN),
        "sequence": campaign.sequence,
    }


def _unresolved(campaign: UUID, language: str) -> list[tuple[str, str, str, str]]:
    """Return who has not left, with the unit that sees to it and where its case stands."""
    open_ = [
        one for one in facts.members(campaign, size=facts.LARGEST) if one.state not in ("exited", facts.LEFT)
    ]
    return [(one.organisation, one.uscc, one.unit_name, one.state_label.text(language)) for one in open_]
