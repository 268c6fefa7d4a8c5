"""Organisations by code and by search."""

from dataclasses import asdict

from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localdate
from ninja import Router

from gongxin.disclosure.policy import Viewer
from gongxin.queries import entry
from gongxin.queries import organisation as register
from gongxin.web.api.answer import answer_object, next_link
from gongxin.web.api.parameter import Cursor, SearchText, Size, UsccInPath, strict
from gongxin.web.api.shape import OrganisationOut, SearchOut

router = Router(tags=["organisations"])


@router.get("/organisations", response=SearchOut, operation_id="search_organisations")
@strict
def search(request: HttpRequest, q: SearchText, size: Size = 20, after: Cursor = None) -> HttpResponse:
    """按代码、代码开头或名称的任意部分查找 / Find by code, beginning of a code, or any part of a name."""
    found = register.search(q, size=size, after=after)
    value = {
        "hits": [asdict(hit) for hit in found.hits],
        "suggestions": [asdict(hit) for hit in found.suggestions],
        "total": found.total,
        "is_capped": found.total_is_more_than is not None,
        "next": found.next,
    }
    return answer_object(request, value, links=[next_link(request, after=found.next)] if found.next else [])


@router.get("/organisations/{uscc}", response=OrganisationOut, operation_id="get_organisation")
@strict
def organisation(request: HttpRequest, uscc: UsccInPath) -> HttpResponse:
    """一个组织的基本信息和各事项的公示条数 / One organisation and the number of its public records."""
    facts = register.by_code(uscc)
    counts = entry.counts_of_organisation(uscc, viewer=Viewer.ANYONE, on=localdate())
    value = asdict(facts) | {
        "industry_name": facts.industry_name.zh if facts.industry_name else "",
        "records": counts,
    }
    return answer_object(
        request, value, links=[f'</api/v1/records?uscc={uscc}>; rel="related"; title="records"']
    )
