"""Documents on a case: kept under their digest, named by the parties who gave them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from gongxin.actions import letter
from gongxin.intake.free_text import refuse_personal
from gongxin.store.models import CaseDocument

FOLDER = "evidence"
LONGEST_NAME = 200
MOST = 20  # with one step


@dataclass(frozen=True, slots=True)
class Document:
    """A file somebody gives: `kind` is one of procedures.step.DOCUMENTS."""

    kind: str
    name: str
    content: bytes


class TooManyDocuments(Exception):
    """More files than one step takes."""

    def __init__(self) -> None:
        super().__init__(
            f"一次最多上传 {MOST} 个文件，请合并后再传。 / At most {MOST} files at once: merge some of them."
        )


def refuse_odd(documents: Sequence[Document], *, on: date) -> None:
    """Refuse what cannot be kept, before anything is written.

    Raises:
        TooManyDocuments
        LetterRefused: not a whole and passive PDF, PNG or JPEG of at most 5 MB.
        PersonalInText: a file's name holds a person's number.
    """
    if len(documents) > MOST:
        raise TooManyDocuments
    for one in documents:
        letter.refuse_large(one.content)
        letter.kind_of(one.content)
        refuse_personal(one.name, on=on)


def keep(case: UUID, documents: Iterable[Document], *, by: str) -> list[str]:
    """Keep the documents of a step; return their digests, in order. The same file is kept once."""
    digests = []
    for one in documents:
        digest, file_kind = letter.keep(one.content, FOLDER)
        CaseDocument.objects.get_or_create(
            case_id=case,
            digest=digest,
            kind=one.kind,
            defaults={
                "file_kind": file_kind,
                "name": one.name.strip()[:LONGEST_NAME],
                "size": len(one.content),
                "given_by": by,
                "given_at": timezone.now(),
            },
        )
        digests.append(digest)
    return list(dict.fromkeys(digests))


def forget(record: UUID) -> None:
    """Clear away the files of cases about a record whose content was erased, unless another case has them."""
    about = CaseDocument.objects.filter(case__subject=record).values_list("digest", flat=True)
    for digest in set(about):
        if not CaseDocument.objects.filter(digest=digest).exclude(case__subject=record).exists():
            path_of(digest).unlink(missing_ok=True)


def path_of(digest: str) -> Path:
    return letter.path_of(digest, FOLDER)


def sweep(*, before: datetime) -> int:
    """Remove files that no case names and nobody touched since a moment; return how many.

    A file is kept before its step is written: who was killed in between left one.
    """
    folder = Path(settings.GONGXIN_DATA) / FOLDER
    aged = [one for one in folder.glob("*/*") if one.stat().st_mtime < before.timestamp()]
    named = set(
        CaseDocument.objects.filter(digest__in=[one.name for one in aged]).values_list("digest", flat=True)
    )
    strays = [one for one in aged if one.name not in named]
    for one in strays:
        one.unlink(missing_ok=True)
    return len(strays)
