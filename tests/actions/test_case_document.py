"""Evidence is kept once, under its digest, for this service alone; what belongs to no case goes."""

import os
import stat
from datetime import UTC, date, datetime, timedelta

import pytest
from django.conf import settings

from gongxin.actions import case as actions
from gongxin.actions.case import Document, Filing
from gongxin.actions.case_document import MOST, TooManyDocuments, path_of, refuse_odd, sweep
from gongxin.actions.letter import LARGEST, LetterRefused, keep
from gongxin.disclosure.role import Role
from gongxin.procedures.case import Actor, NotYours
from gongxin.store.models import CaseDocument

AMBER = "91310000MA0000015F"
ON = date(2026, 9, 28)
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
OWNER = Actor("owner", frozenset({Role.REPRESENTATIVE}), organisations=frozenset({AMBER}))
NOBODY = Actor("nobody", frozenset())


@pytest.fixture
def filing(recorded):
    (record,) = recorded({"content": {"CF_WSH": "1号"}})
    given = (Document("grounds", "证据.pdf", PDF), Document("application", "同一文件.pdf", PDF))
    return Filing("objection", AMBER, record, ground="error", documents=given)


def test_evidence_is_for_this_service_alone(filing):
    actions.file(filing, by=OWNER, on=ON)

    (digest,) = set(CaseDocument.objects.values_list("digest", flat=True))  # one file, in two parts
    place = path_of(digest)
    assert place.is_relative_to(settings.GONGXIN_DATA)
    assert [stat.S_IMODE(one.stat().st_mode) for one in (place, place.parent, place.parent.parent)] == [
        0o600,
        0o700,
        0o700,
    ]


def test_what_is_refused_leaves_no_file(filing):
    with pytest.raises(NotYours):
        actions.file(filing, by=NOBODY, on=ON)

    assert not CaseDocument.objects.exists()


@pytest.mark.parametrize(
    ("documents", "refusal"),
    [
        ([Document("grounds", "大.pdf", b"x" * (LARGEST + 1))], LetterRefused),
        ([Document("grounds", "脚本.pdf", PDF.replace(b"<<>>", b"<</JavaScript 1>>"))], LetterRefused),
        ([Document("grounds", "表.xlsx", b"PK\x03\x04")], LetterRefused),
        ([Document("grounds", "一份.pdf", PDF)] * (MOST + 1), TooManyDocuments),
    ],
    ids=["too large", "active", "no paper", "too many"],
)
def test_what_cannot_be_kept_is_named(documents, refusal):
    with pytest.raises(refusal):
        refuse_odd(documents, on=ON)


def test_what_belongs_to_no_case_is_swept_once_it_is_old(filing):
    actions.file(filing, by=OWNER, on=ON)
    named = path_of(CaseDocument.objects.first().digest)
    stray, fresh = (path_of(keep(PDF + content, "evidence")[0]) for content in (b"a\n%%EOF", b"b\n%%EOF"))
    now = datetime.now(UTC)
    for one in (named, stray):
        os.utime(one, times=(0, (now - timedelta(days=2)).timestamp()))

    assert sweep(before=now - timedelta(days=1)) == 1
    assert [one.exists() for one in (named, stray, fresh)] == [True, False, True]
