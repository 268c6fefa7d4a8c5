"""The desk of Birch Transport in the small city, open in its representative's browser."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils.timezone import localdate

from gongxin.actions.evaluation import run
from gongxin.actions.look import Look, note
from gongxin.actions.release import confirm, propose
from gongxin.actions.representation import bind
from gongxin.actions.trial import order
from gongxin.actions.trial import run as run_trial

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
def evaluated(desk: Callable[..., Any]) -> Callable[..., Any]:
    """The desk, after two persons released the model for enterprises and everybody was evaluated by it."""
    code, on = "comprehensive_enterprise", localdate()
    trial = order(code, "2026", by="operator", on=on)
    assert run_trial(trial) == "done"
    release = propose(trial, effective_on=on, reasons="试算平稳", by="operator", on=on - timedelta(days=1))
    confirm(release, by="reviewer2", unit="11310000MB2F00013X")
    run(code, on=on)
    return desk
