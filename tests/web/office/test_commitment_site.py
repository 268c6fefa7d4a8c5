"""The code for a unit's own site, and the sites that may use it."""

import pytest

from gongxin.queries.commitment_site import origins

MARKET = "11310000000000035N"
OFFICE = "/office/commitments/sites/"


def test_the_page_gives_the_code_and_takes_a_site(signed_in):
    browser = signed_in("unit_admin")

    assert f"/commitments/frame/{MARKET}/" in browser.get(OFFICE).content.decode()
    browser.post(OFFICE, {"origin": "https://WWW.Example.gov.cn/"})
    assert origins(MARKET) == ("https://www.example.gov.cn",)
    browser.post(OFFICE, {"forbid": "https://www.example.gov.cn"})
    assert origins(MARKET) == ()


@pytest.mark.parametrize(
    "origin",
    ["", "example", "https://a.cn/path", "https://a.cn; script-src *", "javascript:alert(1)", "https://*"],
)
def test_what_is_no_site_never_reaches_the_header(signed_in, origin):
    assert signed_in("alice").post(OFFICE, {"origin": origin}).status_code == 422
    assert origins(MARKET) == ()
