"""Samples and guides fit the tables that they are about."""

import pytest

from gongxin.law.reading import InvalidLaw
from gongxin.organisations.uscc import is_valid
from gongxin.procedures.guide import guides
from gongxin.procedures.index import PROCEDURES
from gongxin.procedures.sample import samples, samples_of
from gongxin.procedures.step import Party


@pytest.mark.parametrize("one", samples().values(), ids=samples())
def test_a_sample_is_of_documents_that_its_procedure_asks_for(one):
    wanted = {code for step in PROCEDURES[one.procedure].steps for code in step.documents}

    assert set(one.documents) <= wanted
    assert one.paragraphs


@pytest.mark.parametrize("known", PROCEDURES.values(), ids=PROCEDURES)
def test_what_an_organisation_has_to_bring_has_a_sample(known):
    opening = [step for step in known.steps if "start" in step.from_ and step.by is Party.ORGANISATION]
    shown = {code for one in samples_of(known.code) for code in one.documents}

    assert {code for step in opening for code in step.documents} <= shown


def test_every_procedure_has_a_guide():
    assert set(PROCEDURES) <= set(guides())


def test_a_code_in_a_sample_could_be_real():
    codes = {fact.value.zh for one in samples().values() for fact in one.facts if "代码" in fact.label.zh}

    assert codes
    assert all(is_valid(code) for code in codes)


def test_a_sample_with_a_key_that_nobody_reads_is_refused(tmp_path):
    (tmp_path / "odd.toml").write_text('procedure = "objection"\nletter = "x"\n', "utf-8")

    with pytest.raises(InvalidLaw, match="missing"):
        samples.__wrapped__(tmp_path)
