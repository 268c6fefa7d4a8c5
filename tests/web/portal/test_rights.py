"""The rights page takes every number from the law's parameters."""

from django.test import Client
from django.utils.timezone import localdate

from gongxin.web.portal.rights import terms


def test_the_terms_are_those_in_force():
    held = terms(localdate())

    assert held["objection_comparison"].amount == 2
    assert held["objection_verification"].amount == 5
    assert held["publicity_severe_maximum"].amount == 36


def test_what_no_source_gives_is_left_to_the_city(published):
    text = Client(headers={"accept-language": "zh-CN"}).get("/rights/").content.decode()

    assert terms(localdate())["repair_extension"] is None
    assert "（须由城市确定）" in text
