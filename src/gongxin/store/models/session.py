"""Sessions of browsers. A key is kept as its digest alone: a copy of the table opens no session.

Django's engine finds this module by the setting SESSION_ENGINE.
"""

from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, cast

from django.conf import settings
from django.contrib.auth import SESSION_KEY as USER
from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models

BEGAN, SEEN, ADDRESS, BROWSER = "began", "seen", "address", "browser"  # in the session's data


class Digest(str):
    """A key as the table keeps it."""

    __slots__ = ()


def digest(key: str) -> str:
    """Return what the table keeps of a key."""
    return sha256(key.encode()).hexdigest()


class KeyField(models.CharField):  # type: ignore[type-arg]
    """Asked for by the key itself; what the table answers with is no key."""

    def deconstruct(self) -> Any:
        """To the tables it is a text like any other: migrations import nothing of ours."""
        name, _path, arguments, named = super().deconstruct()
        return name, "django.db.models.CharField", arguments, named

    def get_prep_value(self, value: Any) -> Any:
        return str(value) if value is None or isinstance(value, Digest) else digest(str(value))

    def from_db_value(self, value: str, *_: object) -> Digest:
        return Digest(value)


class Session(AbstractBaseSession):
    """`user` and what follows: who is signed in, for the list of the account's sessions."""

    session_key = KeyField(max_length=64, primary_key=True)
    session_data = models.TextField()
    expire_date = models.DateTimeField(db_index=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True)
    began_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    address = models.CharField(max_length=64, blank=True)
    browser = models.CharField(max_length=200, blank=True)

    class Meta:
        db_table = "session"


class SessionStore(db.SessionStore):
    """Django's own engine on this table."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, held: dict[str, Any]) -> Session:
        made = cast(Session, super().create_model_instance(held))
        made.user_id = int(held[USER]) if USER in held else None
        made.began_at, made.seen_at = _moment(held.get(BEGAN)), _moment(held.get(SEEN))
        made.address, made.browser = held.get(ADDRESS, ""), held.get(BROWSER, "")
        return made


def _moment(seconds: float | None) -> datetime | None:
    return datetime.fromtimestamp(seconds, UTC) if seconds else None
