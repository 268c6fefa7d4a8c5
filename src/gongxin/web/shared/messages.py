"""Translations: what there is to translate, and the compiled form that pages read.

The message ids are the Chinese texts themselves, so Chinese needs no catalogue and English has one.
"""

import io
import os
from collections.abc import Iterator
from pathlib import Path

KINDS = (".html", ".txt", ".py")
WEB = Path(__file__).parents[1]
ENGLISH = WEB / "locale" / "en" / "LC_MESSAGES" / "django.po"
KEYWORDS = {
    "gettext": None,
    "say": None,
    "gettext_lazy": None,
    "_": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
}

Message = str | tuple[str, str]


def translatable(folder: Path = WEB) -> Iterator[tuple[Message, str]]:
    """Yield every text of pages and views that is to be translated, with the file that has it."""
    # Imported here: starting the platform with everything compiled needs neither.
    from babel.messages.extract import extract
    from django.utils.translation.template import templatize

    for path in sorted(path for kind in KINDS for path in folder.rglob(f"*{kind}")):
        source = path.read_text("utf-8")
        python = templatize(source, origin=str(path)) if path.suffix != ".py" else source
        for _line, message, _comments, _context in extract(
            "python", io.BytesIO(python.encode()), keywords=KEYWORDS, options={"encoding": "utf-8"}
        ):
            plain = message if isinstance(message, str) else (message[0], message[1])
            yield plain, str(path.relative_to(folder))


def compile_messages(source: Path = ENGLISH) -> Path:
    """Write the compiled catalogue beside its source, unless it is there and newer; return where it is."""
    compiled = source.with_suffix(".mo")
    if compiled.exists() and compiled.stat().st_mtime >= source.stat().st_mtime:
        return compiled
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with source.open("rb") as text:
        catalogue = read_po(text, locale="en")
    # Several workers may start at once: each writes its own draft, and whole files take each other's place.
    draft = compiled.with_suffix(f".{os.getpid()}")
    with draft.open("wb") as out:
        write_mo(out, catalogue)
    draft.replace(compiled)
    return compiled
