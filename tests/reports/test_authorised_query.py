"""A query on an authorisation shows just what is opened, is on record first, and fails closed."""

import json
from datetime import timedelta

import pytest
from django.utils.timezone import localdate
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongxin.actions import authorisation, unit
from gongxin.actions.authorised_query import Asking, KeyUsedOtherwise
from gongxin.actions.verification import verify
from gongxin.catalogue.publicity import Disclosure
from gongxin.disclosure.authorisation import Authorisation, NotAuthorised
from gongxin.disclosure.role import UnitKind
from gongxin.ledger import check_receipt
from gongxin.ledger.seal import SealBroken
from gongxin.queries import authorised_query, look
from gongxin.queries.authorisation import valid
from gongxin.reports.authorised_query import ask
from gongxin.store.models import Authorisation as Stored
from gongxin.store.models import Entry

AMBER = "91310000MA0000015F"
BANK, AGENCY = "91310000000000027K", "91310000000000035E"
ITEMS = ("financing_tax", "financing_water", "financing_rnd")


@pytest.fixture
def bank(recorded):
    """A bank, and an organisation with one record of each kind that is kept for who is authorised."""
    unit.add(BANK, "示范银行", kind=UnitKind.BANK)
    unit.add(AGENCY, "示范信用服务有限公司", kind=UnitKind.AGENCY)
    for item in ITEMS:
        recorded({"content": {"period_end": "2026-03-31", "sales": 1}, "tier": None}, item=item)
    return BANK


def given_to(bank, *items, uscc=AMBER, until=30):
    today = localdate()
    proposed = Authorisation(
        uscc, bank, frozenset(items), "流动资金贷款审批", today, today + timedelta(days=until)
    )
    return authorisation.give(proposed, by="qiye", on=today)


def asking(**changes):
    return Asking(**{"uscc": AMBER, "recipient": BANK, "by": "banker", "channel": "api", **changes})


def shown_items(shown):
    return {one.entry.item for one in shown.answer.entries}


def test_what_is_opened_is_shown_and_the_look_is_on_record_before(bank):
    given_to(bank, "financing_tax")

    shown = ask(asking(), on=localdate())

    assert shown_items(shown) == {"financing_tax"}
    (seen,) = look.of_organisation(AMBER).looks
    assert (seen.sequence, seen.matter, seen.unit, seen.items, seen.found) == (
        shown.noted.sequence,
        "authorised",
        BANK,
        ("financing_tax",),
        1,
    )
    assert seen.purpose == "流动资金贷款审批"
    assert seen.answer == shown.answer.digest()
    assert list(verify()) == []


def test_the_receipt_proves_the_look_and_breaks_when_changed(bank):
    given_to(bank, "financing_tax")

    shown = ask(asking(), on=localdate())

    receipt = check_receipt.read(shown.noted.receipt)
    (looked_at,) = receipt.organisations
    assert (receipt.unit, receipt.matter, looked_at.sequence) == (BANK, "authorised", shown.noted.sequence)
    changed = json.loads(shown.noted.receipt)
    changed["document"]["purpose"] = "别的用途"
    with pytest.raises(SealBroken):
        check_receipt.read(json.dumps(changed))


@pytest.mark.parametrize(
    "changes",
    [
        {"recipient": AGENCY},
        {"uscc": "91310114MA1GT00019"},
        {"items": ("financing_tax", "financing_water")},
        {"items": ("organisation_registration",)},
    ],
)
def test_a_query_without_a_valid_authorisation_shows_nothing_and_counts_as_an_attempt(bank, changes):
    given_to(bank, "financing_tax")
    size = Entry.objects.count()

    with pytest.raises(NotAuthorised):
        ask(asking(**changes), on=localdate())

    assert Entry.objects.count() == size
    uscc = changes.get("uscc", AMBER)
    (attempt,) = authorised_query.of_organisation(uscc)
    assert (attempt.is_refused, attempt.sequence, attempt.by) == (True, None, "")
    assert attempt in [
        authorised_query.AuthorisedQueryFacts(**{**_facts(one), "by": ""})
        for one in authorised_query.page(authorised_query.QueryFilter(outcome="refused"))
    ]


def _facts(one):
    return {name: getattr(one, name) for name in authorised_query.AuthorisedQueryFacts.__slots__}


def test_after_the_last_day_and_after_a_revocation_nothing_is_shown(bank):
    made = given_to(bank, "financing_tax", until=1)
    with pytest.raises(NotAuthorised):
        ask(asking(), on=localdate() + timedelta(days=2))

    authorisation.revoke(made, uscc=AMBER, by="qiye", on=localdate())
    with pytest.raises(NotAuthorised):
        ask(asking(), on=localdate())


def test_a_request_repeated_under_its_key_is_one_look(bank):
    given_to(bank, "financing_tax")

    first, again = (ask(asking(key="k1"), on=localdate()) for _ in range(2))

    assert first.noted == again.noted
    assert len(look.of_organisation(AMBER).looks) == 1
    with pytest.raises(KeyUsedOtherwise):
        ask(asking(key="k1", items=("financing_tax",)), on=localdate())


def test_a_key_opens_nothing_once_the_authorisation_is_revoked(bank):
    made = given_to(bank, "financing_tax")
    ask(asking(key="k1"), on=localdate())
    authorisation.revoke(made, uscc=AMBER, by="qiye", on=localdate())

    with pytest.raises(NotAuthorised):
        ask(asking(key="k1"), on=localdate())


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.sets(st.sampled_from(ITEMS), min_size=1), st.sampled_from([BANK, AGENCY]), st.booleans()
        ),
        max_size=4,
    )
)
def test_a_recipient_sees_no_more_than_the_items_of_valid_authorisations(bank, grants):
    for items, recipient, is_revoked in grants:
        made = given_to(recipient, *items)
        if is_revoked:
            authorisation.revoke(made, uscc=AMBER, by="qiye", on=localdate())
    allowed = set().union(*(items for items, to, gone in grants if to == BANK and not gone))

    try:
        shown = ask(asking(), on=localdate())
    except NotAuthorised:
        assert not allowed
    else:
        hidden = {one.entry.item for one in shown.answer.entries if one.entry.disclosure != Disclosure.PUBLIC}
        assert hidden == allowed == valid(AMBER, recipient=BANK, on=localdate()).items
    finally:
        _revoke_all()


def _revoke_all():
    for one in Stored.objects.filter(revoked_at=None):
        authorisation.revoke(one.id, uscc=one.uscc, by="qiye", on=localdate())
