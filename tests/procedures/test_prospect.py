"""What a prospect says of itself; the days and conditions are in tests/cases/repair.toml."""

from datetime import date

from gongxin.catalogue.behaviour import Tier
from gongxin.law.citation import Article
from gongxin.law.parameter import load_parameters
from gongxin.procedures.prospect import AdverseRecord, Applicant, Need, prospect

ON = date(2026, 11, 22)
PARAMETERS = load_parameters()
MATERIAL = frozenset({"proof_of_fulfilment", "commitment_letter"})


def found(record, documents=frozenset(), on=ON):
    return prospect(record, on=on, parameters=PARAMETERS, applicant=Applicant(documents))


def test_a_record_shows_from_when_it_can_be_repaired_and_what_is_missing():
    one = found(AdverseRecord(repairable_on=date(2027, 1, 31)))

    assert one.from_on == date(2027, 1, 31)
    assert [label.zh for label in one.missing] == [
        "最短公示期届满后，自 2027-01-31 起可申请。",
        "提供已履行义务的证明。",
        "作出信用修复承诺。",
    ]


def test_an_application_is_possible_as_soon_as_only_its_own_documents_are_missing():
    standing = AdverseRecord(repairable_on=ON)

    assert found(standing).can_be_asked
    assert not found(standing).is_open
    assert found(standing, MATERIAL).is_open
    assert not found(standing, MATERIAL, on=date(2026, 11, 21)).can_be_asked


def test_what_cannot_be_repaired_says_on_which_ground_and_cannot_be_asked_for():
    one = found(AdverseRecord(ON, unrepairable=Article("NDRC-36", "2")), MATERIAL)

    (said,) = one.missing
    assert "信用修复管理办法" in said.zh
    assert not one.can_be_asked


def test_an_earlier_decision_names_the_five_fields_that_waited_longer():
    older = AdverseRecord(date(2026, 9, 1), Tier.ORDINARY, date(2025, 6, 1))

    new, earlier = found(older).alternatives

    assert (new.applies, new.note) == (True, None)
    assert "2026-06-01" in earlier.note.zh


def test_before_the_earlier_measures_no_five_fields_are_named():
    older = AdverseRecord(date(2023, 4, 30), Tier.ORDINARY, date(2023, 1, 30))

    assert [one.note for one in found(older).alternatives] == [None, None]


def test_an_item_without_tiers_can_be_asked_for_by_the_rule_of_its_own_basis():
    one = found(AdverseRecord(None, is_tiered=False))

    assert (one.from_on, one.can_be_asked) == (None, True)
    assert one.conditions[0].need is Need.OWN_RULE


def test_every_condition_has_a_code_of_its_own():
    needs = [one.need for one in found(AdverseRecord(ON)).conditions]

    assert needs == [Need.TIME, Need.DUTY, Need.COMMITMENT]
