"""An organisation in a campaign, as a case is about it."""

from uuid import UUID

from gongxin.law.label import Label
from gongxin.store.models import CampaignMember


def title_of(member: UUID) -> tuple[str, str, Label] | None:
    """Return which organisation it is, which unit sees to it, and what the campaign is called."""
    found = (
        CampaignMember.objects.select_related("campaign").filter(id=member, campaign__state="open").first()
    )
    if found is None:
        return None
    return found.uscc, found.unit, Label(found.campaign.name_zh[:120], found.campaign.name_en[:120])
