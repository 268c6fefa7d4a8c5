"""How an account comes to act for an organisation, and how that ends."""

from datetime import date

import pytest

from gongxin.actions import letter
from gongxin.actions.account import add, register
from gongxin.actions.grant import NoSuchGrant
from gongxin.actions.representation import (
    AskedAlready,
    NotRegistered,
    RequestMovedMeanwhile,
    StaffRepresentsNobody,
    approve,
    ask,
    bind,
    end,
    refuse,
    take_up,
    withdraw,
)
from gongxin.disclosure.grant import NoReason
from gongxin.intake.free_text import PersonalInText
from gongxin.queries import notice
from gongxin.queries import representation as facts
from gongxin.queries.person import person
from gongxin.store.models import Organisation

ON = date(2026, 5, 6)
BIRCH, CEDAR, MARKET = "91310114MA1GT00019", "92310114MA1GT001XX", "11310000000000035N"
PASSWORD = "a long password of a person"
LETTER = b"\xff\xd8\xff a letter \xff\xd9"


@pytest.fixture
def user(db, settings, tmp_path):
    settings.GONGXIN_DATA = tmp_path
    for uscc in (BIRCH, CEDAR):
        Organisation.objects.create(uscc=uscc, name=uscc, kind="enterprise", is_registered=True)
    return register("qiye", PASSWORD, on=ON)


@pytest.fixture
def asked(user):
    return ask(user, BIRCH, content=LETTER, on=ON)


@pytest.fixture
def opened(asked):
    take_up(asked, by="operator")
    return asked


def test_a_letter_that_is_approved_makes_a_representative(opened, user):
    approve(opened, by="operator", reason="授权书相符", on=ON)

    assert person(user, on=ON).organisations == {BIRCH}
    found = facts.one(opened)
    assert (found.state, found.opened_by, found.decided_by) == ("approved", "operator", "operator")
    assert found.opened_at <= found.decided_at
    assert [one.kind.code for one in notice.of_organisation(BIRCH)] == ["representation_approved"]
    assert letter.path_of(found.letter).exists()


def test_a_refused_letter_makes_none_and_goes(opened, user, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        refuse(opened, by="operator", reason="没有公章", on=ON)

    assert person(user, on=ON).organisations == frozenset()
    found = facts.one(opened)
    assert (found.state, found.reason) == ("refused", "没有公章")
    assert not letter.path_of(found.letter).exists()


def test_nothing_is_decided_before_somebody_took_it_up_or_twice(asked):
    with pytest.raises(RequestMovedMeanwhile):
        approve(asked, by="operator", reason="x", on=ON)
    take_up(asked, by="operator")
    with pytest.raises(RequestMovedMeanwhile):
        take_up(asked, by="another")
    refuse(asked, by="operator", reason="没有公章", on=ON)
    with pytest.raises(RequestMovedMeanwhile):
        approve(asked, by="operator", reason="x", on=ON)


def test_a_decision_has_a_reason_without_a_number_of_a_person(opened):
    with pytest.raises(NoReason):
        approve(opened, by="operator", reason=" ", on=ON)
    with pytest.raises(PersonalInText):
        refuse(opened, by="operator", reason="致电 13800138000 未接", on=ON)


def test_a_request_is_made_once_for_a_registered_organisation_and_by_nobody_of_a_unit(asked, user):
    with pytest.raises(AskedAlready):
        ask(user, BIRCH, content=LETTER, on=ON)
    with pytest.raises(NotRegistered):
        ask(user, "91310000MA0000015F", content=LETTER, on=ON)
    with pytest.raises(StaffRepresentsNobody):
        ask(add("officer", PASSWORD, unit=MARKET, on=ON), BIRCH, content=LETTER, on=ON)


def test_a_request_is_taken_back_by_its_own_account_alone(asked, user, django_capture_on_commit_callbacks):
    other = register("other", PASSWORD, on=ON)
    with pytest.raises(RequestMovedMeanwhile):
        withdraw(asked, user=other)
    with django_capture_on_commit_callbacks(execute=True):
        withdraw(asked, user=user)

    assert facts.one(asked).state == "withdrawn"
    assert not letter.path_of(facts.one(asked).letter).exists()
    assert ask(user, BIRCH, content=LETTER, on=ON)


def test_a_letter_stays_while_another_request_rests_on_it(opened, user, django_capture_on_commit_callbacks):
    other = register("other", PASSWORD, on=ON)
    ask(other, BIRCH, content=LETTER, on=ON)
    with django_capture_on_commit_callbacks(execute=True):
        refuse(opened, by="operator", reason="没有公章", on=ON)

    assert letter.path_of(facts.one(opened).letter).exists()


def test_an_organisation_has_several_representatives_and_an_account_several_organisations(user):
    other = register("other", PASSWORD, on=ON)
    for account, uscc in ((user, BIRCH), (user, CEDAR), (other, BIRCH)):
        bind(account, uscc, by="identity_provider", reason="x", on=ON)

    assert person(user, on=ON).organisations == {BIRCH, CEDAR}
    assert person(other, on=ON).organisations == {BIRCH}


def test_a_standing_that_ended_is_gone_at_once_and_the_organisation_is_told(
    opened, user, django_capture_on_commit_callbacks
):
    approve(opened, by="operator", reason="授权书相符", on=ON)
    with django_capture_on_commit_callbacks(execute=True):
        end(user, BIRCH, by="other", reason="不再任职", on=ON)

    assert person(user, on=ON).organisations == frozenset()
    assert not letter.path_of(facts.one(opened).letter).exists()
    assert "representation_revoked" in [one.kind.code for one in notice.of_organisation(BIRCH)]
    with pytest.raises(NoSuchGrant):
        end(user, BIRCH, by="other", reason="x", on=ON)
