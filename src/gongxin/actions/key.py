"""The platform's own key, from the settings."""

from base64 import b64decode

from django.conf import settings

from gongxin.ledger.key import Signer, Verifier


def signer() -> Signer:
    """Return what signs checkpoints, receipts and erasures; its name is the log's origin."""
    return Signer(settings.GONGXIN_LOG_ORIGIN, b64decode(settings.GONGXIN_LOG_KEY))


def verifier() -> Verifier:
    return signer().verifier
