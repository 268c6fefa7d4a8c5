"""Giving, confirming and revoking: each step stands in the ledger, and a letter takes two people."""

import json
from datetime import timedelta

import pytest
from django.utils.timezone import localdate

from gongxin.actions import authorisation as actions
from gongxin.actions import unit
from gongxin.actions.authorisation import (
    Letter,
    NoReason,
    NothingToConfirm,
    NothingToRevoke,
    SecondPersonNeeded,
)
from gongxin.actions.verification import verify
from gongxin.disclosure.authorisation import (
    Authorisation,
    AuthorisationState,
    NotAuthorised,
    NotGrantable,
)
from gongxin.disclosure.role import Role, UnitKind
from gongxin.intake.free_text import PersonalInText
from gongxin.queries.authorisation import of_organisation, of_recipient, one, valid
from gongxin.queries.notice import of_unit
from gongxin.store.models import Entry, Organisation

AMBER = "91310000MA0000015F"
BANK, AGENCY = "91310000000000027K", "91310000000000035E"
LETTER = Letter("ab" * 32, "pdf")


@pytest.fixture
def bank(db):
    code = unit.add(BANK, "示范银行", kind=UnitKind.BANK)
    Organisation.objects.create(
        uscc=AMBER, name="琥珀食品有限公司", kind="enterprise", status="1", is_registered=True
    )
    return code


def proposed(bank, **changes):
    today = localdate()
    facts = {
        "uscc": AMBER,
        "recipient": bank,
        "items": frozenset({"financing_tax"}),
        "purpose": "流动资金贷款审批",
        "valid_from": today,
        "valid_until": today + timedelta(days=90),
    }
    return Authorisation(**{**facts, **changes})


def steps(authorisation):
    found = Entry.objects.filter(record=authorisation).order_by("version")
    return [(entry.kind, json.loads(entry.content)["step"], entry.superseded_by) for entry in found]


def test_what_is_given_at_the_desk_is_in_force_at_once_and_in_the_ledger(bank):
    given = actions.give(proposed(bank), by="qiye", on=localdate())

    opened = valid(AMBER, recipient=bank, on=localdate())
    assert opened.items == {"financing_tax"}
    assert steps(given) == [("authorisation", "given", None)]
    assert [notice.kind.code for notice in of_unit(bank, frozenset({Role.BANK_USER}))] == [
        "authorisation_given"
    ]
    assert list(verify()) == []


def test_a_revocation_is_the_next_version_and_closes_at_once(bank):
    given = actions.give(proposed(bank), by="qiye", on=localdate())

    actions.revoke(given, uscc=AMBER, by="qiye", on=localdate())

    with pytest.raises(NotAuthorised):
        valid(AMBER, recipient=bank, on=localdate())
    (first, second) = steps(given)
    assert first[:2] == ("authorisation", "given")
    assert second == ("authorisation", "revoked", None)
    assert first[2] is not None
    assert one(given, on=localdate()).state is AuthorisationState.REVOKED
    assert list(verify()) == []


def test_nobody_revokes_twice_or_for_another_organisation(bank):
    given = actions.give(proposed(bank), by="qiye", on=localdate())

    with pytest.raises(NothingToRevoke):
        actions.revoke(given, uscc="91310114MA1GT00019", by="other", on=localdate())
    actions.revoke(given, uscc=AMBER, by="qiye", on=localdate())
    with pytest.raises(NothingToRevoke):
        actions.revoke(given, uscc=AMBER, by="qiye", on=localdate())


def test_a_letter_opens_nothing_until_another_person_has_confirmed_it(bank):
    entered = actions.enter(proposed(bank), LETTER, by="operator", on=localdate())

    with pytest.raises(NotAuthorised):
        valid(AMBER, recipient=bank, on=localdate())
    assert of_recipient(bank, on=localdate()) == ()
    with pytest.raises(SecondPersonNeeded):
        actions.confirm(entered, by="operator")
    actions.confirm(entered, by="reviewer")

    assert valid(AMBER, recipient=bank, on=localdate()).authorisations == (entered,)
    (facts,) = of_organisation(AMBER, on=localdate())
    assert (facts.letter, facts.confirmed_by, facts.state) == (
        LETTER.digest,
        "reviewer",
        AuthorisationState.IN_FORCE,
    )
    with pytest.raises(NothingToConfirm):
        actions.confirm(entered, by="reviewer")


def test_a_letter_that_is_not_confirmed_never_opens_anything(bank):
    entered = actions.enter(proposed(bank), LETTER, by="operator", on=localdate())

    with pytest.raises(NoReason):
        actions.refuse(entered, reason=" ", by="reviewer")
    actions.refuse(entered, reason="签章不符", by="reviewer")

    with pytest.raises(NothingToConfirm):
        actions.confirm(entered, by="reviewer")
    assert one(entered, on=localdate()).state is AuthorisationState.REFUSED
    assert steps(entered) == []


def test_an_authorisation_opens_no_other_item_and_nobody_elses_eyes(bank):
    other = unit.add(AGENCY, "示范信用服务有限公司", kind=UnitKind.AGENCY)
    actions.give(proposed(bank), by="qiye", on=localdate())

    with pytest.raises(NotAuthorised, match="financing_water"):
        valid(AMBER, recipient=bank, items=["financing_tax", "financing_water"], on=localdate())
    with pytest.raises(NotAuthorised):
        valid(AMBER, recipient=other, on=localdate())
    with pytest.raises(NotAuthorised):
        valid(AMBER, recipient=bank, on=localdate() + timedelta(days=91))


def test_two_authorisations_open_their_items_together_until_one_is_revoked(bank):
    first = actions.give(proposed(bank), by="qiye", on=localdate())
    actions.give(proposed(bank, items=frozenset({"financing_water"})), by="qiye", on=localdate())

    assert valid(AMBER, recipient=bank, on=localdate()).items == {"financing_tax", "financing_water"}
    actions.revoke(first, uscc=AMBER, by="qiye", on=localdate())
    assert valid(AMBER, recipient=bank, on=localdate()).items == {"financing_water"}


def test_only_units_that_look_for_others_can_be_recipients(bank):
    centre = unit.add("12310000000000019X", "示范市公共信用信息中心", kind=UnitKind.CENTRE)

    with pytest.raises(NotGrantable) as refusal:
        actions.give(proposed(bank, recipient=centre), by="qiye", on=localdate())

    assert refusal.value.field == "recipient"


def test_a_purpose_with_a_persons_number_is_not_kept(bank):
    with pytest.raises(PersonalInText):
        actions.give(proposed(bank, purpose="联系电话13812345678"), by="qiye", on=localdate())

    assert of_organisation(AMBER, on=localdate()) == ()
