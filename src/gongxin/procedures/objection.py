"""Objection: a record is said to be wrong; the centre compares, the provider verifies (SH 28-30)."""

from datetime import date

from gongxin.catalogue.label import Label
from gongxin.law.calendar import WorkingCalendar
from gongxin.law.citation import Article
from gongxin.procedures.case import Case
from gongxin.procedures.procedure import START, Procedure
from gongxin.procedures.step import Effect, OwedNotice, Party, Step
from gongxin.procedures.term import Term

COMPARING, SUPPLEMENTING, CORRECTING, VERIFYING = "comparing", "supplementing", "correcting", "verifying"
CONFIRMING, CORRECTED, UPHELD = "confirming", "corrected", "upheld"
DISMISSED, DISPUTED, WITHDRAWN = "dismissed", "disputed", "withdrawn"
OPEN = frozenset({COMPARING, SUPPLEMENTING, CORRECTING, VERIFYING, CONFIRMING})
ANNOTATED = OPEN | {DISPUTED}
TOLD = (OwedNotice("objection_result", Party.ORGANISATION),)
GROUNDS = {
    "error": Label("记载错误或者有遗漏", "It is wrong or incomplete"),
    "secret": Label("涉及商业秘密或者隐私", "It holds a business secret or private matters"),
    "expired": Label("公示、查询期限已满", "Its time is over"),
}

OBJECTION = Procedure(
    "objection",
    Label("异议处理", "Objection"),
    Article("SH", "28"),
    {
        COMPARING: Label("比对中", "being compared"),
        SUPPLEMENTING: Label("待补充材料", "waiting for material"),
        CORRECTING: Label("更正待复核", "correction proposed"),
        VERIFYING: Label("核查中", "being verified"),
        CONFIRMING: Label("待复核", "waiting for the second person"),
        CORRECTED: Label("已更正", "corrected"),
        UPHELD: Label("异议成立", "upheld"),
        DISMISSED: Label("异议不成立", "dismissed"),
        DISPUTED: Label("仍有异议", "still disputed"),
        WITHDRAWN: Label("已撤回异议", "withdrawn"),
    },
    (
        Term("comparison", Label("比对", "comparison"), "objection.comparison"),
        Term("verification", Label("核查", "verification"), "objection.verification"),
    ),
    (
        Step(
            "file", Label("提出异议", "File the objection"),
            frozenset({START}), COMPARING, Party.ORGANISATION, Article("SH", "28"),
            opens=("comparison",), documents=("grounds",), effect=Effect.ANNOTATE,
            notices=(OwedNotice("objection_filed", Party.CENTRE),),
        ),
        Step(
            "ask_for_material", Label("要求补充材料", "Ask for material"),
            frozenset({COMPARING}), SUPPLEMENTING, Party.CENTRE, Article("SH", "29"),
            pauses=True, needs_reason=True, notices=(OwedNotice("material_wanted", Party.ORGANISATION),),
        ),
        Step(
            "supply_material", Label("补充材料", "Supply material"),
            frozenset({SUPPLEMENTING}), COMPARING, Party.ORGANISATION, Article("SH", "29"),
            resumes=True, documents=("grounds",), notices=(OwedNotice("material_supplied", Party.CENTRE),),
        ),
        Step(
            "propose_correction", Label("拟更正为提供单位所报内容", "Propose to correct to what was sent"),
            frozenset({COMPARING}), CORRECTING, Party.CENTRE, Article("SH", "29"),
            takes_fields=True, needs_reason=True,
        ),
        Step(
            "return_correction", Label("退回重新比对", "Return the correction"),
            frozenset({CORRECTING}), COMPARING, Party.CENTRE, Article("SH", "29"),
            unlike=("propose_correction",), needs_reason=True,
        ),
        Step(
            "correct", Label("复核同意更正", "Confirm the correction"),
            frozenset({CORRECTING}), CORRECTED, Party.CENTRE, Article("SH", "29"),
            closes=("comparison",), unlike=("propose_correction",), effect=Effect.CORRECT,
            notices=(*TOLD, OwedNotice("record_corrected", Party.PROVIDER)),
        ),
        Step(
            "forward", Label("转信息提供单位核查", "Forward to the provider"),
            frozenset({COMPARING}), VERIFYING, Party.CENTRE, Article("SH", "29"),
            opens=("verification",), closes=("comparison",), effect=Effect.SUSPEND_WHEN_LATE,
            notices=(
                OwedNotice("objection_to_verify", Party.PROVIDER),
                OwedNotice("objection_forwarded", Party.ORGANISATION),
            ),
        ),
        Step(
            "propose_upholding", Label("拟认定异议成立", "Propose to uphold"),
            frozenset({VERIFYING}), CONFIRMING, Party.PROVIDER, Article("SH", "29"),
            takes_fields=True, needs_reason=True,
        ),
        Step(
            "return_proposal", Label("退回重新核查", "Return the proposal"),
            frozenset({CONFIRMING}), VERIFYING, Party.PROVIDER, Article("SH", "29"),
            unlike=("propose_upholding",), needs_reason=True,
        ),
        Step(
            "uphold_with_correction", Label("复核同意，更正", "Confirm, with a correction"),
            frozenset({CONFIRMING}), UPHELD, Party.PROVIDER, Article("SH", "29"),
            closes=("verification",), unlike=("propose_upholding",), effect=Effect.CORRECT, notices=TOLD,
        ),
        Step(
            "uphold_with_withdrawal", Label("复核同意，撤回", "Confirm, with a withdrawal"),
            frozenset({CONFIRMING}), UPHELD, Party.PROVIDER, Article("SH", "29"),
            closes=("verification",), unlike=("propose_upholding",), effect=Effect.WITHDRAW, notices=TOLD,
        ),
        Step(
            "dismiss", Label("认定异议不成立", "Dismiss"),
            frozenset({VERIFYING}), DISMISSED, Party.PROVIDER, Article("SH", "29"),
            closes=("verification",), needs_reason=True, effect=Effect.UNMARK, notices=TOLD,
        ),
        Step(
            "dissent", Label("仍有异议", "Still disagree"),
            frozenset({DISMISSED}), DISPUTED, Party.ORGANISATION, Article("SH", "30"), effect=Effect.ANNOTATE,
        ),
        Step(
            "withdraw", Label("撤回异议", "Withdraw the objection"),
            frozenset({COMPARING, SUPPLEMENTING, VERIFYING, DISPUTED}), WITHDRAWN,
            Party.ORGANISATION, Article("SH", "28"),
            closes=("comparison", "verification"), effect=Effect.UNMARK,
            notices=(OwedNotice("objection_withdrawn", Party.CENTRE),),
        ),
    ),
    settled=frozenset({DISMISSED, DISPUTED}),
    grounds=GROUNDS,
)  # fmt: skip


def is_annotated(case: Case) -> bool:
    """Say whether every channel marks the record as disputed (SH 30)."""
    return case.state in ANNOTATED


def is_suspended(case: Case, on: date, calendar: WorkingCalendar) -> bool:
    """Say whether the record shows nowhere, because its provider has not answered in time (SH 30).

    Nobody has to do anything for it: the day alone decides, and the answer alone ends it.
    """
    return case.state in (VERIFYING, CONFIRMING) and any(
        one.code == "verification" and one.closed_on is None and one.is_overdue(on, calendar)
        for one in case.terms
    )
