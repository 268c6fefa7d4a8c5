"""How much a request may bring."""

import io
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.urls import path

from gongxin.web.shared.access import takes_files
from gongxin.web.shared.upload import limit_bodies, received


@pytest.fixture
def answer(rf, settings):
    settings.GONGXIN_UPLOAD_LIMIT = 5 << 20

    def ask(path, size, *, signed_in):
        request = rf.post(path, data=b"x", content_type="text/plain")
        request.META["CONTENT_LENGTH"] = str(size)
        request.user = SimpleNamespace(is_authenticated=signed_in, get_username=lambda: "a")
        return limit_bodies(lambda _: HttpResponse("through"))(request).status_code

    return ask


def test_a_file_may_come_from_somebody_signed_in_where_one_is_asked_for(answer):
    assert answer("/office/batches/new/", 5 << 20, signed_in=True) == 200


@pytest.mark.parametrize(
    ("path", "size", "signed_in"),
    [
        ("/office/batches/new/", 2 << 20, False),
        ("/office/batches/new/", 7 << 20, True),
        ("/account/sign-in/", 2 << 20, True),
        ("/", 2 << 20, False),
        ("/office/batches/", 2 << 20, True),
        ("/office/no-such-page/", 2 << 20, True),
    ],
)
def test_anything_larger_is_refused_before_it_is_read(answer, path, size, signed_in):
    assert answer(path, size, signed_in=signed_in) == 413


def test_a_view_takes_files_by_its_mark_wherever_it_stands(answer, settings):
    def plain(_):
        return HttpResponse()

    settings.ROOT_URLCONF = (path("marked/", takes_files(lambda _: HttpResponse())), path("plain/", plain))

    assert answer("/marked/", 2 << 20, signed_in=True) == 200
    assert answer("/plain/", 2 << 20, signed_in=True) == 413
    assert answer("/marked/", 2 << 20, signed_in=False) == 413


def test_the_uploaded_file_is_gone_after_use():
    with received(SimpleUploadedFile("..\\..\\etc/处罚\x00.csv", b"a,b\n1,2\n")) as source:
        path = source.path
        assert path.read_bytes() == b"a,b\n1,2\n"
        assert source.name == "处罚.csv"

    assert not path.exists()


def test_a_suffix_that_we_do_not_read_is_not_kept():
    with received(SimpleUploadedFile("x.exe", io.BytesIO(b"MZ").read())) as source:
        assert source.path.suffix == ".csv"
