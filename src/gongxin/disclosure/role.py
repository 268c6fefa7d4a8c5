"""What people do on the platform: the roles, in which units each is held, and who grants it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from gongxin.catalogue.label import Label


class UnitKind(StrEnum):
    """What a unit is in the tree of units."""

    CITY = "city"
    DISTRICT = "district"
    DEPARTMENT = "department"
    INSTITUTION = "institution"
    CENTRE = "centre"
    BANK = "bank"
    AGENCY = "agency"


class Role(StrEnum):
    """What an account may do; where, its grant says."""

    DATA_OFFICER = "data_officer"
    DATA_REVIEWER = "data_reviewer"
    QUERY_CLERK = "query_clerk"
    CENTRE_OPERATOR = "centre_operator"
    CENTRE_REVIEWER = "centre_reviewer"
    INSPECTOR = "inspector"
    AUDITOR = "auditor"
    UNIT_ADMINISTRATOR = "unit_administrator"
    PLATFORM_ADMINISTRATOR = "platform_administrator"
    REPRESENTATIVE = "representative"
    BANK_USER = "bank_user"
    AGENCY_USER = "agency_user"


@dataclass(frozen=True, slots=True)
class RoleFacts:
    """`held_in` is empty for the role that is held for an organisation and not in a unit."""

    label: Label
    duty: Label
    held_in: frozenset[UnitKind]
    granted_by: frozenset[Role]
    needs_second_factor: bool = True


UNIT_KINDS: Mapping[UnitKind, Label] = {
    UnitKind.CITY: Label("市级", "City"),
    UnitKind.DISTRICT: Label("区县", "District"),
    UnitKind.DEPARTMENT: Label("部门", "Department"),
    UnitKind.INSTITUTION: Label("机构", "Institution"),
    UnitKind.CENTRE: Label("信用中心", "Credit centre"),
    UnitKind.BANK: Label("金融机构", "Bank"),
    UnitKind.AGENCY: Label("信用服务机构", "Credit agency"),
}

PUBLIC_BODIES = frozenset(
    {UnitKind.CITY, UnitKind.DISTRICT, UnitKind.DEPARTMENT, UnitKind.INSTITUTION, UnitKind.CENTRE}
)
CENTRE = frozenset({UnitKind.CENTRE})
BY_UNIT = frozenset({Role.UNIT_ADMINISTRATOR})
BY_PLATFORM = frozenset({Role.PLATFORM_ADMINISTRATOR})

ROLES: Mapping[Role, RoleFacts] = {
    Role.DATA_OFFICER: RoleFacts(
        Label("数据报送员", "Data officer"),
        Label("报送本单位的记录", "submits the unit's records"),
        PUBLIC_BODIES,
        BY_UNIT,
    ),
    Role.DATA_REVIEWER: RoleFacts(
        Label("数据审核员", "Data reviewer"),
        Label("处理暂缓批次和待核问题", "decides held batches and what rows leave open"),
        PUBLIC_BODIES,
        BY_UNIT,
    ),
    Role.QUERY_CLERK: RoleFacts(
        Label("查询经办人", "Query clerk"),
        Label("办理事项时查询组织的信息", "looks up organisations in the course of a matter"),
        PUBLIC_BODIES,
        BY_UNIT,
    ),
    Role.CENTRE_OPERATOR: RoleFacts(
        Label("中心经办人", "Centre operator"),
        Label("办理信用中心的日常业务", "does the daily work of the centre"),
        CENTRE,
        BY_UNIT,
    ),
    Role.CENTRE_REVIEWER: RoleFacts(
        Label("中心审核人", "Centre reviewer"),
        Label("复核中心经办人办理的事项", "reviews what the operators of the centre did"),
        CENTRE,
        BY_UNIT,
    ),
    Role.INSPECTOR: RoleFacts(
        Label("检查员", "Inspector"),
        Label("为本单位检查组织", "inspects organisations for the unit"),
        PUBLIC_BODIES,
        BY_UNIT,
    ),
    Role.AUDITOR: RoleFacts(
        Label("审计员", "Auditor"),
        Label("查阅日志和权限登记，不办业务", "reads logs and registers, and does no other work"),
        frozenset({UnitKind.CENTRE, UnitKind.CITY}),
        BY_PLATFORM,
    ),
    Role.UNIT_ADMINISTRATOR: RoleFacts(
        Label("单位管理员", "Unit administrator"),
        Label("管理本单位的账号和角色", "manages the accounts and roles of the own unit"),
        frozenset(UnitKind),
        BY_PLATFORM,
    ),
    Role.PLATFORM_ADMINISTRATOR: RoleFacts(
        Label("平台管理员", "Platform administrator"),
        Label("登记单位，指定单位管理员", "enters units and names their administrators"),
        CENTRE,
        BY_PLATFORM,
    ),
    Role.REPRESENTATIVE: RoleFacts(
        Label("组织授权代表", "Representative"),
        Label("在服务台代表组织办事", "acts for an organisation on its desk"),
        frozenset(),
        frozenset({Role.CENTRE_OPERATOR}),
        needs_second_factor=False,
    ),
    Role.BANK_USER: RoleFacts(
        Label("金融机构用户", "Bank user"),
        Label("按组织的授权查询", "looks as organisations allowed the bank"),
        frozenset({UnitKind.BANK}),
        BY_UNIT,
    ),
    Role.AGENCY_USER: RoleFacts(
        Label("信用服务机构用户", "Credit agency user"),
        Label("在合同范围内按授权查询", "looks as allowed, within the agency's contract"),
        frozenset({UnitKind.AGENCY}),
        BY_UNIT,
    ),
}
STAFF = frozenset(role for role, facts in ROLES.items() if facts.held_in)
