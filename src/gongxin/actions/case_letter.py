"""Letters of cases: kept as they were first written, with who fetched them first and when."""

from datetime import datetime
from hashlib import sha256
from pathlib import Path
from uuid import UUID, uuid4

from django.conf import settings

from gongxin.store.models import Letter, LetterFetch


class LetterGone(Exception):
    """The file is not here any more."""

    def __init__(self) -> None:
        super().__init__(
            "这份文书的文件已经清理，平台只留有其摘要。需要的，请向信用中心查询办件记录。"
            " / The file of this letter was cleared away; its digest is on record. Ask the credit centre."
        )


def keep(step: UUID, kind: str, language: str, content: bytes, *, at: datetime) -> None:
    """Keep a letter as it was written; of two written at once the first stands."""
    digest = sha256(content).hexdigest()
    place = path_of(digest)
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = place.with_suffix(f".{uuid4().hex}")
    draft.touch(mode=0o600)
    draft.write_bytes(content)
    draft.replace(place)
    row = Letter(
        id=uuid4(),
        step_id=step,
        kind=kind,
        language=language,
        digest=digest,
        size=len(content),
        written_at=at,
    )
    Letter.objects.bulk_create([row], ignore_conflicts=True)
    if not Letter.objects.filter(step_id=step, language=language, digest=digest).exists():
        place.unlink()


def read(digest: str) -> bytes:
    """Return the file of a letter.

    Raises:
        LetterGone: it was cleared away.
    """
    try:
        return path_of(digest).read_bytes()
    except FileNotFoundError:
        raise LetterGone from None


def fetched(letter: UUID, *, by: str, unit: str, at: datetime) -> None:
    """Write down that an account fetched a letter, the first time; `unit` is empty for the organisation."""
    row = LetterFetch(letter_id=letter, by=by, unit=unit, at=at)
    LetterFetch.objects.bulk_create([row], ignore_conflicts=True)


def forget(record: UUID) -> None:
    """Clear away the letters of cases about a record whose content was erased; their digests stay."""
    about = Letter.objects.filter(step__case__subject=record)
    for digest in about.values_list("digest", flat=True):
        path_of(digest).unlink(missing_ok=True)


def path_of(digest: str) -> Path:
    return Path(settings.GONGXIN_DATA) / "case-letters" / digest[:2] / digest
