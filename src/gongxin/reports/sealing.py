"""Sign a PDF with the platform's seal: PAdES B-B, which every PDF reader can check without us."""

import asyncio
import datetime
import io
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache

from asn1crypto import x509 as asn1
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import PdfSignatureMetadata, PdfSigner, fields
from pyhanko.sign.signers.pdf_cms import Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

from gongxin.reports.seal import Seal, seal

FIELD = "Seal"
DIGEST = "sha256"
RESERVED = 16 * 1024  # hexadecimal digits for signature and chain; asking pyHanko to guess signs twice
# PDF/UA wants an annotation that nobody sees to stand outside the page.
UNSEEN = fields.InvisSigSettings(box_out_of_bounds=True)


class _Sealer(Signer):
    """Signs with a key that is read once; pyHanko's own reads and checks it anew each time."""

    def __init__(self, held: Seal) -> None:
        own, *others = [asn1.Certificate.load(_der(one)) for one in held.chain]
        registry = SimpleCertificateStore()  # type: ignore[no-untyped-call]
        registry.register_multiple(others)
        super().__init__(signing_cert=own, cert_registry=registry)
        self.key = held.key

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        if isinstance(self.key, ec.EllipticCurvePrivateKey):
            return self.key.sign(data, ec.ECDSA(hashes.SHA256()))
        return self.key.sign(data, padding.PKCS1v15(), hashes.SHA256())


@lru_cache(maxsize=1)
def _sealer(held: Seal) -> _Sealer:
    return _Sealer(held)


def seal_pdf(pdf: bytes, *, reason: str, at: datetime.datetime) -> bytes:
    """Return the PDF with the platform's signature added behind it.

    Raises:
        NoSeal: there is nothing to seal with.
    """
    metadata = PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm=DIGEST,
        subfilter=fields.SigSeedSubFilter.PADES,
        reason=reason,
    )
    signer = PdfSigner(
        metadata,
        signer=_sealer(seal(at=at)),
        new_field_spec=fields.SigFieldSpec(FIELD, invis_sig_settings=UNSEEN),
    )
    signed = _beside_any_loop(lambda: signer.sign_pdf(_writer(pdf), bytes_reserved=RESERVED))
    return bytes(signed.getbuffer())


def _writer(pdf: bytes) -> IncrementalPdfFileWriter:
    return IncrementalPdfFileWriter(io.BytesIO(pdf))


def _beside_any_loop(work: Callable[[], io.BytesIO]) -> io.BytesIO:
    """Run work that makes an event loop of its own; where this thread has one already, in another thread."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return work()
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work).result()


def _der(certificate: object) -> bytes:
    return bytes(certificate.public_bytes(serialization.Encoding.DER))  # type: ignore[attr-defined]
