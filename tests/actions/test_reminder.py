"""What comes due is told once, in time, and to whom it concerns."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from django.utils.timezone import localdate

from gongxin.actions.look import Look, note
from gongxin.actions.reminder import BEFORE_ENDING, remind
from gongxin.actions.unit import add
from gongxin.store.models import Authorisation, Notice

pytestmark = pytest.mark.django_db

AMBER, BANK, MARKET = "91310000MA0000015F", "91310000000000027K", "11310000000000035N"
ON = date(2026, 11, 2)
TERM = """
[feedback]
label = { zh = "反馈期限", en = "Feedback" }
unit = "working days"
checked_on = 2026-11-22
[[feedback.values]]
from = 2020-01-01
value = 5
basis = { instrument = "SH", number = "18" }
"""


def authorised(until, **changes):
    add(BANK, "示范银行")
    now = timezone.now()
    given = {
        "id": uuid4(), "uscc": AMBER, "recipient": BANK, "items": ["financing_tax"], "purpose": "贷款",
        "valid_from": ON - timedelta(days=90), "valid_until": until, "given_by": "r", "given_at": now,
        "confirmed_by": "r", "confirmed_at": now, "sequence": 1,
    }  # fmt: skip
    return Authorisation.objects.create(**(given | changes))


def looked_at(*organisations, batch=None):
    add(MARKET, "示范市市场监督管理局")
    note([
        Look(
            uscc=uscc, unit=MARKET, by="clerk", channel="file", matter="qualification", purpose="评审",
            case_number="示评〔2026〕3号", items=("honour",), edition="2026-2", found=1, answer="ab" * 32,
            batch=batch, row=row,
        )
        for row, uscc in enumerate(organisations, 1)
    ])  # fmt: skip


def test_an_authorisation_that_ends_soon_is_announced_once():
    authorised(ON + BEFORE_ENDING)

    assert remind(on=ON - timedelta(days=1)) == 0
    assert remind(on=ON) == 1
    assert remind(on=ON + timedelta(days=1)) == 0
    notice = Notice.objects.get()
    assert (notice.uscc, notice.values) == (AMBER, {"recipient": "示范银行", "until": "2026-11-16"})


def test_a_day_that_was_missed_is_made_up_for():
    authorised(ON + timedelta(days=1))

    assert remind(on=ON) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"revoked_at": timezone.now(), "revoked_by": "r"},
        {"confirmed_at": None, "confirmed_by": "", "sequence": None},
        {"valid_until": ON - timedelta(days=1)},
    ],
    ids=["revoked", "not confirmed", "over"],
)
def test_what_opens_nothing_is_not_announced(changes):
    authorised(ON + timedelta(days=3), **changes)

    assert remind(on=ON) == 0


def test_a_unit_is_reminded_of_the_decision_it_owes_once_for_each_query(tmp_path, settings):
    """Where the city has decided the term; a query about many organisations is one."""
    (tmp_path / "law" / "parameters").mkdir(parents=True)
    (tmp_path / "law" / "parameters" / "query.toml").write_text(TERM, "utf-8")
    settings.GONGXIN_CITY_FOLDERS = (tmp_path,)
    looked_at(AMBER, "92310114MA1GT001XX", batch=uuid4())
    looked_at(AMBER)
    today = localdate()

    assert remind(on=today) == 0
    assert remind(on=today + timedelta(days=7)) == 2
    assert remind(on=today + timedelta(days=8)) == 0
    told = Notice.objects.filter(kind="feedback_due", unit=MARKET)
    assert sorted(one.values["organisations"] for one in told) == [1, 2]
    assert {one.values["case_number"] for one in told} == {"示评〔2026〕3号"}


def test_where_the_city_has_decided_no_term_nothing_is_due():
    looked_at(AMBER)

    assert remind(on=localdate() + timedelta(days=60)) == 0
