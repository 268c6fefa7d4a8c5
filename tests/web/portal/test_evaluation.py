"""Models in public: every weight, its basis, and the file word for word."""

import pytest
from django.test import Client

from gongxin.evaluation.reader import models

CODE = "comprehensive_enterprise"


@pytest.fixture
def model():
    return next(one for one in models() if one.code == CODE)


def test_every_model_is_listed_and_says_whether_it_is_in_use(published):
    page = Client().get("/evaluation/").content.decode()

    for one in models():
        assert one.name.zh in page
    assert "尚未施行" in page


def test_a_model_shows_every_indicator_with_its_basis(published, model):
    page = Client().get(f"/evaluation/{CODE}/").content.decode()

    for one in (*model.indicators, *model.vetoes):
        assert one.name.zh in page
    assert model.digest in page
    assert "由城市决定" in page


def test_the_file_is_the_one_that_the_digest_is_of(published, model):
    answer = Client().get(f"/evaluation/{CODE}.toml")

    assert answer.content.decode() == model.text
    assert answer.headers["Content-Disposition"].startswith("attachment")


@pytest.mark.parametrize("address", ["/evaluation/nothing/", "/evaluation/nothing.toml"])
def test_a_model_that_nobody_wrote_does_not_exist(published, address):
    assert Client().get(address).status_code == 404
