"""The notices that a step of a case owes: one for each addressee, about that very step."""

from collections.abc import Iterable, Mapping

from gongxin.actions.notice import notify
from gongxin.disclosure.notice_kind import Addressee, ValueOfNotice, notice_kind
from gongxin.disclosure.role import UnitKind
from gongxin.law.label import Label
from gongxin.procedures.procedure import Procedure
from gongxin.procedures.step import OwedNotice, Party
from gongxin.store.models import Case, CaseStep, Organisation, Unit

NO_DAY = Label("无", "none")
NO_REASON = Label("无", "none given")
CLOSES_WITH_A_STOP = "。.！!？?"


def tell(owed: Iterable[OwedNotice], taken: CaseStep, procedure: Procedure, *, reason: str) -> None:
    """Tell everybody whom the step owes a notice, about that step."""
    values = _values(taken, procedure, reason)
    for one in owed:
        kind = notice_kind(one.kind)
        wanted = {name: values[name] for name in kind.values}
        if kind.to is Addressee.ORGANISATION:
            notify(kind.code, wanted, to_organisation=taken.case.uscc, about=taken.id)
        else:
            for unit in units_of(one.to, taken.case):
                notify(kind.code, wanted, to_unit=unit, about=taken.id)


def _values(taken: CaseStep, procedure: Procedure, reason: str) -> Mapping[str, ValueOfNotice]:
    case = taken.case
    return {
        "procedure": _both(procedure.name),
        "number": case.number,
        "organisation": _name(Organisation, case.uscc),
        "about": dict(case.title),
        "unit": _name(Unit, case.provider),
        "step": _both(procedure.step(taken.step).name),
        "state": _both(procedure.states[case.state]),
        "reason": reason.rstrip(CLOSES_WITH_A_STOP) or _both(NO_REASON),
        "due_on": case.due_on.isoformat() if case.due_on else _both(NO_DAY),
    }


def units_of(party: Party, case: Case) -> list[str]:
    """Return the units to tell: the provider; for centre and auditor the centre, wherever there is one."""
    if party is Party.PROVIDER:
        return [case.provider] if case.provider else []
    return list(Unit.objects.filter(kind=UnitKind.CENTRE).order_by("uscc").values_list("uscc", flat=True))


def _both(label: Label) -> dict[str, str]:
    return {"zh": label.zh, "en": label.en}


def _name(table: type[Unit] | type[Organisation], code: str) -> str:
    found = table.objects.filter(uscc=code).values_list("name", flat=True).first()
    return str(found or code)
