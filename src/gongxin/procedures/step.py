"""One line of a procedure's table: who may go from where to where, on what basis, and what follows."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from gongxin.catalogue.label import Label
from gongxin.disclosure.role import Role
from gongxin.law.citation import Article


class Party(StrEnum):
    """Who acts in a case, seen from the record that it is about."""

    ORGANISATION = "organisation"  # a representative of the organisation concerned
    CENTRE = "centre"
    PROVIDER = "provider"  # the unit that sent the record and found what it says
    AUDITOR = "auditor"


class Effect(StrEnum):
    """What a step does to the record; `actions` carries it out in the step's own transaction."""

    ANNOTATE = "annotate"  # every channel says that it is disputed
    UNMARK = "unmark"  # the annotation ends
    SUSPEND_WHEN_LATE = "suspend_when_late"  # from the day after the term it opens, unless that is closed
    CORRECT = "correct"  # a new version, as the provider had sent it or says it should be
    WITHDRAW = "withdraw"
    REPAIR = "repair"  # publication, sharing and use stop; measures are lifted
    REPAIR_FOR_A_TIME = "repair_for_a_time"  # the same, until the day that the step names
    RESTORE = "restore"  # a repair ends and the record shows for what is left of its time
    ERASE = "erase"  # content goes, its digest stays
    REEVALUATE = "reevaluate"  # the annotation ends and the organisation is evaluated anew
    BREAK = "break"  # a commitment is on record as not kept


@dataclass(frozen=True, slots=True)
class OwedNotice:
    """A notice that a step owes: its kind, and who gets it."""

    kind: str
    to: Party


@dataclass(frozen=True, slots=True)
class Step:
    """`opens` and `closes` name terms of the procedure.

    `unlike` names earlier steps, the last of which somebody else must have taken: two persons for what
    cannot be undone.
    """

    code: str
    name: Label
    from_: frozenset[str]
    to: str
    by: Party
    basis: Article
    opens: tuple[str, ...] = ()
    closes: tuple[str, ...] = ()
    pauses: bool = False  # all running terms stand still while the applicant completes the material
    resumes: bool = False
    documents: tuple[str, ...] = ()
    days: tuple[str, ...] = ()  # values that are days to come
    takes_fields: bool = False  # values of the record's fields, as they ought to be
    needs_reason: bool = False
    waits_for: tuple[str, ...] = ()  # terms that must be over first
    is_ruled: bool = False  # only where somebody ruled how long the terms are that it opens
    mentions: tuple[str, ...] = ()  # legal numbers of what follows from it, beside those of its terms
    unlike: tuple[str, ...] = ()
    effect: Effect | None = None
    grants: bool = False  # what was asked for, where no effect on a record says so
    notices: tuple[OwedNotice, ...] = ()


PARTIES: Mapping[Party, Label] = {
    Party.ORGANISATION: Label("当事组织", "The organisation concerned"),
    Party.CENTRE: Label("信用中心", "The credit centre"),
    Party.PROVIDER: Label("信息提供单位", "The unit that provided the record"),
    Party.AUDITOR: Label("审计员", "The auditor"),
}
# In which role a person acts for a party.
ACTS_AS: Mapping[Party, frozenset[Role]] = {
    Party.ORGANISATION: frozenset({Role.REPRESENTATIVE}),
    Party.CENTRE: frozenset({Role.CENTRE_OPERATOR, Role.CENTRE_REVIEWER}),
    Party.PROVIDER: frozenset({Role.DATA_OFFICER, Role.DATA_REVIEWER}),
    Party.AUDITOR: frozenset({Role.AUDITOR}),
}
DOCUMENTS: Mapping[str, Label] = {
    "grounds": Label("异议申请及证据", "The objection with its evidence"),
    "proof_of_fulfilment": Label("已纠正失信行为、履行义务的证明", "Proof that the duty is fulfilled"),
    "commitment_letter": Label("信用修复承诺书", "The commitment for repair"),
    "court_document": Label("人民法院裁定书", "The court's ruling"),
    "repair_elsewhere": Label("其他平台的修复决定", "The repair decision of another platform"),
    "changed_decision": Label("变更、撤销或者确认违法、无效的文书", "The document that changed the decision"),
    "rectification_report": Label("整改报告", "The report of what was put right"),
    "credit_report": Label("信用报告", "A credit report"),
    "application": Label("申请书", "The application"),
}
DAYS: Mapping[str, Label] = {
    "until": Label("执行期限届满日（裁定书载明）", "Last day for carrying it out, as the ruling says"),
}
