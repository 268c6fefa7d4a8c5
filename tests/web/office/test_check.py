"""The pre-check in the browser."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from gongxin.store.models import Batch, Entry


def check(browser, text, item="administrative_penalty"):
    file = SimpleUploadedFile("处罚.csv", text.encode())
    return browser.post("/office/check/", {"item": item, "file": file})


def test_findings_are_shown_and_nothing_is_kept(signed_in):
    answer = check(signed_in("bob"), "行政相对人名称,行政处罚决定书文号,没有的列\n某某食品有限公司,,x\n")
    page = answer.content.decode()

    assert answer.status_code == 200
    assert "没有的列" in page
    assert "退回" in page
    assert not Batch.objects.exists()
    assert not Entry.objects.exists()


@pytest.mark.parametrize("text", ["", "\x00\x01\x02", "PK\x03\x04broken"])
def test_what_is_no_table_is_refused_with_a_reason(signed_in, text):
    answer = check(signed_in("bob"), text)

    assert answer.status_code == 422
    assert "errorlist" in answer.content.decode()


def test_an_identity_number_is_masked_on_the_page(signed_in):
    number = "11010519491231002X"
    text = f"行政相对人名称,违法事实\n某某食品有限公司,张某{number}\n"

    assert number not in check(signed_in("bob"), text).content.decode()
