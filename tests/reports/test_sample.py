"""Samples on paper."""

import pytest

from gongxin.actions.letter import kind_of
from gongxin.procedures.sample import samples
from gongxin.reports.sample import sample_pdf


@pytest.mark.parametrize("code", samples())
def test_a_sample_is_the_same_file_each_time_and_could_be_handed_in(code):
    first = sample_pdf(samples()[code], language="zh")

    assert first == sample_pdf(samples()[code], language="zh")
    assert first != sample_pdf(samples()[code], language="en")
    assert kind_of(first) == "pdf"  # passive, as evidence has to be
