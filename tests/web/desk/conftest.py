"""The desk of Birch Transport in the small city, open in its representative's browser."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils.timezone import localdate

from gongxin.actions.look import Look, note
from gongxin.actions.representation import bind

BIRCH = "91310114MA1GT00019"
MARKET = "11310000000000035N"


@pytest.fixture
def desk(published: None, db: None, settings: Any) -> Callable[..., Any]:
    """Return what a page of the desk answers to its representative, by the part of its address."""
    settings.GONGXIN_SECOND_FACTOR = "optional"
    user = User.objects.create(username="representative")
    bind(user.pk, BIRCH, by="operator", reason="授权书", on=localdate())
    browser = Client()
    browser.force_login(user)

    def ask(part: str = "", *, post: dict[str, str] | None = None, **headers: str) -> Any:
        address = f"/desk/{BIRCH}/{part}"
        if post is None:
            return browser.get(address, headers=headers)
        return browser.post(address, post, headers=headers)

    return ask


@pytest.fixture
def looked_at(desk: Callable[..., Any]) -> Look:
    """A look of the market bureau at Birch, in the log."""
    look = Look(
        uscc=BIRCH,
        unit=MARKET,
        by="clerk",
        channel="page",
        matter="administrative_licensing",
        purpose="办理道路运输许可",
        case_number="示运许〔2026〕7号",
        items=("administrative_penalty",),
        edition="2026-2",
        found=3,
        answer="ab" * 32,
    )
    note([look])
    return look


@pytest.fixture
def evaluated(desk: Callable[..., Any], evaluate: Callable[[], None]) -> Callable[..., Any]:
    """The desk, after everybody was evaluated by the model for enterprises."""
    evaluate()
    return desk
