"""Deals with objections in children of its own and kills them when told to.

The tests give one order a line, a JSON list of [record, seconds]: each child takes one objection about the
record from where it stands to its end, and is killed after so many seconds; null is without limit. The answer
is a line with what each child said before its end; null where it said nothing.
"""

import json
import os
import sys
from datetime import date
from uuid import UUID

import django

django.setup()

from django.db import connections  # noqa: E402
from submitter import end  # noqa: E402

from gongxin.actions import case  # noqa: E402
from gongxin.actions.case import AlreadyFiled, CaseMoved, Document, Filing  # noqa: E402
from gongxin.actions.case_subject import NoSuchSubject  # noqa: E402
from gongxin.disclosure.role import Role  # noqa: E402
from gongxin.procedures.case import Actor, Refused  # noqa: E402
from gongxin.store.models import Case  # noqa: E402

AMBER, MARKET, CENTRE = "91310000MA0000015F", "11310000000000035N", "12310000000000019X"
ON = date(2026, 9, 28)
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
OWNER = Actor("owner", frozenset({Role.REPRESENTATIVE}), organisations=frozenset({AMBER}))
OPERATOR = Actor("operator", frozenset({Role.CENTRE_OPERATOR}), unit=CENTRE)
OFFICER = Actor("officer", frozenset({Role.DATA_OFFICER}), unit=MARKET)
OFFICER2 = Actor("officer2", frozenset({Role.DATA_REVIEWER}), unit=MARKET)
COURSE = (
    (1, "forward", OPERATOR),
    (2, "propose_upholding", OFFICER),
    (3, "uphold_with_withdrawal", OFFICER2),
)


def begin(record: str) -> tuple[int, int]:
    ours, theirs = os.pipe()
    process = os.fork()
    if process == 0:
        try:
            said = {"state": to_the_end(UUID(record))}
        except (CaseMoved, NoSuchSubject, Refused) as refusal:  # somebody was faster
            said = {"refused": type(refusal).__name__}
        os.write(theirs, json.dumps(said).encode())
        os._exit(0)
    os.close(theirs)
    return process, ours


def to_the_end(record: UUID) -> str:
    given = (Document("grounds", f"{record}.pdf", PDF + str(record).encode() + b"\n%%EOF\n"),)
    filing = Filing("objection", AMBER, record, ground="error", reason="有误", documents=given)
    if not Case.objects.filter(subject=record).exists():
        try:
            case.file(filing, by=OWNER, on=ON)
        except AlreadyFiled:
            return "filed elsewhere"
    begun = Case.objects.get(subject=record)
    for seen, step, by in COURSE[begun.version - 1 :]:
        case.take(begun.id, step, seen=seen, by=by, on=ON, reason="有误")
    return str(Case.objects.get(id=begun.id).state)


for line in sys.stdin:
    connections.close_all()
    children = [(*begin(record), seconds) for record, seconds in json.loads(line)]
    sys.stdout.write(json.dumps([end(*child) for child in children]) + "\n")
    sys.stdout.flush()
