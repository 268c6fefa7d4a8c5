"""The description of the API (OpenAPI 3.1), with the answers that every operation may give."""

from typing import Any

from django.conf import settings
from ninja import NinjaAPI, Schema
from ninja.openapi.schema import OpenAPISchema
from pydantic import Field

from gongxin.web.api.problem import MEDIA_TYPE

UNCHANGED = {"description": "内容未变 / Not changed since the tag sent in If-None-Match"}


class ProblemOut(Schema):
    """RFC 9457: what happened (`title`), and why and what to do (`detail`)."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[dict[str, str]] = Field(default_factory=list)


class DescribedAPI(NinjaAPI):
    """The library describes what goes well; this adds what else a client has to expect."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        described = super().get_openapi_schema(**options)
        problem = {
            "description": "未成功 / Not done",
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemOut"}}},
        }
        for path in described["paths"].values():
            for method, operation in path.items():
                operation["responses"]["4XX"] = problem
                if method == "get":
                    operation["responses"]["304"] = UNCHANGED
        described["components"]["schemas"]["ProblemOut"] = ProblemOut.model_json_schema()
        described["servers"] = [{"url": settings.GONGXIN_PUBLIC_URL}]
        return described
