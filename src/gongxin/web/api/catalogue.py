"""The catalogue: what may be recorded, on what basis, and how it is disclosed."""

import datetime
import json
from dataclasses import asdict
from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localdate
from ninja import Router

from gongxin.queries.item import catalogue
from gongxin.web.api.answer import answer
from gongxin.web.api.parameter import ItemInPath, strict
from gongxin.web.api.shape import CatalogueOut, ItemOut

router = Router(tags=["catalogue"])


@router.get("/catalogue", response=CatalogueOut, operation_id="get_catalogue")
@strict
def items(request: HttpRequest) -> HttpResponse:
    """今日施行的目录 / The edition in force today and its items."""
    return answer(request, _edition_text(localdate()))


@router.get("/catalogue/items/{code}", response=ItemOut, operation_id="get_item")
@strict
def item(request: HttpRequest, code: ItemInPath) -> HttpResponse:
    """一个目录事项的全部规定 / Everything the catalogue says about one item."""
    return answer(request, _item_text(code, localdate()), links=['</api/v1/catalogue>; rel="collection"'])


@lru_cache(maxsize=4)
def _edition_text(on: datetime.date) -> str:
    edition = catalogue(on)
    value = {
        "edition": edition.code,
        "in_force_from": str(edition.from_),
        "items": [
            {
                "code": item.code,
                "name": asdict(item.name),
                "category": item.category,
                "disclosure": item.disclosure,
                "publicity": item.publicity.kind,
                "basis": [str(article) for article in item.basis],
            }
            for item in edition.items.values()
        ],
    }
    return json.dumps(value, ensure_ascii=False)


@lru_cache(maxsize=256)
def _item_text(code: str, on: datetime.date) -> str:
    """Return the declaration of an item as JSON.

    Raises:
        UnknownItem: today's catalogue has no such item.
    """
    return json.dumps(asdict(catalogue(on).item(code)), ensure_ascii=False, default=_plain)


def _plain(value: object) -> object:
    return sorted(value) if isinstance(value, frozenset) else str(value)
