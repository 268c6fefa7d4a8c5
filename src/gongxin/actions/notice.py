"""Telling an organisation or a unit that something happened, in the transaction of the step that owes it."""

from collections.abc import Mapping
from uuid import UUID, uuid4

from django.db import transaction
from django.utils import timezone

from gongxin.disclosure.notice_kind import Addressee, NoticeValuesOdd, ValueOfNotice, notice_kind
from gongxin.store.models import Contact, Notice, Outbox


def notify(
    kind: str,
    values: Mapping[str, ValueOfNotice],
    *,
    to_organisation: str = "",
    to_unit: str = "",
    about: UUID | None = None,
) -> bool:
    """Put a notice before an organisation or a unit, and into the outbox for its confirmed contacts.

    `about` is what the step was about: of one kind, an addressee gets one notice about one thing, however
    often the step is repeated. Return whether it is new. Called within the caller's transaction: either the
    step and its notice are there, or neither.

    Raises:
        NoticeValuesOdd: the values are not those of the kind's text, or the addressee is not the kind's.
    """
    known = notice_kind(kind)
    if set(values) != known.values:
        raise NoticeValuesOdd(f"{kind} takes {sorted(known.values)}, not {sorted(values)}")
    if (known.to is Addressee.ORGANISATION) != bool(to_organisation) or bool(to_organisation) == bool(
        to_unit
    ):
        raise NoticeValuesOdd(f"{kind} goes to one {known.to}")
    now = timezone.now()
    with transaction.atomic():
        before = Notice.objects.filter(kind=kind, about=about, uscc=to_organisation, unit=to_unit)
        if about is not None and before.exists():
            return False
        notice = Notice(
            id=uuid4(),
            uscc=to_organisation,
            unit=to_unit,
            kind=kind,
            values=dict(values),
            about=about,
            made_at=now,
        )
        # Two at once: the second one's row is let go, as is its outbox.
        Notice.objects.bulk_create([notice], ignore_conflicts=True)
        if not Notice.objects.filter(id=notice.id).exists():
            return False
        in_use = Contact.objects.filter(uscc=to_organisation, confirmed_at__isnull=False, ended_at=None)
        Outbox.objects.bulk_create(
            Outbox(id=uuid4(), contact=contact, notice=notice, made_at=now, next_at=now) for contact in in_use
        )
    return True


def open_notice(notice: UUID, *, uscc: str = "", unit: str = "", by: str) -> bool:
    """Write down that a notice was opened, the first time; False where it was, or is not the reader's."""
    unopened = Notice.objects.filter(id=notice, uscc=uscc, unit=unit, opened_at=None)
    return unopened.update(opened_at=timezone.now(), opened_by=by) == 1
