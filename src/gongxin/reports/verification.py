"""Is a report genuine? Answered from the file alone: no database, no network, nothing of the platform."""

import io
import json
import logging
from dataclasses import dataclass
from enum import StrEnum

from asn1crypto import pem, x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from gongxin.ledger import credit_report
from gongxin.ledger.key import NotAKey, Verifier, parse_verifier
from gongxin.ledger.seal import SealBroken
from gongxin.reports.byte_range import NotAsSigned, check_range

# An unknown signer is an answer of ours, not a fault to be told at length.
logging.getLogger("pyhanko.sign.validation").setLevel(logging.CRITICAL)

KEY_LINE = "gongxin-log-key: "
# What a signature that was tampered with makes its readers raise; the rest of the file is sound by then.
DAMAGED = (PdfError, SignatureValidationError, ValueError, KeyError, TypeError, AttributeError, IndexError)
NO_REPORT = (
    "签名完好，但这不是信用报告；回执和核查凭证请用 gongxin receipt verify 核验其 JSON。"
    " / Signed and whole, but no credit report; receipts are verified by their JSON, gongxin receipt verify."
)
NUMBER, CONTENT = "gongxin-report:", "gongxin-content-sha256:"


class Verdict(StrEnum):
    GENUINE = "genuine"
    CHANGED = "changed"
    UNKNOWN_SIGNER = "unknown_signer"  # unchanged since it was signed, by whom we were not told to trust


@dataclass(frozen=True, slots=True)
class Trust:
    """Whom to believe: certificates for PDF, a log key for JSON, as `gongxin report key` prints them."""

    certificates: tuple[x509.Certificate, ...] = ()
    key: Verifier | None = None


@dataclass(frozen=True, slots=True)
class Verified:
    """What the file is. `signer` is the certificate's name or the key's; digests are empty where not told."""

    verdict: Verdict
    form: str
    number: str = ""
    signer: str = ""
    fingerprint: str = ""
    content_digest: str = ""
    pdf_digest: str = ""
    reason: str = ""


class NotTrustworthy(Exception):
    """The text given as key holds neither a certificate nor a log key."""

    def __init__(self) -> None:
        super().__init__(
            "给出的不是平台的签章证书，也不是日志公钥。请用 gongxin report key 的输出。"
            " / This is neither the platform's certificate nor its log key: use the output of gongxin"
            " report key."
        )


def trust_from(text: str) -> Trust:
    """Return what the output of `gongxin report key` names: certificates in PEM, a log key, or both.

    Raises:
        NotTrustworthy: it names neither.
    """
    keys = [line.removeprefix(KEY_LINE) for line in text.splitlines() if "+" in line and "BEGIN" not in line]
    found = [_key(line) for line in keys if line.count("+") >= 2 and not line.startswith("MII")]
    key = next((one for one in found if one), None)
    raw = text.encode()
    blocks = pem.unarmor(raw, multiple=True) if pem.detect(raw) else ()
    certificates = tuple(x509.Certificate.load(der) for kind, _, der in blocks if kind == "CERTIFICATE")
    if not certificates and key is None:
        raise NotTrustworthy
    return Trust(certificates, key)


def _key(line: str) -> Verifier | None:
    try:
        return parse_verifier(line)
    except NotAKey:
        return None


def verify(file: bytes, trust: Trust | None = None) -> Verified:
    """Say whether the file is a report as it was signed, and by whom; both forms tell themselves apart."""
    given = trust or Trust()
    if file.lstrip()[:1] == b"{":
        return _verify_json(file, given)
    return _verify_pdf(file, given)


def _verify_json(file: bytes, trust: Trust) -> Verified:
    try:
        text = file.decode()
        twin = credit_report.read(text)
    except (SealBroken, UnicodeDecodeError) as refusal:
        return Verified(Verdict.CHANGED, "json", reason=str(refusal))
    signer = parse_verifier(json.loads(text)["key"])
    return Verified(
        Verdict.GENUINE if trust.key == signer else Verdict.UNKNOWN_SIGNER,
        "json",
        number=twin.number,
        signer=signer.text(),
        fingerprint=signer.id.hex(),
        content_digest=twin.content_digest,
        pdf_digest=twin.pdf_digest,
    )


def _verify_pdf(file: bytes, trust: Trust) -> Verified:
    try:
        check_range(file)
        status, keywords = _status(file, trust)
    except NotAsSigned as refusal:
        return Verified(Verdict.CHANGED, "pdf", reason=str(refusal))
    except DAMAGED as error:
        reason = f"签名已损坏（{error}）。 / Its signature is damaged ({error})."
        return Verified(Verdict.CHANGED, "pdf", reason=reason)
    if not _is_intact(status):
        return Verified(Verdict.CHANGED, "pdf", reason=str(NotAsSigned()))
    if not _told(keywords, NUMBER):
        return Verified(Verdict.CHANGED, "pdf", reason=NO_REPORT)
    return Verified(
        Verdict.GENUINE if trust.certificates and status.trusted else Verdict.UNKNOWN_SIGNER,
        "pdf",
        number=_told(keywords, NUMBER),
        signer=str(status.signing_cert.subject.human_friendly),
        fingerprint=status.signing_cert.sha256.hex(),
        content_digest=_told(keywords, CONTENT),
    )


def _status(file: bytes, trust: Trust) -> tuple[PdfSignatureStatus, str]:
    """Return what pyHanko says of the one signature, and the key words of the file."""
    reader = PdfFileReader(io.BytesIO(file))
    (signature,) = reader.embedded_signatures
    context = ValidationContext(trust_roots=list(trust.certificates), allow_fetching=False)
    properties = reader.trailer_view["/Info"].get_object()
    return validate_pdf_signature(signature, context), str(properties.get("/Keywords", ""))


def _is_intact(status: PdfSignatureStatus) -> bool:
    is_whole = status.coverage is SignatureCoverageLevel.ENTIRE_FILE
    is_last = status.modification_level is ModificationLevel.NONE
    return status.intact and status.valid and is_whole and is_last


def _told(keywords: str, name: str) -> str:
    return next((word.strip().removeprefix(name) for word in keywords.split(",") if name in word), "")
