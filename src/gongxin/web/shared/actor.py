"""Who acts in a case: the person behind a request."""

from dataclasses import replace

from gongxin.procedures.case import Actor
from gongxin.web.shared.access import PersonRequest


def actor(request: PersonRequest) -> Actor:
    """Return the account with its roles, its unit and the organisations it represents."""
    person = request.person
    return Actor(person.account, person.roles, person.unit, person.organisations)


def at_the_window(request: PersonRequest, uscc: str) -> Actor:
    """Return the operator of the centre who enters what an organisation signed on paper."""
    return replace(actor(request), papers=frozenset({uscc}))
