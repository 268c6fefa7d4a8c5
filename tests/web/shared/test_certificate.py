"""The certificate that a program showed to the proxy."""

import base64
from hashlib import sha256
from urllib.parse import quote

import pytest
from django.test import RequestFactory

from gongxin.web.shared.certificate import certificate_shown

DER = b"\x30\x82 a certificate"
ENCODED = base64.b64encode(DER).decode()
PEM = f"-----BEGIN CERTIFICATE-----\n{ENCODED}\n-----END CERTIFICATE-----\n"
DIGEST = sha256(DER).hexdigest()


@pytest.fixture(autouse=True)
def believed(settings):
    settings.GONGXIN_CLIENT_CERTIFICATES = True


def shown(text, **more):
    return certificate_shown(RequestFactory().get("/", HTTP_CLIENT_CERT=text, **more))


@pytest.mark.parametrize("text", [f":{ENCODED}:", ENCODED, PEM.replace("\n", " "), quote(PEM)])
def test_it_is_read_as_the_standard_and_as_nginx_write_it(text):
    assert shown(text) == DIGEST


@pytest.mark.parametrize(
    "text", ["", ":", "::", ":not base64!:", "-----BEGIN CERTIFICATE-----", "A" * 20_000]
)
def test_what_is_none_counts_as_none(text):
    assert shown(text) == ""


def test_it_is_believed_from_this_machine_only():
    assert shown(f":{ENCODED}:", REMOTE_ADDR="::1") == DIGEST
    assert shown(f":{ENCODED}:", REMOTE_ADDR="203.0.113.7") == ""


def test_it_is_believed_only_where_the_operator_says_so(settings):
    settings.GONGXIN_CLIENT_CERTIFICATES = False

    assert shown(f":{ENCODED}:") == ""
