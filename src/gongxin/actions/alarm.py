"""Alarms about looks: raised once each, and decided by an auditor who is not the one it is about."""

from collections.abc import Iterable
from uuid import UUID, uuid4

from django.db import connection, transaction
from django.utils import timezone

from gongxin.disclosure.alarm import AlarmOutcome, Suspicion
from gongxin.store.models import Alarm

COLUMNS = 'id, rule, unit, account, subject, day, looks, "limit", first_sequence, raised_at'
LONGEST_REFERRAL = 200


class OwnAlarm(Exception):
    """The alarm is about whoever wants to decide it."""

    def __init__(self) -> None:
        super().__init__(
            "不能处理针对本人账号的预警，请由其他审计员处理。"
            " / Nobody decides an alarm about himself: leave it to another auditor."
        )


class AlarmDecidedMeanwhile(Exception):
    """Another auditor decided it first."""

    def __init__(self) -> None:
        super().__init__(
            "该预警已有处理结果，请刷新页面查看。 / This alarm was decided meanwhile; reload the page."
        )


class NoGrounds(Exception):
    """An outcome says why, and misuse also where it was referred."""

    def __init__(self) -> None:
        super().__init__(
            "请写明核查情况；认定违规的，还须写明移送何处。"
            " / Say what was found, and for misuse also to whom it was referred."
        )


def raise_alarms(suspicions: Iterable[Suspicion]) -> int:
    """Keep each suspicion as an alarm, once; return how many are new. An open one takes the larger count."""
    now, new = timezone.now(), 0
    with transaction.atomic(), connection.cursor() as cursor:
        for one in suspicions:
            cursor.execute(
                f"INSERT INTO alarm ({COLUMNS}, outcome, reasons, referred_to, decided_by)"
                " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, '', '', '', '')"
                " ON CONFLICT (rule, unit, account, subject, day) DO UPDATE SET looks = excluded.looks"
                " WHERE alarm.decided_at IS NULL AND alarm.looks < excluded.looks"
                " RETURNING raised_at = %s",
                [
                    uuid4(), one.rule.value, one.unit, one.account, one.subject, one.day, one.looks,
                    one.limit, one.first_sequence, now, now,
                ],
            )  # fmt: skip
            found = cursor.fetchone()
            new += bool(found and found[0])
    return new


def decide(alarm: UUID, outcome: AlarmOutcome, *, reasons: str, by: str, referred_to: str = "") -> None:
    """Record what an auditor found; an outcome stands for good.

    Raises:
        NoGrounds: it says no reasons, or misuse without where it was referred.
        OwnAlarm: the alarm is about the auditor's own account.
        AlarmDecidedMeanwhile: it has an outcome already, or does not exist.
    """
    if not reasons.strip() or (outcome is AlarmOutcome.MISUSE and not referred_to.strip()):
        raise NoGrounds
    if Alarm.objects.filter(id=alarm, account=by).exists():
        raise OwnAlarm
    decided = Alarm.objects.filter(id=alarm, decided_at__isnull=True).update(
        outcome=outcome.value,
        reasons=reasons.strip(),
        referred_to=referred_to.strip()[:LONGEST_REFERRAL],
        decided_by=by,
        decided_at=timezone.now(),
    )
    if decided != 1:
        raise AlarmDecidedMeanwhile
