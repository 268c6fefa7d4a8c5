"""Every procedure by its code."""

from collections.abc import Mapping

from gongxin.procedures.campaign import CAMPAIGN
from gongxin.procedures.commitment import COMMITMENT
from gongxin.procedures.complaint import COMPLAINT
from gongxin.procedures.deletion import DELETION
from gongxin.procedures.evaluation_objection import EVALUATION_OBJECTION
from gongxin.procedures.follow_up import FOLLOW_UP
from gongxin.procedures.objection import OBJECTION
from gongxin.procedures.procedure import Procedure
from gongxin.procedures.repair import REPAIR
from gongxin.procedures.temporary_repair import TEMPORARY_REPAIR
from gongxin.procedures.withdrawal import WITHDRAWAL

PROCEDURES: Mapping[str, Procedure] = {
    one.code: one
    for one in (
        OBJECTION,
        REPAIR,
        TEMPORARY_REPAIR,
        DELETION,
        WITHDRAWAL,
        COMPLAINT,
        COMMITMENT,
        EVALUATION_OBJECTION,
        FOLLOW_UP,
        CAMPAIGN,
    )
}


def procedure(code: str) -> Procedure:
    """Return the procedure.

    Raises:
        UnknownProcedure: there is none of this code.
    """
    try:
        return PROCEDURES[code]
    except KeyError:
        raise UnknownProcedure(code) from None


class UnknownProcedure(Exception):
    """There is no procedure of this code."""

    def __init__(self, code: str) -> None:
        known = "、".join(f"{one.code}（{one.name.zh}）" for one in PROCEDURES.values())
        super().__init__(
            f"没有程序 {code!r}；有：{known}。 / No procedure {code!r}; there are: {', '.join(PROCEDURES)}."
        )
