"""The platform's seal: the certificate and key by which its PDF files are signed."""

import datetime
import os
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from secrets import token_hex
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID
from django.conf import settings

PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
OWN_YEARS = 10


@dataclass(frozen=True, slots=True)
class Seal:
    """`chain` begins with our own certificate."""

    key: PrivateKey
    chain: Sequence[x509.Certificate]

    @property
    def certificate(self) -> x509.Certificate:
        return self.chain[0]


class NoSeal(Exception):
    """There is nothing to seal with."""

    def __init__(self, because_zh: str, because_en: str) -> None:
        super().__init__(
            f"无法签章：{because_zh}。请用 GONGXIN_SEAL_KEY 和 GONGXIN_SEAL_CERTIFICATE 指明"
            "私钥和证书的 PEM 文件。"
            f" / No seal: {because_en}. Name the PEM files of key and certificate in GONGXIN_SEAL_KEY and"
            " GONGXIN_SEAL_CERTIFICATE."
        )


def seal(*, at: datetime.datetime) -> Seal:
    """Return the platform's seal. A private instance makes its own the first time, at that instant.

    Raises:
        NoSeal: the files are missing or do not belong together.
    """
    named = settings.GONGXIN_SEAL_KEY, settings.GONGXIN_SEAL_CERTIFICATE
    if all(named):
        return _read(*named)
    if not settings.IS_PRIVATE:
        raise NoSeal("使用外部数据库时必须提供", "required when DATABASE_URL is set")
    own = settings.GONGXIN_DATA / "seal.pem"
    if not own.exists():
        _make(own, at)
    return _read(own, own)


def certificate_text(certificate: x509.Certificate) -> str:
    """Return the certificate as PEM, to be published and handed to checkers."""
    return certificate.public_bytes(serialization.Encoding.PEM).decode("ascii")


def fingerprint(certificate: x509.Certificate) -> str:
    """Return the SHA-256 by which two people compare a certificate on the telephone."""
    return certificate.fingerprint(hashes.SHA256()).hex()


@lru_cache(maxsize=4)
def _read(key: Path, certificate: Path) -> Seal:
    try:
        held = serialization.load_pem_private_key(key.read_bytes(), password=None)
        chain = x509.load_pem_x509_certificates(certificate.read_bytes())
    except (OSError, ValueError, TypeError) as error:
        raise NoSeal(f"读不出 {key} 或 {certificate}", f"cannot read {key} or {certificate}") from error
    if not isinstance(held, PrivateKey):
        raise NoSeal("私钥应为 RSA 或 ECDSA", "the key must be RSA or ECDSA")
    if held.public_key() != chain[0].public_key():
        raise NoSeal("私钥与证书不匹配", "key and certificate do not belong together")
    return Seal(held, tuple(chain))


def _make(file: Path, at: datetime.datetime) -> None:
    """Make a key and a certificate that vouches for itself, in one file: never one without the other."""
    key = ec.generate_private_key(ec.SECP256R1())
    host = urlsplit(settings.GONGXIN_PUBLIC_URL).hostname or "gongxin"
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "公共信用信息平台"),
            x509.NameAttribute(NameOID.COMMON_NAME, f"公共信用信息平台报告签章 {host}"),
        ]
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - datetime.timedelta(days=1))
        .not_valid_after(at + datetime.timedelta(days=365 * OWN_YEARS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_for_signing(), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    _write_once(file, private + certificate_text(certificate).encode())


def _for_signing() -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )


def _write_once(file: Path, content: bytes) -> None:
    draft = file.with_name(f"{file.name}.{token_hex(8)}")  # threads of one process are several, too
    draft.touch(mode=0o600)
    draft.write_bytes(content)
    # A link fails where a name exists: of several first reports at once, one seal stands for all.
    with suppress(FileExistsError):
        os.link(draft, file)
    draft.unlink()
