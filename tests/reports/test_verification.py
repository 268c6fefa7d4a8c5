"""A report is verified from the file alone; one byte is enough to show."""

import json
import random
from datetime import UTC, datetime
from hashlib import sha256

import pytest

from gongxin.actions.key import signer
from gongxin.ledger import credit_report
from gongxin.ledger.credit_report import Twin, digest_of
from gongxin.ledger.key import Signer
from gongxin.reports.certificate import Certificate, certificate_pdf, same
from gongxin.reports.printing import printed
from gongxin.reports.seal import certificate_text, fingerprint, seal
from gongxin.reports.verification import NotTrustworthy, Trust, Verdict, trust_from, verify

AT = datetime(2026, 11, 22, 6, 30, tzinfo=UTC)
FLIPS = 300


@pytest.fixture(scope="module")
def pdf(content, data_folder) -> bytes:
    return printed(content, language="zh", at=AT)


@pytest.fixture(scope="module")
def twin(content, pdf) -> bytes:
    facts = Twin(
        content["number"], "public", "zh", content["uscc"], content["issued_at"], digest_of(content),
        sha256(pdf).hexdigest(), 0, "", content,
    )  # fmt: skip
    return credit_report.write(facts, signer()).encode()


@pytest.fixture(scope="module")
def trust(data_folder) -> Trust:
    """What `gongxin report key` prints."""
    return trust_from(
        certificate_text(seal(at=AT).certificate) + f"gongxin-log-key: {signer().verifier.text()}\n"
    )


def test_a_genuine_pdf_is_known_by_the_certificate_given(pdf, content, trust):
    found = verify(pdf, trust)

    assert (found.verdict, found.number) == (Verdict.GENUINE, content["number"])
    assert found.content_digest == digest_of(content)
    assert found.fingerprint == fingerprint(seal(at=AT).certificate)


def test_a_genuine_json_is_known_by_the_log_key_and_names_its_pdf(twin, pdf, trust):
    found = verify(twin, trust)

    assert found.verdict is Verdict.GENUINE
    assert found.pdf_digest == sha256(pdf).hexdigest()


def test_without_a_key_the_signer_is_unknown_but_the_file_unchanged(pdf, twin):
    assert {verify(one).verdict for one in (pdf, twin)} == {Verdict.UNKNOWN_SIGNER}


def test_another_platform_is_not_ours(pdf, twin, trust, tmp_path, settings):
    other = Signer("other.example/log", bytes(32)).verifier
    settings.GONGXIN_DATA = tmp_path
    foreign = trust_from(certificate_text(seal(at=AT).certificate) + f"gongxin-log-key: {other.text()}")

    assert {verify(one, foreign).verdict for one in (pdf, twin)} == {Verdict.UNKNOWN_SIGNER}


@pytest.mark.parametrize("form", ["pdf", "json"])
def test_one_flipped_bit_anywhere_is_found(form, pdf, twin, trust):
    file = pdf if form == "pdf" else twin
    lots = random.Random(20261122)
    places = [lots.randrange(len(file)) for _ in range(FLIPS)] + [
        len(file) - 1 - n for n in range(0, 9000, 30)
    ]

    for place in places:
        altered = bytearray(file)
        altered[place % len(file)] ^= 1 << lots.randrange(8)
        assert verify(bytes(altered), trust).verdict is Verdict.CHANGED, place


def test_something_added_behind_or_cut_off_is_found(pdf, trust):
    for altered in (pdf + b"\n", pdf + pdf, pdf[:-1], pdf[: len(pdf) // 2], b"", b"%PDF-1.7\n%%EOF"):
        assert verify(altered, trust).verdict is Verdict.CHANGED


def test_a_signature_put_on_by_somebody_else_after_a_change_does_not_pass(
    pdf, trust, tmp_path, settings, content
):
    settings.GONGXIN_DATA = tmp_path
    forged = printed({**content, "name": "另一家公司"}, language="zh", at=AT)

    assert verify(forged, trust).verdict is Verdict.UNKNOWN_SIGNER


def test_a_json_that_is_no_report_is_not_taken_for_one(trust):
    for text in (b"{}", b'{"document": {}}', b"{\xff", json.dumps({"key": 1}).encode()):
        assert verify(text, trust).verdict is Verdict.CHANGED


def test_trust_comes_from_a_certificate_or_a_key_and_from_nothing_else(trust):
    only_certificate = trust_from(certificate_text(seal(at=AT).certificate))

    assert (len(only_certificate.certificates), only_certificate.key) == (1, None)
    assert trust.key == signer().verifier
    assert trust_from(signer().verifier.text()).key == signer().verifier
    for text in ("", "nonsense", "a+b+c"):
        with pytest.raises(NotTrustworthy):
            trust_from(text)


def test_another_paper_of_the_platform_is_no_report_though_it_is_sealed(trust, data_folder):
    paper = Certificate(same("培训证书"), "PX1", same("x"), (), AT.date(), AT, 1)

    found = verify(certificate_pdf(paper, language="zh"), trust)

    assert (found.verdict, "不是信用报告" in found.reason) == (Verdict.CHANGED, True)
