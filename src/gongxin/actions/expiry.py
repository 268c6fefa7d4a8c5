"""What nobody may query any more and need not be kept is emptied, each night, in small steps."""

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.conf import settings
from django.db import connection

from gongxin.actions.erasure import Removal, erase_on
from gongxin.actions.log import writing
from gongxin.actions.taking import parameters
from gongxin.disclosure.erasure_rule import KEPT, LABELS, QUERY_PERIOD, ErasureRule, expired_before
from gongxin.law.instrument import title
from gongxin.law.parameter import Value

AT_ONCE = 200  # records for which the ledger is held at a stretch
# Of each record the last version counts; a withdrawn one goes with the query period it had.
PAST = (
    "SELECT record FROM (SELECT record FROM entry WHERE kind = 'record' AND superseded_by IS NULL"
    " AND content IS NOT NULL AND query_until < %(before)s"
    " UNION ALL SELECT w.record FROM entry w CROSS JOIN LATERAL (SELECT query_until FROM entry e"
    " WHERE e.record = w.record AND e.kind = 'record' ORDER BY e.version DESC LIMIT 1) last"
    " WHERE w.kind = 'withdrawal' AND w.superseded_by IS NULL AND w.content IS NOT NULL"
    " AND last.query_until < %(before)s) past"
    " WHERE NOT EXISTS (SELECT FROM case_file c WHERE c.subject = past.record AND c.closed_on IS NULL)"
    " LIMIT %(size)s"
)


def expire(*, on: date, most: int | None = None) -> int:
    """Erase the records whose time is over on a day; return how many. Nothing while the city has not decided.

    What an open case is about waits until it is closed.
    """
    before, done = expired_before(parameters()[KEPT], on), 0
    while before is not None and (most is None or done < most):
        size = AT_ONCE if most is None else min(AT_ONCE, most - done)
        with writing() as head:
            going = _past(before, size)
            if not going:
                break
            erase_on(head, going, _removal(on))
        done += len(going)
    return done


def refuse_undecided(*, on: date) -> None:
    """Say which decision of the city is missing, where nothing would ever be erased without it.

    Raises:
        ParameterUnset, ParameterNotInForce
    """
    parameters()[KEPT].on(on)


def waiting(*, on: date) -> int:
    """Return how many records `expire` would erase."""
    before = expired_before(parameters()[KEPT], on)
    return len(_past(before, None)) if before else 0


def _past(before: date, size: int | None) -> Sequence[UUID]:
    with connection.cursor() as cursor:
        cursor.execute(PAST, {"before": before, "size": size})
        return [record for (record,) in cursor.fetchall()]


def _removal(on: date) -> Removal:
    value: Value = parameters()[KEPT].on(on)
    bases = QUERY_PERIOD, value.basis
    named = dict.fromkeys(title(one, *settings.GONGXIN_CITY_FOLDERS).zh for one in bases)
    return Removal(ErasureRule.EXPIRED, "；".join(named), LABELS[ErasureRule.EXPIRED].zh)
