"""PDF by Typst: our templates, the font inside the file, tags for those who listen instead of looking."""

import datetime
import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Final

import noto_cjk_sans_otc
import typst

TEMPLATES = Path(__file__).parent / "templates"
STANDARD: Final = "ua-1"  # PDF/UA: Typst refuses what a screen reader could not follow
CALL = "#printed(json(bytes(sys.inputs.content)), sys.inputs.language)\n"
_one_at_a_time = Lock()  # a compiler belongs to one thread at a time


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    """The process's one compiler: reading the font and the templates costs more than a report does."""
    fonts = typst.Fonts(
        include_system_fonts=False,  # the same file on every machine
        include_embedded_fonts=False,
        font_paths=[Path(noto_cjk_sans_otc.__file__).parent],
    )
    return typst.Compiler(root=TEMPLATES, font_paths=fonts)


def compile_pdf(
    template: str, content: Mapping[str, object], *, language: str, at: datetime.datetime | None = None
) -> bytes:
    """Return the PDF that `templates/<template>.typ` makes of the content; its entrance is `printed`.

    `language` is "zh" or "en". `at`: when the file was made, as its properties tell; without it they do not.
    """
    date = "auto" if at else "none"
    main = f'#import "/{template}.typ": printed\n#set document(date: {date})\n{CALL}'
    # Handed over as a value: nothing from outside is ever read as Typst.
    given = {"content": json.dumps(content, ensure_ascii=False), "language": language}
    with _one_at_a_time:
        pdf = _compiler().compile(
            input=main.encode(),
            sys_inputs=given,
            format="pdf",
            pdf_standards=[STANDARD],
            timestamp=None if at is None else int(at.timestamp()),
        )
    assert isinstance(pdf, bytes)
    return pdf
