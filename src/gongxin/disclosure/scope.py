"""What a program may do: scopes of access tokens, the units they are for, the roles that cover the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from gongxin.catalogue.label import Label
from gongxin.disclosure.authorisation import RECIPIENT_KINDS
from gongxin.disclosure.role import PUBLIC_BODIES, Role, UnitKind


class Scope(StrEnum):
    """One thing a program may be let in for."""

    INTAKE = "intake"
    CHECK = "check"
    QUERY = "query"
    AUTHORISED_QUERY = "authorised_query"
    DELIVERY = "delivery"
    HISTORY = "history"
    CASE = "case"
    OWN = "own"
    COMMITMENT = "commitment"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class ScopeFacts:
    """`roles`: who holds one of them may do the same with a personal token; none: every account of a unit."""

    label: Label
    held_in: frozenset[UnitKind]
    roles: frozenset[Role]


AGENCY = frozenset({UnitKind.AGENCY})
QUERYING = frozenset({Role.QUERY_CLERK})
SUBMITTING = frozenset({Role.DATA_OFFICER})
WARNED = frozenset({Role.INSPECTOR, Role.DATA_REVIEWER})

SCOPES: Mapping[Scope, ScopeFacts] = {
    Scope.INTAKE: ScopeFacts(Label("报送", "Submit"), PUBLIC_BODIES, SUBMITTING),
    Scope.CHECK: ScopeFacts(Label("预检", "Check"), frozenset(UnitKind), frozenset()),
    Scope.QUERY: ScopeFacts(Label("政务查询", "Government query"), PUBLIC_BODIES, QUERYING),
    Scope.AUTHORISED_QUERY: ScopeFacts(
        Label("授权查询", "Authorised query"),
        RECIPIENT_KINDS,
        frozenset({Role.BANK_USER, Role.AGENCY_USER, Role.QUERY_CLERK}),
    ),
    Scope.DELIVERY: ScopeFacts(Label("批量交付", "Delivery"), AGENCY, frozenset({Role.AGENCY_USER})),
    Scope.HISTORY: ScopeFacts(Label("历史时点查询", "Queries as of a day"), PUBLIC_BODIES, QUERYING),
    Scope.CASE: ScopeFacts(
        Label("办件", "Cases"),
        PUBLIC_BODIES,
        frozenset({Role.DATA_OFFICER, Role.DATA_REVIEWER, Role.CENTRE_OPERATOR, Role.CENTRE_REVIEWER}),
    ),
    Scope.OWN: ScopeFacts(Label("读取本单位报送的信息", "Read own submissions"), PUBLIC_BODIES, SUBMITTING),
    Scope.COMMITMENT: ScopeFacts(Label("信用承诺", "Commitments"), PUBLIC_BODIES, SUBMITTING),
    Scope.WARNING: ScopeFacts(Label("监管预警", "Warnings"), PUBLIC_BODIES, WARNED),
}


class NotAScope(Exception):
    """A program asks for what it cannot be given."""

    def __init__(self, code: str, allowed: frozenset[Scope]) -> None:
        names = "、".join(sorted(allowed))
        super().__init__(
            f"范围 {code[:40]!r} 不能使用，可用范围：{names}。"
            f" / The scope {code[:40]!r} cannot be given; choose from: {names}."
        )


def allowed_in(kind: str) -> frozenset[Scope]:
    """Return the scopes that a program of such a unit may be given."""
    return frozenset(scope for scope, facts in SCOPES.items() if kind in facts.held_in)


def chosen(text: str, allowed: frozenset[Scope]) -> frozenset[Scope]:
    """Return the scopes named in a text, separated by spaces.

    Raises:
        NotAScope: one is unknown or not among those allowed.
    """
    codes = text.split()
    if odd := [code for code in codes if code not in allowed]:
        raise NotAScope(odd[0], allowed)
    return frozenset(Scope(code) for code in codes)
