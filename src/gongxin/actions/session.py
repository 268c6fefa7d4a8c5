"""Sessions of an account: ending them, and forgetting what is over."""

from datetime import timedelta

from axes.models import AccessAttempt
from django.contrib.auth.models import User
from django.db.models import Model, QuerySet
from django.utils import timezone

from gongxin.store.models import ClientToken, Session

KEPT_AFTER_END = timedelta(days=1)


def end_all(account: str) -> int:
    """End every session of an account; return how many there were."""
    return _removed(Session.objects.filter(user__in=User.objects.filter(username=account)))


def end_others(user: int, *, current: str) -> int:
    """End the sessions of an account but the one of this key; return how many there were."""
    return _removed(Session.objects.filter(user=user).exclude(session_key=current))


def forget_ended() -> int:
    """Remove what is over: sessions, tokens of programs, failed attempts; return how many rows."""
    before = timezone.now() - KEPT_AFTER_END
    ended = (
        Session.objects.filter(expire_date__lt=before),
        ClientToken.objects.filter(expires_at__lt=before),
        AccessAttempt.objects.filter(attempt_time__lt=before),
    )
    return sum(_removed(rows) for rows in ended)


def _removed(rows: QuerySet[Model]) -> int:
    return int(rows.delete()[0])
