"""A contract delivers public items, within its days and its quota."""

from datetime import date, timedelta

import pytest

from gongxin.catalogue import reader
from gongxin.disclosure.contract import (
    Contract,
    ContractState,
    NoContract,
    OddContract,
    QuotaUsedUp,
    is_deliverable,
    month_of,
    refuse_beyond,
    refuse_odd,
    resets_on,
)

DAY = date(2026, 5, 6)
ITEMS = reader.edition(DAY).items


def contract(**changes):
    facts = {
        "unit": "91310000MA1AGENT0X",
        "number": "示信合〔2026〕1号",
        "items": frozenset({"administrative_penalty"}),
        "monthly_quota": 100,
        "valid_from": DAY,
        "valid_until": DAY + timedelta(days=364),
        "is_released": True,
    }
    return Contract(**{**facts, **changes})


@pytest.mark.parametrize(
    ("days", "state"),
    [
        (-1, ContractState.COMING),
        (0, ContractState.IN_FORCE),
        (364, ContractState.IN_FORCE),
        (365, ContractState.ENDED),
    ],
)
def test_it_is_in_force_from_its_first_to_its_last_day(days, state):
    assert contract().state(DAY + timedelta(days=days)) is state


@pytest.mark.parametrize(
    ("is_released", "is_cancelled", "state"),
    [
        (True, True, ContractState.CANCELLED),
        (False, False, ContractState.AWAITING),
        (False, True, ContractState.REFUSED),
    ],
)
def test_what_is_cancelled_or_not_released_is_not_in_force(is_released, is_cancelled, state):
    assert contract(is_released=is_released, is_cancelled=is_cancelled).state(DAY) is state


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"number": " "}, "number"),
        ({"items": frozenset()}, "items"),
        ({"items": frozenset({"financing_tax"})}, "items"),
        ({"items": frozenset({"no_such_item"})}, "items"),
        ({"monthly_quota": 0}, "monthly_quota"),
        ({"valid_until": DAY - timedelta(days=1)}, "valid_until"),
    ],
)
def test_a_contract_over_what_is_not_public_or_without_terms_is_refused_by_its_field(changes, field):
    with pytest.raises(OddContract) as refusal:
        refuse_odd(contract(**changes), items=ITEMS, on=DAY)

    assert refusal.value.field == field


def test_a_contract_over_public_items_is_concluded():
    refuse_odd(contract(), items=ITEMS, on=DAY)

    assert not is_deliverable(ITEMS["financing_tax"])


@pytest.mark.parametrize(("used", "asked"), [(0, 100), (99, 1), (100, 0)])
def test_the_quota_is_had_to_the_last_organisation(used, asked):
    refuse_beyond(contract(), used=used, asked=asked, on=DAY)


@pytest.mark.parametrize(("used", "asked", "left"), [(0, 101, 100), (99, 2, 1), (100, 1, 0), (120, 1, 0)])
def test_beyond_the_quota_nothing_is_looked_up_and_the_day_of_the_next_is_named(used, asked, left):
    with pytest.raises(QuotaUsedUp, match="2026-06-01") as refusal:
        refuse_beyond(contract(), used=used, asked=asked, on=DAY)

    assert (refusal.value.left, refusal.value.resets_on) == (left, date(2026, 6, 1))


def test_the_quota_is_full_again_on_the_first_of_the_next_month():
    for day in (date(2026, 1, 31), date(2028, 2, 29), date(2026, 12, 1), date(2026, 12, 31)):
        after = resets_on(day)
        assert after.day == 1
        assert month_of(day) < day + timedelta(days=1) <= after
        assert month_of(after - timedelta(days=1)) == month_of(day)


def test_a_refusal_says_what_became_of_the_contract():
    assert "取消" in str(NoContract(ContractState.CANCELLED))
    assert "没有有效合同" in str(NoContract())
