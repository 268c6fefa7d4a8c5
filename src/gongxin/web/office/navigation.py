"""The navigation of the office: one row for each place, with the roles that see it."""

from dataclasses import dataclass

from django import template
from django.template import Context
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from gongxin.disclosure.role import Role
from gongxin.queries.person import Person

register = template.Library()


@dataclass(frozen=True, slots=True)
class Place:
    """`roles`: any one of them; none: every account of a unit. `also`: pages that belong to the place."""

    address: str
    label: str | Promise
    roles: frozenset[Role] = frozenset()
    also: tuple[str, ...] = ()

    def is_open_to(self, person: Person) -> bool:
        return not self.roles or person.holds(*self.roles)


DECIDING = frozenset({Role.DATA_REVIEWER, Role.CENTRE_OPERATOR})
SUBMITTING = frozenset({Role.DATA_OFFICER, Role.DATA_REVIEWER})
CENTRE = frozenset({Role.CENTRE_OPERATOR})
SUPERVISING = frozenset({Role.INSPECTOR, Role.DATA_REVIEWER})
AUTHORISING = frozenset({Role.CENTRE_OPERATOR, Role.CENTRE_REVIEWER, Role.AUDITOR})

PLACES = (
    Place("office:inbox", _("收件箱"), CENTRE, also=("office:inbox_batch",)),
    Place(
        "office:cases",
        _("办件"),
        SUBMITTING | CENTRE | {Role.CENTRE_REVIEWER, Role.AUDITOR},
        also=(
            "office:case",
            "office:case_step",
            "office:case_window",
            "office:case_by_paper",
            "office:case_own",
            "office:case_figures",
        ),
    ),
    Place(
        "office:repairs",
        _("修复统计"),
        SUBMITTING | CENTRE | {Role.CENTRE_REVIEWER},
        also=("office:repair_figures",),
    ),
    Place("office:repair_exchange", _("修复互认"), SUBMITTING | CENTRE | {Role.CENTRE_REVIEWER}),
    Place("office:trainings", _("修复培训"), frozenset({Role.CENTRE_OPERATOR}), also=("office:training",)),
    Place("office:batches", _("批次"), also=("office:batch", "office:batch_mend")),
    Place("office:batch_new", _("报送"), frozenset({Role.DATA_OFFICER})),
    Place("office:check", _("预检")),
    Place("office:review", _("待核问题"), DECIDING, also=("office:review_staged",)),
    Place("office:reporting", _("应报事项")),
    Place("office:reporting_units", _("漏报"), frozenset({Role.CENTRE_OPERATOR, Role.INSPECTOR})),
    Place("office:own_code_faults", _("转来的重错码"), SUBMITTING, also=("office:own_code_fault",)),
    Place("office:code_faults", _("重错码"), CENTRE, also=("office:code_fault",)),
    Place("office:pulls", _("定时取数"), CENTRE, also=("office:pull", "office:pull_new", "office:pull_edit")),
    Place("office:drafts", _("目录编辑"), CENTRE | {Role.CENTRE_REVIEWER}, also=("office:draft",)),
    Place(
        "office:commitments", _("信用承诺"), SUBMITTING, also=("office:commitment", "office:commitment_plan")
    ),
    Place(
        "office:commitment_templates",
        _("承诺书模板"),
        SUBMITTING,
        also=("office:commitment_template", "office:commitment_template_new"),
    ),
    Place(
        "office:commitment_figures",
        _("承诺统计"),
        SUBMITTING | AUTHORISING | {Role.INSPECTOR},
    ),
    Place("office:commitment_sites", _("承诺网站嵌入"), SUBMITTING | {Role.UNIT_ADMINISTRATOR}),
    Place("office:lookup", _("查找"), also=("office:own_record",)),
    Place("office:lookup_all", _("全部查找"), CENTRE, also=("office:lookup_purpose", "office:record")),
    Place("office:jobs", _("任务"), CENTRE | {Role.PLATFORM_ADMINISTRATOR}),
    Place("office:settings", _("单位设置"), frozenset({Role.UNIT_ADMINISTRATOR})),
    Place(
        "office:authorised",
        _("授权查询"),
        frozenset({Role.BANK_USER, Role.AGENCY_USER, Role.QUERY_CLERK}),
        also=("office:authorised_query",),
    ),
    Place(
        "office:deliveries",
        _("批量查询"),
        frozenset({Role.AGENCY_USER}),
        also=("office:delivery", "office:delivery_new"),
    ),
    Place(
        "office:letter_authorisations",
        _("书面授权"),
        AUTHORISING,
        also=("office:letter_authorisation", "office:letter_authorisation_new"),
    ),
    Place(
        "office:contracts",
        _("机构合同"),
        AUTHORISING,
        also=("office:contract", "office:contract_new", "office:delivery_trace"),
    ),
    Place("office:authorised_attempts", _("授权查询记录"), frozenset({Role.AUDITOR})),
    Place(
        "office:queries",
        _("政务查询"),
        frozenset({Role.QUERY_CLERK}),
        also=("office:query_new", "office:query_many", "office:query_history", "office:query"),
    ),
    Place(
        "office:feedback",
        _("结果反馈"),
        frozenset({Role.QUERY_CLERK}),
        also=("office:feedback_one", "office:feedback_list"),
    ),
    Place(
        "office:query_statistics",
        _("查询统计"),
        frozenset({Role.QUERY_CLERK, Role.UNIT_ADMINISTRATOR, Role.AUDITOR}),
    ),
    Place("office:looks", _("查询日志"), frozenset({Role.AUDITOR})),
    Place("office:alarms", _("查询预警"), frozenset({Role.AUDITOR}), also=("office:alarm",)),
    Place(
        "office:reports",
        _("信用报告"),
        AUTHORISING,
        also=(
            "office:report",
            "office:report_new",
            "office:report_batches",
            "office:report_batch",
            "office:report_batch_new",
        ),
    ),
    Place(
        "office:models",
        _("评价模型"),
        CENTRE | {Role.CENTRE_REVIEWER},
        also=("office:model", "office:trial"),
    ),
    Place("office:follow_ups", _("中差跟踪"), CENTRE | {Role.CENTRE_REVIEWER}),
    Place("office:draws", _("双随机抽取"), SUPERVISING, also=("office:draw", "office:draw_new")),
    Place(
        "office:inspections", _("检查任务"), SUPERVISING, also=("office:inspection", "office:inspection_new")
    ),
    Place("office:warnings", _("监管预警"), SUPERVISING, also=("office:warning",)),
    Place("office:campaigns", _("专项治理"), SUBMITTING, also=("office:campaign", "office:campaign_new")),
    Place("office:oversight", _("监测指标"), CENTRE | {Role.AUDITOR}, also=("office:oversight_one",)),
    Place("office:warning_figures", _("预警统计"), CENTRE | {Role.AUDITOR}),
    Place("office:disturbance", _("打扰预算"), SUPERVISING | CENTRE),
    Place("office:tokens", _("接口令牌")),
    Place("office:clients", _("应用"), frozenset({Role.UNIT_ADMINISTRATOR}), also=("office:client_rotate",)),
    Place("office:notices", _("消息"), also=("office:notice",)),
    Place("office:complaints", _("投诉"), frozenset({Role.AUDITOR}), also=("office:complaint",)),
    Place("office:outbox", _("发件箱"), frozenset({Role.CENTRE_OPERATOR, Role.PLATFORM_ADMINISTRATOR})),
    Place(
        "office:representations",
        _("授权代表"),
        frozenset({Role.CENTRE_OPERATOR, Role.CENTRE_REVIEWER}),
        also=("office:representation",),
    ),
    Place(
        "office:accounts",
        _("人员"),
        frozenset({Role.UNIT_ADMINISTRATOR, Role.PLATFORM_ADMINISTRATOR}),
        also=("office:account", "office:account_new", "office:account_reset"),
    ),
    Place("office:units", _("单位"), frozenset({Role.PLATFORM_ADMINISTRATOR}), also=("office:unit",)),
    Place(
        "office:grants",
        _("权限登记"),
        frozenset({Role.AUDITOR, Role.PLATFORM_ADMINISTRATOR}),
        also=("office:grant_steps",),
    ),
)


# Where somebody's work begins, by the first of these roles that is held.
BEGINNINGS = {
    Role.DATA_OFFICER: "office:batches",
    Role.DATA_REVIEWER: "office:batches",
    Role.CENTRE_OPERATOR: "office:inbox",
    Role.CENTRE_REVIEWER: "office:letter_authorisations",
    Role.QUERY_CLERK: "office:queries",
    Role.AUDITOR: "office:looks",
    Role.PLATFORM_ADMINISTRATOR: "office:units",
    Role.BANK_USER: "office:authorised",
    Role.AGENCY_USER: "office:authorised",
    Role.UNIT_ADMINISTRATOR: "office:accounts",
    Role.INSPECTOR: "office:inspections",
}


def first_place(person: Person) -> str:
    """Return the address of the place where somebody's work begins."""
    return next((address for role, address in BEGINNINGS.items() if person.holds(role)), "office:batches")


@register.filter
def holds(person: Person | None, roles: str) -> bool:
    """Say whether the person holds any of the roles, given with commas between them."""
    return person is not None and person.holds(*map(Role, roles.split(",")))


@dataclass(frozen=True, slots=True)
class Section:
    """Places that belong together, in the order of the table above."""

    label: str | Promise
    places: tuple[str, ...]


SECTIONS = (
    Section(_("报送"), (
        "office:inbox", "office:batches", "office:batch_new", "office:check", "office:review",
        "office:reporting", "office:reporting_units", "office:own_code_faults", "office:code_faults",
        "office:pulls",
    )),
    Section(_("查询"), (
        "office:lookup", "office:lookup_all", "office:queries", "office:feedback", "office:query_statistics",
        "office:authorised", "office:deliveries",
    )),
    Section(_("承诺"), (
        "office:commitments", "office:commitment_templates", "office:commitment_figures",
        "office:commitment_sites",
    )),
    Section(_("业务"), (
        "office:cases", "office:repairs", "office:repair_exchange", "office:trainings",
        "office:letter_authorisations", "office:contracts", "office:reports", "office:representations",
        "office:drafts",
    )),
    Section(_("监管"), (
        "office:models", "office:follow_ups", "office:draws", "office:inspections", "office:warnings",
        "office:campaigns", "office:warning_figures", "office:disturbance",
    )),
    Section(_("监督"), (
        "office:oversight", "office:looks", "office:alarms", "office:complaints",
        "office:authorised_attempts", "office:grants",
    )),
    Section(_("管理"), (
        "office:accounts", "office:units", "office:settings", "office:tokens", "office:clients",
        "office:outbox", "office:jobs",
    )),
    Section(_("消息"), ("office:notices",)),
)  # fmt: skip
FEW = 8  # places that stand in one row


Row = tuple[tuple[str, str | Promise, bool], ...]  # address, label, whether the reader is there


@register.simple_tag(takes_context=True)
def office_navigation(context: Context) -> tuple[Row, ...]:
    """Return one row where there are few places, else the sections and the places of the present one."""
    flat: Row = tuple((place.address, place.label, is_here) for place, is_here in _open_places(context))
    if len(flat) <= FEW:
        return (flat,)
    rows = [(one.label, tuple(row for row in flat if row[0] in one.places)) for one in SECTIONS]
    heads: Row = tuple((row[0][0], label, _is_here(row)) for label, row in rows if row)
    present = next((row for _label, row in rows if _is_here(row)), ())
    return (heads, present) if len(present) > 1 else (heads,)


def _is_here(row: Row) -> bool:
    return any(is_here for _address, _label, is_here in row)


def _open_places(context: Context) -> list[tuple[Place, bool]]:
    """Return the places of who is asking, each with whether the reader is there."""
    match = getattr(context.get("request"), "resolver_match", None)
    here = match.view_name if match else ""
    person = context.get("person")
    if person is None:
        return []
    return [
        (place, here == place.address or here in place.also) for place in PLACES if place.is_open_to(person)
    ]
