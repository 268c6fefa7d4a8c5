"""Which files are letters."""

import zlib

import pytest

from gongxin.actions.letter import LARGEST, LetterRefused, forget, keep, kind_of, path_of

PDF = b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR....IEND\xae\x42\x60\x82"
JPEG = b"\xff\xd8\xff\xe0....\xff\xd9"


@pytest.mark.parametrize(("content", "kind"), [(PDF, "pdf"), (PNG, "png"), (JPEG, "jpeg")])
def test_a_letter_is_known_by_its_content(content, kind):
    assert kind_of(content) == kind


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"MZ\x90\x00",
        b"<svg onload='x()'/>",
        b"PK\x03\x04",
        PNG + b"<script>",
        JPEG[:-2],
        PDF[:-6],
        b" " + PDF,
    ],
)
def test_what_is_not_one_from_beginning_to_end_is_refused(content):
    with pytest.raises(LetterRefused, match="PDF, PNG and JPEG"):
        kind_of(content)


@pytest.mark.parametrize(
    "within",
    [
        b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>",
        b"/AA << /O << /S /Launch /F (cmd.exe) >> >>",
        b"/Names << /EmbeddedFiles 3 0 R >>",
        b"/OpenAction << /S /J#61vaScript >>",
        b"/Encrypt 5 0 R",
    ],
)
def test_a_pdf_that_does_something_is_refused(within):
    with pytest.raises(LetterRefused, match="scripts"):
        kind_of(PDF.replace(b"/Pages 2 0 R", within))


def test_what_a_pdf_hides_in_a_compressed_part_is_found():
    hidden = zlib.compress(b"<< /S /JavaScript /JS (x) >>")
    part = (
        b"3 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Filter /FlateDecode >>\nstream\n"
        + hidden
        + b"\nendstream\n"
    )
    with pytest.raises(LetterRefused, match="scripts"):
        kind_of(PDF.replace(b"trailer", part + b"trailer"))

    broken = part.replace(hidden, b"not compressed at all")
    with pytest.raises(LetterRefused, match="scripts"):
        kind_of(PDF.replace(b"trailer", broken + b"trailer"))


def test_a_letter_is_kept_once_under_its_digest_for_nobody_else_to_read(settings, tmp_path):
    settings.GONGXIN_DATA = tmp_path
    digest, kind = keep(PDF)

    assert (keep(PDF), kind) == ((digest, kind), "pdf")
    assert path_of(digest).read_bytes() == PDF
    assert path_of(digest).stat().st_mode & 0o077 == 0
    forget(digest)
    forget(digest)
    assert not path_of(digest).exists()


def test_a_letter_is_not_too_large(settings, tmp_path):
    settings.GONGXIN_DATA = tmp_path

    with pytest.raises(LetterRefused, match="5 MB"):
        keep(b"\xff\xd8\xff" + b"x" * LARGEST)
    assert list(tmp_path.iterdir()) == []
