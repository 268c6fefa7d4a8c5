"""The seal on a PDF: PAdES, valid for any reader, made once and kept."""

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from asn1crypto import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from gongxin.reports.printing import for_print
from gongxin.reports.seal import NoSeal, certificate_text, seal
from gongxin.reports.sealing import seal_pdf
from gongxin.reports.typst import compile_pdf

AT = datetime(2026, 11, 22, 6, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def plain(content) -> bytes:
    return compile_pdf("credit_report", for_print(content, "zh"), language="zh", at=AT)


def status_of(signed: bytes):
    own = x509.Certificate.load(seal(at=AT).certificate.public_bytes(serialization.Encoding.DER))
    (signature,) = PdfFileReader(io.BytesIO(signed)).embedded_signatures
    return signature, validate_pdf_signature(
        signature, ValidationContext(trust_roots=[own], allow_fetching=False)
    )


def test_pyhanko_finds_the_signature_valid_trusted_and_over_the_whole_file(plain):
    signature, status = status_of(seal_pdf(plain, reason="GX1", at=AT))

    assert status.bottom_line
    assert status.coverage.name == "ENTIRE_FILE"
    assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    assert signature.sig_object["/Reason"] == "GX1"


def test_what_was_printed_is_in_the_sealed_file_to_the_last_byte(plain):
    assert seal_pdf(plain, reason="GX1", at=AT).startswith(plain)


def test_the_first_seal_stands_whoever_makes_it_first(tmp_path, settings):
    settings.GONGXIN_DATA = tmp_path

    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: certificate_text(seal(at=AT).certificate), range(8)))

    assert len(set(made)) == 1
    assert (tmp_path / "seal.pem").stat().st_mode & 0o077 == 0


def test_a_seal_of_the_operators_own_is_taken_rsa_too(tmp_path, settings, plain):
    own = seal(at=AT)
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    certificate.write_text(certificate_text(own.certificate))
    key.write_bytes(_pem(rsa.generate_private_key(65537, 2048)))
    settings.GONGXIN_SEAL_KEY, settings.GONGXIN_SEAL_CERTIFICATE = key, certificate

    with pytest.raises(NoSeal, match="不匹配"):
        seal(at=AT)
    settings.GONGXIN_SEAL_KEY = tmp_path / "other.pem"
    settings.GONGXIN_SEAL_KEY.write_bytes(_pem(own.key))
    assert status_of(seal_pdf(plain, reason="x", at=AT))[1].bottom_line


def test_on_a_database_of_the_operators_own_a_seal_must_be_given(settings):
    settings.IS_PRIVATE = False

    with pytest.raises(NoSeal, match="GONGXIN_SEAL_KEY"):
        seal(at=AT)


def _pem(key) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
