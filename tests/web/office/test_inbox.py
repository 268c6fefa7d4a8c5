"""The centre's inbox."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from gongxin.store.models import Batch

MARKET, HOUSING = "11310000000000035N", "11310114000000000J"


@pytest.fixture
def batches(people):
    """A held batch of the market bureau and a taken one of the housing bureau."""
    common = {"edition": "2026", "submitted_by": "somebody", "is_finished": True}
    market = Batch.objects.create(
        id=uuid4(), item="honour", unit=MARKET, file_name="表彰.csv", state="held", rows=120, rejected=40,
        received_at=datetime(2026, 5, 6, 2, tzinfo=UTC), held_because="退回过多。 / Too many.", **common,
    )  # fmt: skip
    housing = Batch.objects.create(
        id=uuid4(), item="administrative_penalty", unit=HOUSING, file_name="=处罚.csv", state="taken", rows=7,
        accepted=7, received_at=datetime(2026, 5, 20, 2, tzinfo=UTC), receipt="{}", **common,
    )  # fmt: skip
    return market, housing


def shown(answer):
    text = answer.content.decode()
    return [name for name in ("表彰.csv", "处罚.csv") if name in text]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["表彰.csv", "处罚.csv"]),
        (f"unit={HOUSING}", ["处罚.csv"]),
        ("state=held", ["表彰.csv"]),
        ("item=honour", ["表彰.csv"]),
        ("received_from=2026-05-07", ["处罚.csv"]),
        ("received_to=2026-05-06", ["表彰.csv"]),
        ("text=处罚", ["处罚.csv"]),
        ("state=nothing&unit=x&received_from=soon", ["表彰.csv", "处罚.csv"]),
        ("page=7", []),
    ],
)
def test_the_filters_stand_in_the_address(signed_in, batches, query, expected):
    assert shown(signed_in("operator").get(f"/office/inbox/?{query}")) == expected


@pytest.mark.parametrize("sort", ["", "oldest", "file", "item", "rows", "rejected", "'; --"])
def test_every_sort_is_a_known_one(signed_in, batches, sort):
    answer = signed_in("operator").get("/office/inbox/", {"sort": sort})
    text = answer.content.decode()

    assert (text.index("表彰.csv") < text.index("处罚.csv")) == (sort in ("oldest", "rows", "rejected"))


def test_a_batch_is_found_by_the_beginning_of_its_number(signed_in, batches):
    answer = signed_in("operator").get("/office/inbox/", {"text": str(batches[1].id)[:8]})

    assert shown(answer) == ["处罚.csv"]


def test_what_is_shown_is_exported_and_nothing_runs(signed_in, batches):
    answer = signed_in("operator").get("/office/inbox.csv?state=taken")
    header, row = answer.content.decode().splitlines()

    assert header.startswith("\ufeff批次号,单位,事项")
    assert "'=处罚.csv" in row
    assert "已入库" in row


def test_a_unit_sees_only_its_own_batches_whatever_the_address_says(signed_in, batches):
    answer = signed_in("alice").get(f"/office/batches/?unit={HOUSING}")

    assert shown(answer) == ["表彰.csv"]
    assert "处罚.csv" not in signed_in("alice").get("/office/batches.csv").content.decode()


def test_the_centre_reads_what_became_of_a_batch_and_fetches_no_rows(signed_in, batches):
    page = signed_in("operator").get(f"/office/inbox/{batches[0].id}/").content.decode()

    assert "退回过多。" in page
    assert "/files/" not in page
    assert signed_in("operator").get(f"/office/batches/{batches[0].id}/files/result.csv").status_code == 404


def test_the_centre_discards_a_held_batch(signed_in, batches):
    signed_in("operator").post(f"/office/inbox/{batches[0].id}/decision/", {"decision": "discard"})
    batches[0].refresh_from_db()

    assert (batches[0].state, batches[0].decided_by) == ("discarded", "operator")


def test_a_decision_that_is_none_decides_nothing(signed_in, batches):
    answer = signed_in("operator").post(f"/office/inbox/{batches[0].id}/decision/", {"decision": "maybe"})
    batches[0].refresh_from_db()

    assert (answer.status_code, batches[0].state) == (404, "held")


MANY = "/office/inbox/decision/"


def test_held_batches_can_be_chosen_and_others_not(signed_in, batches):
    held, everything = (
        signed_in("operator").get(f"/office/inbox/?{query}").content.decode() for query in ("state=held", "")
    )

    assert f'name="batch" value="{batches[0].id}"' in held
    assert 'name="batch"' not in everything


def test_several_are_decided_only_after_they_were_shown_once_more(signed_in, batches):
    market, housing = batches
    chosen = {"batch": [str(market.id), str(housing.id)], "decision": "discard"}
    asked = signed_in("operator").post(MANY, chosen)

    assert shown(asked) == ["表彰.csv"]
    assert Batch.objects.get(id=market.id).state == "held"

    done = signed_in("operator").post(MANY, {**chosen, "confirmed": "on"}, follow=True).content.decode()
    assert Batch.objects.get(id=market.id).state == "discarded"
    assert "已处理 1 个批次" in done
    assert "没有待决定的批次" in done  # the one that waited for nothing


@pytest.mark.parametrize(
    "sent", [{}, {"batch": "x", "decision": "take"}, {"batch": [str(uuid4())], "decision": "burn"}]
)
def test_what_was_not_chosen_is_not_decided(signed_in, batches, sent):
    answer = signed_in("operator").post(MANY, {**sent, "confirmed": "on"}, follow=True)

    assert "请先勾选" in answer.content.decode()
    assert Batch.objects.filter(state="held").count() == 1
