"""Alarms: raised once, decided with reasons, never by whom they are about."""

from datetime import date

import pytest

from gongxin.actions.alarm import AlarmDecidedMeanwhile, NoGrounds, OwnAlarm, decide, raise_alarms
from gongxin.disclosure.alarm import AlarmOutcome, AlarmRule, Suspicion
from gongxin.queries.alarm import counts, page

DAY = date(2026, 5, 6)


def suspicion(looks=6, account="clerk"):
    return Suspicion(AlarmRule.VOLUME, "11310000000000035N", account, "", DAY, looks, 5, 1)


@pytest.mark.django_db
def test_no_alarm_is_raised_twice_and_an_open_one_takes_the_larger_count():
    assert raise_alarms([suspicion(6), suspicion(6, "alice")]) == 2
    assert raise_alarms([suspicion(6)]) == 0
    assert raise_alarms([suspicion(9)]) == 0

    assert sorted((one.account, one.looks) for one in page()) == [("alice", 6), ("clerk", 9)]


@pytest.mark.django_db
def test_a_look_without_an_account_raises_an_alarm_like_any_other():
    assert raise_alarms([suspicion(account=""), suspicion()]) == 2


@pytest.mark.django_db
def test_an_alarm_has_one_outcome_with_reasons():
    raise_alarms([suspicion()])
    (alarm,) = page(is_open=True)

    with pytest.raises(NoGrounds):
        decide(alarm.id, AlarmOutcome.JUSTIFIED, reasons=" ", by="auditor")
    with pytest.raises(NoGrounds):
        decide(alarm.id, AlarmOutcome.MISUSE, reasons="与办件无关", by="auditor")
    decide(alarm.id, AlarmOutcome.MISUSE, reasons="与办件无关", referred_to="机关纪委", by="auditor")
    with pytest.raises(AlarmDecidedMeanwhile):
        decide(alarm.id, AlarmOutcome.JUSTIFIED, reasons="另有说法", by="auditor")

    assert page(is_open=True) == ()
    assert [(one.outcome, one.referred_to) for one in page(is_open=False)] == [("misuse", "机关纪委")]
    assert {one.rule: dict(one.decided) for one in counts()}[AlarmRule.VOLUME] == {AlarmOutcome.MISUSE: 1}
    raise_alarms([suspicion(50)])
    assert [one.looks for one in page()] == [6]


@pytest.mark.django_db
def test_nobody_decides_an_alarm_about_himself():
    raise_alarms([suspicion(account="auditor")])
    (alarm,) = page()

    with pytest.raises(OwnAlarm):
        decide(alarm.id, AlarmOutcome.JUSTIFIED, reasons="没有问题", by="auditor")
