"""Sessions of an account: when each was last in use, and ending them."""

from allauth.usersessions.models import UserSession
from django.contrib.auth.models import User
from django.utils import timezone


def note_seen(key: str) -> None:
    """Write down that a session is in use."""
    UserSession.objects.filter(session_key=key).update(last_seen_at=timezone.now())


def end_all(account: str) -> int:
    """End every session of an account; return how many there were."""
    sessions = list(UserSession.objects.filter(user__in=User.objects.filter(username=account)))
    for session in sessions:
        session.end()
    return len(sessions)
