"""Warnings: raised once each, dealt with by the unit they went to."""

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Protocol
from uuid import NAMESPACE_URL, UUID, uuid4, uuid5

from django.db import transaction
from django.utils import timezone

from gongxin.actions.notice import notify
from gongxin.intake.free_text import refuse_personal
from gongxin.store.models import Unit, Warning
from gongxin.supervision.warning_rule import WarningOutcome, WarningRule

LONGEST = 1_000
AT_ONCE = 5_000


class Found(Protocol):
    """What a rule found, as `queries.warning` gives it."""

    @property
    def unit(self) -> str: ...
    @property
    def uscc(self) -> str: ...
    @property
    def key(self) -> str: ...
    @property
    def record(self) -> UUID | None: ...
    @property
    def due_on(self) -> date | None: ...
    @property
    def values(self) -> object: ...


class NoGrounds(Exception):
    """An outcome says what was done."""

    def __init__(self) -> None:
        super().__init__("请写明处理情况。 / Say what was done about it.")


class WarningDecidedMeanwhile(Exception):
    """Somebody dealt with it first."""

    def __init__(self) -> None:
        super().__init__(
            "该预警已有处理结果，请刷新页面查看。 / This warning was dealt with meanwhile; reload the page."
        )


def raise_warnings(rule: WarningRule, found: Iterable[Found], *, due_on: date | None, on: date) -> int:
    """Keep each as a warning, once; tell each unit once a day how many are new. Return how many are.

    `due_on` is the last day to deal with those that bring no day of their own.
    """
    wanted = [
        Warning(
            id=uuid4(), rule=rule.code, unit=one.unit, uscc=one.uscc, key=one.key, record=one.record,
            values=one.values, raised_on=on, due_on=one.due_on or due_on,
        )
        for one in found
    ]  # fmt: skip
    with transaction.atomic():
        new: list[Warning] = []
        for start in range(0, len(wanted), AT_ONCE):
            some = wanted[start : start + AT_ONCE]
            Warning.objects.bulk_create(some, ignore_conflicts=True)
            kept = set(Warning.objects.filter(id__in=[one.id for one in some]).values_list("id", flat=True))
            new += [one for one in some if one.id in kept]
        _tell(rule, new, on=on)
    return len(new)


def decide(warning: UUID, outcome: WarningOutcome, *, reasons: str, by: str, on: date) -> None:
    """Record what the unit did; an outcome stands for good.

    Raises:
        NoGrounds: without a word on it.
        WarningDecidedMeanwhile: it has an outcome already.
        PersonalInText: the text holds a person's number.
    """
    if not reasons.strip():
        raise NoGrounds
    refuse_personal(reasons, on=on)
    decided = Warning.objects.filter(id=warning, decided_at__isnull=True).update(
        outcome=outcome.value, reasons=reasons.strip()[:LONGEST], decided_by=by, decided_at=timezone.now()
    )
    if decided != 1:
        raise WarningDecidedMeanwhile


def _tell(rule: WarningRule, new: list[Warning], *, on: date) -> None:
    counted = Counter(one.unit for one in new)
    known = set(Unit.objects.filter(uscc__in=counted).values_list("uscc", flat=True))
    for unit in sorted(known):
        due = min((one.due_on for one in new if one.unit == unit and one.due_on), default=None)
        notify(
            "warnings_raised",
            {
                "rule": {"zh": rule.name.zh, "en": rule.name.en},
                "count": counted[unit],
                "due_on": due.isoformat() if due else {"zh": "规定期限", "en": "the term"},
            },
            to_unit=unit,
            about=uuid5(NAMESPACE_URL, f"warning {rule.code} {unit} {on}"),
        )
