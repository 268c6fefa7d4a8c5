"""The files of issued reports, kept in the data folder for download while they still say what is so."""

from contextlib import suppress
from pathlib import Path

from django.conf import settings

FORMS = ("pdf", "json")


class NotKept(Exception):
    """The file is not here any more."""

    def __init__(self, number: str) -> None:
        super().__init__(
            f"报告 {number} 的文件已不再提供下载：其依据的信息已有变化，或者文件已清理。请重新出具。"
            f" / The file of report {number} is no longer offered: what it rests on has changed, or it was"
            " cleared away. Issue a new report."
        )


def keep(number: str, pdf: bytes, twin: str) -> None:
    """Write both files, whole or not at all, before the report goes on record."""
    for form, content in (("pdf", pdf), ("json", twin.encode())):
        file = place(number, form)
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = file.with_name(f"{file.name}.draft")
        draft.touch(mode=0o600)
        draft.write_bytes(content)
        draft.replace(file)


def read(number: str, form: str) -> bytes:
    """Return a file of a report.

    Raises:
        NotKept: it is not here any more.
    """
    try:
        return place(number, form).read_bytes()
    except FileNotFoundError:
        raise NotKept(number) from None


def numbers() -> list[str]:
    """Return the numbers of the reports whose files are here."""
    return sorted(file.stem for file in (settings.GONGXIN_DATA / "reports").glob("*/*.pdf"))


def forget(number: str) -> None:
    """Remove the files of a report."""
    for form in FORMS:
        with suppress(FileNotFoundError):
            place(number, form).unlink()


def place(number: str, form: str) -> Path:
    """Return where the file lies; `number` is one that was checked, `form` one of FORMS."""
    assert form in FORMS
    folder: Path = settings.GONGXIN_DATA / "reports" / number[2:8]  # by year and month of the number
    return folder / f"{number}.{form}"
