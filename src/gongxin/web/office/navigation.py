"""The navigation of the office: one row for each place, with the roles that see it."""

from dataclasses import dataclass

from django import template
from django.template import Context
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongxin.disclosure.role import Role
from gongxin.queries.person import Person

register = template.Library()


@dataclass(frozen=True, slots=True)
class Place:
    """`roles`: any one of them; none: every account of a unit. `also`: pages that belong to the place."""

    address: str
    label: str | Promise
    roles: frozenset[Role] = frozenset()
    also: tuple[str, ...] = ()

    def is_open_to(self, person: Person) -> bool:
        return not self.roles or person.holds(*self.roles)


DECIDING = frozenset({Role.DATA_REVIEWER, Role.CENTRE_OPERATOR})

PLACES = (
    Place("office:batches", _("批次"), also=("office:batch",)),
    Place("office:batch_new", _("报送"), frozenset({Role.DATA_OFFICER})),
    Place("office:check", _("预检")),
    Place("office:review", _("待核问题"), DECIDING),
    Place("office:tokens", _("接口令牌")),
    Place("office:clients", _("应用"), frozenset({Role.UNIT_ADMINISTRATOR}), also=("office:client_rotate",)),
    Place("office:notices", _("消息"), also=("office:notice",)),
    Place("office:complaints", _("查询投诉"), frozenset({Role.AUDITOR}), also=("office:complaint",)),
    Place("office:outbox", _("发件箱"), frozenset({Role.CENTRE_OPERATOR, Role.PLATFORM_ADMINISTRATOR})),
)


@register.filter
def holds(person: Person | None, roles: str) -> bool:
    """Say whether the person holds any of the roles, given with commas between them."""
    return person is not None and person.holds(*map(Role, roles.split(",")))


@register.simple_tag(takes_context=True)
def office_places(context: Context) -> list[tuple[Place, bool]]:
    """Return the places of who is asking, each with whether the reader is there."""
    match = getattr(context.get("request"), "resolver_match", None)
    here = match.view_name if match else ""
    person = context.get("person")
    if person is None:
        return []
    return [
        (place, here == place.address or here in place.also) for place in PLACES if place.is_open_to(person)
    ]
