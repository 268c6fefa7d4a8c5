"""Parts of a workbook that act by themselves. We read values only, but who opens the file next may not."""

from collections.abc import Iterable

from gongxin.intake.unreadable import Unreadable

# Names of parts inside the workbook, in small letters.
ACTIVE = ("xl/vbaproject", "xl/macrosheets/", "xl/activex/", "xl/embeddings/", "customui/")


def refuse_active(parts: Iterable[str]) -> None:
    """Refuse a workbook with macros, ActiveX controls or embedded objects.

    Raises:
        Unreadable: it has one.
    """
    for part in parts:
        if part.replace("\\", "/").lower().lstrip("/").startswith(ACTIVE):
            raise Unreadable(
                "含有宏、ActiveX 控件或嵌入对象，不予接收。请另存为普通的“Excel 工作簿（*.xlsx）”。",
                "It has macros, ActiveX controls or embedded objects: save it as a plain .xlsx.",
            )
