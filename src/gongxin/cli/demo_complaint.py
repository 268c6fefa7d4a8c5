"""Two complaints of the demo's organisation about looks at it: one is decided, one waits for the auditor."""

from contextlib import suppress
from datetime import date

from gongxin.disclosure.role import Role
from gongxin.procedures.case import Actor

REPRESENTATIVE, AUDITOR = "qiye", "shenji"


def complain_some(on: date) -> None:
    """Complain about the newest looks at what the demo's representative stands for."""
    from gongxin.actions import account, case, complaint
    from gongxin.queries import look
    from gongxin.queries.person import person

    found = None
    with suppress(account.UnknownAccount):
        found = person(account.user_of(REPRESENTATIVE), on=on)
    codes = sorted(found.organisations) if found else []
    looks = [one for uscc in codes for one in look.of_organisation(uscc).looks]
    for place, one in enumerate(looks[:2]):
        text = "本组织近期没有办理这一事项。" if place else ""
        by = Actor(REPRESENTATIVE, frozenset({Role.REPRESENTATIVE}), organisations=frozenset({one.uscc}))
        made = complaint.complain(one.record, uscc=one.uscc, text=text, by=by, on=on)
        if place == 0:
            said = "有对应的受理案件，查询的事项和信息都在应用清单之内。"
            case.take(
                made, "dismiss", seen=1, by=Actor(AUDITOR, frozenset({Role.AUDITOR})), on=on, reason=said
            )
