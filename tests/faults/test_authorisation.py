"""Many at once, with real commits: nothing is seen after a revocation or a cancellation has returned."""

import threading
import time
import tomllib
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.utils.timezone import localdate

from gongxin.actions import authorisation, batch, contract, delivery, delivery_file, unit
from gongxin.actions.authorised_query import Asking
from gongxin.actions.delivery_request import Request, request_delivery
from gongxin.actions.verification import verify
from gongxin.disclosure.authorisation import Authorisation, NotAuthorised
from gongxin.disclosure.contract import Contract, QuotaUsedUp
from gongxin.disclosure.role import UnitKind
from gongxin.intake.source import Source
from gongxin.organisations.uscc import check_digit, organisation_code_check
from gongxin.queries import contract as contracts
from gongxin.queries import delivery as deliveries
from gongxin.queries import look
from gongxin.queries.authorisation import one
from gongxin.reports.authorised_query import ask
from gongxin.reports.delivery import work_through

pytestmark = pytest.mark.faults
BANK, AGENCY = "91310000000000027K", "91310000000000035E"
CASES = Path(__file__).parents[1] / "cases" / "items"


@pytest.fixture
def amber(instance):
    """The code of an organisation with a record of what it paid in taxes."""
    unit.add(BANK, "示范银行", kind=UnitKind.BANK)
    unit.add(AGENCY, "示范信用服务有限公司", kind=UnitKind.AGENCY)
    row = tomllib.loads((CASES / "financing_tax.toml").read_text("utf-8"))["accepted"]
    source = Source.of_rows([row], folder=settings.GONGXIN_DATA)
    batch.submit(source, item="financing_tax", unit="11310000000000035N", on=localdate())
    return next(value for value in row.values() if len(value) == 18 and value.startswith("9"))


def at_once(count: int, work: Callable[[], None]) -> list[threading.Thread]:
    def run() -> None:
        try:
            work()
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    return threads


def wait(is_so: Callable[[], bool], threads: list[threading.Thread]) -> None:
    """Wait until something is so, or nobody is left who could make it so."""
    while not is_so() and any(thread.is_alive() for thread in threads):
        time.sleep(0.01)


def codes(count):
    for number in range(count):
        body = f"MA1R{number:04}"
        first = f"91310000{body}{organisation_code_check(body)}"
        yield first + check_digit(first)


def conclude(quota=1000):
    today = localdate()
    proposed = Contract(AGENCY, "1号", frozenset({"administrative_penalty"}), quota, today, today)
    made = contract.conclude(proposed, by="operator", on=today)
    contract.release(made, by="reviewer")
    return made


def wanted(made):
    return Request(made, AGENCY, "agent", "api", "客户信用评估")


def test_no_answer_follows_a_revocation_that_has_returned(amber):
    today = localdate()
    proposed = Authorisation(amber, BANK, frozenset({"financing_tax"}), "贷款审批", today, today)
    given = authorisation.give(proposed, by="qiye", on=today)
    answered, refused, stopping = [], [], threading.Event()

    def query():
        while not stopping.is_set():
            began = time.monotonic()
            try:
                shown = ask(Asking(amber, BANK, "banker", "api"), on=today)
            except NotAuthorised:
                refused.append(began)
            else:
                answered.append((began, shown.noted.sequence))

    threads = at_once(4, query)
    wait(lambda: len(answered) >= 8, threads)
    authorisation.revoke(given, uscc=amber, by="qiye", on=today)
    returned = time.monotonic()
    wait(lambda: sum(began > returned for began in refused) >= 4, threads)
    stopping.set()
    for thread in threads:
        thread.join()

    revoked = one(given, on=today).sequence
    assert sum(began > returned for began in refused) >= 4
    assert [began for began, _ in answered if began > returned] == []
    assert [sequence for _, sequence in answered if sequence > revoked] == []
    seen = look.page(look.LookFilter(uscc=amber), size=look.LARGEST_PAGE).looks
    assert sorted(found.sequence for found in seen) == sorted(sequence for _, sequence in answered)
    assert list(verify()) == []


def test_nothing_is_looked_up_after_a_cancellation_that_has_returned(amber, monkeypatch):
    monkeypatch.setattr(delivery, "CHUNK", 2)
    agreed = conclude()
    made = request_delivery([amber, *codes(400)], wanted(agreed), on=localdate())
    said = []

    (worker,) = at_once(1, lambda: said.append(work_through(made)))
    wait(lambda: deliveries.one(made).looked_up >= 6, [worker])
    contract.cancel(agreed, reason="超出用途使用", by="operator", on=localdate())
    looked_up = deliveries.one(made).looked_up
    worker.join()

    found = deliveries.one(made)
    assert said == ["stopped"]
    assert (found.state, found.looked_up) == ("stopped", looked_up)
    assert looked_up < found.asked
    assert not delivery_file.folder(made).exists()
    assert contracts.one(agreed, on=localdate()).used == looked_up


def test_of_many_requests_for_the_last_of_a_quota_one_has_it(amber):
    agreed = conclude(quota=10)
    had, refused, ready = [], [], threading.Barrier(6)

    def request():
        ready.wait()
        try:
            had.append(request_delivery(list(codes(10)), wanted(agreed), on=localdate()))
        except QuotaUsedUp as refusal:
            refused.append(refusal.left)

    for thread in at_once(6, request):
        thread.join()

    assert len(had) == 1
    assert refused == [0] * 5
    assert contracts.one(agreed, on=localdate()).left == 0


def test_two_workers_do_a_delivery_once(amber):
    agreed = conclude()
    today = localdate()
    proposed = Authorisation(
        amber, AGENCY, frozenset({"financing_tax"}), "信用评级", today, today + timedelta(days=1)
    )
    authorisation.give(proposed, by="qiye", on=today)
    made = request_delivery([amber, *codes(50)], wanted(agreed), on=today)
    said = []

    for thread in at_once(3, lambda: said.append(work_through(made))):
        thread.join()

    assert set(said) <= {"delivered", "elsewhere"}
    assert deliveries.one(made).state == "delivered"
    assert len(look.of_organisation(amber).looks) == 1
    assert delivery_file.archive(made) is not None
    assert list(verify()) == []
