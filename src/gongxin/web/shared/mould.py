"""Pages of which many are alike: the template is rendered once for each shape, with gaps, and every answer
fills the gaps anew.

A shape holds whatever the template decides by. What a record says goes into the gaps and is kept nowhere, so
that a mould may be kept for good: whether the record is shown was decided before its page is cast.
"""

import re
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from urllib.parse import quote
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language

MOST = 500  # moulds in a process; some 10 KB each
OWN_COOKIES = frozenset({settings.SESSION_COOKIE_NAME, "messages"})  # with one of them a page may say more
Said = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Mould:
    """The text between the gaps with an empty place for each, and which name belongs at which place."""

    pieces: tuple[str, ...]
    gaps: tuple[tuple[int, str], ...]

    def filled(self, said: Said) -> str:
        pieces = list(self.pieces)
        for place, name in self.gaps:
            value = said[name]
            pieces[place] = value if isinstance(value, SafeString) else escape(str(value))
        return "".join(pieces)


_kept: dict[Hashable, Mould] = {}


def cast(
    request: HttpRequest, template: str, shape: Hashable, said: Said, facts: Mapping[str, object]
) -> str:
    """Return the page that the template makes of `shape` and `facts`, with `said` in its gaps.

    The template finds the shape as `shape` and what is said as `gaps`. The facts must follow from the shape:
    of two pages of one shape, the template sees those of the first.
    """
    said = {**said, "address": quote(request.get_full_path(), safe="")}
    if settings.DEBUG or not OWN_COOKIES.isdisjoint(request.COOKIES):
        return _made(request, template, shape, facts, said).filled(said)
    key = (template, get_language(), shape)
    mould = _kept.get(key)
    if mould is None:
        mould = _made(request, template, shape, facts, said)
        if len(_kept) >= MOST:
            _kept.clear()
        _kept[key] = mould
    return mould.filled(said)


def _made(
    request: HttpRequest, template: str, shape: Hashable, facts: Mapping[str, object], said: Said
) -> Mould:
    """Render the template with a mark nobody can foresee in each gap, and take the text apart there."""
    marks = {str(uuid4()): name for name in said}
    gaps = {name: SafeString(mark) for mark, name in marks.items()}
    context = {**facts, "shape": shape, "gaps": gaps}
    parted = re.split(f"({'|'.join(marks)})", render_to_string(template, context, request))
    gaps_at = tuple((place, marks[piece]) for place, piece in enumerate(parted) if piece in marks)
    return Mould(tuple(parted), gaps_at)
