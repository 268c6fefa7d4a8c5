"""A commitment for repair that was signed here goes with the application by itself."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import localdate

from gongxin.actions import commitment_template as templates
from gongxin.catalogue.publicity import Disclosure
from gongxin.disclosure.policy import Viewer
from gongxin.procedures.commitment_template import Template
from gongxin.queries import commitment_template as facts
from gongxin.queries import entry
from gongxin.store.models import Case

BIRCH, MARKET = "91310114MA1GT00019", "11310000000000035N"
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
REPAIR = Template("信用修复型", "申请信用修复", "不再违法。", "恢复公示。", "", Disclosure.PUBLIC, 12)


@pytest.fixture
def minor(published, people):
    """Birch's minor penalty, which can be repaired at once."""
    held = entry.of_organisation(BIRCH, viewer=Viewer.organisation(BIRCH), on=localdate())
    return next(one for one in held if one.tier == "minor")


def proof():
    return SimpleUploadedFile("缴款凭证.pdf", PDF, content_type="application/pdf")


def sign(browser, record):
    made = templates.begin(REPAIR, unit=MARKET, by="alice", on=localdate())
    templates.release(made, unit=MARKET, by="anna")
    version = facts.one_to_sign(made)
    address = f"/desk/{BIRCH}/commitments/new/{version.template}/?about={record}"
    assert browser.post(address, {"version": version.id, "read": "on"}).status_code == 302


def test_without_a_signed_commitment_one_has_to_be_sent(minor, signed_in):
    browser, address = signed_in("representative"), f"/desk/{BIRCH}/records/{minor.record}/repair/"

    assert browser.post(address, {"document-proof_of_fulfilment": proof()}).status_code == 422
    assert not Case.objects.exists()


def test_the_one_signed_here_goes_along_and_the_page_says_so(minor, signed_in):
    browser, address = signed_in("representative"), f"/desk/{BIRCH}/records/{minor.record}/repair/"
    sign(browser, minor.record)

    assert "自动附上" in browser.get(address).content.decode()
    assert browser.post(address, {"document-proof_of_fulfilment": proof()}).status_code == 302
    kinds = Case.objects.get().documents.order_by("kind").values_list("kind", flat=True)
    assert list(kinds) == ["commitment_letter", "proof_of_fulfilment"]
    page = browser.get(f"/desk/{BIRCH}/records/{minor.record}/").content.decode()
    assert page.count("尚未满足") == 0


def test_a_commitment_about_another_record_does_not_count(minor, signed_in):
    browser, address = signed_in("representative"), f"/desk/{BIRCH}/records/{minor.record}/repair/"
    held = entry.of_organisation(BIRCH, viewer=Viewer.organisation(BIRCH), on=localdate())
    sign(browser, next(one.record for one in held if one.tier == "severe"))

    assert browser.post(address, {"document-proof_of_fulfilment": proof()}).status_code == 422
