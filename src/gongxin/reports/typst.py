"""PDF by Typst: our templates or the city's, the font inside, tags for those who listen."""

import datetime
import json
import shutil
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Lock
from typing import Final

import noto_cjk_sans_otc
import typst

TEMPLATES = Path(__file__).parent / "templates"
STANDARD: Final = "ua-1"  # PDF/UA: Typst refuses what a screen reader could not follow
CALL = "#printed(json(bytes(sys.inputs.content)), sys.inputs.language)\n"
_kept: list[TemporaryDirectory[str]] = []  # removed when the process ends
_one_at_a_time = Lock()  # a compiler belongs to one thread at a time


class TemplateBroken(Exception):
    """A template that the city put in the place of ours makes no document."""

    def __init__(self, template: str, why: str) -> None:
        super().__init__(
            f"城市的模板 {template}.typ 不能生成文件：{why}。请改正，或者移走该文件以使用平台自带的模板。"
            f" / The city's template {template}.typ makes no document: {why}. Correct it, or take it away to"
            " use the platform's own."
        )


@lru_cache(maxsize=2)
def _compiler(own: Path | None = None) -> typst.Compiler:
    """A process's compiler: reading the font and the templates costs more than a report does."""
    fonts = typst.Fonts(
        include_system_fonts=False,  # the same file on every machine
        include_embedded_fonts=False,
        font_paths=[Path(noto_cjk_sans_otc.__file__).parent],
    )
    return typst.Compiler(root=_laid_over(own) if own else TEMPLATES, font_paths=fonts)


def own_templates(city: Path | None) -> Path | None:
    """Return the folder of the city's templates, where it has one."""
    own = city / "reports" / "templates" if city else None
    return own if own and own.is_dir() else None


def _laid_over(own: Path) -> Path:
    """Return a folder of our templates with the city's over them; what it reads lies in there."""
    folder = TemporaryDirectory(prefix="gongxin-templates-")
    _kept.append(folder)
    shutil.copytree(TEMPLATES, folder.name, dirs_exist_ok=True)
    shutil.copytree(own, folder.name, dirs_exist_ok=True)
    return Path(folder.name)


def compile_pdf(
    template: str,
    content: Mapping[str, object],
    *,
    language: str,
    at: datetime.datetime | None = None,
    own: Path | None = None,
) -> bytes:
    """Return the PDF that `templates/<template>.typ` makes of the content; its entrance is `printed`.

    `language` is "zh" or "en". `at`: when the file was made, as its properties tell; without it they do not.
    `own` is a folder of the city whose files take the place of ours of the same name.

    Raises:
        TemplateBroken: one of the city's makes no document.
    """
    date = "auto" if at else "none"
    main = f'#import "/{template}.typ": printed\n#set document(date: {date})\n{CALL}'
    # Handed over as a value: nothing from outside is ever read as Typst.
    given = {"content": json.dumps(content, ensure_ascii=False), "language": language}
    with _one_at_a_time:
        try:
            pdf = _compiler(own).compile(
                input=main.encode(),
                sys_inputs=given,
                format="pdf",
                pdf_standards=[STANDARD],
                timestamp=None if at is None else int(at.timestamp()),
            )
        except typst.TypstError as error:
            if own is None:
                raise
            raise TemplateBroken(template, str(error)) from error
    assert isinstance(pdf, bytes)
    return pdf
