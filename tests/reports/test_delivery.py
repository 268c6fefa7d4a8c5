"""A delivery holds what the public sees and what was authorised, says so in a manifest, and stops at once."""

import csv
import io
import json
import zipfile
from datetime import timedelta
from hashlib import sha256

import pytest
from django.utils.timezone import localdate

from gongxin.actions import authorisation, contract, delivery, delivery_file, unit
from gongxin.actions.authorised_query import KeyUsedOtherwise
from gongxin.actions.delivery_request import OddAmount, OddCodes, Request, request_delivery
from gongxin.actions.look import NoPurpose
from gongxin.actions.verification import verify
from gongxin.disclosure.authorisation import Authorisation, NotAuthorised
from gongxin.disclosure.contract import Contract, ContractState, NoContract, QuotaUsedUp, resets_on
from gongxin.disclosure.role import UnitKind
from gongxin.ledger import delivery_manifest
from gongxin.ledger.seal import SealBroken
from gongxin.queries import contract as contracts
from gongxin.queries import delivery as deliveries
from gongxin.queries import look
from gongxin.reports.delivery import work_through
from gongxin.store.models import Entry

AMBER, BIRCH, CEDAR = "91310000MA0000015F", "91310114MA1GT00019", "92310114MA1GT001XX"
AGENCY = "91310000000000035E"
QUOTA = 5


@pytest.fixture
def agreed(recorded):
    """A released contract over penalties, and two organisations with records of two items."""
    unit.add(AGENCY, "示范信用服务有限公司", kind=UnitKind.AGENCY)
    for uscc in (AMBER, BIRCH):
        recorded({"content": {"XK_WSH": uscc}, "uscc": uscc, "decided_on": localdate() - timedelta(days=30)})
        recorded({"content": {"period_end": uscc}, "uscc": uscc, "tier": None}, item="financing_tax")
    return conclude()


def conclude(**changes):
    today = localdate()
    facts = {
        "unit": AGENCY,
        "number": "示信合〔2026〕1号",
        "items": frozenset({"administrative_penalty"}),
        "monthly_quota": QUOTA,
        "valid_from": today,
        "valid_until": today + timedelta(days=300),
    }
    made = contract.conclude(Contract(**{**facts, **changes}), by="operator", on=today)
    contract.release(made, by="reviewer")
    return made


def authorise(uscc):
    today = localdate()
    proposed = Authorisation(
        uscc, AGENCY, frozenset({"financing_tax"}), "信用评级", today, today + timedelta(days=30)
    )
    return authorisation.give(proposed, by="qiye", on=today)


def ask(agreed, codes, **changes):
    facts = {"contract": agreed, "unit": AGENCY, "by": "agent", "channel": "page", "purpose": "客户信用评估"}
    return request_delivery(codes, Request(**{**facts, **changes}), on=localdate())


def files(made):
    with zipfile.ZipFile(delivery_file.archive(made)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def lines(made):
    return {
        one["uscc"]: one for one in map(json.loads, files(made)["organisations.jsonl"].decode().splitlines())
    }


def test_a_delivery_holds_what_the_public_sees_and_nothing_else(agreed):
    made = ask(agreed, [AMBER, BIRCH, CEDAR])

    assert work_through(made) == "delivered"

    found = lines(made)
    assert {uscc: [one["item"] for one in found[uscc]["records"]] for uscc in found} == {
        AMBER: ["administrative_penalty"],
        BIRCH: ["administrative_penalty"],
        CEDAR: [],
    }
    assert look.of_organisation(AMBER).looks == ()
    assert list(verify()) == []


def test_what_an_organisation_authorised_comes_on_top_and_is_a_look_at_it_alone(agreed):
    authorise(AMBER)
    made = ask(agreed, [AMBER, BIRCH])
    work_through(made)

    found = lines(made)
    assert {one["item"] for one in found[AMBER]["records"]} == {"administrative_penalty", "financing_tax"}
    assert {one["item"] for one in found[BIRCH]["records"]} == {"administrative_penalty"}
    (seen,) = look.of_organisation(AMBER).looks
    assert (seen.matter, seen.unit, seen.batch, seen.items) == ("delivery", AGENCY, made, ("financing_tax",))
    assert look.of_organisation(BIRCH).looks == ()


def test_to_ask_for_what_was_opened_is_a_look_even_where_nothing_is(agreed):
    authorise(CEDAR)
    work_through(ask(agreed, [CEDAR]))

    (seen,) = look.of_organisation(CEDAR).looks
    assert (seen.found, seen.items) == (0, ("financing_tax",))


def test_the_manifest_tells_contract_counts_digests_and_place_in_the_log(agreed):
    authorise(AMBER)
    made = ask(agreed, [AMBER, BIRCH, CEDAR])
    work_through(made)

    held = files(made)
    told = delivery_manifest.read(held["manifest.json"].decode())
    assert (told.contract, told.organisations, told.records, told.records_not_public) == (
        str(agreed),
        3,
        3,
        1,
    )
    assert told.files == {
        name: sha256(held[name]).hexdigest() for name in ("records.csv", "organisations.jsonl")
    }
    entry = Entry.objects.get(sequence=told.sequence)
    assert (entry.kind, str(entry.record), entry.uscc) == ("delivery", str(made), AGENCY)
    assert json.loads(entry.content)["files"] == told.files
    rows = list(csv.reader(io.StringIO(held["records.csv"].decode("utf-8-sig"))))
    assert len(rows) == 1 + told.records
    with pytest.raises(SealBroken):
        delivery_manifest.read(held["manifest.json"].decode().replace('"records": 3', '"records": 2'))


def test_what_was_delivered_to_whom_can_be_traced_both_ways(agreed):
    made = ask(agreed, [AMBER, CEDAR])
    work_through(made)

    (about,) = deliveries.of_organisation(AMBER)
    assert (about.delivery, about.unit, about.entries, about.purpose) == (made, AGENCY, 1, "客户信用评估")
    first, second = deliveries.organisations(made)
    assert Entry.objects.get(sequence=first.entries[0]).uscc == first.uscc == AMBER
    assert (second.uscc, second.entries) == (CEDAR, ())


def test_a_contract_cancelled_while_the_work_goes_on_stops_it_before_the_next_part(agreed, monkeypatch):
    monkeypatch.setattr(delivery, "CHUNK", 1)
    made = ask(agreed, [AMBER, BIRCH, CEDAR])
    written = []

    def cancelling(*arguments):
        written.append(arguments[1])
        delivery_file.write_part(*arguments)
        if len(written) == 3:
            contract.cancel(agreed, reason="超出用途使用", by="operator", on=localdate())

    monkeypatch.setattr("gongxin.reports.delivery.write_part", cancelling)

    assert work_through(made) == "stopped"

    found = deliveries.one(made)
    assert (found.state, found.looked_up, found.stopped_because) == ("stopped", 2, "超出用途使用")
    assert not delivery_file.folder(made).exists()
    with pytest.raises(NoContract):
        deliveries.fetchable(made, unit=AGENCY, on=localdate())
    assert work_through(made) == "stopped"


def test_what_was_made_cannot_be_read_once_the_contract_is_cancelled(agreed):
    made = ask(agreed, [AMBER])
    work_through(made)
    assert deliveries.fetchable(made, unit=AGENCY, on=localdate()).state == "delivered"

    contract.cancel(agreed, reason="超出用途使用", by="operator", on=localdate())

    assert delivery_file.archive(made) is None
    with pytest.raises(NoContract, match="取消"):
        deliveries.fetchable(made, unit=AGENCY, on=localdate())
    with pytest.raises(NoContract, match="取消"):
        ask(agreed, [AMBER])
    with pytest.raises(contract.NothingToCancel):
        contract.cancel(agreed, reason="再次", by="operator", on=localdate())


def test_a_file_with_an_authorisation_revoked_since_is_not_handed_out(agreed):
    given = authorise(AMBER)
    made = ask(agreed, [AMBER, BIRCH])
    work_through(made)

    authorisation.revoke(given, uscc=AMBER, by="qiye", on=localdate())

    with pytest.raises(NotAuthorised, match=AMBER):
        deliveries.fetchable(made, unit=AGENCY, on=localdate())


def test_an_authorisation_revoked_between_reading_and_writing_is_read_again(agreed, monkeypatch):
    given = authorise(AMBER)
    made = ask(agreed, [AMBER])
    noting = delivery.note_chunk

    def revoking(*arguments, **named):
        if deliveries.one(made).state == "running" and authorisation_stands(given):
            authorisation.revoke(given, uscc=AMBER, by="qiye", on=localdate())
        noting(*arguments, **named)

    monkeypatch.setattr("gongxin.reports.delivery.deliveries.note_chunk", revoking)
    work_through(made)

    assert {one["item"] for one in lines(made)[AMBER]["records"]} == {"administrative_penalty"}
    assert look.of_organisation(AMBER).looks == ()


def authorisation_stands(given):
    return authorisation.Authorisation.objects.filter(id=given, revoked_at=None).exists()


def test_the_quota_is_had_to_the_last_organisation_and_not_beyond(agreed):
    codes = [AMBER, BIRCH, CEDAR]
    ask(agreed, codes)
    assert contracts.one(agreed, on=localdate()).left == QUOTA - 3

    with pytest.raises(QuotaUsedUp) as refusal:
        ask(agreed, codes)
    assert (refusal.value.left, refusal.value.resets_on) == (2, resets_on(localdate()))
    ask(agreed, codes[:2])
    assert contracts.one(agreed, on=localdate()).left == 0
    assert contracts.one(agreed, on=resets_on(localdate())).left == QUOTA


def test_what_a_stopped_delivery_did_not_look_up_is_not_counted(agreed):
    ask(agreed, [AMBER, BIRCH, CEDAR])

    contract.cancel(agreed, reason="超出用途使用", by="operator", on=localdate())

    assert contracts.one(agreed, on=localdate()).used == 0


def test_an_organisation_named_twice_is_looked_up_once(agreed):
    made = ask(agreed, [AMBER, AMBER.lower(), f" {AMBER}"])

    assert deliveries.one(made).asked == 1


@pytest.mark.parametrize(
    ("codes", "changes", "refusal"),
    [
        ([AMBER, "91310000MA0000015X"], {}, OddCodes),
        ([AMBER, "110101199003074258"], {}, OddCodes),
        ([], {}, OddAmount),
        ([AMBER], {"purpose": " "}, NoPurpose),
        ([AMBER], {"unit": "91310000000000027K"}, NoContract),
    ],
)
def test_a_request_that_does_not_fit_is_refused_as_a_whole(agreed, codes, changes, refusal):
    with pytest.raises(refusal) as said:
        ask(agreed, codes, **changes)

    assert deliveries.of_unit(AGENCY) == ()
    assert contracts.one(agreed, on=localdate()).used == 0
    assert not any(code in str(said.value) for code in codes)


def test_a_request_repeated_under_its_key_is_one_delivery(agreed):
    first, again = (ask(agreed, [AMBER, BIRCH], key="k1") for _ in range(2))

    assert first == again
    assert contracts.one(agreed, on=localdate()).used == 2
    with pytest.raises(KeyUsedOtherwise):
        ask(agreed, [AMBER], key="k1")


def test_a_delivery_left_by_a_killed_process_goes_on_where_it_was(agreed, monkeypatch):
    monkeypatch.setattr(delivery, "CHUNK", 1)
    made = ask(agreed, [AMBER, BIRCH, CEDAR])

    def killed(*arguments):
        delivery_file.write_part(*arguments)
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("gongxin.reports.delivery.write_part", killed)
        with pytest.raises(KeyboardInterrupt):
            work_through(made)
    assert deliveries.one(made).looked_up == 0
    assert delivery.requeue() == 1
    assert work_through(made) == "delivered"
    assert list(lines(made)) == [AMBER, BIRCH, CEDAR]


def test_a_contract_that_is_not_released_delivers_nothing(agreed):
    today = localdate()
    waiting = contract.conclude(
        Contract(AGENCY, "2号", frozenset({"honour"}), 1, today, today), by="operator", on=today
    )

    with pytest.raises(NoContract, match="待复核"):
        ask(waiting, [AMBER])
    with pytest.raises(authorisation.SecondPersonNeeded):
        contract.release(waiting, by="operator")
    contract.cancel(waiting, reason="编号有误", by="reviewer", on=today)
    assert contracts.one(waiting, on=today).state is ContractState.REFUSED


def test_files_of_a_contract_that_is_over_are_removed(agreed):
    made = ask(agreed, [AMBER])
    work_through(made)

    assert delivery.forget_files(on=localdate()) == 0
    assert delivery.forget_files(on=localdate() + timedelta(days=301)) == 1
    assert delivery_file.archive(made) is None


def test_after_its_last_day_a_contract_hands_out_nothing_that_was_made(agreed):
    made = ask(agreed, [AMBER])
    work_through(made)

    with pytest.raises(NoContract, match="到期"):
        deliveries.fetchable(made, unit=AGENCY, on=localdate() + timedelta(days=301))
