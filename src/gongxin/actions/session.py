"""Sessions of an account: when each was last in use, and ending them."""

from datetime import timedelta

from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.utils import timezone

from gongxin.store.models import ClientToken

KEPT_AFTER_END = timedelta(days=1)


def note_seen(key: str) -> None:
    """Write down that a session is in use."""
    UserSession.objects.filter(session_key=key).update(last_seen_at=timezone.now())


def end_all(account: str) -> int:
    """End every session of an account; return how many there were."""
    sessions = list(UserSession.objects.filter(user__in=User.objects.filter(username=account)))
    for session in sessions:
        session.end()
    return len(sessions)


def forget_ended() -> int:
    """Remove what is over: sessions, tokens of programs, failed attempts; return how many rows."""
    before = timezone.now() - KEPT_AFTER_END
    ended = (
        UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")),
        Session.objects.filter(expire_date__lt=before),
        ClientToken.objects.filter(expires_at__lt=before),
        AccessAttempt.objects.filter(attempt_time__lt=before),
    )
    return sum(int(rows.delete()[0]) for rows in ended)
