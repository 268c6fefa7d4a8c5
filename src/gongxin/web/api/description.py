"""The description of the API (OpenAPI 3.1), with the answers that every operation may give."""

from typing import Any

from django.conf import settings
from ninja import NinjaAPI, Schema
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation
from pydantic import Field

from gongxin.disclosure.scope import SCOPES
from gongxin.web.api.problem import MEDIA_TYPE
from gongxin.web.shared.client import ClientAuth

TOKEN = {"type": "http", "scheme": "bearer", "description": "个人接口令牌 / A personal API token"}
UNCHANGED = {"description": "内容未变 / Not changed since the tag sent in If-None-Match"}


class ProblemOut(Schema):
    """RFC 9457: what happened (`title`), and why and what to do (`detail`)."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[dict[str, str]] = Field(default_factory=list)


class Description(OpenAPISchema):
    """Names the scope that each closed operation needs."""

    def operation_security(self, operation: Operation) -> list[dict[str, Any]] | None:
        scopes = [auth.scope.value for auth in operation.auth_callbacks if isinstance(auth, ClientAuth)]
        if not scopes:
            return super().operation_security(operation)
        self.securitySchemes |= {"oauth": _oauth(), "token": TOKEN}
        return [{"oauth": scopes}, {"token": []}]


def _oauth() -> dict[str, Any]:
    named = {scope.value: f"{facts.label.zh} / {facts.label.en}" for scope, facts in SCOPES.items()}
    flow = {"tokenUrl": f"{settings.GONGXIN_PUBLIC_URL}/oauth/token", "scopes": named}
    return {
        "type": "oauth2",
        "description": "单位的应用 / A program of a unit",
        "flows": {"clientCredentials": flow},
    }


class DescribedAPI(NinjaAPI):
    """The library describes what goes well; this adds what else a client has to expect."""

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        prefix = self.get_root_path(path_params or {}) if path_prefix is None else path_prefix
        described = Description(self, prefix)
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
