"""What a record says, for somebody who may say in a case what it ought to say. The centre's is a look."""

from collections.abc import Sequence
from hashlib import sha256

from django.utils.timezone import localdate

from gongxin.actions.correction import correctable
from gongxin.actions.look import Look, note
from gongxin.disclosure.look import OPERATION
from gongxin.disclosure.policy import Viewer
from gongxin.ledger.seal import canonical
from gongxin.procedures.about import About
from gongxin.queries import entry
from gongxin.queries.case import CaseFacts, CaseView
from gongxin.queries.item import catalogue, item_of, judged_item
from gongxin.queries.shown_entry import NotShown, ShownEntry
from gongxin.web.shared.access import PersonRequest
from gongxin.web.shared.case_form import Asked


def values_of(request: PersonRequest, view: CaseView) -> tuple[Asked, ...]:
    """Return the fields of the record that may be corrected, as they stand; none without a record."""
    shown = _record(request, view.facts)
    item = judged_item(shown.item, shown.edition) if shown else None
    if shown is None or item is None:
        return ()
    return tuple(
        Asked(code, item.field(code).label, _text(shown.content.get(code))) for code in correctable(item)
    )


def note_look(request: PersonRequest, view: CaseView) -> None:
    """Write into the log that the centre opened the record; the unit that sent it reads its own."""
    case = view.facts
    shown = _record(request, case)
    if shown and request.person.unit != case.provider:
        purpose = f"{case.procedure.name.zh} {case.number}"
        note_entries(request, [shown], purpose=purpose, case_number=case.number)


def note_entries(
    request: PersonRequest, shown: Sequence[ShownEntry], *, purpose: str, case_number: str = ""
) -> None:
    """Write into the log what is about to be shown of one organisation."""
    if not shown:
        return
    on = localdate()
    answer = {"entries": [{"sequence": one.sequence, "content": dict(one.content)} for one in shown]}
    look = Look(
        uscc=shown[0].uscc,
        unit=request.person.unit,
        by=request.person.account,
        channel="page",
        matter=OPERATION,
        purpose=purpose,
        case_number=case_number,
        items=sorted({one.item for one in shown}),
        edition=catalogue(on).code,
        found=len(shown),
        answer=sha256(canonical(answer).encode()).hexdigest(),
        entries=[one.sequence for one in shown],
        adverse=sum(bool((item := item_of(one.item, on)) and item.is_adverse) for one in shown),
    )
    note([look])


def _record(request: PersonRequest, case: CaseFacts) -> ShownEntry | None:
    if case.subject is None or case.about is not About.RECORD:
        return None
    own = request.person.unit == case.provider
    viewer = Viewer.unit(case.provider) if own else Viewer.CENTRE
    try:
        return entry.one(case.subject, viewer=viewer, on=localdate())
    except NotShown:
        return None


def _text(value: object) -> str:
    if isinstance(value, list | tuple):
        return "、".join(map(str, value))
    return "" if value is None else str(value)
