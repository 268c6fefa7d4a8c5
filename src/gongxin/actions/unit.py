"""Units that submit."""

from gongxin.organisations.uscc import check
from gongxin.store.models import Organisation, Unit


class NotAUnit(Exception):
    """The code of the submitting unit is not one."""

    def __init__(self, uscc: str, fault: str) -> None:
        super().__init__(
            f"提交单位代码 {uscc!r} 有误：{fault}。请写单位的统一社会信用代码。"
            f" / {uscc!r} is no code of a unit ({fault}). Write the unit's unified social credit code."
        )


def know(uscc: str) -> str:
    """Return the unit's normalised code; an unknown unit is entered under its registered name, else its code.

    Raises:
        NotAUnit: the code is not a unified social credit code.
    """
    checked = check(uscc)
    if checked.faults:
        raise NotAUnit(uscc, checked.faults[0].message.zh)
    registered = Organisation.objects.filter(uscc=checked.code).values_list("name", flat=True).first()
    Unit.objects.get_or_create(uscc=checked.code, defaults={"name": registered or checked.code})
    return checked.code


def add(uscc: str, name: str) -> str:
    """Enter a unit, or give a known one this name; return its normalised code.

    Raises:
        NotAUnit: the code is not a unified social credit code.
    """
    code = know(uscc)
    Unit.objects.filter(uscc=code).update(name=name)
    return code
