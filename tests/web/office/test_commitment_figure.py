"""Monthly counts: a unit sees its own, the centre everybody's."""

import csv
import io

from django.utils.timezone import localdate

from gongxin.store.models import Commitment

OFFICE = "/office/commitments/figures"
FAR = "?months=24"


def rows(browser, address):
    answer = browser.get(address)
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))


def test_a_unit_counts_its_own_and_the_centre_everybody_s(published, signed_in):
    address = f"{OFFICE}.csv{FAR}"

    (own,) = rows(signed_in("alice"), address)
    assert (own["月份"], own["收到承诺"], own["已核查"], own["违诺"]) == ("2026-05", "1", "0", "0")
    assert rows(signed_in("operator"), address) == [own]
    assert rows(signed_in("charlie"), address) == []


def test_a_unit_cannot_ask_for_another_s(published, signed_in):
    assert rows(signed_in("charlie"), f"{OFFICE}.csv{FAR}&unit=11310000000000035N") == []


def test_what_was_verified_counts_in_the_month_of_the_finding(published, signed_in):
    one = Commitment.objects.get()
    alice = signed_in("alice")
    alice.post(f"/office/commitments/{one.record}/kept/")

    (now,) = (row for row in rows(alice, f"{OFFICE}.csv{FAR}") if row["月份"] == f"{localdate():%Y-%m}")
    assert (now["收到承诺"], now["已核查"]) == ("0", "1")
    assert "证明事项告知承诺" in alice.get(f"{OFFICE}/{FAR}").content.decode()
