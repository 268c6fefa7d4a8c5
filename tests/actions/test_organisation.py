"""The register follows what the registrations say."""

from datetime import date

import pytest

from gongxin.actions.organisation import Register
from gongxin.store.models import OldIdentifier, Organisation, OrganisationName

AMBER = "91310000MA0000015F"
REGISTRATION = "organisation_registration"
PLAIN = {"number": 1, "uscc": AMBER, "name": "某市琥珀食品有限公司", "status": "existing"}


def names() -> list[tuple[str, bool]]:
    return list(OrganisationName.objects.order_by("id").values_list("name", "is_current"))


def test_a_registration_is_laid_out_for_search(enter):
    enter([{**PLAIN, "address": "琥珀路1号", "region": "310101"}], item=REGISTRATION, tier=None)

    known = Organisation.objects.get()
    assert (known.name, known.kind, known.status) == ("某市琥珀食品有限公司", "enterprise", "existing")
    assert (known.address, known.is_registered, known.sequence) == ("琥珀路1号", True, 1)
    assert known.established_on == date(2026, 5, 1)
    assert names() == [("某市琥珀食品有限公司", True)]


def test_the_address_of_a_sole_trader_is_not_laid_out(enter):
    content = {**PLAIN, "uscc": "92310000MA0000023B", "kind": "sole_trader", "address": "家里"}

    enter([content], item=REGISTRATION, tier=None)

    assert Organisation.objects.get().address == ""


def test_a_new_name_leaves_the_old_one_findable(enter):
    enter([PLAIN], item=REGISTRATION, tier=None)

    enter([{**PLAIN, "name": "某市琥珀集团有限公司"}], item=REGISTRATION, tier=None)

    assert names() == [("某市琥珀食品有限公司", False), ("某市琥珀集团有限公司", True)]
    assert OrganisationName.objects.get(is_current=False).known_until == date(2026, 5, 6)
    assert Organisation.objects.get().sequence == 2


def test_a_name_taken_up_again_is_current_again(enter):
    for name in ("甲有限公司", "乙有限公司", "甲有限公司"):
        enter([{**PLAIN, "name": name}], item=REGISTRATION, tier=None)

    assert names() == [("甲有限公司", True), ("乙有限公司", False)]


def test_former_names_in_the_registration_are_findable(enter):
    enter([{**PLAIN, "former_names": "某市松香食品厂；某市琥珀食品厂"}], item=REGISTRATION, tier=None)

    assert [name for name, is_current in names() if not is_current] == ["某市松香食品厂", "某市琥珀食品厂"]


def test_a_name_from_a_record_gives_way_to_the_registered_one(enter):
    enter([{"number": 7, "name": "琥珀食品（误写）"}])

    enter([PLAIN], item=REGISTRATION, tier=None)

    assert names() == [("某市琥珀食品有限公司", True)]
    assert Organisation.objects.get().is_registered


def test_a_record_does_not_change_a_registered_organisation(enter):
    enter([PLAIN], item=REGISTRATION, tier=None)

    enter([{"number": 7, "name": "琥珀食品（误写）"}])

    assert names() == [("某市琥珀食品有限公司", True)]


def test_old_numbers_lead_to_the_code(enter):
    enter([{**PLAIN, "registration_number": "310000-000000019"}], item=REGISTRATION, tier=None)

    assert Register().by_old_identifiers(["310000000000019", "1"]) == [("310000000000019", AMBER)]
    assert OldIdentifier.objects.get().kind == "registration_number"


@pytest.mark.django_db
def test_only_registered_organisations_have_names_to_compare_with(enter):
    enter([{"number": 7}])
    assert Register().names([AMBER]) == []

    enter([PLAIN], item=REGISTRATION, tier=None)

    assert Register().names([AMBER]) == [(AMBER, "某市琥珀食品有限公司")]
