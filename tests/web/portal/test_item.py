"""Which items the public pages have a place for."""

from dataclasses import replace
from datetime import date

import pytest

from gongxin.catalogue.publicity import Disclosure, PublicityKind
from gongxin.queries.item import item_of
from gongxin.web.portal.item import is_public, public_items

ON = date(2026, 11, 24)
PENALTY = item_of("administrative_penalty", ON)


def test_a_penalty_is_public():
    assert is_public(PENALTY)


@pytest.mark.parametrize("disclosure", [Disclosure.SHARED, Disclosure.AUTHORISED])
def test_what_is_shared_or_authorised_has_no_place(disclosure):
    assert not is_public(replace(PENALTY, disclosure=disclosure))


def test_what_is_never_published_has_no_place():
    assert not is_public(replace(PENALTY, publicity=replace(PENALTY.publicity, kind=PublicityKind.NEVER)))


def test_items_come_in_the_catalogues_order():
    orders = [item.order for item in public_items(ON)]

    assert orders == sorted(orders)
    assert len(orders) > 20
