"""Complaints of an organisation: cases about a look at it, a leak or tampering, which an auditor decides."""

from datetime import date
from uuid import UUID

from gongxin.actions import case
from gongxin.actions.case import Filing
from gongxin.law.label import Label
from gongxin.procedures.case import Actor, Incomplete
from gongxin.procedures.complaint import COMPLAINT

QUERY = "query"


def complain(look: UUID, *, uscc: str, text: str, by: Actor, on: date) -> UUID:
    """Complain about a look at the organisation; return the case.

    Raises:
        NoSuchSubject: nobody looked at this organisation under that number.
        AlreadyFiled: a complaint about this look is open.
        PersonalInText: the text holds a person's number.
    """
    return case.file(Filing(COMPLAINT.code, uscc, look, ground=QUERY, reason=text), by=by, on=on)


def report(ground: str, *, uscc: str, text: str, by: Actor, on: date) -> UUID:
    """Complain about a leak, tampering or queries that no look shows; return the case.

    Raises:
        Refused: no ground of complaints, or nothing is said.
        PersonalInText: the text holds a person's number.
    """
    if not text.strip():
        raise Incomplete(Label("请写明发生了什么、怎么发现的。", "Say what happened and how you noticed."))
    return case.file(Filing(COMPLAINT.code, uscc, None, ground=ground, reason=text), by=by, on=on)
