"""Templates: written by one person, released by another, and what was released is never changed."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import DatabaseError, transaction

from gongxin.actions import commitment_template as templates
from gongxin.catalogue.publicity import Disclosure
from gongxin.intake.free_text import PersonalInText
from gongxin.procedures.commitment_template import OddTemplate, Template
from gongxin.queries import commitment_template as facts
from gongxin.store.models import CommitmentVersion

UNIT, OTHER, ON = "11310000000000035N", "11310114000000000J", date(2026, 5, 12)
PLAIN = Template("证明事项型", "申请许可", "场所合法。", "撤销许可。", "", Disclosure.PUBLIC, valid_months=12)


@pytest.fixture
def begun(db):
    return templates.begin(PLAIN, unit=UNIT, by="alice", on=ON)


def test_nobody_signs_a_wording_before_its_release(begun):
    assert facts.to_sign() == ()

    templates.release(begun, unit=UNIT, by="anna")

    assert [one.content for one in facts.to_sign()] == ["场所合法。"]


def test_who_wrote_a_wording_does_not_release_it(begun):
    with pytest.raises(templates.SamePerson):
        templates.release(begun, unit=UNIT, by="alice")


def test_the_next_wording_takes_over_at_its_release_and_not_before(begun):
    templates.release(begun, unit=UNIT, by="anna")
    templates.revise(begun, replace(PLAIN, content="场所合法、安全。"), unit=UNIT, by="anna", on=ON)

    assert facts.one_to_sign(begun).number == 1
    templates.release(begun, unit=UNIT, by="alice")
    assert (facts.one_to_sign(begun).number, facts.one_to_sign(begun).content) == (2, "场所合法、安全。")
    assert [one.number for one in facts.one(begun, unit=UNIT).versions] == [2, 1]


def test_a_wording_that_waits_is_changed_in_place_by_who_writes_it_anew(begun):
    templates.revise(begun, replace(PLAIN, content="改过。"), unit=UNIT, by="anna", on=ON)

    waiting = facts.one(begun, unit=UNIT).waiting
    assert (waiting.number, waiting.content, waiting.written_by) == (1, "改过。", "anna")
    with pytest.raises(templates.SamePerson):
        templates.release(begun, unit=UNIT, by="anna")


def test_the_database_itself_keeps_a_released_wording(begun):
    templates.release(begun, unit=UNIT, by="anna")

    with pytest.raises(DatabaseError, match="released and stays"), transaction.atomic():
        CommitmentVersion.objects.update(content="别的。")


def test_kind_and_matter_of_a_template_stay(begun):
    templates.revise(begun, replace(PLAIN, matter="别的事"), unit=UNIT, by="anna", on=ON)

    assert facts.one(begun, unit=UNIT).newest.matter == "申请许可"


def test_a_unit_has_one_template_for_a_kind_and_matter(begun):
    with pytest.raises(templates.TemplateThere):
        templates.begin(PLAIN, unit=UNIT, by="alice", on=ON)
    templates.end(begun, unit=UNIT, by="alice")
    assert templates.begin(PLAIN, unit=UNIT, by="alice", on=ON) != begun


def test_a_template_that_ended_is_signed_no_more(begun):
    templates.release(begun, unit=UNIT, by="anna")
    templates.end(begun, unit=UNIT, by="anna")

    with pytest.raises(facts.UnknownTemplate):
        facts.one_to_sign(begun)
    with pytest.raises(templates.NoSuchTemplate):
        templates.revise(begun, PLAIN, unit=UNIT, by="anna", on=ON)


def test_a_template_is_its_own_unit_s_business(begun):
    with pytest.raises(templates.NoSuchTemplate):
        templates.release(begun, unit=OTHER, by="anna")
    with pytest.raises(facts.UnknownTemplate):
        facts.one(begun, unit=OTHER)


def test_no_person_s_number_stands_in_a_template(db):
    with pytest.raises(PersonalInText):
        templates.begin(replace(PLAIN, content="联系人 13800138000"), unit=UNIT, by="alice", on=ON)
    with pytest.raises(OddTemplate):
        templates.begin(replace(PLAIN, content=""), unit=UNIT, by="alice", on=ON)
