"""Commitments of the demo: templates of one unit, and what its organisation signed, in every state."""

from contextlib import suppress
from datetime import date, timedelta
from uuid import UUID

REPRESENTATIVE, OFFICER, REVIEWER = "qiye", "shijian", "shenhe"
SITE = "https://www.example.gov.cn"
PLANNED = (("证明事项型", 30), ("涉企经营许可型", 40), ("审批替代型", 40))
LIABILITY = "承诺不实或者没有履行的，依法撤销相关决定，记入信用记录，并承担法律责任。"
CERTIFICATE, LICENCE, LATER, REPAIR, WAITING = range(5)
KIND, MATTER, CONTENT = range(3)
TEMPLATES = (
    (
        "证明事项型",
        "申请食品经营许可，以承诺代替经营场所使用证明",
        "所填经营场所由本组织合法使用，符合食品经营的要求。",
    ),
    (
        "涉企经营许可型",
        "申请食品经营许可，实行告知承诺",
        "已知晓许可的全部条件，经营场所、设备设施和管理制度自开业之日起持续符合。",
    ),
    ("容缺受理型", "申请食品经营许可变更，次要材料容缺", "所提交的材料真实有效，暂缺的材料按期补齐。"),
    ("信用修复型", "申请信用修复", "已经纠正失信行为，今后依法依规经营，不再发生同类失信行为。"),
    ("主动型", "诚信经营主动承诺", "明码标价，不销售假冒伪劣商品，依法处理消费者投诉。"),
)
PAPERS = ("从业人员健康证明汇总", "经营场所平面图")


def commit_some(unit: str, on: date) -> None:
    """Release templates of the unit, and sign by each of them for the demo's representative."""
    from gongxin.actions import account, commitment_plan, commitment_site
    from gongxin.actions.taking import parameters
    from gongxin.queries.person import person

    for kind, days in PLANNED:
        commitment_plan.plan(unit, kind, days, by=OFFICER, parameters=parameters())
    commitment_site.allow(unit, SITE, by=OFFICER)
    templates = [_template(unit, place, on) for place in range(len(TEMPLATES))]
    found = None
    with suppress(account.UnknownAccount):
        found = person(account.user_of(REPRESENTATIVE), on=on)
    for uscc in sorted(found.organisations)[:1] if found else ():
        _sign_some(uscc, unit, templates, on)


def _template(unit: str, place: int, on: date) -> UUID:
    from gongxin.actions import commitment_template as actions
    from gongxin.catalogue.publicity import Disclosure
    from gongxin.procedures.commitment_template import Template

    said, is_later = TEMPLATES[place], place == LATER
    template = Template(
        kind=said[KIND],
        matter=said[MATTER],
        content=said[CONTENT],
        liability=LIABILITY,
        basis="《关于健全社会信用体系的意见》",
        openness=Disclosure.PUBLIC,
        valid_months=None if is_later else 12,
        verify_in=20 if place == LICENCE else None,
        papers=PAPERS if is_later else (),
        complete_in=10 if is_later else None,
    )
    made = actions.begin(template, unit=unit, by=OFFICER, on=on)
    if place != WAITING:
        actions.release(made, unit=unit, by=REVIEWER)
    return made


def _sign_some(uscc: str, unit: str, templates: list[UUID], on: date) -> None:
    from gongxin.actions.commitment import find_kept

    _sign(uscc, templates[CERTIFICATE], on - timedelta(days=3))
    _sign(uscc, templates[LATER], on - timedelta(days=45))  # overdue
    kept = _sign(uscc, templates[CERTIFICATE], on - timedelta(days=120))
    find_kept(kept, unit=unit, by=OFFICER, on=on - timedelta(days=90))
    _break(uscc, unit, _sign(uscc, templates[LICENCE], on - timedelta(days=100)), on - timedelta(days=60))
    _inform(uscc, unit, _sign(uscc, templates[LICENCE], on - timedelta(days=20)), on - timedelta(days=1))


def _sign(uscc: str, template: UUID, on: date) -> UUID:
    from django.utils import timezone

    from gongxin.queries.commitment_template import one_to_sign
    from gongxin.queries.organisation import by_code
    from gongxin.reports.commitment import Order, issue

    version = one_to_sign(template)
    order = Order(by_code(uscc), version, REPRESENTATIVE, version.papers[:1])
    return issue(order, on=on, at=timezone.now()).record


def _inform(uscc: str, unit: str, record: UUID, on: date) -> UUID:
    from gongxin.actions.case import Filing, file
    from gongxin.actions.commitment_breach import Breach
    from gongxin.disclosure.role import Role
    from gongxin.procedures.case import Actor

    breach = Breach("part", "没有按承诺设置独立的食品存放区。", "责令限期改正，纳入重点检查。")
    reason = "现场核查发现食品与杂物混放，与承诺的经营条件不符。"
    filing = Filing(
        "commitment", uscc, record, unit, "inform", reason, channel="office", values=breach.values()
    )
    return file(filing, by=Actor(OFFICER, frozenset({Role.DATA_OFFICER}), unit), on=on)


def _break(uscc: str, unit: str, record: UUID, on: date) -> None:
    from gongxin.actions.case import take
    from gongxin.disclosure.role import Role
    from gongxin.procedures.case import Actor

    officer = Actor(OFFICER, frozenset({Role.DATA_OFFICER}), unit)
    reviewer = Actor(REVIEWER, frozenset({Role.DATA_REVIEWER}), unit)
    owner = Actor(REPRESENTATIVE, frozenset({Role.REPRESENTATIVE}), organisations=frozenset({uscc}))
    case = _inform(uscc, unit, record, on)
    steps = (
        (owner, "reply", 3, "已经设置独立存放区，请现场复核。"),
        (officer, "propose_breach", 5, "整改属实，但核查当日确未达到承诺的条件。"),
        (reviewer, "establish", 6, ""),
    )
    for seen, (by, step, days, reason) in enumerate(steps, 1):
        take(case, step, seen=seen, by=by, on=on + timedelta(days=days), reason=reason)
