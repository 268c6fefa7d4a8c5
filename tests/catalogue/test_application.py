"""The application list: which items may be consulted, and what may follow."""

from datetime import date

import pytest

from gongxin.catalogue.application import MeasureKind, following, open_to
from gongxin.catalogue.item import Category
from gongxin.catalogue.publicity import Disclosure
from gongxin.catalogue.reader import edition

KNOWN = edition(date(2026, 11, 22))


def test_every_measure_belongs_to_a_matter():
    used = {measure for matter in KNOWN.applications.values() for measure in matter.measures}

    assert set(KNOWN.measures) - used == {"shared_and_published"}  # by the credit centre, in no one's matter


@pytest.mark.parametrize("matter", KNOWN.applications.values(), ids=lambda matter: matter.code)
def test_a_matter_consults_items_and_leads_to_measures(matter):
    assert matter.items
    assert matter.measures
    assert len(set(matter.items)) == len(matter.items)


def test_only_financing_and_contracting_consult_what_needs_authorisation():
    asking = {
        matter.code
        for matter in KNOWN.applications.values()
        for item in matter.items
        if item.startswith("financing_") and KNOWN.item(item).disclosure is Disclosure.AUTHORISED
    }

    assert asking == {"financing", "post_loan_monitoring"}


def test_every_discipline_but_a_talk_has_a_place_in_the_national_list():
    without = {
        measure.code
        for measure in KNOWN.measures.values()
        if measure.kind is MeasureKind.DISCIPLINE and measure.national is None
    }

    assert without == {"talk_and_reminder"}


def test_a_restriction_follows_adverse_information_only_and_a_benefit_what_is_to_ones_credit():
    measures = [KNOWN.measures[code] for code in KNOWN.applications["bidding"].measures]

    adverse, honour = following(measures, Category.ADVERSE), following(measures, Category.HONOUR)

    assert {one.kind for one in adverse} == {MeasureKind.DISCIPLINE}
    assert {one.kind for one in honour} == {MeasureKind.INCENTIVE}
    assert following(measures, Category.BASIC) == following(measures, Category.OTHER) == ()
    assert set(open_to(measures, has_adverse=True)) == set(measures)
    assert set(open_to(measures, has_adverse=False)) == set(honour)
