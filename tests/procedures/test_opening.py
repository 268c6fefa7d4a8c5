"""What can be begun about which record, and by whom."""

from datetime import date

from gongxin.catalogue import reader
from gongxin.procedures.index import PROCEDURES
from gongxin.procedures.opening import FITS, WRONG_KIND, openings
from gongxin.procedures.procedure import START
from gongxin.procedures.step import Party

ITEMS = reader.edition(date(2026, 11, 22)).items


def begun(item, party):
    return {(one.procedure.code, one.step.code) for one in openings(ITEMS[item], party)}


def test_every_record_can_be_objected_to_only_adverse_ones_repaired_only_honours_deleted():
    assert ("objection", "file") in begun("administrative_licence", Party.ORGANISATION)
    assert {"objection", "repair"} <= {
        code for code, _ in begun("administrative_penalty", Party.ORGANISATION)
    }
    assert {code for code, _ in begun("honour", Party.ORGANISATION)} == {"objection", "deletion"}


def test_the_unit_begins_a_withdrawal_and_the_organisation_does_not():
    assert ("withdrawal", "report_change") in begun("administrative_penalty", Party.PROVIDER)
    assert "withdrawal" not in {code for code, _ in begun("administrative_penalty", Party.ORGANISATION)}


def test_an_opening_is_a_step_that_begins():
    for item in ITEMS.values():
        for party in Party:
            assert all(START in one.step.from_ for one in openings(item, party))


def test_what_fits_is_of_procedures_that_there_are():
    assert set(FITS) <= set(PROCEDURES)
    assert set(FITS) <= set(WRONG_KIND)  # each with what to do instead
