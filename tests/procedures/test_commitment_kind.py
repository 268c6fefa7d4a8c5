"""The seven kinds, and which of them are verified to the last one."""

from datetime import date

from gongxin.catalogue.reader import edition
from gongxin.procedures.commitment_kind import KINDS, VERIFIED, CommitmentKind, kind_facts, kind_name


def test_the_kinds_are_the_codes_of_the_catalogue_but_for_other():
    codes = edition(date(2026, 11, 22)).item("credit_commitment").field("kind").codes

    assert set(CommitmentKind) == set(codes) - {"其他"}
    assert set(KINDS) == set(CommitmentKind)


def test_every_promise_that_stands_in_for_papers_is_verified():
    assert {"证明事项型", "涉企经营许可型", "审批替代型", "容缺受理型", "信用修复型"} == VERIFIED


def test_papers_follow_later_only_where_the_kind_is_about_that():
    assert [kind for kind, facts in KINDS.items() if facts.is_completed] == [CommitmentKind.INCOMPLETE]


def test_a_kind_that_a_unit_named_itself_keeps_its_words():
    assert kind_facts("其他-行业公约") is None
    assert kind_name("其他-行业公约").zh == "其他-行业公约"
    assert kind_name("其他").en == "Another commitment"
    assert kind_name("主动型").en == "Published of its own accord"
