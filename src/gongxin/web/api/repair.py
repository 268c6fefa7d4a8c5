"""Repairs told by other platforms: what a known platform signed is taken, from whoever brings it."""

from django.http import HttpRequest, HttpResponse
from ninja import Router, Schema

from gongxin.actions.foreign_repair import LONGEST, SealBroken, UnknownPlatform, receive
from gongxin.web.api.answer import answer_object
from gongxin.web.api.parameter import strict
from gongxin.web.api.problem import Problem

router = Router(tags=["repairs"])
SIGNED = {"requestBody": {"required": True, "content": {"application/json": {"schema": {}}}}}


class TakenOut(Schema):
    """The number under which a message stands; the same message again has the same."""

    message: str


@router.post(
    "/repairs",
    auth=None,
    response={202: TakenOut},
    operation_id="tell_of_repair",
    openapi_extra=SIGNED,
    summary="Tell of a repair",
)
@strict
def tell(request: HttpRequest) -> HttpResponse:
    """其他平台的修复通报，凭其签名收取 / A repair decided by a registered platform, by its signature."""
    try:
        text = request.read(LONGEST + 1).decode()
        number = receive(text, by="api")
    except (SealBroken, UnicodeDecodeError) as refusal:
        said = str(refusal) if isinstance(refusal, SealBroken) else "不是 UTF-8 文本。 / Not UTF-8 text."
        raise Problem(422, said) from refusal
    except UnknownPlatform as refusal:
        raise Problem(403, str(refusal)) from refusal
    response = answer_object(request, {"message": str(number)})
    response.status_code = 202
    return response
