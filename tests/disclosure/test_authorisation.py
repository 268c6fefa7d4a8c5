"""An authorisation opens just what it names, to whom it names, on its days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongxin.catalogue import reader
from gongxin.catalogue.publicity import Disclosure
from gongxin.disclosure.authorisation import (
    LONGEST_PURPOSE,
    Authorisation,
    AuthorisationState,
    NotGrantable,
    is_grantable,
    items_opened,
    last_day_allowed,
    refuse_odd,
)
from gongxin.law.citation import Article
from gongxin.law.parameter import Parameter, Value, load_parameters

DAY = date(2026, 5, 6)
SHOP, OTHER_SHOP = "91310000MA0000015F", "91310114MA1GT00019"
BANK, OTHER_BANK = "91310000MA1BANK00X", "91310000MA1BANK11Y"
ITEMS = reader.edition(DAY).items
LONGEST = load_parameters()["authorisation.longest_period"]
A_YEAR = Parameter(
    LONGEST.key,
    LONGEST.label,
    "months",
    DAY,
    (Value(12, "months", Article("SH", "20"), date(2016, 3, 1), DAY),),
)


def authorisation(**changes):
    facts = {
        "uscc": SHOP,
        "recipient": BANK,
        "items": frozenset({"financing_tax"}),
        "purpose": "流动资金贷款审批",
        "valid_from": DAY,
        "valid_until": DAY + timedelta(days=30),
    }
    return Authorisation(**{**facts, **changes})


@pytest.mark.parametrize(
    ("days", "state"),
    [
        (-1, AuthorisationState.COMING),
        (0, AuthorisationState.IN_FORCE),
        (30, AuthorisationState.IN_FORCE),
        (31, AuthorisationState.ENDED),
    ],
)
def test_it_is_in_force_from_its_first_to_its_last_day(days, state):
    assert authorisation().state(DAY + timedelta(days=days)) is state


@pytest.mark.parametrize(
    ("is_confirmed", "is_revoked", "state"),
    [
        (True, True, AuthorisationState.REVOKED),
        (False, False, AuthorisationState.AWAITING),
        (False, True, AuthorisationState.REFUSED),
    ],
)
def test_what_is_revoked_or_unconfirmed_is_not_in_force_on_any_day(is_confirmed, is_revoked, state):
    one = authorisation(is_confirmed=is_confirmed, is_revoked=is_revoked)

    assert {one.state(DAY + timedelta(days=n)) for n in range(-2, 40)} == {state}


DAYS = st.integers(-3, 3).map(lambda days: DAY + timedelta(days=days))
GIVEN = st.lists(
    st.builds(
        authorisation,
        uscc=st.sampled_from([SHOP, OTHER_SHOP]),
        recipient=st.sampled_from([BANK, OTHER_BANK]),
        items=st.frozensets(
            st.sampled_from(["financing_tax", "financing_water", "financing_rnd"]), min_size=1
        ),
        valid_from=DAYS,
        valid_until=DAYS,
        is_confirmed=st.booleans(),
        is_revoked=st.booleans(),
    ),
    max_size=6,
)


@given(GIVEN, DAYS)
def test_what_is_opened_is_just_what_some_valid_authorisation_of_this_pair_names(given_, on):
    opened = items_opened(given_, uscc=SHOP, recipient=BANK, on=on)

    named = [
        one
        for one in given_
        if (one.uscc, one.recipient) == (SHOP, BANK)
        and one.is_confirmed
        and not one.is_revoked
        and one.valid_from <= on <= one.valid_until
    ]
    assert opened == frozenset().union(*(one.items for one in named))


def test_only_items_that_can_be_kept_from_the_public_are_granted():
    odd = [
        code
        for code, item in ITEMS.items()
        if is_grantable(item) and item.disclosure is Disclosure.PUBLIC and item.openness is None
    ]

    assert odd == []
    assert is_grantable(ITEMS["financing_tax"])
    assert not is_grantable(ITEMS["organisation_registration"])


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"items": frozenset()}, "items"),
        ({"items": frozenset({"organisation_registration"})}, "items"),
        ({"items": frozenset({"no_such_item"})}, "items"),
        ({"purpose": "  "}, "purpose"),
        ({"purpose": "贷" * (LONGEST_PURPOSE + 1)}, "purpose"),
        ({"valid_from": DAY - timedelta(days=1)}, "valid_from"),
        ({"valid_until": DAY - timedelta(days=1)}, "valid_until"),
    ],
)
def test_an_authorisation_that_opens_nothing_or_reaches_back_is_refused_by_its_field(changes, field):
    with pytest.raises(NotGrantable) as refusal:
        refuse_odd(authorisation(**changes), items=ITEMS, longest=LONGEST, on=DAY)

    assert refusal.value.field == field


def test_without_a_number_of_the_city_an_authorisation_may_run_for_long():
    refuse_odd(authorisation(valid_until=date(2099, 1, 1)), items=ITEMS, longest=LONGEST, on=DAY)

    assert last_day_allowed(LONGEST, DAY) is None


def test_the_number_of_the_city_bounds_the_last_day():
    latest = last_day_allowed(A_YEAR, DAY)

    assert latest == date(2027, 5, 6)
    refuse_odd(authorisation(valid_until=latest), items=ITEMS, longest=A_YEAR, on=DAY)
    with pytest.raises(NotGrantable, match="2027-05-06"):
        refuse_odd(authorisation(valid_until=latest + timedelta(days=1)), items=ITEMS, longest=A_YEAR, on=DAY)
