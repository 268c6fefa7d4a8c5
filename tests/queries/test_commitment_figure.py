"""Licences granted on a promise, counted by the month of the licence."""

import tomllib
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils.timezone import localdate

from gongxin.actions import unit
from gongxin.actions.batch_of_one import enter
from gongxin.disclosure.role import UnitKind
from gongxin.queries.commitment_figure import figures

CASES = Path(__file__).parents[1] / "cases" / "items"
MARKET, BIRCH, NAME = "11310000000000035N", "91310114MA1GT00019", "示范市白桦运输有限公司"
TODAY = localdate()


@pytest.fixture
def entered(published, db):
    """Enter a promise to the market bureau, and a licence some days later."""
    unit.add(MARKET, "示范市市场监督管理局", kind=UnitKind.DEPARTMENT)
    promise, licence = (
        dict(tomllib.loads((CASES / f"{item}.toml").read_text("utf-8"))["accepted"])
        for item in ("credit_commitment", "administrative_licence")
    )

    def go(kind, *, made, until=None, days=0):
        number = f"310000{made:%Y%m%d}000077"
        said = {
            "承诺编码": number, "承诺类型": kind, "承诺作出日期": made.isoformat(),
            "承诺有效期": until.isoformat() if until else "", "承诺人名称": NAME, "承诺人代码": BIRCH,
        }  # fmt: skip
        enter({**promise, **said}, item="credit_commitment", unit=MARKET, by="alice", on=TODAY)
        granted = made + timedelta(days=days)
        told = {
            "行政许可决定文书号": "示许〔2026〕777号", "许可决定日期": granted.isoformat(),
            "有效期自": granted.isoformat(), "行政相对人名称": NAME,
            "行政相对人代码_1（统一社会信用代码）": BIRCH,
        }  # fmt: skip
        enter({**licence, **told}, item="administrative_licence", unit=MARKET, by="alice", on=TODAY)
        return sum(one.granted for one in figures(months=24, on=TODAY, unit=MARKET))

    return go


@pytest.mark.parametrize(
    ("kind", "until", "days", "granted"),
    [
        ("涉企经营许可型", None, 3, 1),
        ("审批替代型", 400, 3, 1),
        ("证明事项型", None, 3, 0),
        ("涉企经营许可型", 2, 3, 0),
        ("涉企经营许可型", None, 366, 0),
        ("涉企经营许可型", None, -1, 0),
    ],
)
def test_a_licence_counts_where_such_a_promise_was_in_force_and_not_too_old(
    entered, kind, until, days, granted
):
    made = TODAY - timedelta(days=380)
    last = made + timedelta(days=until) if until else None

    assert entered(kind, made=made, until=last, days=days) == granted
