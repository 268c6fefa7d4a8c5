"""Who is signed in acts as just that in a case; at the window an operator enters for one organisation."""

from types import SimpleNamespace

import pytest
from django.contrib.auth.models import User
from django.utils.timezone import localdate

from gongxin.procedures.case import Case
from gongxin.procedures.step import Party
from gongxin.queries.person import person
from gongxin.web.shared.actor import actor, at_the_window

BIRCH, AMBER, MARKET = "91310114MA1GT00019", "91310000MA0000015F", "11310000000000035N"
CASE = Case(BIRCH, MARKET)
PARTIES = {
    "representative": {Party.ORGANISATION},
    "operator": {Party.CENTRE},
    "reviewer2": {Party.CENTRE},
    "alice": {Party.PROVIDER},
    "auditor": {Party.AUDITOR},
    "charlie": set(),
    "clerk": set(),
    "dora": set(),
    "unit_admin": set(),
    "platform_admin": set(),
    "banker": set(),
}


@pytest.fixture
def request_of(people):
    def by(account):
        return SimpleNamespace(person=person(User.objects.get(username=account).pk, on=localdate()))

    return by


@pytest.mark.parametrize("account", PARTIES)
def test_an_account_is_the_party_that_its_grants_make_it(request_of, account):
    acting = actor(request_of(account))

    assert {party for party in Party if acting.is_party(party, CASE)} == PARTIES[account]


def test_at_the_window_an_operator_enters_for_the_organisation_whose_paper_lies_there(request_of):
    entering = at_the_window(request_of("operator"), BIRCH)

    assert entering.is_party(Party.ORGANISATION, CASE)
    assert not entering.is_party(Party.ORGANISATION, Case(AMBER, MARKET))


@pytest.mark.parametrize("account", ["alice", "clerk", "reviewer2", "auditor"])
def test_nobody_but_an_operator_enters_at_the_window(request_of, account):
    assert not at_the_window(request_of(account), BIRCH).is_party(Party.ORGANISATION, CASE)
