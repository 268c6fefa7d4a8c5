"""Commitments at the desk: the whole text is read, the account signs, the sealed file is there."""

import io
from uuid import uuid4

import pytest
from django.utils.timezone import localdate
from pypdf import PdfReader

from gongxin.actions import commitment_template as templates
from gongxin.catalogue.publicity import Disclosure
from gongxin.disclosure.policy import Viewer
from gongxin.procedures.commitment_template import Template
from gongxin.queries import commitment, entry
from gongxin.queries import commitment_template as facts
from gongxin.queries.shown_entry import EntryFilter
from gongxin.store.models import Commitment

BIRCH, CEDAR, MARKET = "91310114MA1GT00019", "92310114MA1GT001XX", "11310000000000035N"
DESK = f"/desk/{BIRCH}/commitments/"
PLAIN = Template("证明事项型", "申请道路运输许可", "车辆合格。", "撤销许可。", "", Disclosure.PUBLIC, 12)
LATER = Template(
    "容缺受理型", "申请资质延续", "按期补齐。", "不予受理。", "", Disclosure.PUBLIC,
    papers=("社保证明", "平面图"), complete_in=5,
)  # fmt: skip


@pytest.fixture
def released(published, people):
    def go(template=PLAIN):
        made = templates.begin(template, unit=MARKET, by="alice", on=localdate())
        templates.release(made, unit=MARKET, by="anna")
        return facts.one_to_sign(made)

    return go


def test_a_representative_reads_the_whole_text_and_signs_it(released, signed_in):
    version, browser = released(), signed_in("representative")
    address = f"{DESK}new/{version.template}/"

    shown = browser.get(address).content.decode()
    assert all(text in shown for text in ("车辆合格。", "撤销许可。", "可向社会公开"))
    answer = browser.post(address, {"version": version.id, "read": "on"}, follow=True)

    assert "承诺已签署并入库" in answer.content.decode()
    (one,) = commitment.page(
        commitment.CommitmentFilter(uscc=BIRCH), viewer=Viewer.ANYONE, on=localdate()
    ).commitments
    assert (one.signed_by, one.entry.title, one.entry.organisation) == (
        "representative", "申请道路运输许可", "示范市白桦运输有限公司",
    )  # fmt: skip
    pdf = browser.get(f"{DESK}{one.entry.record}.pdf")
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(pdf.content)).pages)
    assert all(part in text for part in ("车辆合格。", one.number, "representative"))
    assert b"/ByteRange" in pdf.content


def test_nothing_is_signed_unread(released, signed_in):
    version = released()

    answer = signed_in("representative").post(f"{DESK}new/{version.template}/", {"version": version.id})

    assert answer.status_code == 422
    assert not Commitment.objects.filter(uscc=BIRCH).exists()


def test_a_text_revised_after_the_page_was_opened_is_read_anew(released, signed_in):
    version = released()
    templates.revise(version.template, PLAIN, unit=MARKET, by="alice", on=localdate())
    templates.release(version.template, unit=MARKET, by="anna")

    sent = {"version": version.id, "read": "on"}
    answer = signed_in("representative").post(f"{DESK}new/{version.template}/", sent)

    assert answer.status_code == 422
    assert "没有签署" in answer.content.decode()


def test_papers_that_follow_are_chosen_from_the_template_s(released, signed_in):
    version, browser = released(LATER), signed_in("representative")
    address, sent = f"{DESK}new/{version.template}/", {"version": version.id, "read": "on"}

    assert browser.post(address, sent).status_code == 422
    assert browser.post(address, {**sent, "papers": ["户口本"]}).status_code == 422
    assert browser.post(address, {**sent, "papers": ["平面图"]}).status_code == 302
    assert Commitment.objects.get(uscc=BIRCH).due_by == "completion"


def test_for_the_repair_of_a_record_only_such_commitments_are_offered(released, signed_in):
    released()
    repair = released(
        Template("信用修复型", "申请信用修复", "不再违法。", "恢复公示。", "", Disclosure.PUBLIC, 12)
    )
    found = entry.page(EntryFilter(uscc=BIRCH), viewer=Viewer.organisation(BIRCH), on=localdate()).entries[0]
    browser = signed_in("representative")

    shown = browser.get(f"{DESK}new/?about={found.record}").content.decode()
    assert "申请信用修复" in shown
    assert "申请道路运输许可" not in shown
    address = f"{DESK}new/{repair.template}/?about={found.record}"
    assert browser.post(address, {"version": repair.id, "read": "on"}).status_code == 302
    assert commitment.has_repair_commitment(BIRCH, found.record, on=localdate())


@pytest.mark.parametrize("about", ["nonsense", str(uuid4())])
def test_a_record_that_is_not_the_organisation_s_cannot_be_named(published, signed_in, about):
    assert signed_in("representative").get(f"{DESK}new/?about={about}").status_code == 404


def test_another_organisation_s_file_is_not_handed_out(released, signed_in):
    others = Commitment.objects.exclude(uscc=BIRCH).first()

    assert others is not None
    assert signed_in("representative").get(f"{DESK}{others.record}.pdf").status_code == 404
